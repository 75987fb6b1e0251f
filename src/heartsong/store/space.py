"""The space in which songs and messages are compared: one inner product over weighted blocks.

Two distributions p, q are compared by the Bhattacharyya coefficient Σ √(pᵢ qᵢ), which is the
inner product of their square roots and lies in [0, 1] (Bhattacharyya 1943). So a song is the
vector [√emotions, √groups, embedding], each block of unit length, and a query scales each
block by its weight: one index serves any weighting.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from heartsong.store.base import Vectors
from heartsong.types import EMOTIONS, GROUPS

Floats = NDArray[np.float32]

OF_EMOTIONS: Final = slice(0, len(EMOTIONS))
OF_GROUPS: Final = slice(len(EMOTIONS), len(EMOTIONS) + len(GROUPS))
OF_MEANING: Final = slice(len(EMOTIONS) + len(GROUPS), None)


def rows_of(vectors: Vectors) -> Floats:
    """Songs as (songs, 10 + width) float32."""
    return np.hstack([np.sqrt(vectors.emotions), np.sqrt(vectors.groups), vectors.embeddings])


def weighted(emotions: float, groups: float, meaning: float, width: int) -> Floats:
    """The weight of every number of a row: (10 + width,) float32."""
    weights = np.full(OF_GROUPS.stop + width, meaning, np.float32)
    weights[OF_EMOTIONS] = emotions
    weights[OF_GROUPS] = groups
    return weights
