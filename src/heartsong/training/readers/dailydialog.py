"""DailyDialog (Li et al. 2017): everyday English dialogues, each utterance judged by people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from heartsong.labels import NEUTRAL
from heartsong.training.examples import UNKNOWN, Example, Split, line_split
from heartsong.training.labels import emotion_target
from heartsong.training.readers.tables import rows
from heartsong.types import EMOTIONS

FILES: Final = {"train": "text/dailydialog/train.csv", "dev": "text/dailydialog/validation.csv"}
NO_EMOTION: Final = "no_emotion"
LABELS: Final = ("happiness", "sadness", "anger", "disgust", "fear", "surprise", NO_EMOTION)
_LOVE: Final = EMOTIONS.index("love")
_ONE_NEUTRAL_IN: Final = 10  # five in six utterances carry no emotion; a few of them will do


def read(folder: Path, split: Split) -> Iterator[Example]:
    """The utterances that carry an emotion; training also sees one in ten of the others."""
    for text, label in utterances(folder, split):
        if label == NO_EMOTION:
            if split == "train" and line_split(text, _ONE_NEUTRAL_IN) == "dev":
                yield Example("dailydialog", "message", text, {"emotions": emotion_target(NEUTRAL)})
        else:
            yield Example("dailydialog", "message", text, {"emotions": target(label)})


def utterances(folder: Path, split: Split) -> Iterator[tuple[str, str]]:
    """Every utterance with its label, one of `LABELS`."""
    for row in rows(folder / FILES[split]):
        if text := row["utterance"].strip():
            yield text, row["emotion"]


def target(label: str) -> tuple[float, ...]:
    """Its happiness is joy or love, it does not say which, so love is not judged there."""
    if label != "happiness":
        return emotion_target(label)
    shares = list(emotion_target("joy"))
    shares[_LOVE] = UNKNOWN
    return tuple(shares)
