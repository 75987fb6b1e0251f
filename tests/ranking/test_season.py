from __future__ import annotations

import numpy as np
import pytest

from heartsong.ranking.pool import Pool
from heartsong.ranking.season import in_season
from heartsong.ranking.themes import NAMES
from heartsong.wishes import Wish
from tests.builders import a_mood, a_pool, a_request

TITLES = ("Low Tide", "White Christmas", "Bells of Home")


def a_winter_pool() -> Pool:
    """A song that is of no season, one that is named for Christmas, and one that is about it."""
    moods = {f"s{row}": a_mood("happy", emotion="joy") for row in range(3)}
    pool = a_pool(moods, title=TITLES)
    scores = np.zeros((3, len(NAMES)), np.float32)
    scores[2, NAMES.index("christmas")] = 0.9
    pool.score_themes = lambda _: scores
    return pool


def test_songs_of_a_feast_stay_away_where_nobody_spoke_of_it() -> None:
    assert in_season(a_winter_pool(), a_request("I am so happy")).tolist() == [True, False, False]


@pytest.mark.parametrize(
    "text", ["christmas songs please", "it's snowing!!", "the first carols of the year"]
)
def test_they_come_where_somebody_did(text: str) -> None:
    assert in_season(a_winter_pool(), a_request(text)).all()


def test_they_come_where_an_earlier_wish_asks_for_them() -> None:
    request = a_request("more", wishes=(Wish("theme", "want", "christmas"),))
    assert in_season(a_winter_pool(), request).all()


def test_they_come_where_hardly_anything_else_is_left() -> None:
    pool, request = a_winter_pool(), a_request("I am so happy")
    assert in_season(pool, request, fewest=2).all()
    assert in_season(pool, request, fewest=1).tolist() == [True, False, False]
