"""How good an exported model is on the splits held out from its training."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import pearsonr, spearmanr
from sklearn.metrics import accuracy_score, f1_score, recall_score

from heartsong.encoder import Encoder
from heartsong.pieces import Piece
from heartsong.training.documents import Document

Array = NDArray[np.float64]
Metric = Callable[[Array, Array], float]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report: `value` of `metric` on `count` held-out texts of a data set."""

    data: str
    metric: str
    value: float
    count: int


def report(encoder: Encoder, docs: Sequence[Document]) -> list[Figure]:
    """Measure every head on the data sets that judge it.

    Args:
        docs: held-out documents; of songs, none by an artist that training saw.
    """
    figures: list[Figure] = []
    for (source, head), measures in _MEASURES.items():
        some = [doc for doc in docs if doc.example.source == source]
        if not some:
            continue
        heard = _pooled(encoder, some, head)
        targets = np.array([doc.example.targets[head] for doc in some])
        for name, metric in measures.items():
            figures.append(Figure(source, f"{head}: {name}", metric(heard, targets), len(some)))
    return figures


def as_markdown(figures: Sequence[Figure]) -> str:
    lines = ["| held-out data | measure | texts | figure |", "|---|---|---|---|"]
    lines += [f"| {f.data} | {f.metric} | {f.count:,} | {f.value:.3f} |" for f in figures]
    return "\n".join(lines)


def _pooled(encoder: Encoder, docs: Sequence[Document], head: str) -> Array:
    """Mean outputs of each document's pieces: (documents, size)."""
    pieces = [Piece(ids, 0, 0) for doc in docs for ids in doc.pieces]
    outputs = encoder.forward(pieces)[head]
    ends = np.cumsum([len(doc.pieces) for doc in docs])
    return np.array(
        [
            outputs[end - len(doc.pieces) : end].mean(axis=0)
            for doc, end in zip(docs, ends, strict=True)
        ],
        dtype=np.float64,
    )


def _classes(heard: Array, targets: Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Predicted and true classes among those that the data set judges."""
    judged = ~np.isnan(targets[0])
    return heard[:, judged].argmax(axis=1), targets[:, judged].argmax(axis=1)


def _accuracy(heard: Array, targets: Array) -> float:
    predicted, true = _classes(heard, targets)
    return float(accuracy_score(true, predicted))


def _macro_f1(heard: Array, targets: Array) -> float:
    predicted, true = _classes(heard, targets)
    return float(f1_score(true, predicted, average="macro"))


def _macro_recall(heard: Array, targets: Array) -> float:
    predicted, true = _classes(heard, targets)
    return float(recall_score(true, predicted, average="macro"))


def _correlation(measure: Callable[[Array, Array], tuple[float, float]], axis: int) -> Metric:
    return lambda heard, targets: float(measure(heard[:, axis], targets[:, axis])[0])


_CLASSES: Final[Mapping[str, Metric]] = {"accuracy": _accuracy, "macro-F1": _macro_f1}
_MEASURES: Final[Mapping[tuple[str, str], Mapping[str, Metric]]] = {
    ("carer", "emotions"): _CLASSES,
    ("goemotions", "emotions"): _CLASSES,
    ("isear", "emotions"): _CLASSES,
    ("own", "emotions"): _CLASSES,
    ("own", "groups"): _CLASSES,
    ("own", "sentiment"): {"macro recall": _macro_recall},
    ("tweeteval", "sentiment"): {"macro recall": _macro_recall},
    ("emobank", "affect"): {
        "Pearson, valence": _correlation(pearsonr, 0),
        "Pearson, arousal": _correlation(pearsonr, 1),
    },
    ("moodylyrics", "song_groups"): _CLASSES,
    ("musicmood", "song_groups"): _CLASSES,
    ("joydivision", "song_groups"): _CLASSES,
    ("deezer", "song_affect"): {
        "Spearman, valence": _correlation(spearmanr, 0),
        "Spearman, arousal": _correlation(spearmanr, 1),
    },
}
