"""Our own messages: lines as people type them into a music app.

Language models wrote and labelled them for Heartsong; no human checked them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from heartsong.labels import HEARD
from heartsong.training.examples import Example, Split
from heartsong.training.labels import group_target, sentiment_target, shares
from heartsong.training.readers.tables import rows

FILE: Final = Path(__file__).parent.parent / "messages.tsv"
_ALSO: Final = 0.3  # the share of a second emotion, where a line has one


def read(folder: Path, split: Split) -> Iterator[Example]:
    """The lines ship with the code, so `folder` is not read.

    The column `split` tells three parts apart: `train`, `dev` (choices may be made on it) and
    `test` (kept for the report alone; `read_test` gives it).
    """
    return _read(split)


def read_test(folder: Path) -> Iterator[Example]:
    """The half of our lines that nothing was chosen by."""
    return _read("test")


def _read(part: str) -> Iterator[Example]:
    for row in rows(FILE, delimiter="\t"):
        if row["split"] == part:
            emotions = {row["emotion"]: 1.0}
            if row["also"]:
                emotions = {row["emotion"]: 1 - _ALSO, row["also"]: _ALSO}
            targets = {
                "emotions": shares(HEARD, emotions),
                "sentiment": sentiment_target(row["sentiment"]),
                "groups": group_target({row["group"]: 1.0}),
            }
            source = "own test" if part == "test" else "own"
            yield Example(source, "message", row["text"], targets)
