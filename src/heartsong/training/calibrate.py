"""Temperature scaling: shares that say how often they are right (Guo et al. 2017)."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

Array = NDArray[np.float64]

_BOUNDS: Final = (0.2, 5.0)


def temperature(logits: Array, targets: Array) -> float:
    """What to divide logits by so that held-out targets become most likely.

    Args:
        logits, targets: (texts, classes); targets are shares, NaN where a class is not judged.
    """
    judged = ~np.isnan(targets)

    def surprise(by: float) -> float:
        shares = log_softmax(np.where(judged, logits / by, -1e4), axis=1)
        return float(-(np.nan_to_num(targets) * shares).sum(axis=1).mean())

    return float(minimize_scalar(surprise, bounds=_BOUNDS, method="bounded").x)
