"""The head that hears hints of danger: an embedding, runs of words and parts of words → a score.

scripts/fit_crisis.py fits it and writes crisis.json. Parts of words stand for spellings, endings
and compounds that no line of the training showed.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from heartsong.model import Floats

HEAD: Final = Path(__file__).with_name("crisis.json")
_LONGEST_GRAM: Final = 3  # words
_PART: Final = range(2, 6)  # letters, the spaces around a word among them
_NO_WORDS: Final = frozenset((".", "~"))


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """A linear head: how much a message speaks of danger.

    Attributes:
        model: the name of the only model whose embeddings it reads.
        embedding: (width,) weights.
        words: the weight of each run of one to three plain words.
        parts: the weight of each part of a word.
        bias: added to all of them, so that a score above 0 is danger.
    """

    model: str
    embedding: Floats
    words: Mapping[str, float]
    parts: Mapping[str, float]
    bias: float

    def of_words(self, words: str) -> float:
        """The part of the score that plain words make up."""
        return _weighed(grams(words), self.words) + _weighed(parts(words), self.parts)

    def score(self, words: str, embedding: Floats) -> float:
        """Above 0 where a message speaks of danger."""
        return self.bias + self.of_words(words) + float(self.embedding @ embedding)


def grams(words: str) -> Iterator[str]:
    """Every run of one to three words."""
    split = [word for word in words.split() if word != "."]
    for length in range(1, _LONGEST_GRAM + 1):
        for start in range(len(split) - length + 1):
            yield " ".join(split[start : start + length])


def parts(words: str) -> Iterator[str]:
    """Every part of each word, with a space where the word begins and ends."""
    for word in set(words.split()) - _NO_WORDS:
        framed = f" {word} "
        for length in _PART:
            for start in range(len(framed) - length + 1):
                yield framed[start : start + length]


@cache
def shipped_head() -> Head:
    """The head that ships, fitted by scripts/fit_crisis.py to the model that ships."""
    held = json.loads(HEAD.read_text(encoding="utf-8"))
    embedding = np.array(held["embedding"], np.float32)
    return Head(held["model"], embedding, held["words"], held["parts"], held["bias"])


def _weighed(found: Iterable[str], weights: Mapping[str, float]) -> float:
    """The weights of what was found, so shared that a long message weighs no more than a short."""
    once = set(found)
    return sum(weights.get(each, 0.0) for each in once) / math.sqrt(len(once) or 1)
