"""heartsong search: songs by their names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from heartsong.store.sqlite import SqliteStore
from heartsong.types import UnscoredSong
from tests.conftest import Command

SONG = (
    "id",
    "artist",
    "title",
    "album",
    "year",
    "genre",
    "link",
    "popularity",
    "category",
    "mood",
    "unscored",
)


@pytest.fixture
def both(catalogue: Path) -> Path:
    """A catalogue with songs that have a mood, and one that has none."""
    store = SqliteStore(catalogue)
    store.add_unscored([UnscoredSong("x", "Zoë Marrow", "Reel", "instrumental", year=1999)])
    store.close()
    return catalogue


def test_songs_are_found_by_cut_words_with_their_mood(command: Command, both: Path) -> None:
    ended = command("search", "KITCH", "marrow", "--catalogue", both)
    assert ended.code == 0, ended
    lines = ended.out.splitlines()
    assert lines[0] == "Marrow Lane – Kitchen Lights"
    assert lines[1].startswith("    Happy (")
    assert len(lines) == 2


def test_a_song_without_a_mood_is_found_with_the_reason(command: Command, both: Path) -> None:
    ended = command("search", "zoe", "--catalogue", both)
    assert ended.out == "Zoë Marrow – Reel (1999)\n    without a mood: instrumental\n"


def test_programs_get_json_in_which_both_have_the_same_names(command: Command, both: Path) -> None:
    ended = command("search", "marrow", "--catalogue", both, "--json")
    found = json.loads(ended.out)
    assert tuple(found) == ("words", "songs")
    assert found["words"] == "marrow"
    assert len(found["songs"]) >= 2
    for song in found["songs"]:
        assert tuple(song) == SONG
        assert (song["mood"] is None) == (song["unscored"] is not None)
        assert (song["mood"] is None) == (song["category"] is None)


def test_the_starter_catalogue_is_searched_where_none_is_given(command: Command) -> None:
    ended = command("search", "johnny", "cash", "--limit", "3", "--json")
    songs = json.loads(ended.out)["songs"]
    assert len(songs) == 3
    assert all("johnny cash" in song["artist"].lower() for song in songs)


def test_names_that_no_song_has_are_said(command: Command, both: Path) -> None:
    ended = command("search", "no", "such", "song", "--catalogue", both)
    assert (ended.code, ended.out) == (0, "No song is called so.\n")


@pytest.mark.parametrize(
    ("given", "told"),
    [(["!!"], "no word to search for"), (["marrow", "--limit", "0"], "ask for 1 or more")],
)
def test_what_cannot_be_searched_for_is_one_sentence(
    command: Command, both: Path, given: list[str], told: str
) -> None:
    ended = command("search", *given, "--catalogue", both)
    assert ended.code == 2
    assert told in ended.err
    assert ended.err.count("\n") == 1
