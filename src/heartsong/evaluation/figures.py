"""What an evaluation found: plain entities, free of other libraries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from heartsong.evaluation.task import Task


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """One class of a task; every figure is in [0, 1].

    Attributes:
        support: texts that people gave this class.
    """

    name: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class Classified:
    """How well a model tells classes; every figure but the last is in [0, 1].

    Attributes:
        macro_f1, macro_recall: means over the classes that some text has.
        ece: expected calibration error, see `metrics.calibration_error`; 0 is best.
        confusion: [true class][class heard] → texts.
    """

    accuracy: float
    macro_f1: float
    macro_recall: float
    ece: float
    classes: tuple[ClassFigures, ...]
    confusion: tuple[tuple[int, ...], ...]

    def measures(self) -> dict[str, float | None]:
        """The figures that models are compared by."""
        return {
            "accuracy": self.accuracy,
            "macro-F1": self.macro_f1,
            "macro recall": self.macro_recall,
            "ECE": self.ece,
        }


@dataclass(frozen=True, slots=True)
class Correlated:
    """How well a model orders texts, in [-1, 1]; None where a column is all the same."""

    pearson_valence: float | None
    pearson_arousal: float | None
    spearman_valence: float | None
    spearman_arousal: float | None

    def measures(self) -> dict[str, float | None]:
        """The figures that models are compared by."""
        return {
            "Pearson, valence": self.pearson_valence,
            "Pearson, arousal": self.pearson_arousal,
            "Spearman, valence": self.spearman_valence,
            "Spearman, arousal": self.spearman_arousal,
        }


@dataclass(frozen=True, slots=True)
class Result:
    """One model's figures.

    Attributes:
        model: as the user calls it.
        name: as it calls itself.
    """

    model: str
    name: str
    figures: Classified | Correlated
    texts_a_second: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Models measured on the same texts.

    Attributes:
        data: where the texts are.
        texts: how many were heard.
        left_out: reason → rows of the data that could not be used.
        classes: those that were told apart; none for valence.
        notice: one sentence that a reader of the figures should know, else None.
    """

    task: Task
    data: str
    texts: int
    left_out: Mapping[str, int]
    classes: tuple[str, ...]
    notice: str | None
    results: tuple[Result, ...]
