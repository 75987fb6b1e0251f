"""SemEval-2018 E-c (Mohammad et al. 2018): tweets with any of eleven emotions, by a crowd."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from heartsong.labels import HEARD, NEUTRAL
from heartsong.training.examples import Example, Split, line_split
from heartsong.training.labels import sentiment_target, shares
from heartsong.training.readers.tables import rows

# Anticipation and trust are none of ours; they only say that a tweet is not neutral.
_OURS: Final = {
    "anger": "anger",
    "disgust": "anger",
    "fear": "fear",
    "joy": "joy",
    "optimism": "joy",
    "love": "love",
    "sadness": "sadness",
    "pessimism": "sadness",
    "surprise": "surprise",
}
_PLEASANT: Final = frozenset({"joy", "love", "optimism", "trust"})
_UNPLEASANT: Final = frozenset({"anger", "disgust", "fear", "sadness", "pessimism"})
_OTHERS: Final = frozenset({"anticipation", "trust"})


def read(folder: Path, split: Split) -> Iterator[Example]:
    """Several emotions share the target; one tweet in ten is held out."""
    for row in rows(folder / "text/semeval2018_ec_train.txt", delimiter="\t"):
        if line_split(row["Tweet"], dev_in=10) != split:
            continue
        said = {name for name in (*_OURS, *_OTHERS) if row[name] == "1"}
        targets = {}
        if emotions := _emotions(said):
            targets["emotions"] = emotions
        if sentiment := _sentiment(said):
            targets["sentiment"] = sentiment_target(sentiment)
        if targets:
            yield Example("semeval", "message", row["Tweet"], targets)


def _emotions(said: set[str]) -> tuple[float, ...] | None:
    ours = [_OURS[name] for name in said if name in _OURS] or ([] if said else [NEUTRAL])
    if not ours:
        return None
    return shares(HEARD, {name: ours.count(name) / len(ours) for name in ours})


def _sentiment(said: set[str]) -> str | None:
    """None for tweets that are both, or neither and yet not neutral."""
    pleasant, unpleasant = bool(said & _PLEASANT), bool(said & _UNPLEASANT)
    if pleasant != unpleasant:
        return "positive" if pleasant else "negative"
    return None if said else "neutral"
