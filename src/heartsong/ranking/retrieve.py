"""How a message and a song are compared, and which songs of a catalogue come nearest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from heartsong.model import Heard
from heartsong.store.space import OF_EMOTIONS, OF_GROUPS, OF_MEANING, Floats, rows_of, weighted
from heartsong.types import EMOTIONS, GROUPS

if TYPE_CHECKING:
    from heartsong.store.base import Store


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much in a score; the three sum to 1.

    Attributes:
        emotions, groups: the two halves of the part `mood`.
        meaning: how near the words are.
    """

    emotions: float = 0.2
    groups: float = 0.5
    meaning: float = 0.3

    @property
    def mood(self) -> float:
        return self.emotions + self.groups


@dataclass(frozen=True, slots=True)
class Candidate:
    """A song that may be offered: `score` is the weighted sum of `mood` and `meaning`."""

    id: str
    score: float
    mood: float
    meaning: float


def query_row(heard: Heard, weights: Weights) -> Floats:
    """A message as a vector of the index: (10 + width,) float32."""
    emotions = np.sqrt([heard.mood.emotions[name] for name in EMOTIONS])
    groups = np.sqrt([heard.mood.groups[name] for name in GROUPS])
    row = np.concatenate([emotions, groups, heard.embedding]).astype(np.float32)
    # A cosine in [-1, 1] counts as a part in [0, 1], so half as steeply.
    return row * weighted(
        weights.emotions, weights.groups, weights.meaning / 2, len(heard.embedding)
    )


class Retriever:
    """Finds the songs of a catalogue that are nearest to a message."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __len__(self) -> int:
        """How many songs there are."""
        return self._store.count()

    def retrieve(self, heard: Heard, k: int, weights: Weights) -> list[Candidate]:
        """The `k` songs with the highest scores, best first; equals in the order of their ids."""
        found = self._store.near(query_row(heard, weights), k)
        if not len(found):
            return []
        products = rows_of(found) * query_row(heard, Weights(1.0, 1.0, 1.0))
        emotions = products[:, OF_EMOTIONS].sum(axis=1)
        groups = products[:, OF_GROUPS].sum(axis=1)
        share = weights.emotions / weights.mood if weights.mood else 0.5
        mood = share * emotions + (1 - share) * groups
        meaning = 0.5 + products[:, OF_MEANING].sum(axis=1)
        candidates = [
            _candidate(song_id, float(m), float(n), weights)
            for song_id, m, n in zip(found.ids, mood, meaning, strict=True)
        ]
        return sorted(candidates, key=lambda each: (-each.score, each.id))


def _candidate(song_id: str, mood: float, meaning: float, weights: Weights) -> Candidate:
    # Six digits: the last bits of a float32 sum differ between processors, the order must not.
    mood, meaning = (round(min(1.0, max(0.0, part)), 6) for part in (mood, meaning))
    score = round(weights.mood * mood + weights.meaning * meaning, 6)
    return Candidate(song_id, score, mood, meaning)
