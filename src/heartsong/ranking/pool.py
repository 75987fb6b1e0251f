"""The songs that are looked at for an answer, with what ranking needs to know of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, cast

import numpy as np
from numpy.typing import NDArray

from heartsong.catalogue.kin import KIN
from heartsong.catalogue.spellings import Named
from heartsong.model import Floats
from heartsong.ranking.themes import NAMES, VETOES
from heartsong.store.base import Facts, Vectors
from heartsong.types import GROUPS
from heartsong.wishes import Request, WishKind

if TYPE_CHECKING:
    from heartsong.store.base import Store

ThemeScores = Callable[[Floats], Floats]

LAST_YEAR: Final = 9999
# Songs of a wanted artist, album, genre or year that are looked at, however far from the mood. Of
# more songs of some years than these, the nearest are found by looking further and further.
_LIMITS: Final[Mapping[WishKind, int]] = {"artist": 500, "album": 500, "genre": 500, "years": 2000}
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
        whole: kinds of wishes of which every song that the catalogue has is among them.
    """

    ids: Sequence[str]
    relevance: Mapping[str, float]
    sung: Mapping[str, frozenset[str]]
    whole: frozenset[WishKind] = frozenset()


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
    partly: set[WishKind] = set()
    for kind, limit in _LIMITS.items():
        for value in request.wanted(kind):
            found = _all_of(kind, value, limit + 1, store)
            if len(found) > limit:
                partly.add(kind)
                found = [] if kind == "years" else found[:limit]
            ids += found
    kin = [key for artist in akin_to for key in KIN.nearest(artist, _KIN)]
    for key in dict.fromkeys(kin):
        ids += store.having("artist", key, _OF_KIN)
    words = request.wanted("word")
    relevance = store.matching(words, _MATCHING) if words else {}
    return NamedSongs(
        list(dict.fromkeys([*ids, *relevance])),
        relevance,
        {word: frozenset(store.matching([word], _HOLDING)) for word in request.avoided("word")},
        frozenset(_LIMITS) - partly,
    )


def years(span: str) -> tuple[int, int]:
    """The first and the last of years such as "1970-1979", "-1989" or "2015-"."""
    first, _, last = span.partition("-")
    return int(first or 0), int(last or LAST_YEAR)


def _all_of(kind: WishKind, value: str, limit: int, store: Store) -> list[str]:
    if kind == "years":
        return store.of_years(*years(value), limit)
    return store.having(cast(Named, kind), value, limit)


assert GROUPS == ("happy", "sad", "angry", "relaxed")  # what _LIFTED is written for
