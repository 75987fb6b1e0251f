"""Labelled texts in the forms that data sets come in → one table; forms are told by their shape."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from heartsong.errors import FileError
from heartsong.labels import emotion_of, plain, sentiments_of

Row = dict[str, str]

# Columns under the names that real files use, the likelier first.
TEXT: Final = (
    "lyrics",
    "lyric",
    "song lyrics",
    "text",
    "utterance",
    "sentence",
    "comment",
    "tweet",
    "message",
    "content",
)
_LONGEST_FIELD: Final = 1_000_000
_TWEETEVAL_TEXTS: Final = "_text.txt"
_FIRST_LINES: Final = 50
_NUMBERS: Final = re.compile(r"\d+(?:,\d+)*")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of named columns.

    Attributes:
        path: as the user gave it.
        header: the columns as the file names them; `rows` have them in plain lower case.
    """

    path: Path
    header: tuple[str, ...]
    rows: list[Row]

    def column(self, names: tuple[str, ...]) -> str | None:
        """The first of these columns that the table has."""
        found = {plain(name) for name in self.header}
        return next((name for name in names if name in found), None)


def read_table(path: Path) -> Table:
    """Read a CSV, TSV or JSONL file, CARER's or GoEmotions' lines, or a folder of TweetEval's.

    Raises:
        FileError: there is no such file, or it is nothing of the kind.
    """
    if path.is_dir() or path.name.endswith(_TWEETEVAL_TEXTS):
        return Table(path, ("text", "label", "split"), list(_tweeteval(path)))
    text = _text(path)
    if text.lstrip().startswith("{"):
        return _json_lines(path, text)
    table = _delimited(path, text)
    if table.column(TEXT):
        return table
    for lines in (_goemotions(path, text), _carer(text)):
        if lines:
            return Table(path, ("text", "label"), lines)
    raise FileError(
        f"{path} has no column of texts that is recognised (its first line gives {_listed(table)}):"
        " name one 'text' in a header, and one 'label'."
    )


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise FileError(f"There is no file or folder {path}: check the name.") from None
    except OSError as error:
        raise FileError(f"{path} cannot be read ({error.strerror}): check it.") from error
    if b"\0" in content:
        raise FileError(f"{path} is not a text file: give labelled texts as CSV, TSV or JSONL.")
    if not content.strip():
        raise FileError(f"{path} is empty: give labelled texts as CSV, TSV or JSONL.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _delimited(path: Path, text: str) -> Table:
    line = text.partition("\n")[0]
    delimiter = max(",\t;", key=line.count)  # a comma where there is none of them
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise FileError(f"{path} cannot be read as a table ({error}): mend it.") from error
    names = [plain(name) for name in header]
    return Table(path, tuple(header), [dict(zip(names, row, strict=False)) for row in rows if row])


def _json_lines(path: Path, text: str) -> Table:
    rows: list[Row] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise FileError(f"Line {number} of {path} is no JSON object: give one a line.")
        rows.append({plain(name): "" if v is None else str(v) for name, v in found.items()})
    return Table(path, tuple(dict.fromkeys(name for row in rows for name in row)), rows)


def _tweeteval(path: Path) -> Iterator[Row]:
    """Pairs of X_text.txt and X_labels.txt, line by line; mapping.txt names the numbers."""
    texts = sorted(path.glob(f"*{_TWEETEVAL_TEXTS}")) if path.is_dir() else [path]
    if not texts:
        raise FileError(f"{path} is a folder without X_text.txt and X_labels.txt: give a file.")
    mapping = texts[0].with_name("mapping.txt")
    pairs = [line.split("\t")[:2] for line in _lines(mapping)] if mapping.is_file() else []
    names = dict(pair for pair in pairs if len(pair) == 2)
    for file in texts:
        split = file.name.removesuffix(_TWEETEVAL_TEXTS)
        lines = _lines(file)
        labels = [label.strip() for label in _lines(file.with_name(f"{split}_labels.txt"))]
        if len(lines) != len(labels):
            raise FileError(
                f"{file} has {len(lines):,} lines and its labels {len(labels):,}: give a pair."
            )
        for text, label in zip(lines, labels, strict=True):
            yield {"text": text, "label": names.get(label, label).strip(), "split": split}


def _lines(path: Path) -> list[str]:
    """Lines by line feed alone: some tweets hold other signs that Python counts as line ends."""
    return _text(path).rstrip("\n").replace("\r\n", "\n").split("\n")


def _goemotions(path: Path, text: str) -> list[Row] | None:
    """Text, numbers of labels and an id; comments with several labels are left out."""
    names = path.with_name("labels.txt")
    rows = [line.split("\t") for line in text.splitlines() if line.strip()]
    shaped = all(len(row) == 3 and _NUMBERS.fullmatch(row[1]) for row in rows[:_FIRST_LINES])
    if not shaped:
        return None
    if not names.is_file():
        raise FileError(f"{path} gives its labels as numbers: put labels.txt, one a line, there.")
    labels = _text(names).split()
    found: list[Row] = []
    for each in rows:
        if len(each) == 3 and each[1].isdecimal():
            if int(each[1]) >= len(labels):
                raise FileError(f"{names} does not name the label {each[1]} of {path}: mend it.")
            found.append({"text": each[0], "label": labels[int(each[1])]})
    return found


def _carer(text: str) -> list[Row] | None:
    """Lines of text;label."""
    parts = [line.rpartition(";") for line in text.splitlines() if line.strip()]
    labels = {label for _, _, label in parts[:_FIRST_LINES]}
    known = all(emotion_of(label) for label in labels) or all(sentiments_of([*labels]).values())
    return [{"text": words, "label": label} for words, _, label in parts] if known else None


def _listed(table: Table) -> str:
    shown = ", ".join(f"'{name[:40]}'" for name in table.header[:8])
    return shown if len(table.header) <= 8 else f"{shown} and {len(table.header) - 8} more"
