"""JSON Lines of lyrics: one object a line, packed or not, under the names that real files use."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from heartsong.catalogue.sources.base import RawSong, Unusable
from heartsong.catalogue.sources.columns import places, song
from heartsong.catalogue.sources.lines import DamagedError, Lines, LongLineError
from heartsong.errors import FileError

_LOOKED_AT: Final = 100  # lines that show which fields there are: a line leaves out what it lacks


class JsonlSource:
    """A JSON Lines file, plain or packed (see `Lines`).

    Args:
        path: the file.
        columns: as for `CsvSource`, of the objects' keys.

    Raises:
        FileError: the file is missing, unreadable, empty, or holds no JSON objects.
        ColumnError: no key for artist, title or lyrics, or one given is not there.
    """

    def __init__(self, path: Path, columns: Mapping[str, str] | None = None) -> None:
        self._path = path
        keys = self._keys()
        self._lines: Lines | None = None
        self._names = {name: keys[at] for name, at in places(path, keys, columns or {}).items()}

    def __iter__(self) -> Iterator[RawSong | Unusable]:
        for number, found in self._objects():
            if isinstance(found, str):
                yield Unusable(number, found)
            else:
                yield song(number, {name: found.get(key) for name, key in self._names.items()})

    @property
    def share(self) -> float:
        return self._lines.share if self._lines else 0.0

    def _objects(self) -> Iterator[tuple[int, dict[str, Any] | str]]:
        """The object of each line that is not blank, or why it is none."""
        number = 0
        with closing(Lines(self._path)) as self._lines:
            while True:
                try:
                    line = next(self._lines)
                except StopIteration:
                    return
                except DamagedError as error:
                    yield number + 1, str(error)
                    return
                except LongLineError:
                    line = "?"
                if line.strip():
                    number += 1
                    yield number, _object(line) or "malformed row"

    def _keys(self) -> list[str]:
        """Every key of the first lines, in the order in which they are met."""
        keys: dict[str, None] = {}
        for number, found in self._objects():
            if isinstance(found, dict):
                keys |= dict.fromkeys(found)
            if number >= _LOOKED_AT:
                break
        if not keys:
            raise FileError(f"{self._path} holds no JSON objects: give one song a line.")
        return list(keys)


def _object(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
