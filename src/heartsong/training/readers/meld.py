"""MELD (Poria et al. 2019): lines of a sitcom with emotion and sentiment, by people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from heartsong.training.examples import Example, Split
from heartsong.training.labels import emotion_target, sentiment_target
from heartsong.training.readers.tables import rows

FILES: Final = {"train": "text/meld/train.csv", "dev": "text/meld/dev.csv"}


def read(folder: Path, split: Split) -> Iterator[Example]:
    for row in rows(folder / FILES[split]):
        targets = {
            "emotions": emotion_target(row["Emotion"]),
            "sentiment": sentiment_target(row["Sentiment"]),
        }
        yield Example("meld", "message", row["Utterance"], targets)
