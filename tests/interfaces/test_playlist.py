"""heartsong playlist: from one mood to another."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from heartsong import Recommender
from heartsong.catalogue.identity import name_key
from heartsong.catalogue.sources.playlist import PlaylistSource
from heartsong.understanding.crisis import ANSWER
from heartsong.wishes import Options
from tests.conftest import Command, Inside

SAID = "everyone left after the funeral and the flat just echoes"
ROW = re.compile(
    r"    [─●·]+ +\d+% (Happy|Anxious/Sad|Energetic|Calm) +V [+-]\d\.\d\d A [+-]\d\.\d\d"
)
SONG = ("rank", "reached", "likeness", "id", "artist", "title", "album", "year", "genre", "link")


def test_a_sad_person_is_led_to_joy_step_by_step(inside: Inside) -> None:
    ended = inside("playlist", SAID, "--to", "joy", "--songs", "12", "--seed", "1", "--json")
    assert (ended.code, ended.err) == (0, "")
    found = json.loads(ended.out)
    assert tuple(found) == ("text", "to", "notice", "start", "goal", "songs")
    assert (found["text"], found["to"], found["notice"]) == (SAID, "joy", None)
    songs = found["songs"]
    assert len(songs) == 12
    assert all(tuple(song)[:10] == SONG for song in songs)
    reached, likeness = ([song[name] for song in songs] for name in ("reached", "likeness"))
    assert reached == sorted(set(reached))
    assert likeness == sorted(set(likeness))
    assert (songs[0]["category"], songs[-1]["category"]) == ("Anxious/Sad", "Happy")
    assert songs[-1]["mood"]["valence"] > songs[0]["mood"]["valence"] + 0.2
    again = inside("playlist", SAID, "--to", "joy", "--songs", "12", "--seed", "1", "--json")
    assert again.out == ended.out


@pytest.mark.parametrize("columns", ["40", "200"])
def test_the_path_is_drawn_as_plain_text(inside: Inside, columns: str) -> None:
    ended = inside("playlist", SAID, "--to", "calm", "-k", "5", environment={"COLUMNS": columns})
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert lines[0].startswith("Heard: Anxious/Sad (")
    assert lines[1].startswith("To calm: Calm (")
    songs, rows = lines[2::2], lines[3::2]
    assert [line[:3] for line in songs] == [" 1.", " 2.", " 3.", " 4.", " 5."]
    assert all(ROW.fullmatch(row) for row in rows), rows
    places = [row.index("●") for row in rows]
    assert places == sorted(places)
    assert max(map(len, rows)) <= max(50, int(columns))


@pytest.mark.parametrize("form", ["m3u8", "jspf"])
def test_what_is_written_can_be_read_again(inside: Inside, tmp_path: Path, form: str) -> None:
    ended = inside("playlist", SAID, "--to", "love", "-k", "6", "--output", f"mine.{form}")
    assert ended.code == 0, ended
    assert ended.out.endswith(f"Wrote 6 songs to mine.{form}.\n")
    assert len(list(PlaylistSource(tmp_path / f"mine.{form}"))) == 6


def test_json_on_the_screen_and_a_file_beside_it(inside: Inside, tmp_path: Path) -> None:
    ended = inside(
        *("playlist", SAID, "--to", "joy", "-k", "3", "--json"),
        *("--output", "mine", "--format", "csv"),
    )
    songs = json.loads(ended.out)["songs"]
    table = (tmp_path / "mine").read_text(encoding="utf-8")
    assert all(song["id"] in table for song in songs)


def test_a_picture_of_the_path(inside: Inside, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="a picture needs the extra 'moods'")
    for name, start in (("path.svg", b"<?xml"), ("path.png", b"\x89PNG")):
        ended = inside("playlist", SAID, "--to", "joy", "-k", "4", "--picture", name)
        assert ended.out.endswith(f"Drew the path into {name}.\n")
        assert (tmp_path / name).read_bytes().startswith(start)


def test_a_small_catalogue_gives_what_leads_there(inside: Inside, catalogue: Path) -> None:
    ended = inside("playlist", SAID, "--to", "joy", "--catalogue", catalogue, "--json")
    assert (ended.code, ended.err) == (0, "")
    found = json.loads(ended.out)
    assert 1 <= len(found["songs"]) <= 8
    assert "each nearer than the last" in found["notice"]


def test_a_cry_for_help_gets_words_and_no_file(inside: Inside, tmp_path: Path) -> None:
    ended = inside("playlist", "I want to kill myself", "--to", "joy", "--output", "mine.m3u8")
    assert (ended.code, ended.out) == (0, ANSWER + "\n")
    assert not (tmp_path / "mine.m3u8").exists()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ((SAID, "--to", "tuesday"), "There is no goal 'tuesday': choose from joy"),
        ((SAID, "--to", "joy", "-k", "1"), "ask for 2 to 100 songs"),
        ((SAID, "--to", "joy", "-k", "10000000"), "ask for 2 to 100 songs"),
        (("", "--to", "joy"), "There are no words"),
        ((SAID, "--to", "joy", "--output", "mine.doc"), "names no kind of playlist"),
        ((SAID, "--to", "joy", "--output", "absent/mine.csv"), "There is no folder absent"),
        ((SAID, "--to", "joy", "--picture", "p.pdf"), "neither a .png nor an .svg file"),
        ((SAID, "--to", "joy", "--catalogue", "absent.db"), "absent.db"),
    ],
)
def test_what_cannot_be_is_one_sentence(inside: Inside, given: tuple[str, ...], told: str) -> None:
    assert told in inside.refused("playlist", *given)


def test_the_catalogue_is_never_written_over(inside: Inside, catalogue: Path) -> None:
    before = catalogue.read_bytes()
    said = inside.refused(
        *("playlist", SAID, "--to", "joy", "--catalogue", catalogue),
        *("--output", catalogue, "--format", "csv"),
    )
    assert "is the catalogue itself" in said
    assert catalogue.read_bytes() == before


def test_a_playlist_of_the_starter_catalogue_loads_nothing_heavy(command: Command) -> None:
    program = (
        "import sys; from heartsong.interfaces.cli import main\n"
        "try: main()\n"
        "finally: print(sorted({'matplotlib', 'sklearn', 'scipy'} & set(sys.modules)))"
    )
    ended = Command(command.environment, command.folder, program)(
        "playlist", SAID, "--to", "Energetic", "-k", "12", "--seed", "2"
    )
    assert ended.code == 0, ended
    assert ended.out.splitlines()[-1] == "[]"
    assert ended.out.count("●") == 12


@pytest.mark.parametrize(("to", "least"), [("fear", 100), ("hope", 80)])
def test_a_hundred_songs_of_the_starter_catalogue(to: str, least: int) -> None:
    """To what is near already there is less room, and that is said."""
    with Recommender() as recommender:
        found = recommender.journey("so happy today, we got the keys", to, 100, Options(seed=1))
    assert least <= len(found.songs) <= 100
    assert ("each nearer than the last" in (found.notice or "")) == (len(found.songs) < 100)
    artists = [name_key(each.song.artist) for each in found.songs]
    assert all(one != other for one, other in pairwise(artists))
    windows = (artists[start : start + 10] for start in range(len(artists)))
    assert all(max(Counter(window).values()) <= 2 for window in windows)
