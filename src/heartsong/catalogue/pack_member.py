"""The members of a pack, read piece by piece against their checksums."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tokenize import TokenError
from types import TracebackType
from typing import Any, Final, Self

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from heartsong.errors import PackError

LARGEST: Final = 1 << 30  # bytes of a member once unpacked: a million songs fit, a bomb does not
# What zipfile, zlib, json and NumPy's reader of headers say of bytes that they do not understand.
DAMAGE: Final = (
    ArithmeticError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TokenError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LONGEST_LINE: Final = 1_000_000  # bytes of one song's names


@contextmanager
def damage_in(path: Path, part: str) -> Iterator[None]:
    """Turns whatever goes wrong in reading a part of a pack into one sentence."""
    try:
        yield
    except DAMAGE as error:
        raise PackError(f"The pack {path} is damaged ({part}): fetch it again.") from error


class Member:
    """A member that is open to be read once, from its start to its end.

    Args:
        path: the pack, for what people are told.
        archive: the same, open.
        checksum: SHA-256 that the bytes must have.

    Raises:
        PackError: it is missing, damaged, or too large to be one of ours; so says every method.
    """

    def __init__(self, path: Path, archive: zipfile.ZipFile, name: str, checksum: str) -> None:
        self._path, self._name, self._checksum = path, name, checksum
        self._digest = sha256()
        with self._damage():
            found = archive.getinfo(name)
            self._size = found.file_size
            if self._size > LARGEST:
                raise PackError(
                    f"{name} in {path} unpacks to over {LARGEST >> 20:,} MB, more than Heartsong "
                    "packs: get the pack from someone you trust."
                )
            if found.compress_type not in _METHODS:
                raise ValueError("packed in a way of its own")
            self._file = io.BufferedReader(archive.open(found))  # type: ignore[type-var]

    def end(self) -> None:
        """See that nothing is left, and that all that was read is what was packed."""
        with self._damage():
            if self._file.read(1) or self._digest.hexdigest() != self._checksum:
                raise ValueError("other bytes than were packed")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def _damage(self) -> Any:
        return damage_in(self._path, self._name)


class Names(Member):
    """Names of songs, a line each."""

    def take(self, count: int) -> list[str]:
        """The next lines."""
        with self._damage():
            return [self._line() for _ in range(count)]

    def _line(self) -> str:
        line = self._file.readline(_LONGEST_LINE)
        self._digest.update(line)
        if not line or (len(line) == _LONGEST_LINE and not line.endswith(b"\n")):
            raise ValueError("a line is missing, or longer than any song's names")
        return line.removesuffix(b"\n").decode()


class Rows(Member):
    """Figures of songs, a row each, from a file of NumPy's.

    Attributes:
        shape: (songs, width).
        kind: the type of a figure.
    """

    def __init__(self, path: Path, archive: zipfile.ZipFile, name: str, checksum: str) -> None:
        super().__init__(path, archive, name, checksum)
        try:
            with self._damage():
                self.shape, self.kind = self._header()
        except PackError:
            self._file.close()
            raise

    def take(self, count: int) -> NDArray[Any]:
        """The next rows, (count, width)."""
        with self._damage():
            rows = np.empty((count, self.shape[1]), self.kind)
            content = rows.reshape(-1).view(np.uint8)
            if self._file.readinto(content.data) < len(content):
                raise EOFError("rows are missing")
            self._digest.update(content.data)
            return rows

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, for NumPy's reader of headers."""
        content = self._file.read(size)
        self._digest.update(content)
        return content

    def _header(self) -> tuple[tuple[int, int], np.dtype[Any]]:
        if npy.read_magic(self) != (1, 0):
            raise ValueError("another version of NumPy's format")
        shape, by_column, kind = npy.read_array_header_1_0(self)
        (songs, width) = shape
        if by_column or kind.hasobject or min(shape) < 1:
            raise ValueError("no rows of figures")
        if songs * width * kind.itemsize > self._size:
            raise ValueError("more figures than bytes")
        return (songs, width), kind
