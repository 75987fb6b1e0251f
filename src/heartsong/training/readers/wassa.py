"""WASSA 2017 (Mohammad & Bravo-Marquez): how strongly tweets feel one emotion, by a crowd."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from heartsong.labels import MEANINGS
from heartsong.training.examples import Example, Split, line_split
from heartsong.training.labels import emotion_target, group_target, sentiment_target

PARTS: Final = ("train", "dev.gold", "test.gold")
EMOTIONS: Final = ("anger", "joy", "sadness")
_STRONG: Final = 0.45  # below, the emotion is hardly there


def read(folder: Path, split: Split) -> Iterator[Example]:
    """The tweets that feel it strongly; one in ten is held out."""
    for emotion in EMOTIONS:
        for part in PARTS:
            path = folder / f"text/wassa2017/{emotion}-ratings-0to1.{part}.txt"
            for line in path.read_text(encoding="utf-8").splitlines():
                _, text, label, strength = line.split("\t")
                if float(strength) >= _STRONG and line_split(text, dev_in=10) == split:
                    meaning = MEANINGS[label]
                    targets = {
                        "emotions": emotion_target(label),
                        "sentiment": sentiment_target(meaning.sentiment),
                        "groups": group_target(meaning.groups),
                    }
                    yield Example("wassa", "message", text, targets)
