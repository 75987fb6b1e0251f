"""TweetEval sentiment (Rosenthal et al. 2017; Barbieri et al. 2020): tweets judged by people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from heartsong.training.examples import Example, Split, line_split
from heartsong.training.labels import sentiment_target
from heartsong.types import SENTIMENTS

TEXTS = "text/tweeteval_sentiment/val_text.txt"
LABELS = "text/tweeteval_sentiment/val_labels.txt"


def read(folder: Path, split: Split) -> Iterator[Example]:
    """Only the validation part is at hand; one tweet in four of it is held out."""
    texts = (folder / TEXTS).read_text(encoding="utf-8").splitlines()
    labels = (folder / LABELS).read_text(encoding="utf-8").split()
    for text, label in zip(texts, labels, strict=True):
        if line_split(text, dev_in=4) == split:
            targets = {"sentiment": sentiment_target(SENTIMENTS[int(label)])}
            yield Example("tweeteval", "message", text, targets)
