"""How a message and a song are compared: one inner product over weighted blocks.

Two distributions p, q are compared by the Bhattacharyya coefficient Σ √(pᵢ qᵢ), which is the
inner product of their square roots and lies in [0, 1] (Bhattacharyya 1943). So a song is the
vector [√emotions, √groups, embedding], each block of unit length, and a query scales each
block by its weight: one index serves any weighting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heartsong.model import Heard
from heartsong.store.base import Vectors
from heartsong.store.index import ExactIndex, VectorIndex
from heartsong.types import EMOTIONS, GROUPS

Floats = NDArray[np.float32]

_EMOTIONS: Final = slice(0, len(EMOTIONS))
_GROUPS: Final = slice(len(EMOTIONS), len(EMOTIONS) + len(GROUPS))
_MEANING: Final = slice(len(EMOTIONS) + len(GROUPS), None)


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
    return np.concatenate(
        [
            weights.emotions * emotions,
            weights.groups * groups,
            # A cosine in [-1, 1] counts as a part in [0, 1], so half as steeply.
            weights.meaning / 2 * heard.embedding,
        ]
    ).astype(np.float32)


class Retriever:
    """Finds the songs of a catalogue that are nearest to a message.

    Args:
        vectors: the numbers of every song, in the order of their ids.
    """

    def __init__(self, vectors: Vectors) -> None:
        self._ids = vectors.ids
        self._rows: Floats = np.hstack(
            [np.sqrt(vectors.emotions), np.sqrt(vectors.groups), vectors.embeddings]
        )
        self._index: VectorIndex = ExactIndex(self._rows)

    def __len__(self) -> int:
        """How many songs there are."""
        return len(self._index)

    def retrieve(self, heard: Heard, k: int, weights: Weights) -> list[Candidate]:
        """The `k` songs with the highest scores, best first; equals in the order of their ids."""
        query = query_row(heard, weights)
        found, _ = self._index.search(query, k)
        products = self._rows[found] * query_row(heard, Weights(1.0, 1.0, 1.0))
        emotions = products[:, _EMOTIONS].sum(axis=1)
        groups = products[:, _GROUPS].sum(axis=1)
        share = weights.emotions / weights.mood if weights.mood else 0.5
        mood = share * emotions + (1 - share) * groups
        meaning = 0.5 + products[:, _MEANING].sum(axis=1)
        candidates = [
            _candidate(self._ids[row], float(m), float(n), weights)
            for row, m, n in zip(found.tolist(), mood, meaning, strict=True)
        ]
        return sorted(candidates, key=lambda each: (-each.score, each.id))


def _candidate(song_id: str, mood: float, meaning: float, weights: Weights) -> Candidate:
    # Six digits: the last bits of a float32 sum differ between processors, the order must not.
    mood, meaning = (round(min(1.0, max(0.0, part)), 6) for part in (mood, meaning))
    score = round(weights.mood * mood + weights.meaning * meaning, 6)
    return Candidate(song_id, score, mood, meaning)
