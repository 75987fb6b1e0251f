"""Playlists as files: what we write, our own reader reads, and a spreadsheet does not run."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heartsong.catalogue.identity import song_id
from heartsong.catalogue.sources.base import RawSong
from heartsong.catalogue.sources.playlist import PlaylistSource
from heartsong.errors import FileError, RequestError
from heartsong.interfaces.playlists import PlaylistFormat, of_playlist, write_playlist
from heartsong.playlist import Playlist, PlaylistSong
from heartsong.types import Song
from tests.builders import a_mood, a_song
from tests.catalogue.sources.test_folder import mp3, posix, put

HTTP = "https://example.org/low%20tide.mp3"
WORDS = "the whole flat echoes"
ODD = [
    ("Ada Vale", "Low Tide"),
    ("Ada, Vale & Co.", 'Low, "Tide"'),
    ("Ada\nVale", "Low\r\nTide"),
    ("Ada - Vale", "Low - Tide - Live"),
    ("Ада Вейл", "低い潮"),
    ("علی", "می\u200cخواهم"),
    ("#1 Girl", "#EXTM3U"),
    ("http://ada.example", "x"),
    ("file:ada", "x.mp3"),
    ("<script>alert(1)</script>", "[bold]Low[/] & Tide"),
    ("=cmd|' /C calc'!A0", "@SUM(A1)"),
    ("Ada/../Vale", "..\\..\\Tide"),
    ("ZZ Top 🎸", "👩‍🚀"),
]


def a_playlist(songs: list[Song]) -> Playlist:
    mood = a_mood()
    return Playlist(
        WORDS,
        a_mood("sad"),
        "joy",
        mood,
        "A notice.",
        tuple(
            PlaylistSong(rank, song, rank / len(songs), 0.5 + rank / (2 * len(songs)))
            for rank, song in enumerate(songs, 1)
        ),
    )


def read(path: Path) -> list[RawSong]:
    rows = list(PlaylistSource(path))
    assert all(isinstance(row, RawSong) for row in rows), rows
    return [row for row in rows if isinstance(row, RawSong)]


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("form", ["m3u8", "jspf"])
def test_every_name_comes_back_in_order(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"mine.{form}"
    write_playlist(a_playlist([a_song(artist, title) for artist, title in ODD]), path)
    found = read(path)
    assert [song_id(row.artist, row.title) for row in found] == [song_id(*names) for names in ODD]
    assert WORDS not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["m3u8", "jspf"])
def test_links_of_the_network_come_back(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"mine.{form}"
    write_playlist(a_playlist([a_song(link=HTTP, album="Shore\nLines")]), path)
    (found,) = read(path)
    assert (found.artist, found.title, found.link) == ("Ada Vale", "Low Tide", HTTP)


@pytest.mark.parametrize("form", ["m3u8", "jspf"])
@pytest.mark.parametrize(
    "name", ["a b.mp3", "#1 é 雨.mp3", "a  b.mp3", "50% [x], y?.mp3", "file:x.mp3", " http:x .mp3"]
)
@posix
def test_recordings_come_back_with_their_words(tmp_path: Path, form: str, name: str) -> None:
    music = put(tmp_path / "music" / name, mp3("Ada Vale", "Low Tide", "we walked along"))
    song = a_song(link=music.resolve().as_uri())
    for place in (tmp_path, tmp_path / "music", tmp_path / "lists"):
        place.mkdir(exist_ok=True)
        path = place / f"mine.{form}"
        write_playlist(a_playlist([song]), path)
        (found,) = read(path)
        assert (found.title, found.lyrics, found.link) == ("Low Tide", "we walked along", song.link)


@posix
def test_a_recording_below_the_playlist_is_named_from_there(tmp_path: Path) -> None:
    music = put(tmp_path / "music" / "a b.mp3", mp3("Ada Vale", "Low Tide"))
    write_playlist(a_playlist([a_song(link=music.as_uri())]), tmp_path / "mine.m3u8")
    assert lines(tmp_path / "mine.m3u8")[-1] == "music/a b.mp3"
    (tmp_path / "lists").mkdir()
    write_playlist(a_playlist([a_song(link=music.as_uri())]), tmp_path / "lists" / "mine.m3u8")
    assert lines(tmp_path / "lists" / "mine.m3u8")[-1] == str(music)


@posix
@pytest.mark.parametrize("name", ["Caf\udce9.mp3", "line\nbreak.mp3"])
def test_a_path_that_no_line_can_hold_stays_an_address(tmp_path: Path, name: str) -> None:
    try:
        music = put(tmp_path / name, mp3("Ada Vale", "Low Tide", "we walked along"))
    except OSError:
        pytest.skip("this file system has no such names")
    write_playlist(a_playlist([a_song(link=music.as_uri())]), tmp_path / "mine.m3u8")
    assert lines(tmp_path / "mine.m3u8")[-1] == music.as_uri()
    (found,) = read(tmp_path / "mine.m3u8")
    assert found.lyrics == "we walked along"


@pytest.mark.parametrize("link", [None, "/0.html", "", "http://[", "https://a b", "C:\\a.mp3"])
def test_a_song_that_can_be_found_nowhere_keeps_its_place_by_its_name(
    tmp_path: Path, link: str | None
) -> None:
    write_playlist(a_playlist([a_song(link=link)]), tmp_path / "mine.m3u8")
    assert lines(tmp_path / "mine.m3u8") == [
        "#EXTM3U",
        "#PLAYLIST:Heartsong: from Anxious/Sad to joy",
        "#EXTINF:-1,Ada Vale - Low Tide",
        "Ada Vale - Low Tide",
    ]
    write_playlist(a_playlist([a_song(link=link)]), tmp_path / "mine.jspf")
    (track,) = json.loads((tmp_path / "mine.jspf").read_text())["playlist"]["track"]
    assert "location" not in track


def test_other_addresses_stay_as_they_are(tmp_path: Path) -> None:
    write_playlist(a_playlist([a_song(link="spotify:track:1a")]), tmp_path / "mine.m3u8")
    assert lines(tmp_path / "mine.m3u8")[-1] == "spotify:track:1a"


def test_jspf_is_what_its_description_says(tmp_path: Path) -> None:
    write_playlist(a_playlist([a_song(link=HTTP, album="Shore")]), tmp_path / "mine.JSPF")
    content = json.loads((tmp_path / "mine.JSPF").read_text(encoding="utf-8"))
    assert list(content) == ["playlist"]
    playlist = content["playlist"]
    assert set(playlist) == {"title", "creator", "extension", "track"}
    (track,) = playlist["track"]
    assert set(track) == {"location", "identifier", "title", "creator", "album", "extension"}
    assert track["location"] == [HTTP]
    assert track["identifier"] == [f"urn:x-heartsong:song:{song_id('Ada Vale', 'Low Tide')}"]
    for extension in (playlist["extension"], track["extension"]):
        assert all(":" in name and isinstance(body, list) for name, body in extension.items())
    figures = track["extension"]["urn:x-heartsong:song"][0]
    assert (figures["reached"], figures["category"]) == (1.0, "Happy")


def test_a_table_has_a_row_a_song_and_nothing_that_a_spreadsheet_runs(tmp_path: Path) -> None:
    songs = [a_song(artist, title) for artist, title in ODD]
    write_playlist(a_playlist(songs), tmp_path / "mine.csv")
    content = (tmp_path / "mine.csv").read_bytes().decode()
    rows = list(csv.DictReader(io.StringIO(content, newline="")))
    assert [int(row["rank"]) for row in rows] == list(range(1, len(ODD) + 1))
    assert all(0 < float(row["reached"]) <= 1 for row in rows)
    assert "mood.valence" in rows[0]
    for row, (artist, title) in zip(rows, ODD, strict=True):
        assert row["artist"].removeprefix("'") == artist
        assert not row["artist"].startswith(("=", "@"))
        assert row["title"].removeprefix("'") == title
        assert not row["title"].startswith(("=", "@"))


def test_json_has_everything_but_the_words_of_the_listener(tmp_path: Path) -> None:
    playlist = a_playlist([a_song(artist, title) for artist, title in ODD])
    write_playlist(playlist, tmp_path / "mine.txt", PlaylistFormat.JSON)
    found = json.loads((tmp_path / "mine.txt").read_text(encoding="utf-8"))
    wanted = of_playlist(playlist)
    assert wanted.pop("text") == WORDS
    assert found == wanted


@pytest.mark.parametrize("name", ["mine", "mine.txt", "mine.m3u8.zip", ".m3u8"])
def test_a_name_that_asks_for_no_format_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(RequestError, match=r"end it in \.m3u8, \.jspf, \.csv or \.json"):
        write_playlist(a_playlist([a_song()]), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_what_was_there_stays_where_the_new_one_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").mkdir()
    with pytest.raises(FileError, match="it is a folder"):
        write_playlist(a_playlist([a_song()]), tmp_path / "mine.csv")
    with pytest.raises(FileError, match="cannot be written"):
        write_playlist(a_playlist([a_song()]), tmp_path / "absent" / "mine.csv")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1), st.text(min_size=1), st.none() | st.text())
def test_whatever_a_song_is_called_it_is_one_entry(
    tmp_path: Path, artist: str, title: str, link: str | None
) -> None:
    songs = [a_song(), a_song(artist, title, link=link, album=title), a_song("Ada", "Ebb")]
    for form in ("m3u8", "jspf"):
        write_playlist(a_playlist(songs), tmp_path / f"mine.{form}")
        rows = list(PlaylistSource(tmp_path / f"mine.{form}"))
        assert len(rows) == 3
        last = rows[-1]
        assert isinstance(last, RawSong)
        assert (last.artist, last.title) == ("Ada", "Ebb")
