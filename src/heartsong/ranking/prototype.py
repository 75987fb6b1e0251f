"""The students' own way to choose songs, kept as a baseline and for its users.

Songs fall into four clusters by their six emotions, the words pick one of the clusters, and the
sliders pick the songs in it that are nearest by Euclid. Wishes beside exclusions are not heeded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import permutations
from typing import TYPE_CHECKING, Final, get_args

import numpy as np
from numpy.typing import NDArray

from heartsong.model import Floats
from heartsong.ranking.choose import Chosen
from heartsong.ranking.exclude import kept
from heartsong.ranking.pool import Pool, ThemeScores, find_named
from heartsong.store.base import Moods
from heartsong.types import EMOTIONS, Category, Mood, RankedSong, Song
from heartsong.understanding.hearing import Hearing
from heartsong.wishes import Request

if TYPE_CHECKING:
    from heartsong.store.base import Store

Doubles = NDArray[np.float64]
Rows = NDArray[np.intp]

# What the words' leading emotion picks; what is neutral picks Calm.
CATEGORY_OF_EMOTION: Final[Mapping[str, Category]] = {
    "sadness": "Anxious/Sad",
    "joy": "Happy",
    "love": "Happy",
    "anger": "Energetic",
    "fear": "Anxious/Sad",
    "surprise": "Energetic",
    "neutral": "Calm",
}
# A centroid earns the name whose emotions it has most of; Calm, by having least of any of these.
_EARNED_BY: Final[Mapping[Category, tuple[str, ...]]] = {
    "Happy": ("joy",),
    "Anxious/Sad": ("sadness", "fear"),
    "Energetic": ("anger", "surprise"),
}
_CATEGORIES: Final[tuple[Category, ...]] = get_args(Category)
_FARTHEST: Final = 2**0.5  # between two distributions
_SEED: Final = 13
_STARTS: Final = 10
_STEPS: Final = 100
_FITTED: Final = 5_000  # songs that centroids are found on: more moves them no further
_BLOCK: Final = 240  # songs looked at beyond those asked for, before it looks further
NOTE: Final = (
    "The prototype's own way heeds how you feel, the sliders and what you do not want, and "
    "nothing else that you asked for."
)


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """The clusters of some songs.

    Attributes:
        names: a category for each cluster, no two the same; fewer than four where there are
            fewer different songs.
        labels: (songs,) the number of each song's cluster.
    """

    names: tuple[Category, ...]
    labels: Rows


def cluster(emotions: Floats, seed: int = _SEED) -> Clusters:
    """Cluster (songs, 6) emotions by k-means, k = 4, after each was standardised.

    Lloyd (1982) from ten starts by k-means++ (Arthur and Vassilvitskii 2007), the tightest kept;
    the same songs and seed give the same clusters.
    """
    values = emotions.astype(np.float64)
    scaled = (values - values.mean(axis=0)) / (values.std(axis=0) + 1e-9)
    k = min(len(_CATEGORIES), len(np.unique(scaled.round(6), axis=0)))
    dice = np.random.default_rng(seed)
    some = scaled
    if len(scaled) > _FITTED:
        some = scaled[dice.choice(len(scaled), _FITTED, replace=False)]
    fits = [_lloyd(some, _spread_out(some, k, dice)) for _ in range(_STARTS)]
    centroids = min(fits, key=lambda each: _squares(some, each).min(axis=1).sum())
    return Clusters(name_centroids(centroids), _squares(scaled, centroids).argmin(axis=1))


def name_centroids(centroids: Doubles) -> tuple[Category, ...]:
    """The names that together suit (clusters, 6) standardised centroids best."""
    rich = {
        name: centroids[:, [EMOTIONS.index(each) for each in earned]].max(axis=1)
        for name, earned in _EARNED_BY.items()
    }
    rich["Calm"] = -np.max(list(rich.values()), axis=0)
    suits = np.stack([rich[name] for name in _CATEGORIES], axis=1)
    rows = range(len(centroids))
    best = max(
        permutations(range(len(_CATEGORIES)), len(centroids)),
        key=lambda columns: sum(suits[row, columns[row]] for row in rows),
    )
    return tuple(_CATEGORIES[column] for column in best)


def category_of(mood: Mood) -> Category:
    """The category of words: their leading emotion's, unless they are neutral in any way."""
    sentiment = max(mood.sentiment, key=mood.sentiment.__getitem__)
    return "Calm" if sentiment == "neutral" else CATEGORY_OF_EMOTION[mood.emotion]


def nearest(emotions: Floats, wanted: Doubles, inside: NDArray[np.bool_]) -> tuple[Rows, Doubles]:
    """Songs by their distance from (6,) emotions, those inside a cluster before all others.

    Returns:
        Rows in that order, and the distance of every song, in its row.
    """
    # Six digits: the last bits of a sum differ between processors, the order must not.
    distances = np.linalg.norm(emotions.astype(np.float64) - wanted, axis=1).round(6)
    return np.lexsort((distances, ~inside)), distances


def _squares(points: Doubles, centroids: Doubles) -> Doubles:
    """(points, centroids) squared distances."""
    return np.stack([np.square(points - each).sum(axis=1) for each in centroids], axis=1)


def _spread_out(points: Doubles, k: int, dice: np.random.Generator) -> Doubles:
    """k points to start from, each drawn by its squared distance from those before it."""
    chosen = [int(dice.integers(len(points)))]
    while len(chosen) < k:
        apart = _squares(points, points[chosen]).min(axis=1)
        chosen.append(int(dice.choice(len(points), p=apart / apart.sum())))
    return points[chosen]


def _lloyd(points: Doubles, centroids: Doubles) -> Doubles:
    for _ in range(_STEPS):
        labels = _squares(points, centroids).argmin(axis=1)
        moved = np.stack(
            [
                points[labels == number].mean(axis=0) if (labels == number).any() else centroid
                for number, centroid in enumerate(centroids)
            ]
        )
        if np.allclose(moved, centroids):
            break
        centroids = moved
    return centroids


class Prototype:
    """Chooses songs the students' way; the clusters of a catalogue are kept until it changes."""

    def __init__(self) -> None:
        self._known: tuple[bytes, Clusters] | None = None

    def choose(
        self, request: Request, hearing: Hearing, store: Store, score_themes: ThemeScores
    ) -> Chosen:
        """The nearest songs of the cluster that the words pick, then of the others."""
        moods = store.moods()
        if not moods.ids:
            return Chosen([], {"mood": 1.0}, None, True)
        asked = _Asked(request, hearing)
        clusters = self._clusters(moods)
        inside = np.array([name == asked.category for name in clusters.names])[clusters.labels]
        order, distances = nearest(moods.emotions, asked.emotions, inside)
        rows = _allowed(order, moods, request, store, score_themes)
        songs = {song.id: song for song in store.songs([moods.ids[row] for row in rows])}
        found = [
            (songs[moods.ids[row]], float(distances[row]), bool(inside[row]))
            for row in rows
            if moods.ids[row] in songs  # another process may have taken it away meanwhile
        ]
        ranked = [_ranked(rank, each, asked.category) for rank, each in enumerate(found, 1)]
        return Chosen(ranked, {"mood": 1.0}, None, True, (NOTE,) if asked.more else ())

    def _clusters(self, moods: Moods) -> Clusters:
        digest = blake2b(moods.emotions.tobytes(), digest_size=16).digest()
        if self._known is None or self._known[0] != digest:
            self._known = digest, cluster(moods.emotions)
        return self._known[1]


@dataclass(frozen=True, eq=False)
class _Asked:
    """What the students' way takes from a request."""

    request: Request
    hearing: Hearing

    @cached_property
    def category(self) -> Category:
        sliders = self.request.options.emotions
        if sliders is not None and not self.hearing.felt:
            return CATEGORY_OF_EMOTION[max(sliders, key=sliders.__getitem__)]
        return category_of(self.hearing.heard.mood)

    @property
    def emotions(self) -> Doubles:
        """(6,) what the sliders say, scaled to sum to 1; else what was heard."""
        given = self.request.options.emotions or self.hearing.heard.mood.emotions
        values = np.array([given.get(name, 0.0) for name in EMOTIONS])
        return np.asarray(values / values.sum())

    @property
    def more(self) -> bool:
        """Whether anything is asked for that the students' way does not heed."""
        request = self.request
        wishes = any(wish.stance != "avoid" for wish in request.wishes)
        return wishes or request.strategy != "match" or bool(request.options.familiarity)


def _allowed(
    order: Rows, moods: Moods, request: Request, store: Store, score_themes: ThemeScores
) -> list[int]:
    """The first rows of an order, as many as are asked for, that no exclusion forbids."""
    sung = find_named(request, (), store).sung
    found: list[int] = []
    for some in _blocks(order, request.k + _BLOCK):
        vectors = store.vectors([moods.ids[row] for row in some.tolist()])
        pool = Pool(vectors, store.facts(vectors.ids), {}, sung, score_themes)
        allowed = {pool.facts[at].id for at in np.flatnonzero(kept(pool, request)).tolist()}
        found += [row for row in some.tolist() if moods.ids[row] in allowed]
        if len(found) >= request.k:
            break
    return found[: request.k]


def _blocks(rows: Rows, size: int) -> Iterator[Rows]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _ranked(rank: int, found: tuple[Song, float, bool], category: Category) -> RankedSong:
    song, distance, inside = found
    fit = max(0.0, 1 - distance / _FARTHEST)
    where = "Nearest in" if inside else "Outside"
    return RankedSong(
        rank,
        song.id,
        song.artist,
        song.title,
        song.album,
        song.year,
        song.category,
        fit,
        {"mood": fit},
        song.mood,
        f"{where} the cluster {category}: {_plain(distance)} away.",
        song.mood.groups[song.mood.group],
        song.genre,
        song.link,
        distance,
    )


def _plain(distance: float) -> str:
    return f"{distance:.2f}".removeprefix("0")
