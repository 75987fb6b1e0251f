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


@dataclass(frozen=True, slots=True)
class Ranked:
    """How well one way to choose songs does; precision and nDCG are in [0, 1].

    Attributes:
        ranker: what it is called.
        queries: "lines" as listeners write them, or "moods" that are known for certain, each of
            which is asked for with ten seeds.
        precision: of the first ten songs, the share that people gave the expected mood group;
            mean over the queries.
        ndcg: the same, where the first songs count most; mean over the queries.
        artists: different artists in ten; None where the data does not name them.
        coverage: the share of all songs that some query was answered with.
        p50_ms, p99_ms: how long an answer took, hearing and all.
        groups: expected mood group → precision.
    """

    ranker: str
    queries: str
    precision: float
    ndcg: float
    artists: float | None
    coverage: float
    p50_ms: float
    p99_ms: float
    groups: Mapping[str, float]

    def measures(self) -> dict[str, float | None]:
        """The figures that ways are compared by."""
        return {
            "precision@10": self.precision,
            **{f"… {group}": precision for group, precision in self.groups.items()},
            "nDCG@10": self.ndcg,
            "artists in ten": self.artists,
            "coverage": self.coverage,
            "p50, ms": self.p50_ms,
            "p99, ms": self.p99_ms,
        }


@dataclass(frozen=True, slots=True)
class Ranking:
    """Ways to choose songs, measured on the same songs and lines.

    Attributes:
        data: where the songs are.
        songs: mood group → songs that people gave it.
        lines: how many were asked.
        left_out: reason → songs and lines that were not.
        notice: one sentence that a reader of the figures should know, else None.
    """

    data: str
    songs: Mapping[str, int]
    lines: int
    left_out: Mapping[str, int]
    notice: str | None
    results: tuple[Ranked, ...]

    def asked(self, queries: str) -> tuple[Ranked, ...]:
        """The results of "lines" or of "moods"."""
        return tuple(result for result in self.results if result.queries == queries)
