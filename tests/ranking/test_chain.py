from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartsong.ranking.chain import MOST_OF_AN_ARTIST, Stops, chain
from heartsong.ranking.diversify import PAGE

UNIT = st.floats(0, 1).map(lambda share: round(share, 3))
PLACES = st.lists(st.tuples(UNIT, UNIT), min_size=1, max_size=25)


def stops(places: list[tuple[float, float]], artists: list[int] | None = None) -> Stops:
    """Stops at (reached, likeness), with nothing against them but their distance to the ends."""
    reached, likeness = np.array(places, float).reshape(-1, 2).T
    numbers = np.array(artists or range(len(places)), np.int64)
    return Stops(
        reached, likeness, 1 - likeness, np.zeros(len(places)), reached, 1 - reached, numbers
    )


def longest(places: list[tuple[float, float]]) -> int:
    """How many can follow each other, counted one by one."""
    lengths: list[int] = []
    ordered = sorted(places)
    for at, (reached, likeness) in enumerate(ordered):
        before = [
            length
            for (earlier, less), length in zip(ordered[:at], lengths, strict=True)
            if earlier < reached and less < likeness
        ]
        lengths.append(1 + max(before, default=0))
    return max(lengths)


def line(count: int) -> list[tuple[float, float]]:
    return [(n / (count - 1), 0.5 + n / (2 * count)) for n in range(count)]


def spaced(artists: list[int]) -> bool:
    windows = (artists[start : start + PAGE] for start in range(len(artists)))
    return all(max(Counter(window).values()) <= MOST_OF_AN_ARTIST for window in windows) and all(
        one != other for one, other in pairwise(artists)
    )


@given(PLACES, st.integers(1, 30))
def test_as_many_come_as_are_asked_for_or_can_follow_each_other(
    places: list[tuple[float, float]], k: int
) -> None:
    found = chain(stops(places), k)
    assert len(found) == min(k, longest(places))
    for before, after in pairwise(found.tolist()):
        assert places[before][0] < places[after][0]
        assert places[before][1] < places[after][1]


def test_steps_are_even_where_stops_are_many() -> None:
    found = chain(stops(line(401)), 11)
    assert np.diff([line(401)[row][0] for row in found]) == pytest.approx(0.1, abs=0.02)


@pytest.mark.parametrize(("k", "artists"), [(12, 30), (12, 8), (30, 12), (60, 20), (100, 40)])
def test_artists_keep_their_distance_where_there_are_others(k: int, artists: int) -> None:
    dice = np.random.default_rng(k)
    numbers = dice.integers(0, artists, 900).tolist()
    found = chain(stops(line(900), numbers), k)
    assert len(found) == k
    assert spaced([numbers[row] for row in found])


def test_an_artist_who_crowds_one_end_comes_twice_at_most() -> None:
    numbers = [0] * 300 + list(range(1, 101))
    found = chain(stops(line(400), numbers), 20)
    chosen = [numbers[row] for row in found]
    assert len(chosen) == 20
    assert spaced(chosen)


def test_one_artist_alone_still_fills_the_playlist() -> None:
    assert len(chain(stops(line(100), [7] * 100), 12)) == 12


def test_two_artists_take_turns() -> None:
    numbers = [n // 2 % 2 for n in range(100)]
    found = chain(stops(line(100), numbers), 12)
    assert len(found) == 12
    assert all(numbers[one] != numbers[other] for one, other in pairwise(found.tolist()))


def test_of_no_stops_there_is_no_sequence() -> None:
    assert len(chain(stops(line(2)).take(np.empty(0, np.intp)), 5)) == 0
