"""ISEAR (Scherer & Wallbott 1994): situations that students told of, with the emotion they felt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from heartsong.labels import MEANINGS
from heartsong.training.examples import Example, Split, line_split
from heartsong.training.labels import emotion_target, group_target
from heartsong.training.readers.tables import rows


def read(folder: Path, split: Split) -> Iterator[Example]:
    for row in rows(folder / "text/isear.csv"):
        label, text = row["emotion"], row["text"]
        if label in MEANINGS and line_split(text, dev_in=10) == split:
            targets = {
                "emotions": emotion_target(label),
                "groups": group_target(MEANINGS[label].groups),
            }
            yield Example("isear", "message", text, targets)
