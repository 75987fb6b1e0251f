from __future__ import annotations

import pytest

from heartsong.ranking.pool import Pool
from heartsong.ranking.season import in_season
from heartsong.wishes import Wish
from tests.builders import a_mood, a_pool, a_request


def a_winter_pool() -> Pool:
    """A song that is of no season, one that is named for Christmas, and one whose album is."""
    moods = {f"s{row}": a_mood("happy", emotion="joy") for row in range(3)}
    titles, albums = ("Low Tide", "White Christmas", "Bells"), (None, None, "The Reindeer Record")
    return a_pool(moods, title=titles, album=albums)


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
