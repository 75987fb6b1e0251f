"""The commands over a catalogue, beyond what tests/interfaces/test_cli.py asks of them."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import MAIN, Command, Inside
from tests.kaggle import MOVED, VERSION, archive, at_kaggle
from tests.servers import Answer, Server, answer
from tests.words import SONGS, many, table, write_table


def test_a_dry_run_says_what_it_would_do_and_leaves_no_file(
    inside: Inside, tmp_path: Path, songs_csv: Path
) -> None:
    ended = inside("ingest", songs_csv, "--catalogue", tmp_path / "my.db", "--dry-run")
    assert ended.code == 0
    assert f"{len(SONGS)} songs scored, none stored" in ended.out
    assert not (tmp_path / "my.db").exists()


def test_a_limit_reads_so_many_rows(inside: Inside, tmp_path: Path, songs_csv: Path) -> None:
    ended = inside("ingest", songs_csv, "--catalogue", tmp_path / "my.db", "--limit", "3")
    assert ended.code == 0
    assert ended.out.startswith("3 rows read")
    again = inside("ingest", songs_csv, "--catalogue", tmp_path / "my.db")
    assert f"{len(SONGS) - 3} songs scored" in again.out
    assert "3 already there" in again.out


def test_songs_without_lyrics_are_kept_and_counted(
    inside: Inside, tmp_path: Path, songs_csv: Path
) -> None:
    with songs_csv.open("a", encoding="utf-8") as table:
        table.write('Ada Vale,Silence,/silence,""\r\n')
    ended = inside("ingest", songs_csv, "--catalogue", tmp_path / "my.db")
    assert ended.code == 0
    assert "1 kept without a mood: no lyrics (first: row 9: Ada Vale – Silence)" in ended.out


def test_a_folder_of_music_is_ingested(inside: Inside, tmp_path: Path) -> None:
    music = tmp_path / "music"
    music.mkdir()
    for song in SONGS[:4]:
        stem = f"{song.artist} - {song.title}"
        (music / f"{stem}.mp3").write_bytes(b"\0" * 2000)
        (music / f"{stem}.txt").write_text(song.lyrics, encoding="utf-8")
    ended = inside("ingest", music, "--catalogue", tmp_path / "my.db")
    assert ended.code == 0, ended
    songs = inside("export", "--catalogue", tmp_path / "my.db").out.splitlines()
    assert {json.loads(song)["title"] for song in songs} == {song.title for song in SONGS[:4]}
    assert all(json.loads(song)["link"].startswith("file://") for song in songs)


def test_missing_lyrics_are_looked_up_only_where_that_is_asked_for(
    inside: Inside, tmp_path: Path, server: Server
) -> None:
    pytest.importorskip("httpx", reason="looking up lyrics needs the extra 'lookup'")
    pytest.importorskip("tenacity", reason="looking up lyrics needs the extra 'lookup'")
    table = write_table(tmp_path / "songs.csv", SONGS[:1])
    with table.open("a", encoding="utf-8") as more:
        more.write('Ada Vale,Low Tide,/low,""\r\n')
    words = "we walked along the empty shore and every wave was singing you are gone"
    found = json.loads(answer().body) | {"plainLyrics": words}
    server.gives(Answer(json.dumps([found]).encode()))
    mirror = {"HEARTSONG_LRCLIB": server.base, "HEARTSONG_DATA_DIR": str(tmp_path / "data")}

    ended = inside("ingest", table, "--catalogue", "my.db", environment=mirror)
    assert "1 kept without a mood: no lyrics" in ended.out
    assert server.asked == []
    ended = inside(
        "ingest", table, "--catalogue", "my.db", "--lyrics", "lrclib", environment=mirror
    )
    assert "1 songs scored" in ended.out
    assert [asked.values["track_name"] for asked in server.asked] == ["Low Tide"]
    assert SONGS[0].title not in str(server.asked)


def test_the_songs_of_kaggle_are_downloaded_and_scored(
    inside: Inside, tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip(
        "kagglehub", minversion="1.0", reason="downloading from Kaggle needs the extra 'kaggle'"
    )
    at_kaggle(monkeypatch, server.server_port, tmp_path)
    packed = archive({"spotify_millsongdata.csv": table(SONGS[:2]).encode()})
    server.gives(VERSION, MOVED, Answer(packed))
    ended = inside("ingest", "--download", "--catalogue", "my.db")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("2 rows read")
    songs = inside("export", "--catalogue", "my.db").out.splitlines()
    assert {json.loads(song)["title"] for song in songs} == {song.title for song in SONGS[:2]}

    server.gives(Answer(status=404))
    said = inside.refused("ingest", "--download", "--catalogue", "other.db")
    assert "Kaggle does not have it, status 404" in said
    assert not (tmp_path / "other.db").exists()


@pytest.mark.parametrize("arguments", [(), ("songs.csv", "--download")])
def test_ingest_takes_either_a_source_or_the_download(
    inside: Inside, arguments: tuple[str, ...], songs_csv: Path
) -> None:
    said = inside.refused("ingest", *arguments)
    assert "Give either a source of songs or --download." in said


def test_a_download_without_its_extra_names_it(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "kagglehub", None)
    assert "pip install 'heartsong[kaggle]'" in inside.refused("ingest", "--download")


def test_the_mood_groups_of_the_starter_catalogue(inside: Inside, tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="mood groups need the extra 'moods'")
    pytest.importorskip("matplotlib", reason="a map needs the extra 'moods'")
    ended = inside("moods", "--json", "--map", tmp_path / "map.png")
    assert ended.code == 0, ended
    found = json.loads(ended.out)
    assert {each["name"] for each in found["groups"]} == {
        "Happy",
        "Anxious/Sad",
        "Energetic",
        "Calm",
    }
    assert sum(each["size"] for each in found["groups"]) == found["songs"] > 10_000
    assert all(len(each["examples"]) == 5 for each in found["groups"])
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")
    shown = inside("moods")
    assert shown.out.count("valence") == 4


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--k", "many"), "'many' is no number of groups: give one, or auto"),
        (("--k", "²"), "'²' is no number of groups"),
        (("--k", "1"), "1 mood groups cannot be made: choose from 2 to 12"),
        (("--map", "map.pdf"), "map.pdf is neither a .png nor an .svg file"),
    ],
)
def test_wishes_for_groups_that_make_no_sense_are_refused(
    inside: Inside, arguments: tuple[str, ...], sentence: str
) -> None:
    assert sentence in inside.refused("moods", *arguments)


@pytest.mark.skipif(os.name != "posix", reason="a terminal of one's own is made by POSIX")
def test_on_a_terminal_a_bar_tells_how_far_an_ingest_is_and_what_is_left(
    command: Command, tmp_path: Path
) -> None:
    import pty

    source = write_table(tmp_path / "songs.csv", many(700))
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", MAIN, "ingest", source, "--catalogue", "my.db"],
        env={**command.environment, "TERM": "xterm", "COLUMNS": "120"},
        cwd=command.folder,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # the terminal ends with the process
            while more := os.read(ours, 4096):
                shown += more
    os.close(ours)
    assert process.returncode == 0
    for part in (b"scoring", b"/", b"left:", b"a second"):
        assert part in shown


def test_off_a_terminal_no_bar_is_drawn(command: Command, tmp_path: Path) -> None:
    source = write_table(tmp_path / "songs.csv", many(20))
    ended = command("ingest", source, "--catalogue", "my.db")
    assert (ended.code, ended.err) == (0, "")
    assert "a second" in ended.out
