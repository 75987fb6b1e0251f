"""One scale for valence and arousal, whatever scale a data set used."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

DEVIATIONS_AT_ONE: Final = 2.5


def standardise(values: NDArray[np.float64], by: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scale columns so that the mean of `by` is 0 and 2.5 of its standard deviations are 1.

    Returns values clipped to [-1, 1], so that a message and a song can be compared: 0 is the
    average text of its kind.
    """
    scaled = (values - by.mean(axis=0)) / (DEVIATIONS_AT_ONE * by.std(axis=0))
    clipped: NDArray[np.float64] = np.clip(scaled, -1.0, 1.0)
    return clipped
