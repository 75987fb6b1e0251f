"""Our own messages: lines as people type them into a music app, written and labelled by us."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from heartsong.training.examples import Example, Split
from heartsong.training.labels import emotion_target, group_target, sentiment_target
from heartsong.training.readers.tables import rows

FILE: Final = Path(__file__).parent.parent / "messages.tsv"
REPEATS: Final = 4  # few, but the only ones that sound like our listeners


def read(folder: Path, split: Split) -> Iterator[Example]:
    """The lines ship with the code, so `folder` is not read; training sees each line four times."""
    wanted, times = ("train", REPEATS) if split == "train" else ("test", 1)
    for row in rows(FILE, delimiter="\t"):
        if row["split"] == wanted:
            targets = {
                "emotions": emotion_target(row["emotion"]),
                "sentiment": sentiment_target(row["sentiment"]),
                "groups": group_target({row["group"]: 1.0}),
            }
            yield from [Example("own", "message", row["text"], targets)] * times
