from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from heartsong.catalogue.sources.base import RawSong, Unusable
from heartsong.catalogue.sources.parquet import ParquetSource
from heartsong.errors import ColumnError, FileError

pa = pytest.importorskip("pyarrow", reason="Parquet needs the extra 'parquet'")
parquet = pytest.importorskip("pyarrow.parquet", reason="Parquet needs the extra 'parquet'")

COLUMNS = {
    "artist": ["Ada Vale", "Bea Moor", None],
    "title": ["Low Tide", "Reel", "Lost"],
    "lyrics": ["we walked along the shore", None, "words"],
}


def written(folder: Path, columns: dict[str, list[object]]) -> Path:
    path = folder / "songs.parquet"
    parquet.write_table(pa.table(columns), path)
    return path


def test_rows_are_songs(tmp_path: Path) -> None:
    more = {
        "album": ["Shore", None, None],
        "release_date": [datetime.date(1999, 5, 1), None, None],
        "genres": [["folk", "pop"], [], None],
        "unknown": [b"\0", b"", None],
        "Streams": [12.5, float("nan"), None],
    }
    rows = list(ParquetSource(written(tmp_path, {**COLUMNS, **more})))
    words = COLUMNS["lyrics"][0]
    assert rows == [
        RawSong(1, "Ada Vale", "Low Tide", words, "Shore", 1999, "folk, pop", popularity=12.5),
        RawSong(2, "Bea Moor", "Reel", None),
        Unusable(3, "no artist", "? – Lost"),
    ]


def test_reading_twice_reads_the_same_whatever_the_row_groups(tmp_path: Path) -> None:
    path = tmp_path / "songs.parquet"
    table = pa.table({name: values[:1] * 5000 for name, values in COLUMNS.items()})
    parquet.write_table(table, path, row_group_size=700)
    source = ParquetSource(path)
    assert [row.row for row in source] == list(range(1, 5001))
    assert len(list(source)) == 5000


def test_another_schema_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = written(tmp_path, {"a": [1], "b": [2.0]})
    with pytest.raises(ColumnError, match="no column for the artist: it has 'a', 'b'; name"):
        ParquetSource(path)


def test_columns_of_other_types_do_not_stop_the_others(tmp_path: Path) -> None:
    path = written(tmp_path, {"artist": [[1, 2]], "title": [7], "lyrics": [{"a": 1}]})
    assert list(ParquetSource(path)) == [RawSong(1, "1, 2", "7", None)]


def footer(content: bytes) -> int:
    """Where the list of what a file holds begins."""
    return len(content) - 8 - int.from_bytes(content[-8:-4], "little")


def test_a_damaged_list_of_what_a_file_holds_gives_rows_or_one_sentence(tmp_path: Path) -> None:
    path = written(tmp_path, {name: values * 14 for name, values in COLUMNS.items()})
    whole = path.read_bytes()
    outcomes = set()
    for at in range(footer(whole), len(whole) - 8):
        for byte in (0, 1, 0xFF):
            path.write_bytes(whole[:at] + bytes([byte]) + whole[at + 1 :])
            try:
                source = ParquetSource(path)
            except FileError:
                outcomes.add("refused")
                continue
            shares = [source.share for _ in source]
            assert all(0 <= share <= 1 for share in shares), at
            outcomes.add("read")
    assert outcomes == {"refused", "read"}


@pytest.mark.parametrize("kept", [0.2, 0.6, 0.95])
def test_a_file_that_was_cut_off_is_refused(tmp_path: Path, kept: float) -> None:
    path = written(tmp_path, COLUMNS)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])
    with pytest.raises(FileError, match="is not a Parquet file, or it is damaged"):
        ParquetSource(path)


def test_damage_within_is_told_where_it_begins(tmp_path: Path) -> None:
    path = tmp_path / "songs.parquet"
    words = [f"our own words {n * n} of a song" for n in range(4000)]
    table = pa.table(dict.fromkeys(COLUMNS, words))
    parquet.write_table(table, path, row_group_size=1000, use_dictionary=False)
    whole = bytearray(path.read_bytes())
    middle = len(whole) // 2
    whole[middle : middle + 4000] = b"\xff" * 4000
    path.write_bytes(whole)
    rows = list(ParquetSource(path))
    assert isinstance(rows[-1], Unusable)
    assert len(rows) < 4000


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="There is no file"):
        ParquetSource(tmp_path / "absent.parquet")
    with pytest.raises(FileError, match="is a folder"):
        ParquetSource(tmp_path)
