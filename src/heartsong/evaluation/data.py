"""A table of labelled texts → what a task asks and what people answered."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heartsong.catalogue.kin import KIN
from heartsong.errors import FileError, RequestError
from heartsong.evaluation.tables import TEXT, Row, Table, read_table
from heartsong.evaluation.task import Task
from heartsong.labels import HEARD, emotion_of, plain, sentiments_of
from heartsong.lyrics.clean import clean_lines
from heartsong.model import Floats, Kind
from heartsong.types import GROUPS, SENTIMENTS
from heartsong.understanding.message import normalise

_READ: Final = [task for task in Task if task is not Task.RECOMMEND]
HAPPINESS: Final = "happiness"  # of sets that do not tell joy from love: either is right
_NO_EMOTION: Final = "no emotion"
_DAILY_DIALOG: Final = {_NO_EMOTION, HAPPINESS, "sadness", "anger", "fear", "surprise", "disgust"}
_FEWEST_TO_CORRELATE: Final = 3
_SONG_COLUMNS: Final = ("artist", "artist name", "song", "title", "lyrics", "lyric", "song lyrics")
_ARTIST: Final = ("artist", "artist name")
_GENRE: Final = ("genre", "general genre")
_AXES: Final = (
    ("valence", "v", "valence mean", "mean valence"),
    ("arousal", "a", "arousal mean", "mean arousal"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Texts and what people said of them.

    Attributes:
        name: the path as the user gave it.
        texts: as a model reads them: each the lines of a song, or one line of a message.
        classes: those that the data names, in our order; none for valence.
        truth: (texts,) numbers of classes; or (texts, 2) valence and arousal on any scale.
        left_out: reason → how many rows are not among the texts.
        artists: (texts,) whose songs they are; none where the data does not say.
        named_genres: (texts,) the genres of the songs; none where the data does not say.
    """

    name: str
    task: Task
    kind: Kind
    texts: tuple[tuple[str, ...], ...]
    classes: tuple[str, ...]
    truth: NDArray[np.float64] | NDArray[np.intp]
    left_out: Mapping[str, int]
    artists: tuple[str, ...] = ()
    named_genres: tuple[str, ...] = ()

    @property
    def genres(self) -> Floats | None:
        """(texts, genres) what `Kin` knows of the songs' genres; None where no song is named."""
        if self.kind == "message" or not (self.artists or self.named_genres):
            return None
        return KIN.shares(self.artists or ("",) * len(self.texts), self.named_genres)

    def spread(self, limit: int) -> Dataset:
        """At most `limit` of the texts, spread evenly over all: many files are sorted."""
        total = len(self.texts)
        rows = [i * total // limit for i in range(limit)] if total > limit else [*range(total)]
        texts = tuple(self.texts[row] for row in rows)
        artists = tuple(self.artists[row] for row in rows) if self.artists else ()
        genres = tuple(self.named_genres[row] for row in rows) if self.named_genres else ()
        return replace(
            self, texts=texts, truth=self.truth[rows], artists=artists, named_genres=genres
        )


class _UnfitError(Exception):
    """Why a table does not suit a task: what is wrong, and what to do."""


def read(path: Path, task: Task, split: str | None = None) -> Dataset:
    """Read labelled texts for a task.

    Args:
        split: of data in several parts, the part to take; all of them by default.

    Raises:
        FileError: there is no such file, it is not recognised, or it does not suit the task.
        RequestError: there is no such split.
    """
    table = _part(read_table(path), split)
    try:
        return _built(table, task)
    except _UnfitError as unfit:
        wrong, advice = unfit.args
        if others := [other for other in _READ if other is not task and _suits(table, other)]:
            advice = f"try --task {' or '.join(others)}"
        raise FileError(f"{path} {wrong}: {advice}.") from None


def _built(table: Table, task: Task) -> Dataset:
    return _valence(table) if task is Task.VALENCE else _classified(table, task)


def _suits(table: Table, task: Task) -> bool:
    try:
        _built(table, task)
    except _UnfitError:
        return False
    return True


def _part(table: Table, split: str | None) -> Table:
    if split is None:
        return table
    known = sorted({row["split"] for row in table.rows if row.get("split")})
    if split not in known:
        listed = f"choose from {', '.join(known)}" if known else "leave --split out"
        raise RequestError(f"{table.path} has no split '{split}': {listed}.")
    return replace(table, rows=[row for row in table.rows if row.get("split") == split])


# Tasks with classes.


def _emotion_meanings(labels: Sequence[str]) -> dict[str, str | None]:
    """label → class; happiness is its own where nothing else is joy or love."""
    found = {label: emotion_of(label) for label in labels}
    names = {plain(label): label for label in labels}
    glad = [label for label, meaning in found.items() if meaning in {"joy", "love"}]
    if glad == [names.get(HAPPINESS)]:
        found[glad[0]] = HAPPINESS
    return found


def _mood_meanings(labels: Sequence[str]) -> dict[str, str | None]:
    return {label: plain(label) if plain(label) in GROUPS else None for label in labels}


@dataclass(frozen=True, slots=True)
class _Question:
    """How a task with classes reads a table.

    Attributes:
        columns: where the labels may stand, the likelier first.
        meanings: labels → the class that each means, or None.
        classes: all of them, in our order.
    """

    columns: tuple[str, ...]
    meanings: Callable[[Sequence[str]], Mapping[str, str | None]]
    classes: tuple[str, ...]


_QUESTIONS: Final[Mapping[Task, _Question]] = {
    Task.EMOTION: _Question(
        ("emotion", "label", "emotions", "feeling", "mood"),
        _emotion_meanings,
        (HAPPINESS, *HEARD),
    ),
    Task.SENTIMENT: _Question(("sentiment", "label", "polarity"), sentiments_of, SENTIMENTS),
    Task.SONG_MOOD: _Question(("mood", "quadrant", "emotion 4q", "label"), _mood_meanings, GROUPS),
}


def _classified(table: Table, task: Task) -> Dataset:
    question = _QUESTIONS[task]
    what = str(task).replace("-", " ")
    column = table.column(question.columns)
    if column is None:
        raise _lacks(table, what)
    kind: Kind = "song" if task is Task.SONG_MOOD else "message"
    rows, left_out = _usable(table, kind, [column])
    if nothing := _unlabelled({row[column] for row, _ in rows}):
        left_out["no emotion"] = sum(row[column] == nothing for row, _ in rows)
        rows = [(row, text) for row, text in rows if row[column] != nothing]
    known = question.meanings(list(dict.fromkeys(row[column] for row, _ in rows)))
    if strange := [f"'{label[:40]}'" for label, meaning in known.items() if meaning is None]:
        raise _UnfitError(
            f"has labels in '{column}' that are no {what} that is known ({', '.join(strange[:5])})",
            f"write {', '.join(question.classes)}",
        )
    classes = tuple(name for name in question.classes if name in known.values())
    if len(classes) < 2:
        found = f"only {classes[0]}" if classes else f"no row with a text and its {what}"
        raise _UnfitError(f"has {found}", "give texts of two classes or more")
    truth = np.array([classes.index(known[row[column]] or "") for row, _ in rows], np.intp)
    texts = tuple(text for _, text in rows)
    artists, genres = (_cells(table, [row for row, _ in rows], of) for of in (_ARTIST, _GENRE))
    return Dataset(
        str(table.path), task, kind, texts, classes, truth, dict(left_out), artists, genres
    )


def _unlabelled(labels: set[str]) -> str | None:
    """DailyDialog's "no emotion", which is left out there: five utterances in six have it."""
    names = {plain(label): label for label in labels}
    whole = {_NO_EMOTION, HAPPINESS} <= set(names) <= _DAILY_DIALOG
    return names[_NO_EMOTION] if whole else None


def _valence(table: Table) -> Dataset:
    found = [table.column(names) for names in _AXES]
    columns = [name for name in found if name]
    if len(columns) < len(_AXES):
        raise _lacks(table, "valence" if found[0] is None else "arousal")
    kind: Kind = "song" if table.column(_SONG_COLUMNS) else "message"
    rows, left_out = _usable(table, kind, columns)
    values = [[_number(row[name]) for name in columns] for row, _ in rows]
    truth = np.array(values, np.float64).reshape(-1, len(_AXES))
    good = np.flatnonzero(np.isfinite(truth).all(axis=1)).tolist()
    if len(good) < len(rows):
        left_out["no number"] = len(rows) - len(good)
    if len(good) < _FEWEST_TO_CORRELATE:
        raise _UnfitError("has fewer than 3 rows with a text, valence and arousal", "give more")
    texts = tuple(rows[number][1] for number in good)
    kept = [rows[number][0] for number in good]
    artists, genres = (_cells(table, kept, of) for of in (_ARTIST, _GENRE))
    return Dataset(
        str(table.path),
        Task.VALENCE,
        kind,
        texts,
        (),
        truth[good],
        dict(left_out),
        artists,
        genres,
    )


def _lacks(table: Table, what: str) -> _UnfitError:
    shown = ", ".join(f"'{name[:40]}'" for name in table.header[:12])
    return _UnfitError(f"has no column for the {what} (it has {shown})", "rename the right one")


def _usable(
    table: Table, kind: Kind, needed: Iterable[str]
) -> tuple[list[tuple[Row, tuple[str, ...]]], Counter[str]]:
    """Rows that have a text with words and every needed column, with the text as it is read."""
    column = table.column(TEXT)
    if column is None:
        raise _lacks(table, "texts")
    found: list[tuple[Row, tuple[str, ...]]] = []
    left_out: Counter[str] = Counter()
    for row in table.rows:
        text = row.get(column) or ""
        lines = tuple(clean_lines(text)) if kind == "song" else (normalise(text),)
        if not text.strip() or not lines:
            left_out["no text"] += 1
        elif not all((row.get(name) or "").strip() for name in needed):
            left_out["no label"] += 1
        else:
            found.append((row, lines))
    return found, left_out


def _cells(table: Table, rows: Sequence[Row], names: tuple[str, ...]) -> tuple[str, ...]:
    """A column of the rows; nothing where the table does not have it."""
    column = table.column(names)
    return tuple((row.get(column) or "").strip() for row in rows) if column else ()


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
