from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path

import pytest

from heartsong.catalogue.sources.csv import CsvSource
from heartsong.catalogue.sources.jsonl import JsonlSource
from heartsong.catalogue.sources.recognise import open_source
from heartsong.errors import FileError

TABLE = b"artist,title,lyrics\nAda Vale,Low Tide,words\n"
LINE = b'{"artist": "Ada Vale", "title": "Low Tide", "lyrics": "words"}\n'


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("songs.csv", TABLE, CsvSource),
        ("songs.tsv", TABLE.replace(b",", b"\t"), CsvSource),
        ("songs", TABLE, CsvSource),
        ("songs.csv.gz", gzip.compress(TABLE), CsvSource),
        ("songs.jsonl", LINE, JsonlSource),
        ("SONGS.NDJSON", LINE, JsonlSource),
        ("songs.jsonl.gz", gzip.compress(LINE), JsonlSource),
    ],
)
def test_tables_are_told_by_their_names(
    tmp_path: Path, name: str, content: bytes, kind: type
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    source = open_source(path)
    assert type(source) is kind
    assert [row.title for row in source] == ["Low Tide"]  # type: ignore[union-attr]


def test_columns_are_passed_on(tmp_path: Path) -> None:
    path = tmp_path / "songs.csv"
    path.write_bytes(TABLE.replace(b"title", b"titel"))
    (row,) = open_source(path, {"title": "titel"})
    assert row.title == "Low Tide"  # type: ignore[union-attr]


def test_a_folder_is_music(tmp_path: Path) -> None:
    assert list(open_source(tmp_path)) == []


def test_a_playlist_is_read_as_one(tmp_path: Path) -> None:
    path = tmp_path / "mine.m3u8"
    path.write_text("#EXTM3U\n#EXTINF:215,Ada Vale - Low Tide\nhttp://example.org/a.mp3\n")
    (row,) = open_source(path)
    assert (row.artist, row.title) == ("Ada Vale", "Low Tide")  # type: ignore[union-attr]


def test_parquet_is_told_by_its_first_bytes_whatever_its_name(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow", reason="Parquet needs the extra 'parquet'")
    parquet = pytest.importorskip("pyarrow.parquet", reason="Parquet needs the extra 'parquet'")
    path = tmp_path / "songs.csv"
    parquet.write_table(pa.table({"artist": ["Ada"], "title": ["Tide"], "lyrics": ["w"]}), path)
    assert [row.title for row in open_source(path)] == ["Tide"]  # type: ignore[union-attr]


def test_a_database_that_is_no_dump_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "some.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE other (a)")
    connection.close()
    with pytest.raises(FileError, match=r"some\.db"):
        open_source(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"There is no file .*absent.*: check the name"):
        open_source(tmp_path / "absent.csv")


def test_a_packed_dump_is_to_be_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "lrclib.sqlite3.gz"
    path.write_bytes(gzip.compress(b"SQLite format 3\0"))
    with pytest.raises(FileError, match="is a packed database: unpack it first"):
        open_source(path)
