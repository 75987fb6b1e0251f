"""Lines of text files as they are found: plain, gzip or zip, in whatever encoding, of any size."""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Final

from heartsong.catalogue.sources.base import part
from heartsong.errors import FileError

LONGEST_LINE: Final = 1_000_000  # characters: no song's words are longer
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_HEAD: Final = 4096
_MOST_NULS: Final = 0.1  # a few are dirt; text in 16 bits without a mark, or no text, has more
# Text packs to a third or a tenth. What unpacks to far more was made to fill a memory.
_MOST_UNPACKED: Final = 200
_UNPACKED_FREELY: Final = 100_000_000


class LongLineError(ValueError):
    """A line beyond `LONGEST_LINE`; it was passed over, and the next one can be read."""


class DamagedError(ValueError):
    """The rest of the file cannot be read; the text says why, in a few words."""


class Lines(Iterator[str]):
    """The lines of a file, with their ends, one after the other in bounded memory.

    UTF-8 with or without a byte-order mark and UTF-16 with one are read as such. Bytes that are
    not UTF-8 are taken for Windows-1252, each by itself, so that one bad byte spoils no other.
    NUL characters are left out.

    Args:
        path: a text file, or one packed with gzip, or the only file of a zip archive.

    Raises:
        FileError: it is missing, unreadable, a folder, empty or binary.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._given = 0
        try:
            self._size = path.stat().st_size
            self._raw = path.open("rb")
        except OSError as error:
            raise unreadable(path, error) from error
        with ExitStack() as opening:
            opening.callback(self._raw.close)
            self._text = self._decoded(path)
            opening.pop_all()

    def _decoded(self, path: Path) -> io.TextIOWrapper:
        try:
            self._file, self._packed = _opened(path, self._raw)
            head = self._file.peek(_HEAD)[:_HEAD]
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError) as error:
            raise unreadable(path, error) from error
        if not head.strip():
            raise FileError(f"{path} is empty: give a file with songs.")
        encoding = _encoding(head)
        if encoding != "utf-16" and head.count(0) > _MOST_NULS * len(head):
            raise FileError(f"{path} is not a text file: give a table of lyrics.")
        codecs.register_error("heartsong.windows", _as_windows)
        errors = "replace" if encoding == "utf-16" else "heartsong.windows"
        return io.TextIOWrapper(self._file, encoding, errors=errors, newline="")

    def __next__(self) -> str:
        """The next line.

        Raises:
            LongLineError: it is too long.
            DamagedError: nothing more can be read.
        """
        line = self._read()
        if not line:
            raise StopIteration
        if len(line) < LONGEST_LINE or line.endswith(("\n", "\r")):
            return line.replace("\0", "")
        while line and not line.endswith(("\n", "\r")):
            line = self._read()
        raise LongLineError("line too long")

    @property
    def share(self) -> float:
        """How much of the file, packed as it is, has been read, in [0, 1]."""
        if self._raw.closed:
            return 1.0
        return part(self._raw.tell(), self._size)

    def close(self) -> None:
        self._text.close()
        self._raw.close()

    def _read(self) -> str:
        try:
            line = self._text.readline(LONGEST_LINE)
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, UnicodeError) as error:
            raise DamagedError("cut off or damaged from here on") from error
        self._given += len(line)
        if (
            self._packed
            and self._given > _UNPACKED_FREELY
            and self._given > _MOST_UNPACKED * self._size
        ):
            raise DamagedError(f"unpacks to over {_MOST_UNPACKED} times its size")
        return line


def _opened(path: Path, raw: io.BufferedReader) -> tuple[io.BufferedReader, bool]:
    """The file's bytes, unpacked, and whether they were packed."""
    start = raw.peek(4)[:4]
    if start.startswith(_GZIP):
        return io.BufferedReader(gzip.GzipFile(fileobj=raw)), True
    if start == _ZIP:
        return io.BufferedReader(_only_member(path, raw)), True  # type: ignore[arg-type]
    return raw, False


def _only_member(path: Path, raw: io.BufferedReader) -> IO[bytes]:
    archive = zipfile.ZipFile(raw)
    members = [each for each in archive.infolist() if not each.is_dir()]
    if len(members) != 1:
        archive.close()
        raise FileError(
            f"{path} holds {len(members)} files: unpack it, and give the table of lyrics."
        )
    if members[0].flag_bits & 1:
        archive.close()
        raise FileError(f"{path} has a password: unpack it, and give the table of lyrics.")
    return archive.open(members[0])


def _encoding(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig"


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


def unreadable(path: Path, error: Exception) -> FileError:
    """What to tell of a file that could not be opened."""
    if isinstance(error, FileNotFoundError):
        return FileError(f"There is no file {path}: check the name.")
    if isinstance(error, IsADirectoryError):
        return FileError(f"{path} is a folder: give a table of lyrics.")
    if isinstance(error, OSError) and error.strerror:
        return FileError(f"{path} cannot be read ({error.strerror}): check its permissions.")
    return FileError(f"{path} is cut off or damaged: fetch it again.")
