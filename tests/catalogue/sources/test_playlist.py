from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heartsong.catalogue.sources import playlist as module
from heartsong.catalogue.sources.base import RawSong, Unusable
from heartsong.catalogue.sources.playlist import PlaylistSource
from heartsong.errors import FileError
from tests.catalogue.sources.test_folder import SOUND, WORDS, mp3, posix, put

HTTP = "http://example.org/low-tide.mp3"
fuzzed = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def m3u(folder: Path, *lines: str, name: str = "mine.m3u8") -> list[RawSong | Unusable]:
    return list(PlaylistSource(put(folder / name, "\n".join(["#EXTM3U", *lines, ""]))))


def jspf(folder: Path, *tracks: object) -> list[RawSong | Unusable]:
    content = json.dumps({"playlist": {"title": "Mine", "track": tracks}})
    return list(PlaylistSource(put(folder / "mine.jspf", content)))


def names(rows: list[RawSong | Unusable]) -> list[tuple[str, str]]:
    return [(row.artist, row.title) for row in rows if isinstance(row, RawSong)]


def only(rows: list[RawSong | Unusable]) -> RawSong:
    (row,) = rows
    assert isinstance(row, RawSong), row
    return row


def test_what_an_entry_tells_is_a_song_without_words(tmp_path: Path) -> None:
    row = only(m3u(tmp_path, "#PLAYLIST:Mine", "#EXTINF:215,Ada Vale - Low Tide", HTTP))
    assert row == RawSong(1, "Ada Vale", "Low Tide", None, link=HTTP, duration=215)


@pytest.mark.parametrize(
    ("extinf", "artist", "title", "duration"),
    [
        ("#EXTINF:-1,Ada Vale - Low Tide", "Ada Vale", "Low Tide", None),
        ("#EXTINF:0,Ada Vale - Low Tide", "Ada Vale", "Low Tide", None),
        ("#EXTINF:215.5,  Ada Vale – Low Tide ", "Ada Vale", "Low Tide", 215.5),
        ("#extinf: 215 ,Ada Vale - Low Tide - Live", "Ada Vale", "Low Tide - Live", 215),
        ('#EXTINF:215 tvg-id="a,b" x="c",Ada Vale - Low, Tide', "Ada Vale", "Low, Tide", 215),
        ('#EXTINF:9,"Ada" Vale - Low "Tide"', '"Ada" Vale', 'Low "Tide"', 9),
    ],
)
def test_each_form_of_extinf_is_read(
    tmp_path: Path, extinf: str, artist: str, title: str, duration: float | None
) -> None:
    row = only(m3u(tmp_path, extinf, "#EXTGRP:other", HTTP))
    assert (row.artist, row.title, row.duration) == (artist, title, duration)


@pytest.mark.parametrize("form", ["plain", "dotted", "windows", "absolute", "uri", "host"])
def test_a_recording_that_is_there_is_read_as_in_a_folder(tmp_path: Path, form: str) -> None:
    path = put(tmp_path / "Ada Vale #1" / "a b.mp3", mp3("Ada Vale", "Low Tide", WORDS))
    entry = {
        "plain": "Ada Vale #1/a b.mp3",
        "dotted": "./Ada Vale #1/../Ada Vale #1/a b.mp3",
        "windows": "Ada Vale #1\\a b.mp3",
        "absolute": str(path),
        "uri": path.as_uri(),
        "host": path.as_uri().replace("file://", "FILE://localhost"),
    }[form]
    row = only(m3u(tmp_path, entry))
    assert (row.artist, row.title, row.lyrics) == ("Ada Vale", "Low Tide", WORDS)
    assert row.link == path.resolve().as_uri()


def test_an_entry_may_lie_outside_the_folder(tmp_path: Path) -> None:
    put(tmp_path / "music" / "a.mp3", mp3("Ada Vale", "Low Tide", WORDS))
    assert only(m3u(tmp_path / "lists", "../music/a.mp3")).lyrics == WORDS


@posix
def test_a_name_that_is_not_utf_8_is_found_by_its_address(tmp_path: Path) -> None:
    try:
        path = put(tmp_path / "Caf\udce9.mp3", mp3("Ada Vale", "Low Tide", WORDS))
    except OSError:
        pytest.skip("this file system has no such names")
    assert only(m3u(tmp_path, path.as_uri())).lyrics == WORDS


def test_a_recording_without_tags_is_what_the_entry_tells_with_its_words(tmp_path: Path) -> None:
    put(tmp_path / "track1.mp3", SOUND)
    put(tmp_path / "track1.lrc", "[00:01.00]we walked")
    row = only(m3u(tmp_path, "#EXTINF:9,Ada Vale - Low Tide", "track1.mp3"))
    assert (row.artist, row.title, row.lyrics) == ("Ada Vale", "Low Tide", "we walked")


def test_what_an_entry_tells_holds_for_that_entry_alone(tmp_path: Path) -> None:
    rows = m3u(tmp_path, "#EXTINF:9,Ada Vale - Low Tide", HTTP, "", HTTP)
    assert names(rows) == [("Ada Vale", "Low Tide")]
    assert rows[1:] == [Unusable(2, "no artist", HTTP)]


def test_an_entry_that_is_gone_is_known_by_its_name(tmp_path: Path) -> None:
    rows = m3u(tmp_path, "C:\\Music\\01 - Ada Vale - Low Tide.mp3", "file:///x/Ada%20-%20Tide.mp3")
    assert names(rows) == [("Ada Vale", "Low Tide"), ("Ada", "Tide")]
    assert [row.link for row in rows if isinstance(row, RawSong)] == [None, None]


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (["gone.mp3"], Unusable(1, "no artist", "gone.mp3")),
        (["#EXTINF:9,Low Tide", HTTP], Unusable(1, "no artist", "Low Tide")),
        (["#EXTINF:9,Ada - ", HTTP], Unusable(1, "no artist", "Ada -")),
        ([f"{'../' * 40}etc/passwd"], Unusable(1, "no artist", ("../" * 40)[:60])),
        (["x" * 5000 + ".mp3"], Unusable(1, "no artist", "x" * 60)),
        (["\ufffd\x1b[31m.mp3"], Unusable(1, "no artist", "\ufffd [31m.mp3")),
    ],
)
def test_an_entry_that_tells_too_little_says_so(
    tmp_path: Path, lines: list[str], fault: Unusable
) -> None:
    rows = m3u(tmp_path, *lines, "#EXTINF:9,Ada Vale - Low Tide", HTTP)
    assert rows[0] == fault
    assert names(rows) == [("Ada Vale", "Low Tide")]


def test_what_is_no_recording_is_never_opened(tmp_path: Path) -> None:
    put(tmp_path / "secret.txt", "words of another")
    (tmp_path / "folder.mp3").mkdir()
    rows = m3u(tmp_path, "#EXTINF:9,Ada - Tide", "secret.txt", "#EXTINF:9,Ada - Sea", "folder.mp3")
    assert names(rows) == [("Ada", "Tide"), ("Ada", "Sea")]
    assert [row.lyrics for row in rows if isinstance(row, RawSong)] == [None, None]


@pytest.mark.parametrize("length", [100_001, 2_500_000])
def test_a_line_too_long_is_one_row_and_the_others_are_read(tmp_path: Path, length: int) -> None:
    rows = m3u(tmp_path, "x" * length, "#EXTINF:9,Ada Vale - Low Tide", HTTP)
    assert rows[0] == Unusable(1, "line too long")
    assert names(rows) == [("Ada Vale", "Low Tide")]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_each_encoding_and_line_end_is_read(tmp_path: Path, line_end: str, encoding: str) -> None:
    content = line_end.join(["#EXTM3U", "#EXTINF:9,Zoë – Café", HTTP]).encode(encoding)
    assert names(list(PlaylistSource(put(tmp_path / "a.m3u", content)))) == [("Zoë", "Café")]


def test_a_packed_playlist_is_read_and_a_damaged_one_as_far_as_it_goes(tmp_path: Path) -> None:
    lines = "".join(f"#EXTINF:9,Ada {n * n} - Tide {n}\n{HTTP}?{n}\n" for n in range(5000))
    packed = gzip.compress(lines.encode())
    whole = list(PlaylistSource(put(tmp_path / "a.m3u8.gz", packed)))
    assert len(names(whole)) == 5000
    cut = list(PlaylistSource(put(tmp_path / "a.m3u8.gz", packed[: len(packed) // 2])))
    assert 100 < len(names(cut)) < 5000
    assert isinstance(cut[-1], Unusable)
    assert cut[-1].reason == "cut off or damaged from here on"


def test_reading_twice_reads_the_same(tmp_path: Path) -> None:
    assert m3u(tmp_path, "#EXTINF:9,Ada Vale - Low Tide", HTTP)
    source = PlaylistSource(tmp_path / "mine.m3u8")
    assert list(source) == list(source) != []


def test_a_playlist_of_nothing_has_no_rows(tmp_path: Path) -> None:
    assert m3u(tmp_path) == jspf(tmp_path) == []


def test_a_track_of_jspf_is_a_song(tmp_path: Path) -> None:
    track = {
        "title": "Low Tide",
        "creator": "Ada Vale",
        "album": "Shore",
        "duration": 215_500,
        "location": [HTTP],
    }
    row = only(jspf(tmp_path, track))
    assert row == RawSong(1, "Ada Vale", "Low Tide", None, album="Shore", link=HTTP, duration=215.5)


@pytest.mark.parametrize("many", [False, True])
def test_a_location_of_jspf_that_is_there_is_read(tmp_path: Path, many: bool) -> None:
    path = put(tmp_path / "music" / "a.mp3", mp3("Ada Vale", "Low Tide", WORDS))
    location = [HTTP, path.as_uri()] if many else "music/a.mp3"
    assert only(jspf(tmp_path, {"title": "Other", "location": location})).lyrics == WORDS


def test_an_identifier_is_the_link_where_no_location_is_one(tmp_path: Path) -> None:
    track = {"title": "Low Tide", "creator": "Ada Vale", "identifier": ["https://example.org/1"]}
    assert only(jspf(tmp_path, track)).link == "https://example.org/1"


@pytest.mark.parametrize(
    ("track", "fault"),
    [
        ({"title": "Low Tide"}, Unusable(1, "no artist", "Low Tide")),
        ({"creator": "Ada Vale"}, Unusable(1, "no title", "Ada Vale")),
        ({"creator": "Ada", "title": 7}, Unusable(1, "no title", "Ada")),
        ({"creator": ["Ada"], "title": "Low Tide"}, Unusable(1, "no artist", "Low Tide")),
        ({"location": ["\ud800\0.mp3"]}, Unusable(1, "no artist", ".mp3")),
        ({}, Unusable(1, "no artist", "")),
        ("Low Tide", Unusable(1, "malformed row")),
        (None, Unusable(1, "malformed row")),
    ],
)
def test_a_track_that_tells_too_little_says_so(
    tmp_path: Path, track: object, fault: Unusable
) -> None:
    rows = jspf(tmp_path, track, {"creator": "Ada Vale", "title": "High Tide"})
    assert rows[0] == fault
    assert names(rows) == [("Ada Vale", "High Tide")]


@pytest.mark.parametrize("duration", [-1, 0, True, "long", 10**400, None, [1]])
def test_a_length_that_cannot_be_one_is_none(tmp_path: Path, duration: object) -> None:
    track = {"creator": "Ada Vale", "title": "Low Tide", "duration": duration}
    assert only(jspf(tmp_path, track)).duration is None


def test_a_name_of_jspf_is_only_text(tmp_path: Path) -> None:
    track = {"creator": "../../etc/passwd", "title": "Low\0\n\ud800Tide\u001b[31m"}
    row = only(jspf(tmp_path, track))
    assert (row.artist, row.title) == ("../../etc/passwd", "Low Tide [31m")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is not JSON: give a playlist in JSPF"),
        (b"#EXTM3U\n", "is not JSON: give a playlist in JSPF"),
        (b"\xff\xfe\xff", "is not JSON: give a playlist in JSPF"),
        (b"[" * 100_000, "is not JSON: give a playlist in JSPF"),
        (b"[]", r"has no list playlist\.track: give a playlist in JSPF"),
        (b'{"playlist": []}', r"has no list playlist\.track"),
        (b'{"playlist": {"track": {}}}', r"has no list playlist\.track"),
    ],
)
def test_what_is_no_jspf_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(FileError, match=reason):
        PlaylistSource(put(tmp_path / "a.jspf", content))


def test_a_jspf_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LARGEST_JSPF", 1_000_000)
    tracks = [{"creator": "Ada", "title": "Tide"}] * 40_000
    with pytest.raises(FileError, match="is over 1 MB: give a shorter playlist"):
        jspf(tmp_path, *tracks)


@pytest.mark.parametrize("name", ["absent.m3u", "absent.jspf"])
def test_a_missing_playlist_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileError, match=r"There is no file .*absent.*: check the name"):
        PlaylistSource(tmp_path / name)


@pytest.mark.parametrize("name", ["a.m3u", "a.jspf"])
def test_a_folder_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(FileError, match=rf"{name} "):
        PlaylistSource(tmp_path / name)


def test_a_binary_playlist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="is not a text file"):
        PlaylistSource(put(tmp_path / "a.m3u", bytes(500) + b"x"))


@fuzzed
@given(content=st.binary(max_size=300))
def test_any_bytes_give_rows(tmp_path: Path, content: bytes) -> None:
    # Many NULs would be no text: that is another test.
    path = put(tmp_path / "a.m3u", b"#EXTM3U\n" + content.replace(b"\0", b""))
    rows = list(PlaylistSource(path))
    assert [row.row for row in rows] == list(range(1, len(rows) + 1))


anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
keys = st.sampled_from(["title", "creator", "album", "duration", "location", "identifier"])


@fuzzed
@given(tracks=st.lists(anything | st.dictionaries(keys, anything), max_size=3))
def test_any_tracks_give_a_row_each(tmp_path: Path, tracks: list[Any]) -> None:
    assert len(jspf(tmp_path, *tracks)) == len(tracks)
