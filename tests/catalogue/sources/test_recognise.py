from __future__ import annotations

import gzip
import sqlite3
import zipfile
from pathlib import Path

import pytest

from heartsong.catalogue.pack import write_pack
from heartsong.catalogue.sources.csv import CsvSource
from heartsong.catalogue.sources.jsonl import JsonlSource
from heartsong.catalogue.sources.pack import PackSource
from heartsong.catalogue.sources.recognise import open_source
from heartsong.errors import FileError, PackError
from tests.builders import a_stored_song

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


def a_pack(path: Path) -> Path:
    write_pack(path, "m1", [a_stored_song("Ada Vale", "Low Tide")])
    return path


@pytest.mark.parametrize("name", ["their.pack", "their.zip", "their.csv", "their"])
def test_a_pack_is_told_by_what_it_holds_whatever_its_name(tmp_path: Path, name: str) -> None:
    source = open_source(a_pack(tmp_path / name))
    assert type(source) is PackSource
    assert [row.title for row in source] == ["Low Tide"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [("songs.csv", TABLE, CsvSource), ("songs.jsonl", LINE, JsonlSource)],
)
def test_a_zipped_table_is_no_pack(tmp_path: Path, name: str, content: bytes, kind: type) -> None:
    path = tmp_path / f"{name}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, content)
    assert type(open_source(path)) is kind


def test_a_table_zipped_with_a_manifest_of_another_kind_is_no_pack(tmp_path: Path) -> None:
    path = tmp_path / "songs.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("songs.csv", TABLE)
        archive.writestr("manifest.json", b"{}")
    with pytest.raises(FileError, match="holds 2 files: unpack it"):
        open_source(path)


def test_what_is_called_a_pack_is_refused_as_one(tmp_path: Path) -> None:
    path = a_pack(tmp_path / "their.pack")
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(PackError, match="is not a pack, or it is damaged: fetch it again"):
        open_source(path)
    path.write_bytes(TABLE)
    with pytest.raises(PackError, match="is not a pack"):
        open_source(path)
    with pytest.raises(PackError, match="There is no pack at"):
        open_source(tmp_path / "absent.pack")


def test_a_folder_called_a_pack_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "six.pack").mkdir()
    assert list(open_source(tmp_path / "six.pack")) == []


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"There is no file .*absent.*: check the name"):
        open_source(tmp_path / "absent.csv")


def test_a_packed_dump_is_to_be_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "lrclib.sqlite3.gz"
    path.write_bytes(gzip.compress(b"SQLite format 3\0"))
    with pytest.raises(FileError, match="is a packed database: unpack it first"):
        open_source(path)
