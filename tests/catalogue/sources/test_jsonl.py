from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from heartsong.catalogue.sources.base import RawSong, Unusable
from heartsong.catalogue.sources.jsonl import JsonlSource
from heartsong.errors import ColumnError, FileError

SONG = {"artist": "Ada Vale", "title": "Low Tide", "lyrics": "we walked along the shore"}


def written(folder: Path, *lines: object, name: str = "songs.jsonl") -> Path:
    path = folder / name
    content = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text(content, encoding="utf-8")
    return path


def read(folder: Path, *lines: object, **columns: str) -> list[RawSong | Unusable]:
    return list(JsonlSource(written(folder, *lines), columns))


def test_an_object_is_a_song(tmp_path: Path) -> None:
    facts = {"album": "Shore", "year": 1999, "genre": ["folk", "pop"], "url": "http://x"}
    (song,) = read(tmp_path, {**SONG, **facts, "duration": 215.4, "unknown": {"a": 1}})
    assert song == RawSong(1, *SONG.values(), "Shore", 1999, "folk, pop", "http://x", 215.4)


def test_how_well_known_a_song_is_is_read(tmp_path: Path) -> None:
    counts: list[object] = [1234567, 0.5, "1,234", -1, True, None, [3], "many"]
    songs = read(tmp_path, *({**SONG, "playCount": count} for count in counts))
    assert [song.popularity for song in songs if isinstance(song, RawSong)] == [
        *(1234567, 0.5, 1234, None, None, None, 3, None)
    ]


def test_keys_may_be_absent_or_come_later(tmp_path: Path) -> None:
    bare = {"artist": "Ada Vale", "title": "High Tide"}
    songs = read(tmp_path, bare, SONG, {**SONG, "title": 1979, "lyrics": None})
    assert [(song.title, song.lyrics) for song in songs if isinstance(song, RawSong)] == [
        ("High Tide", None),
        ("Low Tide", SONG["lyrics"]),
        ("1979", None),
    ]


def test_lines_that_are_no_songs_say_why_and_the_others_are_read(tmp_path: Path) -> None:
    rows = read(
        tmp_path, SONG, "{broken", "[1, 2]", "", "[" * 100_000, {**SONG, "artist": " "}, SONG
    )
    assert [row.reason if isinstance(row, Unusable) else row.title for row in rows] == [
        "Low Tide",
        "malformed row",
        "malformed row",
        "malformed row",
        "no artist",
        "Low Tide",
    ]
    assert [row.row for row in rows] == [1, 2, 3, 4, 5, 6]


def test_a_packed_file_is_read_twice_alike(tmp_path: Path) -> None:
    path = tmp_path / "songs.jsonl.gz"
    path.write_bytes(gzip.compress(f"{json.dumps(SONG)}\n".encode() * 3))
    source = JsonlSource(path)
    assert list(source) == list(source)
    assert len(list(source)) == 3


def test_a_packed_file_that_was_cut_off_says_so_at_its_end(tmp_path: Path) -> None:
    path = tmp_path / "songs.jsonl.gz"
    songs = "".join(json.dumps({**SONG, "title": f"Song {n * n}"}) + "\n" for n in range(20_000))
    path.write_bytes(gzip.compress(songs.encode())[:-2000])
    rows = list(JsonlSource(path))
    assert len(rows) > 1000
    assert rows[-1] == Unusable(len(rows), "cut off or damaged from here on")


def test_half_a_sign_is_no_stumbling_block(tmp_path: Path) -> None:
    (song,) = read(tmp_path, '{"artist": "A\\ud800da", "title": "Tide", "lyrics": "w"}')
    assert song.artist == "A?da"  # type: ignore[union-attr]


def test_keys_can_be_given(tmp_path: Path) -> None:
    (song,) = read(tmp_path, {"wer": "Ada", "was": "Tide", "text": "w"}, artist="wer", title="was")
    assert (song.artist, song.title) == ("Ada", "Tide")  # type: ignore[union-attr]


def test_what_holds_no_songs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="holds no JSON objects: give one song a line"):
        read(tmp_path, "[1]", "2")
    with pytest.raises(ColumnError, match="no column for the lyrics: it has 'artist', 'title'"):
        read(tmp_path, {"artist": "Ada", "title": "Tide"})
