"""Parquet tables of lyrics, through pyarrow (extra `parquet`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from heartsong.catalogue.sources.base import RawSong, Unusable, part
from heartsong.catalogue.sources.columns import places, song
from heartsong.catalogue.sources.lines import LONGEST_LINE
from heartsong.errors import FileError, MissingExtraError

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

_ROWS: Final = 1024  # at a time


class ParquetSource:
    """A Parquet file.

    Args:
        path: the file.
        columns: as for `CsvSource`.

    Raises:
        FileError: the file is missing, unreadable, damaged or no Parquet file.
        ColumnError: no column for artist, title or lyrics, or one given is not there.
        MissingExtraError: pyarrow is not installed.
    """

    def __init__(self, path: Path, columns: Mapping[str, str] | None = None) -> None:
        self._path = path
        self._share = 0.0
        with _opened(path) as table:
            header = list(table.schema_arrow.names)
        self._names = {name: header[at] for name, at in places(path, header, columns or {}).items()}

    def __iter__(self) -> Iterator[RawSong | Unusable]:
        from pyarrow import ArrowException

        number = 0
        with _opened(self._path) as table:
            try:
                for batch in table.iter_batches(_ROWS, columns=list(self._names.values())):
                    for values in batch.to_pylist():
                        number += 1
                        self._share = part(number, table.metadata.num_rows)
                        yield self._song(number, values)
            except (ArrowException, OSError, ValueError):
                yield Unusable(number + 1, "cut off or damaged from here on")

    @property
    def share(self) -> float:
        return self._share

    def _song(self, row: int, values: Mapping[str, object]) -> RawSong | Unusable:
        found = {name: values[column] for name, column in self._names.items()}
        if any(isinstance(value, str) and len(value) > LONGEST_LINE for value in found.values()):
            return Unusable(row, "malformed row")
        return song(row, found)


def _opened(path: Path) -> ParquetFile:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise MissingExtraError("parquet", "reading Parquet files") from error
    if path.is_dir():
        raise FileError(f"{path} is a folder: give a table of lyrics.")
    if not path.exists():
        raise FileError(f"There is no file {path}: check the name.")
    try:
        return ParquetFile(path, memory_map=True)
    except (ArrowException, OSError, UnicodeDecodeError) as error:  # names may be no text
        raise FileError(
            f"{path} is not a Parquet file, or it is damaged: fetch it again."
        ) from error
