"""What people said and what a model heard → figures."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import pearsonr, spearmanr
from sklearn.metrics import accuracy_score, confusion_matrix, precision_recall_fscore_support

from heartsong.evaluation.figures import ClassFigures, Classified, Correlated

Shares = NDArray[np.float64]
BINS: Final = 15


def classified(truth: NDArray[np.intp], shares: Shares, classes: Sequence[str]) -> Classified:
    """Measure shares of classes; the class heard is the one with the largest share.

    Args:
        truth: (texts,) numbers of classes.
        shares: (texts, classes), each row sums to 1.
    """
    heard = shares.argmax(axis=1)
    every = range(len(classes))
    columns = precision_recall_fscore_support(truth, heard, labels=[*every], zero_division=0)
    found = tuple(
        ClassFigures(name, float(precision), float(recall), float(f1), int(support))
        for name, precision, recall, f1, support in zip(classes, *columns, strict=True)
    )
    judged = [each for each in found if each.support]
    return Classified(
        accuracy=float(accuracy_score(truth, heard)),
        macro_f1=math.fsum(each.f1 for each in judged) / len(judged),
        macro_recall=math.fsum(each.recall for each in judged) / len(judged),
        ece=calibration_error(truth, shares),
        classes=found,
        confusion=tuple(
            tuple(map(int, row)) for row in confusion_matrix(truth, heard, labels=[*every])
        ),
    )


def calibration_error(truth: NDArray[np.intp], shares: Shares, bins: int = BINS) -> float:
    """The expected calibration error: how far confidence is from being right, in [0, 1].

    Texts are sorted by the confidence (share) of their top class into `bins` of equal width,
    ((m-1)/bins, m/bins]; ECE = Σ_m |B_m|/n · |acc(B_m) - conf(B_m)|, where acc is the part of a bin
    that is right and conf its mean confidence (Naeini, Cooper & Hauskrecht, AAAI 2015; Guo et
    al., "On Calibration of Modern Neural Networks", ICML 2017, eq. 3).
    """
    confidence = shares.max(axis=1)
    right = shares.argmax(axis=1) == truth
    # A share that floating point leaves a hair above the edge of a bin belongs below it.
    numbers = np.clip(np.ceil(confidence * bins - 1e-9).astype(int) - 1, 0, bins - 1)
    gaps = np.bincount(numbers, weights=right - confidence, minlength=bins)
    return float(np.abs(gaps).sum() / len(truth))


def correlated(truth: Shares, heard: Shares) -> Correlated:
    """Measure (texts, 2) valence and arousal; the scales may differ."""
    pairs = [(truth[:, axis], heard[:, axis]) for axis in (0, 1)]
    return Correlated(
        *(_correlation(measure, *pair) for measure in (pearsonr, spearmanr) for pair in pairs)
    )


def _correlation(measure: Callable[..., Any], truth: Shares, heard: Shares) -> float | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of constant input, which None tells
        found = float(measure(truth, heard)[0])
    return found if math.isfinite(found) else None
