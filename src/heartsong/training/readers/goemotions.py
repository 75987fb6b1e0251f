"""GoEmotions (Demszky et al. 2020): Reddit comments with 27 emotions and neutral, by people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from heartsong.labels import MEANINGS, NEUTRAL
from heartsong.training.examples import Example, Split
from heartsong.training.labels import emotion_target, group_target, sentiment_target

FILES = {"train": "text/goemotions/train.tsv", "dev": "text/goemotions/dev.tsv"}
LABELS = "text/goemotions/labels.txt"


def read(folder: Path, split: Split) -> Iterator[Example]:
    """Several labels give the mean of their targets; the dev split keeps comments with one."""
    names = (folder / LABELS).read_text(encoding="utf-8").split()
    for line in (folder / FILES[split]).read_text(encoding="utf-8").splitlines():
        text, ids, _ = line.split("\t")
        labels = [names[int(i)] for i in ids.split(",")]
        if split == "dev" and len(labels) > 1:
            continue
        targets = {
            "emotions": _mean([emotion_target(label) for label in labels]),
            "sentiment": _mean([sentiment_target(MEANINGS[label].sentiment) for label in labels]),
        }
        # A comment without feeling is no calm listener, so it says nothing of the groups.
        if labels != [NEUTRAL]:
            targets["groups"] = _mean([group_target(MEANINGS[label].groups) for label in labels])
        yield Example("goemotions", "message", text, targets)


def _mean(targets: list[tuple[float, ...]]) -> tuple[float, ...]:
    return tuple(np.mean(targets, axis=0).tolist())
