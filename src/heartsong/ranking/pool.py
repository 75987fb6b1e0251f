"""The songs that are looked at for an answer, with what ranking needs to know of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from heartsong.model import Floats
from heartsong.ranking.themes import THEMES, VETO
from heartsong.store.base import Facts, Vectors
from heartsong.types import GROUPS
from heartsong.wishes import Request

if TYPE_CHECKING:
    from heartsong.store.base import Store

ThemeScores = Callable[[Floats], Floats]

_NAMED: Final = 500  # songs by a wanted artist, or on a wanted album, that are looked at
_MATCHING: Final = 300  # songs whose names or lyrics hold a wanted word
THEME_NAMES: Final = tuple(theme.name for theme in THEMES)
_HOLDING: Final = 100_000  # songs that may hold an unwanted word
_LIFTED: Final = np.array([1.0, -1.0, 1.0, -1.0], np.float32)  # the arousal of each mood group


@dataclass(eq=False)
class Pool:
    """Some songs of a catalogue.

    Attributes:
        vectors, facts: of the same songs, row by row.
        relevance: id → how much the wanted words are those of the song, in (0, 1].
        sung: unwanted word → ids of the songs whose lyrics or names hold it.
        score_themes: (songs, width) embeddings → (songs, themes) in [0, 1].
    """

    vectors: Vectors
    facts: Sequence[Facts]
    relevance: Mapping[str, float] = field(default_factory=dict)
    sung: Mapping[str, frozenset[str]] = field(default_factory=dict)
    score_themes: ThemeScores | None = None

    def __len__(self) -> int:
        return len(self.facts)

    @cached_property
    def themes(self) -> Floats:
        """(songs, themes) how much each song is about each of `THEMES`, in [0, 1]."""
        if self.score_themes is None:
            return np.zeros((len(self), len(THEME_NAMES)), np.float32)
        return self.score_themes(self.vectors.embeddings)

    def take(self, rows: NDArray[np.intp]) -> Pool:
        """Some of the songs, in the order given."""
        return replace(
            self, vectors=self.vectors.take(rows), facts=[self.facts[row] for row in rows.tolist()]
        )

    def theme(self, name: str, row: int) -> float:
        """How much one song is about a theme, in [0, 1]."""
        return float(self.themes[row, THEME_NAMES.index(name)])

    def themed(self, name: str) -> NDArray[np.bool_]:
        """(songs,) which songs may be about a theme."""
        found: NDArray[np.bool_] = self.themes[:, THEME_NAMES.index(name)] >= VETO
        return found


def gather(
    store: Store, query: Floats, wanted: int, request: Request, score_themes: ThemeScores
) -> Pool:
    """The songs nearest to a query, and those that a wish names, however far they are."""
    near = store.near(query, wanted)
    relevance = _relevance(store, request)
    known = set(near.ids)
    extra = [
        each for each in {**dict.fromkeys(_named(store, request)), **relevance} if each not in known
    ]
    vectors = Vectors.joined([near, store.vectors(extra)]) if extra else near
    return Pool(
        vectors,
        store.facts(vectors.ids),
        relevance,
        {word: frozenset(store.matching([word], _HOLDING)) for word in request.avoided("word")},
        score_themes,
    )


def energy(vectors: Vectors) -> Floats:
    """(songs,) how stirred songs are, in [-1, 1]: their mood groups and their arousal alike."""
    found: Floats = (vectors.groups @ _LIFTED + vectors.affects[:, 1]) / 2
    return found


def _named(store: Store, request: Request) -> list[str]:
    """Songs that wishes name: by artists, on albums, of genres, or by their own names."""
    found = [wish.id for wish in request.wishes if wish.stance == "want" and wish.id]
    for name in request.wanted("artist"):
        found += store.having("artist", name, _NAMED)
    for name in request.wanted("album"):
        found += store.having("album", name, _NAMED)
    for name in request.wanted("genre"):
        found += store.having("genre", name, _NAMED)
    return found


def _relevance(store: Store, request: Request) -> Mapping[str, float]:
    words = request.wanted("word")
    return store.matching(words, _MATCHING) if words else {}


assert GROUPS == ("happy", "sad", "angry", "relaxed")  # what _LIFTED is written for
