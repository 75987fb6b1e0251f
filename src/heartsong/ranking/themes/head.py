"""A linear head: embeddings → themes, by logistic functions of weighted sums."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from heartsong.errors import ModelError
from heartsong.model import Floats, Kind
from heartsong.ranking.themes.described import NAMES

SHIPPED_HEAD: Final = Path(__file__).with_name("head.json")
SCALE: Final = 10_000  # the file's weights are whole numbers

# Of a text described, how its distance from other themes, in standard deviations, becomes a
# likelihood: fitted with the shipped model by scripts/fit_themes.py, the same for every theme.
DESCRIBED: Final[Mapping[Kind, tuple[float, float]]] = {
    "message": (1.45, -4.15),
    "song": (1.27, -4.5),
}
_STEEPEST: Final = 60.0  # exp of more is of no use


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """Weights, and for each kind of text slopes and intercepts, theme by theme.

    Attributes:
        model: name of the model whose embeddings it reads.
        weights: (themes, width) float32.
        lines: kind → (themes,) slopes and (themes,) intercepts, float32.
    """

    model: str
    weights: Floats
    lines: Mapping[Kind, tuple[Floats, Floats]]

    def scores(self, embeddings: Floats, kind: Kind) -> NDArray[np.float32]:
        """(texts, themes) float32 in [0, 1] of (texts, width) embeddings."""
        slopes, intercepts = self.lines[kind]
        raised = embeddings @ self.weights.T * slopes + intercepts
        scores: NDArray[np.float32] = 1 / (1 + np.exp(-np.clip(raised, -_STEEPEST, _STEEPEST)))
        return scores.astype(np.float32)


def shipped(path: Path = SHIPPED_HEAD) -> Head:
    """The head that ships, for the model that ships.

    Raises:
        ModelError: its file is damaged.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        whole = np.array([found["themes"][name] for name in NAMES], np.float32)
        weights = whole / np.float32(SCALE)
        lines = {kind: _line(found, kind) for kind in DESCRIBED}
        return Head(str(found["model"]), weights, lines)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"The themes in {path} cannot be loaded: reinstall Heartsong.") from error


def _line(found: Mapping[str, Any], kind: Kind) -> tuple[Floats, Floats]:
    pairs = np.array([found["lines"][kind][name] for name in NAMES], np.float32)
    return pairs[:, 0], pairs[:, 1]


def described(
    model: str,
    heard: Floats,
    counts: Sequence[int],
    logistic: Mapping[Kind, tuple[float, float]] = DESCRIBED,
) -> Head:
    """A head from nothing but descriptions.

    A description is near to every text by its form, so a text counts as far above the other
    themes' descriptions as they lie below it: their mean is no theme, their spread the unit.

    Args:
        heard: (descriptions, width) float32 of unit length, those of a theme together.
        counts: how many descriptions each theme has.
        logistic: kind → slope and intercept over those distances.
    """
    ends = np.cumsum(counts)
    means = [heard[end - n : end].mean(axis=0) for end, n in zip(ends, counts, strict=True)]
    themes = np.stack(means)
    cosines = themes @ themes.T
    others = cosines[~np.eye(len(themes), dtype=bool)].reshape(len(themes), -1)
    spread = np.maximum(others.std(axis=1), 1e-3)
    lines: dict[Kind, tuple[Floats, Floats]] = {}
    for kind, (slope, intercept) in logistic.items():
        slopes = (slope / spread).astype(np.float32)
        shifts = intercept - slopes * others.mean(axis=1)
        lines[kind] = (slopes, shifts.astype(np.float32))
    return Head(model, themes.astype(np.float32), lines)
