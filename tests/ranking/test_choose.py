from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from heartsong.model import Floats
from heartsong.ranking.choose import choose
from heartsong.ranking.pool import years
from heartsong.ranking.themes import NAMES
from heartsong.store.base import Vectors
from heartsong.store.sqlite import SqliteStore
from heartsong.wishes import Options, Wish
from tests.builders import a_hearing, a_mood, a_request, a_stored_song

OLD = 5


def no_themes(embeddings: Floats) -> Floats:
    return np.zeros((len(embeddings), len(NAMES)), np.float32)


@pytest.fixture
def filled(store: SqliteStore) -> SqliteStore:
    """Many sad songs of our days, and a few happy ones of 1962."""
    sad, happy = a_mood("sad", emotion="sadness"), a_mood("happy", emotion="joy")
    songs = [a_stored_song(f"Now {n}", "Song", seed=n, mood=sad, year=2020) for n in range(600)]
    songs += [a_stored_song(f"Old {n}", "Song", seed=n, mood=happy, year=1962) for n in range(OLD)]
    store.add(songs, "model")
    return store


@pytest.fixture
def looks(filled: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many of the nearest songs were looked at, look by look."""
    asked: list[int] = []
    near = filled.near

    def noted(query: Floats, k: int) -> Vectors:
        asked.append(k)
        return near(query, k)

    monkeypatch.setattr(filled, "near", noted)
    return asked


def titles(filled: SqliteStore, span: str, k: int = OLD) -> list[int | None]:
    wishes = (Wish("years", "want", span),)
    request = a_request(k=k, wishes=wishes, options=Options(seed=1))
    return [song.year for song in choose(request, a_hearing(), filled, no_themes).songs]


@pytest.mark.parametrize("span", ["1962-1962", "1960-1969", "-1979"])
def test_songs_of_rare_years_are_found_at_the_first_look(
    filled: SqliteStore, looks: list[int], span: str
) -> None:
    assert titles(filled, span) == [1962] * OLD
    assert len(looks) == 1


def test_where_there_are_too_few_of_some_years_the_others_follow_at_once(
    filled: SqliteStore, looks: list[int]
) -> None:
    assert titles(filled, "1960-1969", k=8) == [1962] * OLD + [2020] * 3
    assert len(looks) == 1


def test_of_years_with_too_many_songs_it_is_looked_further_and_further(
    filled: SqliteStore, looks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("heartsong.ranking.pool._LIMITS", {"years": OLD - 1})
    assert titles(filled, "1960-1969") == [1962] * OLD
    assert looks == sorted(looks)
    assert len(looks) > 1


def test_years_may_be_open() -> None:
    assert years("1970-1979") == (1970, 1979)
    assert years("-1989") == (0, 1989)
    assert years("2015-") == (2015, 9999)


def test_a_song_of_a_feast_comes_only_where_it_is_asked_for(store: SqliteStore) -> None:
    sad = a_mood("sad", emotion="sadness")
    songs = [a_stored_song(f"Bo {n}", f"Song {n}", seed=n, mood=sad) for n in range(40)]
    feast = a_stored_song("Ada", "A Blue Christmas", seed=99, mood=sad)
    store.add([*songs, feast], "model")
    request = a_request(k=5)
    near = a_hearing(seed=99)
    assert "Ada" not in [song.artist for song in choose(request, near, store, no_themes).songs]
    # Where there is hardly anything else, they are better than nothing.
    many = replace(request, k=20)
    assert "Ada" in [song.artist for song in choose(many, near, store, no_themes).songs]
    asked = replace(request, text="a sad christmas")
    assert "Ada" in [song.artist for song in choose(asked, near, store, no_themes).songs]
