from __future__ import annotations

import os
import sqlite3
import tracemalloc
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from heartsong.catalogue.sources.base import RawSong, Unusable
from heartsong.catalogue.sources.lrclib_dump import LrclibDump, is_dump
from heartsong.errors import FileError

as_root = hasattr(os, "geteuid") and os.geteuid() == 0

SCHEMA = """
    CREATE TABLE tracks (
        id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, name_lower TEXT, artist_name TEXT,
        artist_name_lower TEXT, album_name TEXT, album_name_lower TEXT, duration FLOAT,
        last_lyrics_id INTEGER, created_at DATETIME, updated_at DATETIME);
    CREATE TABLE lyrics (
        id INTEGER PRIMARY KEY AUTOINCREMENT, plain_lyrics TEXT, synced_lyrics TEXT,
        track_id INTEGER, has_plain_lyrics BOOLEAN, has_synced_lyrics BOOLEAN,
        instrumental BOOLEAN, source TEXT, created_at DATETIME, updated_at DATETIME);
"""
TRACK = "INSERT INTO tracks (id, name, artist_name, album_name, duration, last_lyrics_id) "
WORDS = "INSERT INTO lyrics (id, plain_lyrics, synced_lyrics, instrumental) "
PLAIN = "we walked along the shore\nand counted every boat"
SYNCED = "[00:12.00] we walked along the shore\n[00:17.20] and counted every boat"

Values = tuple[object, ...]


def dump(folder: Path, tracks: Iterable[Values] = (), lyrics: Iterable[Values] = ()) -> Path:
    path = folder / "lrclib-db-dump.sqlite3"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(SCHEMA)
        connection.executemany(f"{TRACK} VALUES (?, ?, ?, ?, ?, ?)", tracks)
        connection.executemany(f"{WORDS} VALUES (?, ?, ?, ?)", lyrics)
    return path


def one(folder: Path, track: Values, lyrics: Values = (1, PLAIN, None, 0)) -> RawSong | Unusable:
    (row,) = LrclibDump(dump(folder, [track], [lyrics]))
    return row


def test_a_track_is_a_song_with_its_latest_lyrics(tmp_path: Path) -> None:
    path = dump(
        tmp_path,
        [(7, "Low Tide", "Ada Vale", "Shore", 215.4, 2), (3, "Reel", "Bea Moor", None, None, None)],
        [(1, "older words", None, 0), (2, PLAIN, SYNCED, 0)],
    )
    assert list(LrclibDump(path)) == [
        RawSong(1, "Bea Moor", "Reel", None),
        RawSong(2, "Ada Vale", "Low Tide", PLAIN, "Shore", duration=215.4),
    ]


@pytest.mark.parametrize("plain", [None, "", " \n", b"\xff\x00"])
def test_synced_lyrics_stand_in_for_plain_ones_without_their_stamps(
    tmp_path: Path, plain: object
) -> None:
    row = one(tmp_path, (1, "Low Tide", "Ada Vale", None, 215, 1), (1, plain, SYNCED, 0))
    assert isinstance(row, RawSong)
    assert row.lyrics == PLAIN


@pytest.mark.parametrize(
    ("kind", "ids", "shares"),
    [
        ("INTEGER PRIMARY KEY", (900, 901, 902, 903), [0.25, 0.5, 0.75, 1]),
        ("INTEGER PRIMARY KEY", (-3, -2, 0), [0.25, 0.5, 1]),
        ("TEXT", ("a", "b"), [None, None]),
        ("", (3, b"x"), [None, None]),
    ],
)
def test_the_share_runs_from_the_first_id_to_the_last_whatever_ids_are(
    tmp_path: Path, kind: str, ids: tuple[object, ...], shares: list[float | None]
) -> None:
    path = tmp_path / "dump.sqlite3"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(
            SCHEMA.replace("INTEGER PRIMARY KEY AUTOINCREMENT, name", f"{kind}, name")
        )
        rows = [(each, "Low Tide", "Ada Vale", None, None, None) for each in ids]
        connection.executemany(f"{TRACK} VALUES (?, ?, ?, ?, ?, ?)", rows)
    source = LrclibDump(path)
    assert [source.share for _ in source] == shares


def test_an_instrumental_has_no_lyrics_and_says_so(tmp_path: Path) -> None:
    row = one(tmp_path, (1, "Low Tide", "Ada Vale", None, 215, 1), (1, "[Instrumental]", None, 1))
    assert row == RawSong(1, "Ada Vale", "Low Tide", None, duration=215, instrumental=True)


@pytest.mark.parametrize(
    ("title", "artist", "expected"),
    [
        (None, "Ada Vale", Unusable(1, "no title", "Ada Vale – ?")),
        ("Low Tide", None, Unusable(1, "no artist", "? – Low Tide")),
        ("  ", "Ada Vale", Unusable(1, "no title", "Ada Vale – ?")),
        ("Low Tide", b"\xff\xfe", Unusable(1, "no artist", "? – Low Tide")),
    ],
)
def test_a_track_without_a_name_says_why_it_is_none(
    tmp_path: Path, title: object, artist: object, expected: Unusable
) -> None:
    assert one(tmp_path, (1, title, artist, None, 215, 1)) == expected


@pytest.mark.parametrize("album", [None, b"\xff", ""])
@pytest.mark.parametrize("duration", [None, b"\xff", "soon", -3, 0, float("inf"), 10**12])
def test_a_fact_of_another_type_is_only_unknown(
    tmp_path: Path, album: object, duration: object
) -> None:
    row = one(tmp_path, (1, "Low Tide", "Ada Vale", album, duration, 1))
    assert row == RawSong(1, "Ada Vale", "Low Tide", PLAIN)


@pytest.mark.parametrize("instrumental", [None, 0, "no", b"\x01", 2.5])
@pytest.mark.parametrize("words", [None, b"\xff", ""])
def test_lyrics_of_another_type_are_none(
    tmp_path: Path, words: object, instrumental: object
) -> None:
    lyrics = (1, words, words, instrumental)
    row = one(tmp_path, (1, "Low Tide", "Ada Vale", None, None, 1), lyrics)
    assert row == RawSong(1, "Ada Vale", "Low Tide", None)


def test_lyrics_that_are_not_there_are_none(tmp_path: Path) -> None:
    row = one(tmp_path, (1, "Low Tide", "Ada Vale", None, None, 99))
    assert row == RawSong(1, "Ada Vale", "Low Tide", None)


def test_text_that_is_not_utf_8_does_not_stop_the_others(tmp_path: Path) -> None:
    path = dump(tmp_path, [(2, "Reel", "Bea Moor", None, None, None)])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"{TRACK} VALUES (1, CAST(x'54E96C00E9' AS TEXT), 'Ada', '', 1, 1)")
    first, second = LrclibDump(path)
    assert isinstance(first, RawSong)
    assert first.title == "T\ufffdl\ufffd"
    assert second == RawSong(2, "Bea Moor", "Reel", None)


@pytest.mark.parametrize("length", [1_000_001, 5_000_000])
def test_lyrics_beyond_any_song_are_one_malformed_row(tmp_path: Path, length: int) -> None:
    tracks = [(n, f"Song {n}", "Ada Vale", None, None, n) for n in (1, 4, 9)]
    path = dump(
        tmp_path, tracks, [(1, PLAIN, None, 0), (4, "l" * length, "", 0), (9, PLAIN, "", 0)]
    )
    first, second, third = LrclibDump(path)
    assert (first.row, third.row) == (1, 3)
    assert isinstance(second, Unusable)
    assert (second.row, second.reason) == (2, "malformed row")
    assert isinstance(third, RawSong)
    assert (third.title, third.lyrics) == ("Song 9", PLAIN)


def test_a_last_row_beyond_any_song_ends_the_stream(tmp_path: Path) -> None:
    row = one(tmp_path, (1, "Low Tide", "Ada Vale", None, None, 1), (1, "l" * 5_000_000, None, 0))
    assert row == Unusable(1, "malformed row")


def test_reading_twice_reads_the_same_and_writes_nothing(tmp_path: Path) -> None:
    path = dump(tmp_path, [(1, "Low Tide", "Ada Vale", None, 215, 1)], [(1, PLAIN, None, 0)])
    before = path.read_bytes()
    source = LrclibDump(path)
    assert list(source) == list(source)
    assert path.read_bytes() == before


def test_a_dump_in_wal_mode_is_read_with_what_its_log_holds(tmp_path: Path) -> None:
    path = dump(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute(f"{TRACK} VALUES (1, 'Low Tide', 'Ada Vale', '', 215, 1)")
        assert [row.row for row in LrclibDump(path)] == [1]
    assert [row.row for row in LrclibDump(path)] == [1]


def test_a_path_with_signs_of_an_address_is_only_a_path(tmp_path: Path) -> None:
    folder = tmp_path / "50% off? #1 mode=rw"
    folder.mkdir()
    assert isinstance(one(folder, (1, "Low Tide", "Ada Vale", None, None, None)), RawSong)


def test_a_stream_that_is_left_early_lets_go_of_the_file(tmp_path: Path) -> None:
    rows = iter(LrclibDump(dump(tmp_path, [(n, "A", "B", "", 1, None) for n in range(1, 9)])))
    next(rows)
    rows.close()  # type: ignore[attr-defined]
    with closing(sqlite3.connect(tmp_path / "lrclib-db-dump.sqlite3", timeout=0)) as connection:
        connection.execute("DROP TABLE lyrics")


def test_memory_does_not_grow_with_the_dump(tmp_path: Path) -> None:
    path = dump(
        tmp_path,
        ((n, f"Song {n}", "Ada Vale", None, None, n) for n in range(1, 3001)),
        ((n, PLAIN * 100, None, 0) for n in range(1, 3001)),
    )
    assert path.stat().st_size > 12_000_000
    tracemalloc.start()
    try:
        assert sum(1 for _ in LrclibDump(path)) == 3000
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_damage_within_is_told_where_it_begins(tmp_path: Path) -> None:
    path = dump(
        tmp_path, ((n, f"Song {n} " * 20, "Ada Vale", None, 9, None) for n in range(1, 2001))
    )
    whole = bytearray(path.read_bytes())
    middle = len(whole) // 2
    whole[middle:] = b"\xff" * (len(whole) - middle)
    path.write_bytes(whole)
    rows = list(LrclibDump(path))
    assert all(isinstance(row, RawSong) for row in rows[:-1])
    assert 1 < len(rows) < 2000
    assert rows[-1] == Unusable(len(rows), "damaged from here on")


def test_a_dump_that_is_gone_when_it_is_read_is_told_and_not_raised(tmp_path: Path) -> None:
    path = dump(tmp_path, [(1, "Low Tide", "Ada Vale", None, None, None)])
    source = LrclibDump(path)
    path.unlink()
    assert list(source) == [Unusable(1, "damaged from here on")]
    assert not path.exists()


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"There is no file .*absent\.db: check the name"):
        LrclibDump(tmp_path / "absent.db")
    with pytest.raises(FileError, match="is a folder: give a dump of LRCLIB"):
        LrclibDump(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content", [b"artist,title,lyrics\n", b"\x1f\x8b" * 900, b"SQLite format 3\0" + b"\xff" * 4096]
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "some.db"
    path.write_bytes(content)
    with pytest.raises(FileError, match="is not an SQLite file, or it is damaged: fetch it again"):
        LrclibDump(path)
    assert not is_dump(path)


@pytest.mark.parametrize(
    ("table", "missing"),
    [
        ("CREATE TABLE other (a)", "tracks.id"),
        ("CREATE TABLE tracks (id, name, artist_name)", "tracks.album_name"),
        ("CREATE VIEW tracks AS SELECT 1 AS id", "tracks.id"),
        (SCHEMA.replace("synced_lyrics", "lrc"), "lyrics.synced_lyrics"),
    ],
)
def test_a_database_of_something_else_is_refused_with_what_it_lacks(
    tmp_path: Path, table: str, missing: str
) -> None:
    path = tmp_path / "some.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(table)
    with pytest.raises(FileError, match=rf"is no dump of LRCLIB, for it has no column {missing}:"):
        LrclibDump(path)
    assert not is_dump(path)


@pytest.mark.skipif(as_root, reason="root may read everything")
def test_a_dump_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = dump(tmp_path)
    path.chmod(0)
    with pytest.raises(FileError, match=r"cannot be read .*check its permissions"):
        LrclibDump(path)


def test_a_dump_is_recognised_by_its_tables(tmp_path: Path) -> None:
    assert is_dump(dump(tmp_path))
    assert not is_dump(tmp_path)
    assert not is_dump(tmp_path / "absent.db")
    assert not is_dump(Path("a\0b"))
