"""Tables of lyrics: CSV and TSV, packed or not, under the column names that real files use."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

from heartsong.catalogue.sources.base import RawSong, Unusable
from heartsong.catalogue.sources.columns import places, song
from heartsong.catalogue.sources.lines import LONGEST_LINE, DamagedError, Lines, LongLineError
from heartsong.errors import FileError

LONGEST_ROW: Final = 4 * LONGEST_LINE  # a song's words, and whatever else a table tells of it


class CsvSource:
    """A CSV or TSV file with a header, plain or packed (see `Lines`).

    Args:
        path: the file.
        columns: field → column where the header's names are not known ones, such as
            {"title": "Titel"}; fields are the keys of `COLUMNS`.

    Raises:
        FileError: the file is missing, unreadable, empty or binary.
        ColumnError: no column for artist, title or lyrics, or one given is not there.
    """

    def __init__(self, path: Path, columns: Mapping[str, str] | None = None) -> None:
        self._path = path
        self._lines: Lines | None = None
        header, self._delimiter = self._header()
        self._width = len(header)
        self._places = places(path, header, columns or {})

    def __iter__(self) -> Iterator[RawSong | Unusable]:
        csv.field_size_limit(LONGEST_LINE)
        with closing(Lines(self._path)) as self._lines:
            row = _Row(self._lines)
            reader = csv.reader(row, delimiter=self._delimiter, strict=True)
            next(reader)
            yield from self._songs(reader, row)

    @property
    def share(self) -> float:
        return self._lines.share if self._lines else 0.0

    def _songs(self, reader: Iterator[list[str]], row: _Row) -> Iterator[RawSong | Unusable]:
        number = 0
        while True:
            row.begin()
            try:
                fields = next(reader)
            except StopIteration:
                return
            except DamagedError as error:
                yield Unusable(number + 1, str(error))
                return
            except (csv.Error, LongLineError):
                number += 1
                yield Unusable(number, "malformed row")
                continue
            if any(field.strip() for field in fields):
                number += 1
                yield self._song(number, fields)

    def _song(self, row: int, fields: list[str]) -> RawSong | Unusable:
        extra = fields[self._width :]
        if len(fields) < self._width or any(field.strip() for field in extra):
            return Unusable(row, "malformed row", " ".join(fields)[:60])
        return song(row, {name: fields[place] for name, place in self._places.items()})

    def _header(self) -> tuple[list[str], str]:
        with closing(Lines(self._path)) as lines:
            try:
                line = next(lines)
                delimiter = max(",\t;", key=line.count)  # a comma where there is none of them
                header = next(csv.reader([line], delimiter=delimiter), [])
            except DamagedError as error:
                raise FileError(f"{self._path} is cut off or damaged: fetch it again.") from error
            except (csv.Error, LongLineError) as error:
                raise FileError(
                    f"{self._path} does not start with a header: give a CSV file of lyrics."
                ) from error
        return [name.strip() for name in header], delimiter


class _Row(Iterator[str]):
    """The lines that make a row, which quotes can make endless, until they are too much for one."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._read = 0

    def begin(self) -> None:
        """The next line is the first of a row."""
        self._read = 0

    def __next__(self) -> str:
        line = next(self._lines)
        self._read += len(line)
        if self._read > LONGEST_ROW:
            raise LongLineError
        return line
