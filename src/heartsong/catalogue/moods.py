"""Mood groups that a catalogue falls into by itself: k-means, and names that the centroids earn.

The prototype named its four clusters by hand, and its "Calm" held fear. Here a name is given to the
centroid that deserves it most, by valence, arousal and what leads in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args

import numpy as np
from numpy.typing import NDArray

from heartsong.errors import CatalogueError, MissingExtraError, RequestError
from heartsong.store.base import Moods, Store
from heartsong.types import (
    CATEGORY_OF_GROUP,
    EMOTIONS,
    GROUPS,
    Category,
    MoodGroup,
    MoodGroups,
)

if TYPE_CHECKING:
    from sklearn.cluster import KMeans

Floats = NDArray[np.float64]

MOST_GROUPS: Final = 12
EXAMPLES: Final = 5
_FITTED: Final = 100_000  # songs that centroids are found on: more moves them no further
_COMPARED: Final = 4_000  # songs that a silhouette is taken over; its cost grows with the square
_TRIED: Final = range(2, 9)
_NAMES: Final[tuple[Category, ...]] = get_args(Category)
# Where each name lies, in standard deviations of valence and arousal from the catalogue's middle.
_PLACES: Final = {
    "Happy": (1.0, 0.3),
    "Anxious/Sad": (-0.8, -0.5),
    "Energetic": (-0.3, 1.0),
    "Calm": (0.4, -1.0),
}
# What leads in a centroid forbids a name, whatever the figures say.
_FORBIDDEN: Final = {
    "Happy": {"sadness", "anger", "fear"},
    "Anxious/Sad": {"joy", "love"},
    "Energetic": set[str](),
    "Calm": {"anger", "fear"},
}

_NEVER: Final = -1e6


@dataclass(frozen=True, slots=True, eq=False)
class Grouped:
    """The groups of a catalogue and the songs that are in them.

    Attributes:
        labels: (songs,) the number of each song's group, in the order of `moods.ids`.
    """

    found: MoodGroups
    moods: Moods
    labels: NDArray[np.intp]


def group(store: Store, k: int | None = 4, seed: int = 13) -> Grouped:
    """Find the mood groups of a catalogue.

    k-means over standardised emotions, valence, arousal and group shares (Lloyd 1982, with
    k-means++ starts); the same songs and seed give the same groups.

    Args:
        k: how many; None takes the number with the clearest silhouette (Rousseeuw 1987).

    Raises:
        RequestError: `k` is not in 2 … 12, or there are fewer songs with different moods.
        CatalogueError: there are not even two songs with different moods.
        MissingExtraError: scikit-learn is not installed.
    """
    if k is not None and not 2 <= k <= MOST_GROUPS:
        raise RequestError(f"{k} mood groups cannot be made: choose from 2 to {MOST_GROUPS}.")
    moods = store.moods()
    features = np.hstack([moods.emotions, moods.affects, moods.groups]).astype(np.float64)
    different = len(np.unique(features.round(4), axis=0))
    if different < min(_TRIED):
        raise CatalogueError(
            f"The catalogue has {different} different moods, too few to group: ingest more songs."
        )
    if k is not None and different < k:
        raise RequestError(
            f"The catalogue has {different} different moods, too few for {k} groups: ask for fewer."
        )
    scaled = (features - features.mean(axis=0)) / (features.std(axis=0) + 1e-9)
    several = [k] if k is not None else [n for n in _TRIED if n < different]
    found = [(_silhouette(fit := _fit(scaled, n, seed), scaled, seed), fit) for n in several]
    silhouette, best = max(found, key=lambda each: each[0])
    labels = best.predict(scaled)
    order = [number for number, _ in Counter(labels.tolist()).most_common()]
    names = _names([features[labels == number].mean(axis=0) for number in order], features)
    groups = [
        _described(name, store, moods.ids, features, np.flatnonzero(labels == number))
        for name, number in zip(names, order, strict=True)
    ]
    renumbered = np.array([order.index(label) for label in range(max(order) + 1)])
    return Grouped(MoodGroups(tuple(groups), len(labels), silhouette), moods, renumbered[labels])


def _fit(scaled: Floats, k: int, seed: int) -> KMeans:
    try:
        from sklearn.cluster import KMeans
    except ImportError as error:
        raise MissingExtraError("moods", "finding mood groups") from error
    return KMeans(k, n_init=10, random_state=seed).fit(_some(scaled, _FITTED, seed))


def _silhouette(fit: KMeans, scaled: Floats, seed: int) -> float:
    from sklearn.metrics import silhouette_score

    some = _some(scaled, _COMPARED, seed)
    labels = fit.predict(some)
    if len(set(labels)) == len(labels):  # each song alone: 0 by definition
        return 0.0
    return float(silhouette_score(some, labels)) if len(set(labels)) > 1 else -1.0


def _some(rows: Floats, most: int, seed: int) -> Floats:
    if len(rows) <= most:
        return rows
    return rows[np.sort(np.random.default_rng(seed).choice(len(rows), most, replace=False))]


def _names(centroids: Sequence[Floats], features: Floats) -> list[str]:
    """A name for each centroid: together the best fit, none where it is forbidden."""
    from scipy.optimize import linear_sum_assignment

    fits = np.array([_fits(each, features) for each in centroids])
    # As many of each name as are needed that every centroid can have any.
    copies = -(-len(centroids) // len(_NAMES))
    rows, columns = linear_sum_assignment(-np.tile(fits, copies))
    chosen = dict(zip(rows.tolist(), (columns % len(_NAMES)).tolist(), strict=True))
    names: list[str] = []
    for row, centroid in enumerate(centroids):
        column = chosen[row]
        if fits[row, column] <= _NEVER:  # what is left over is forbidden: better a name twice
            column = int(fits[row].argmax())
        names.append(_apart(_NAMES[column], names, centroid, features))
    return names


def _fits(centroid: Floats, features: Floats) -> list[float]:
    """How well each name fits a centroid: near its place, and rich in its mood group."""
    deviations = (centroid - features.mean(axis=0)) / (features.std(axis=0) + 1e-9)
    place = deviations[len(EMOTIONS) : len(EMOTIONS) + 2]
    shares = dict(zip(GROUPS, deviations[len(EMOTIONS) + 2 :], strict=True))
    lead = _lead(centroid)
    return [
        _NEVER
        if lead in _FORBIDDEN[name]
        else float(shares[group] - np.linalg.norm(place - np.array(_PLACES[name])))
        for group, name in CATEGORY_OF_GROUP.items()
    ]


def _apart(name: str, taken: Sequence[str], centroid: Floats, features: Floats) -> str:
    """The name, or what sets it apart from one already given: the emotion it has most more of."""
    if name not in taken:
        return name
    lifts = centroid[: len(EMOTIONS)] - features[:, : len(EMOTIONS)].mean(axis=0)
    options = [f"{name} ({EMOTIONS[n]})" for n in np.argsort(-lifts)]
    numbered = [f"{name} {n}" for n in range(2, MOST_GROUPS + 1)]
    return next(option for option in [*options, *numbered] if option not in taken)


def _lead(centroid: Floats) -> str:
    return EMOTIONS[int(centroid[: len(EMOTIONS)].argmax())]


def _described(
    name: str, store: Store, ids: Sequence[str], features: Floats, rows: NDArray[np.intp]
) -> MoodGroup:
    mean = features[rows].mean(axis=0)
    apart = np.linalg.norm((features[rows] - mean) / (features.std(axis=0) + 1e-9), axis=1)
    nearest = rows[np.argsort(apart, kind="stable")[:EXAMPLES]].tolist()
    emotions, (valence, arousal) = mean[: len(EMOTIONS)], mean[len(EMOTIONS) : len(EMOTIONS) + 2]
    return MoodGroup(
        name,
        len(rows),
        _lead(mean),
        dict(zip(EMOTIONS, emotions.tolist(), strict=True)),
        dict(zip(GROUPS, mean[len(EMOTIONS) + 2 :].tolist(), strict=True)),
        float(valence),
        float(arousal),
        tuple(store.songs([ids[row] for row in nearest])),
    )
