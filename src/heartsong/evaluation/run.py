"""Models and a data set → figures, side by side."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heartsong.evaluation.data import HAPPINESS, Dataset
from heartsong.evaluation.figures import Classified, Correlated, Evaluation, Result
from heartsong.evaluation.metrics import classified, correlated
from heartsong.evaluation.task import Task
from heartsong.labels import NEUTRAL
from heartsong.model import MoodModel
from heartsong.types import EMOTIONS, Mood

_AT_ONCE: Final = 512  # texts between two moves of the progress bar
_SONGS: Final = (
    "A model that was trained on these very songs flatters itself here: cross-validated figures, "
    "with each artist held out, stand in docs/model-card.md."
)


def evaluate(
    data: Dataset,
    models: Mapping[str, MoodModel],
    progress: Callable[[int], None] = lambda done: None,
) -> Evaluation:
    """Measure each model on the same texts.

    Args:
        models: what the user calls a model → the model.
        progress: called with the number of texts heard so far, over all models.

    Raises:
        ModelError: a model's files are damaged.
    """
    results = []
    for number, (called, model) in enumerate(models.items()):
        before = number * len(data.texts)
        moods, seconds = _hear(data, model, partial(_moved, progress, before))
        results.append(Result(called, model.name, _measured(data, moods), len(moods) / seconds))
    return Evaluation(
        data.task,
        data.name,
        len(data.texts),
        data.left_out,
        data.classes,
        _SONGS if data.kind == "song" else None,
        tuple(results),
    )


def _moved(progress: Callable[[int], None], before: int, done: int) -> None:
    progress(before + done)


def _measured(data: Dataset, moods: Sequence[Mood]) -> Classified | Correlated:
    if data.task is Task.VALENCE:
        heard = np.array([(mood.valence, mood.arousal) for mood in moods])
        return correlated(data.truth.astype(np.float64), heard)
    rows = np.array([shares(mood, data.task, data.classes) for mood in moods])
    return classified(data.truth.astype(np.intp), rows, data.classes)


def shares(mood: Mood, task: Task, classes: Sequence[str]) -> NDArray[np.float64]:
    """(classes,) shares of the classes that a data set names, which sum to 1.

    A class that a set does not offer is no wrong answer, so what is left is shared out anew. The
    neutral share is taken back from the emotions, as the model gave it. Where nothing is left,
    the classes share alike.
    """
    if task is Task.EMOTION:
        given = {name: mood.emotions[name] - mood.neutral / len(EMOTIONS) for name in EMOTIONS}
        given |= {NEUTRAL: mood.neutral, HAPPINESS: given["joy"] + given["love"]}
    else:
        given = dict(mood.sentiment if task is Task.SENTIMENT else mood.groups)
    found = np.array([max(given[name], 0.0) for name in classes])  # rounding may go below 0
    if not found.any():
        found[:] = 1.0
    scaled: NDArray[np.float64] = found / found.sum()
    return scaled


def _hear(
    data: Dataset, model: MoodModel, progress: Callable[[int], None]
) -> tuple[list[Mood], float]:
    """The mood of every text, and the seconds that it took once the model was warm."""
    model.hear(data.texts[:1], data.kind)
    genres = data.genres
    moods: list[Mood] = []
    started = time.perf_counter()
    for start in range(0, len(data.texts), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        known = None if genres is None else genres[some]
        moods += [heard.mood for heard in model.hear(data.texts[some], data.kind, known)]
        progress(len(moods))
    return moods, time.perf_counter() - started
