"""The best sequence of stops along a way: each further on and nearer to the goal than the last.

A shortest path through layers, one a place in the sequence, by dynamic programming (Viterbi 1967):
a stop costs what speaks against it, a step the square of what it is longer or shorter than an even
one. What may not follow costs without end, so the order holds whatever the rest weighs.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heartsong.ranking.diversify import PAGE

Numbers = NDArray[np.float64]
Rows = NDArray[np.intp]

MOST_OF_AN_ARTIST: Final = 2  # in any ten songs on end, where one each is too few
_UNEVEN: Final = 2.0  # what a step of twice the even length costs, against angles in radians
_BACK: Final = 0.5  # what a step costs that leads away from the goal's valence and arousal
_SAME_ARTIST: Final = 2.0  # for neighbours, where there is no one else
_MOST: Final = 1_000  # stops that are looked at: every one is compared with every other
_FEWEST: Final = 12  # stops for each place, as far as there are so many


@dataclass(frozen=True, slots=True, eq=False)
class Stops:
    """Where a sequence may stop, row by row.

    Attributes:
        reached: (stops,) how far along the way, in [0, 1].
        likeness: (stops,) how like the goal, in [0, 1].
        apart: (stops,) how far from the goal's valence and arousal.
        cost: (stops,) what speaks against each, anywhere; 0 or more.
        first, last: (stops,) what speaks against beginning and ending with each.
        artists: (stops,) a number for each artist.
    """

    reached: Numbers
    likeness: Numbers
    apart: Numbers
    cost: Numbers
    first: Numbers
    last: Numbers
    artists: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.reached)

    def take(self, rows: Rows) -> Stops:
        """Some of the rows, in the order given."""
        return Stops(
            self.reached[rows],
            self.likeness[rows],
            self.apart[rows],
            self.cost[rows],
            self.first[rows],
            self.last[rows],
            self.artists[rows],
        )


def chain(stops: Stops, k: int) -> Rows:
    """The rows of the best sequence of `k` stops, or of as many as can follow each other.

    No artist comes twice in ten stops where the others suffice; else at most twice, and never
    twice on end; where even these are too few for `k`, the longest sequence is taken.
    """
    best = np.empty(0, np.intp)
    pages = -(-k // PAGE)
    for songs in (1, MOST_OF_AN_ARTIST):
        found = _spaced(stops, _fewer(stops, k, pages, songs), k)
        if len(found) > len(best):
            best = found
        if len(best) == k:
            return best
    found = _shortest(stops, _fewer(stops, k, pages, None), k)
    return found if len(found) > len(best) else best


def _fewer(stops: Stops, k: int, pages: int, songs: int | None) -> Rows:
    """The stops worth a look: the best of each stretch, and of an artist only so many a page."""
    stretch = np.minimum((stops.reached * k).astype(np.intp), k - 1).tolist()
    page = np.minimum((stops.reached * pages).astype(np.intp), pages - 1).tolist()
    room = max(_FEWEST, _MOST // k)
    at_stretch: Counter[int] = Counter()
    by_artist: Counter[tuple[int, int]] = Counter()
    kept = []
    for row in _best_first(stops):
        key = (page[row], int(stops.artists[row]))
        if at_stretch[stretch[row]] < room and (songs is None or by_artist[key] < songs):
            at_stretch[stretch[row]] += 1
            by_artist[key] += 1
            kept.append(row)
    return np.array(sorted(kept), np.intp)


def _best_first(stops: Stops) -> list[int]:
    """Every row: those that could begin or end best, then those with the least against them."""
    orders = [
        np.argsort(cost, kind="stable").tolist()
        for cost in (stops.cost + stops.first, stops.cost + stops.last, stops.cost)
    ]
    first, last, every = orders
    return list(dict.fromkeys([*first[:_FEWEST], *last[:_FEWEST], *every]))


def _spaced(stops: Stops, rows: Rows, k: int) -> Rows:
    """The best sequence with no artist more than twice in any ten, nor twice on end."""
    while True:
        found = _shortest(stops, rows, k)
        crowd = _crowd(stops.artists[found])
        if crowd is None:
            return found
        # The costliest of the crowd makes room for others.
        worst = max(found[crowd].tolist(), key=lambda row: (stops.cost[row], row))
        rows = rows[rows != worst]


def _crowd(artists: NDArray[np.int64]) -> Rows | None:
    """The places of an artist's songs that stand too close together, if there are any."""
    for start in range(len(artists)):
        for size, most in ((2, 1), (PAGE, MOST_OF_AN_ARTIST)):
            window = artists[start : start + size]
            places = start + np.flatnonzero(window == artists[start])
            if len(places) > most:
                return places
    return None


def _shortest(stops: Stops, rows: Rows, k: int) -> Rows:
    """The best sequence of `k` of these rows, or the best of the longest that there are."""
    if not len(rows):
        return rows
    few = stops.take(rows)
    found = _path(few, k)
    if len(found) < k:
        found = _path(few, len(found))  # with steps as long as so few songs need them
    return rows[found]


def _path(stops: Stops, k: int) -> Rows:
    steps = _steps(stops, k)
    sums, came = stops.first + stops.cost, []
    for _ in range(k - 1):
        totals = sums[:, None] + steps
        before = totals.argmin(axis=0)
        following = totals[before, np.arange(len(stops))] + stops.cost
        if np.isinf(following).all():
            break
        sums = following
        came.append(before)
    found = [int((sums + stops.last).argmin())]
    for before in reversed(came):
        found.append(int(before[found[-1]]))
    return np.array(found[::-1], np.intp)


def _steps(stops: Stops, k: int) -> Numbers:
    """What each step from one stop (row) to another (column) costs: (stops, stops)."""
    lengths = stops.reached[None, :] - stops.reached[:, None]
    ends = [stops.reached[(each + stops.cost).argmin()] for each in (stops.first, stops.last)]
    even = max(ends[1] - ends[0], 1e-3) / max(k - 1, 1)
    costs = _UNEVEN * (lengths / even - 1) ** 2
    costs += _BACK * (stops.apart[None, :] >= stops.apart[:, None])
    costs += _SAME_ARTIST * (stops.artists[None, :] == stops.artists[:, None])
    further = (lengths > 0) & (stops.likeness[None, :] > stops.likeness[:, None])
    return np.where(further, costs, np.inf)
