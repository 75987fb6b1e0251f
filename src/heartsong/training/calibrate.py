"""Temperature scaling: shares that say how often they are right (Guo et al. 2017)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

from heartsong.training.examples import Example

Array = NDArray[np.float64]

_BOUNDS: Final = (0.2, 5.0)
# The held-out texts that shares are tuned on: of each set alike, whatever its size.
CALIBRATED_ON: Final = {
    "emotions": ("carer", "goemotions", "own"),
    "groups": ("own",),
    "sentiment": ("tweeteval", "own"),
    "song_groups": ("moodylyrics",),  # the one whose songs come in all four groups, in even shares
}


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


def temperature_for(name: str, logits: Array, examples: Sequence[Example]) -> float | None:
    """The temperature of a head, tuned on held-out texts of each of its sets alike.

    Args:
        logits: (texts, classes) of texts that the head does not know, a row for each example.

    Returns:
        None where no set that judges the head is among the texts.
    """
    places = [
        np.array([n for n, each in enumerate(examples) if _judges(each, name, source)], dtype=int)
        for source in CALIBRATED_ON[name]
    ]
    places = [rows for rows in places if len(rows)]
    if not places:
        return None
    even = np.concatenate([np.resize(rows, max(map(len, places))) for rows in places])
    blank = (float("nan"),) * logits.shape[1]
    targets = np.array([examples[row].targets.get(name, blank) for row in even])
    return temperature(logits[even], targets)


def _judges(example: Example, name: str, source: str) -> bool:
    return example.source == source and name in example.targets


def tempered_by_fold(
    logits: Array, targets: Array, folds: NDArray[np.intp], tuned: NDArray[np.bool_]
) -> Array:
    """Logits divided by temperatures that know nothing of what they are then judged on.

    Args:
        logits, targets: (texts, classes), as for `temperature`.
        folds: (texts,) the fold of each; its temperature is tuned on the other folds.
        tuned: (texts,) True where a text may tune others' temperature.
    """
    found = logits.copy()
    for fold in np.unique(folds[tuned]):
        known = tuned & (folds != fold)
        if known.any():
            found[folds == fold] /= temperature(logits[known], targets[known])
    return found
