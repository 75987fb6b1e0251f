"""How good an exported model is on what its training never saw."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax
from scipy.stats import pearsonr, spearmanr
from sklearn.metrics import accuracy_score, f1_score, recall_score

from heartsong.encoder import Encoder
from heartsong.evaluation.metrics import calibration_error
from heartsong.pieces import Piece
from heartsong.training.calibrate import CALIBRATED_ON, tempered_by_fold
from heartsong.training.documents import Document
from heartsong.training.examples import Example
from heartsong.training.songs import fold_of, held_out
from heartsong.training.sound import (
    are_known,
    genres_of,
    held_out_with_genres,
    unseen_with_genres,
)
from heartsong.types import EMOTIONS

WORDS_ALONE: Final = ", by words alone"  # as songs are heard whose artist nobody knows
Array = NDArray[np.float64]
Vectors = NDArray[np.float32]
Metric = Callable[[Array, Array], float]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report: `value` of `metric` on `count` texts of a data set."""

    data: str
    metric: str
    value: float
    count: int


def report(
    encoder: Encoder, messages: Sequence[Document], songs: Sequence[Document]
) -> list[Figure]:
    """Measure every head on the data sets that judge it.

    Args:
        messages: held-out ones; the shipped heads are measured on them.
        songs: all labelled ones. Heads like the shipped ones are fitted anew for each of five
            folds, so that none judges a song whose artist it knows.
    """
    return [*_of_messages(encoder, messages), *_of_songs(encoder, songs)]


def as_markdown(figures: Sequence[Figure], exact: Sequence[Figure] | None = None) -> str:
    """A table; with figures of the same model in 32 bits, those stand in a column beside."""
    lines = ["| data | measure | texts | figure |", "|---|---|---|---|"]
    lines += [f"| {f.data} | {f.metric} | {f.count:,} | {f.value:.3f} |" for f in figures]
    if exact is not None:
        beside = [" float32 |", "---|", *(f" {f.value:.3f} |" for f in exact)]
        lines = [line + more for line, more in zip(lines, beside, strict=True)]
    return "\n".join(lines)


def _of_messages(encoder: Encoder, docs: Sequence[Document]) -> Iterator[Figure]:
    for (source, head), measures in _MESSAGE_MEASURES.items():
        some = _judging(docs, source, head)
        if some:
            heard = outputs_of(encoder, some)[head]
            yield from _figures(source, head, heard, some, measures)


def _of_songs(encoder: Encoder, docs: Sequence[Document]) -> Iterator[Figure]:
    outputs = outputs_of(encoder, docs) if docs else {}
    if "pooled" not in outputs:  # no song, or a model of before 2: its heads cannot be fitted anew
        return
    vectors = outputs["pooled"].astype(np.float32)
    examples = [doc.example for doc in docs]
    for head, sets in _SONG_MEASURES.items():
        if not any(head in example.targets for example in examples):
            continue
        for note, heard in _heard(head, vectors, examples).items():
            for source, measures in sets.items():
                rows = [row for row, doc in enumerate(docs) if doc.example.source == source]
                if rows:
                    some = [docs[row] for row in rows]
                    yield from _figures(source + note, head, heard[rows], some, measures)
    for source in _UNSEEN:
        some = _judging(docs, source, "song_groups")
        if some and len(some) < len(docs):
            told = unseen_with_genres("song_groups", source, vectors, examples).astype(np.float64)
            name = f"{source}, by heads fitted to the other sets"
            yield from _figures(name, "song_groups", told, some, {"accuracy": _accuracy})


def _heard(head: str, vectors: Vectors, examples: Sequence[Example]) -> dict[str, Array]:
    """Note on a data set's name → (songs, size) what a head that does not know the songs says."""
    words = held_out(head, vectors, examples).astype(np.float64)
    genres = held_out_with_genres(head, vectors, examples).astype(np.float64)
    known = are_known(genres_of(examples))
    if head in CALIBRATED_ON:
        words = _tempered(head, words, examples, np.ones_like(known))
        genres = np.where(known[:, None], _tempered(head, genres, examples, known), words)
    return {"": genres, WORDS_ALONE: words}


def _tempered(
    head: str, heard: Array, examples: Sequence[Example], known: NDArray[np.bool_]
) -> Array:
    """As `finish` tempers what ships, with temperatures from the other folds alone."""
    unjudged = (float("nan"),) * heard.shape[1]
    targets = np.array([example.targets.get(head, unjudged) for example in examples])
    tuned = np.array([example.source in CALIBRATED_ON[head] for example in examples]) & known
    folds = np.array(list(fold_of(examples)))
    return tempered_by_fold(heard, targets, folds, tuned)


def _judging(docs: Sequence[Document], source: str, head: str) -> list[Document]:
    return [doc for doc in docs if doc.example.source == source and head in doc.example.targets]


def _figures(
    name: str,
    head: str,
    heard: Array,
    docs: Sequence[Document],
    measures: Mapping[str, Metric],
) -> Iterator[Figure]:
    targets = np.array([doc.example.targets[head] for doc in docs])
    for measure, metric in measures.items():
        yield Figure(name, f"{head}: {measure}", metric(heard, targets), len(docs))


def outputs_of(encoder: Encoder, docs: Sequence[Document]) -> dict[str, Array]:
    """Mean outputs of each document's pieces: name → (documents, size)."""
    pieces = [Piece(ids, 0, 0) for doc in docs for ids in doc.pieces]
    counts = np.array([len(doc.pieces) for doc in docs])
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    return {
        name: np.add.reduceat(values.astype(np.float64), starts, axis=0) / counts[:, None]
        for name, values in encoder.forward(pieces).items()
    }


def _classes(heard: Array, targets: Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Predicted and true classes, among those that the data set judges."""
    judged = ~np.isnan(targets).all(axis=0)
    return heard[:, judged].argmax(axis=1), np.nan_to_num(targets[:, judged]).argmax(axis=1)


def _accuracy(heard: Array, targets: Array) -> float:
    predicted, true = _classes(heard, targets)
    return float(accuracy_score(true, predicted))


def _macro_f1(heard: Array, targets: Array) -> float:
    predicted, true = _classes(heard, targets)
    return float(f1_score(true, predicted, average="macro"))


def _macro_recall(heard: Array, targets: Array) -> float:
    predicted, true = _classes(heard, targets)
    return float(recall_score(true, predicted, average="macro"))


def _calibration(heard: Array, targets: Array) -> float:
    judged = ~np.isnan(targets).all(axis=0)
    _, true = _classes(heard, targets)
    return calibration_error(true, softmax(heard[:, judged], axis=1))


def _of_five(heard: Array, targets: Array) -> float:
    """Macro-F1 over DailyDialog's classes: its happiness is joy or love, its disgust anger."""
    joy, love, six = EMOTIONS.index("joy"), EMOTIONS.index("love"), len(EMOTIONS)
    shares = softmax(heard[:, :six], axis=1)
    shares[:, joy] += shares[:, love]
    five = [number for number in range(six) if number != love]
    true = np.nan_to_num(targets[:, :six])
    return float(f1_score(true[:, five].argmax(1), shares[:, five].argmax(1), average="macro"))


def _correlation(measure: Callable[[Array, Array], tuple[float, float]], axis: int) -> Metric:
    return lambda heard, targets: float(measure(heard[:, axis], targets[:, axis])[0])


_TOP: Final[Mapping[str, Metric]] = {"accuracy": _accuracy, "macro-F1": _macro_f1}
_CLASSES: Final[Mapping[str, Metric]] = {**_TOP, "calibration error": _calibration}
_MESSAGE_MEASURES: Final[Mapping[tuple[str, str], Mapping[str, Metric]]] = {
    ("carer", "emotions"): _CLASSES,
    ("goemotions", "emotions"): _CLASSES,
    ("dailydialog", "emotions"): {"macro-F1 of five classes": _of_five},
    ("own", "emotions"): _CLASSES,
    ("own test", "emotions"): _CLASSES,
    ("own", "groups"): _CLASSES,
    ("own test", "groups"): _CLASSES,
    ("tweeteval", "sentiment"): {"macro recall": _macro_recall},
    ("emobank", "affect"): {
        "Pearson, valence": _correlation(pearsonr, 0),
        "Pearson, arousal": _correlation(pearsonr, 1),
    },
}
_SONG_MEASURES: Final[Mapping[str, Mapping[str, Mapping[str, Metric]]]] = {
    "song_groups": {
        "moodylyrics": _CLASSES,
        "musicmood": _CLASSES,
        "joydivision": _TOP,
        "mirex": _TOP,
    },
    "song_affect": {
        "deezer": {
            "Spearman, valence": _correlation(spearmanr, 0),
            "Spearman, arousal": _correlation(spearmanr, 1),
        },
    },
}
_UNSEEN: Final = ("moodylyrics", "mirex")
