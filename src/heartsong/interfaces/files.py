"""What the command reads from arguments, pipes and files, and what it writes to them."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TextIO

from heartsong.errors import FileError, RequestError, TextError
from heartsong.interfaces.payloads import Payload, flat


class Format(StrEnum):
    """What `export` can write."""

    JSONL = "jsonl"
    CSV = "csv"
    PROCESSED = "prototype-processed"
    TRAINDATA = "prototype-traindata"
    CLUSTERED = "prototype-clustered"


# Python before 3.13 puts no quotes about a lone carriage return unless all texts get them: a name
# could begin a row, and a formula, of its own.
QUOTING: Final = csv.QUOTE_NONNUMERIC
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet runs (OWASP)


def given_words(text: str) -> str:
    """The argument itself, or what a pipe holds where it is a dash."""
    if text != "-":
        return text
    if sys.stdin is None:
        raise TextError("Nothing can be read from a closed input: pipe some words into it.")
    return sys.stdin.buffer.read().decode("utf-8", "surrogateescape")


def named_columns(given: list[str]) -> dict[str, str]:
    """["title=song"] → {"title": "song"}."""
    pairs = {}
    for each in given:
        field, _, name = (part.strip() for part in each.partition("="))
        if not (field and name):
            raise RequestError(f"--column {each} says too little: write FIELD=NAME, as title=song.")
        pairs[field] = name
    return pairs


def text_lines(file: Path) -> Iterator[str]:
    """The lines of a text file, without their ends; bytes that are no UTF-8 become surrogates."""
    try:
        with file.open(encoding="utf-8-sig", errors="surrogateescape") as source:
            for line in source:
                yield line.rstrip("\n")
    except FileNotFoundError:
        raise FileError(f"There is no file {file}: check the name.") from None
    except OSError as error:
        raise FileError(f"{file} cannot be read ({error.strerror}): give a text file.") from error


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """A file to write to that takes the place of `path` only once it is whole."""
    if path.is_dir():
        raise FileError(f"{path} cannot be written (it is a folder): choose a file.")
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as target:
            yield target
        part.replace(path)
    except OSError as error:
        raise FileError(f"{path} cannot be written ({error.strerror}): choose another.") from error
    finally:
        part.unlink(missing_ok=True)


def write_songs(songs: Iterator[Payload], format: Format, target: TextIO) -> None:
    """Songs as JSON Lines, or as one table that a spreadsheet can open without running it."""
    if format is Format.JSONL:
        for song in songs:
            target.write(json.dumps(song, ensure_ascii=False) + "\n")
        return
    writer = None
    for song in songs:
        row = {name: _inert(cell) for name, cell in flat(song).items()}
        if writer is None:
            writer = csv.DictWriter(target, row, lineterminator="\n", quoting=QUOTING)
            writer.writeheader()
        writer.writerow(row)


def _inert(cell: Any) -> Any:
    """The cell, behind a single quote where it is a text that a spreadsheet would run."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
