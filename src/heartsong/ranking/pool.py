"""The songs that are looked at for an answer, with what ranking needs to know of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from heartsong.catalogue.kin import KIN
from heartsong.catalogue.spellings import Named
from heartsong.model import Floats
from heartsong.ranking.themes import NAMES, VETOES
from heartsong.store.base import Facts, Vectors
from heartsong.types import GROUPS
from heartsong.wishes import Request

if TYPE_CHECKING:
    from heartsong.store.base import Store

ThemeScores = Callable[[Floats], Floats]

_NAMED: Final = 500  # songs by a wanted artist, or on a wanted album, that are looked at
_KIN: Final = 60  # artists heard by the same people as one who was named
_OF_KIN: Final = 20  # songs of each
_MATCHING: Final = 300  # songs whose names or lyrics hold a wanted word
_FAR_AROUSAL: Final = 0.18  # twice the standard deviation of songs
_HOLDING: Final = 100_000  # songs that may hold an unwanted word
_LIFTED: Final = np.array([1.0, -1.0, 1.0, -1.0], np.float32)  # the arousal of each mood group


@dataclass(frozen=True, slots=True)
class NamedSongs:
    """The songs that wishes name, however far they are from a listener's mood.

    Attributes:
        relevance: id → how much the wanted words are those of the song, in (0, 1].
        sung: unwanted word → ids of the songs whose lyrics or names hold it.
    """

    ids: Sequence[str]
    relevance: Mapping[str, float]
    sung: Mapping[str, frozenset[str]]


@dataclass(eq=False)
class Pool:
    """Some songs of a catalogue.

    Attributes:
        vectors, facts: of the same songs, row by row.
        relevance, sung: as for `NamedSongs`.
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
            return np.zeros((len(self), len(NAMES)), np.float32)
        return self.score_themes(self.vectors.embeddings)

    def take(self, rows: NDArray[np.intp]) -> Pool:
        """Some of the songs, in the order given."""
        return replace(
            self, vectors=self.vectors.take(rows), facts=[self.facts[row] for row in rows.tolist()]
        )

    def theme(self, name: str, row: int) -> float:
        """How much one song is about a theme, in [0, 1]."""
        return float(self.themes[row, NAMES.index(name)])

    def themed(self, name: str) -> NDArray[np.bool_]:
        """(songs,) which songs may be about a theme."""
        found: NDArray[np.bool_] = self.themes[:, NAMES.index(name)] >= VETOES[name]
        return found


def gather(
    store: Store, query: Floats, wanted: int, named: NamedSongs, score_themes: ThemeScores
) -> Pool:
    """The songs nearest to a query, and those that a wish names, however far they are."""
    near = store.near(query, wanted)
    known = set(near.ids)
    extra = [each for each in named.ids if each not in known]
    vectors = Vectors.joined([near, store.vectors(extra)]) if extra else near
    return Pool(vectors, store.facts(vectors.ids), named.relevance, named.sung, score_themes)


def energy(vectors: Vectors) -> Floats:
    """(songs,) how stirred songs are, in [-1, 1]: their mood groups and their arousal alike."""
    arousal = np.clip(vectors.affects[:, 1] / _FAR_AROUSAL, -1, 1)
    found: Floats = (vectors.groups @ _LIFTED + arousal) / 2
    return found


def find_named(request: Request, akin_to: Sequence[str], store: Store) -> NamedSongs:
    """The songs that wishes name, or whose words hold what they name.

    Args:
        akin_to: artists whom others should resemble.
    """
    ids = [wish.id for wish in request.wishes if wish.stance == "want" and wish.id]
    kinds: tuple[Named, ...] = ("artist", "album", "genre")
    for kind in kinds:
        for name in request.wanted(kind):
            ids += store.having(kind, name, _NAMED)
    kin = [key for artist in akin_to for key in KIN.nearest(artist, _KIN)]
    for key in dict.fromkeys(kin):
        ids += store.having("artist", key, _OF_KIN)
    words = request.wanted("word")
    relevance = store.matching(words, _MATCHING) if words else {}
    return NamedSongs(
        list(dict.fromkeys([*ids, *relevance])),
        relevance,
        {word: frozenset(store.matching([word], _HOLDING)) for word in request.avoided("word")},
    )


assert GROUPS == ("happy", "sad", "angry", "relaxed")  # what _LIFTED is written for
