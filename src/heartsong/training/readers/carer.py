"""CARER (Saravia et al. 2018): 18,000 tweets with one of six emotions, from their hashtags."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from heartsong.labels import MEANINGS
from heartsong.training.examples import UNKNOWN, Example, Split
from heartsong.training.labels import emotion_target, group_target

FILES = {"train": "text/carer/train.txt", "dev": "text/carer/val.txt"}


def read(folder: Path, split: Split) -> Iterator[Example]:
    """Hashtags never say neutral, so that class is not judged here."""
    for line in (folder / FILES[split]).read_text(encoding="utf-8").splitlines():
        text, _, label = line.rpartition(";")
        if text and label in MEANINGS:
            targets = {
                "emotions": (*emotion_target(label)[:-1], UNKNOWN),
                "groups": group_target(MEANINGS[label].groups),
            }
            yield Example("carer", "message", text, targets)
