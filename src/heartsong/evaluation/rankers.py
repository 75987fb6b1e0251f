"""Ways to choose songs for a listener, side by side: ours, the prototype's, by words, by chance."""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from heartsong.config import Settings
from heartsong.evaluation.labelled import Labelled, Line
from heartsong.model import Heard
from heartsong.ranking.aim import EMOTIONS_OF_GROUP, corner
from heartsong.recommender import Recommender
from heartsong.store.sqlite import SqliteStore
from heartsong.types import EMOTIONS, GROUPS, SENTIMENTS, Mood
from heartsong.understanding.hearing import Hearing, Parsed
from heartsong.wishes import Algorithm, Options

SURE: Final = 0.85  # of the expected mood group, where the mood itself is the query
_WORD: Final = re.compile(r"[^\W\d_]+")
# Words that say nothing of what a song is about.
_STOP: Final = """
a about after again all am an and any are as at be been before being but by can could did do
does doing don down for from get got had has have having he her here him his how i if in into
is it its just ll m me more most my no not now of off on once only or our out over own re s
she should so some such t than that the their them then there these they this those through
to too up us ve very was we were what when where which while who why will with would you your
"""
STOP_WORDS: Final = frozenset(_STOP.split())


class Ranker(Protocol):
    """A way to choose songs. What it gives are song ids, best first."""

    @property
    def name(self) -> str:
        """What it is called beside the others."""
        ...

    def answer(self, line: Line, k: int) -> Sequence[str]:
        """The songs for what a listener writes."""
        ...

    def match(self, line: Line, k: int) -> Sequence[str]:
        """The songs for a mood that is known for certain: nothing can be misheard."""
        ...


@dataclass(frozen=True)
class Ours:
    """A Recommender over the songs, by one of its algorithms."""

    name: str
    recommender: Recommender
    width: int
    algorithm: Algorithm

    def answer(self, line: Line, k: int) -> Sequence[str]:
        return self._ids(self.recommender.hear(line.text), k, line.seed)

    def match(self, line: Line, k: int) -> Sequence[str]:
        return self._ids(certain(line.group, self.width), k, line.seed)

    def _ids(self, hearing: Hearing, k: int, seed: int) -> list[str]:
        options = Options(seed=seed, algorithm=self.algorithm)
        return [song.id for song in self.recommender.answer(hearing, k, options).songs]


@dataclass(frozen=True)
class Words:
    """BM25 (Robertson and Zaragoza 2009) of the words in the lyrics: any of them, stop words out.

    A mood that is known is asked for by its own name.
    """

    connection: sqlite3.Connection
    name: str = "BM25"

    def answer(self, line: Line, k: int) -> Sequence[str]:
        return self._holding(line.text, k)

    def match(self, line: Line, k: int) -> Sequence[str]:
        return self._holding(line.group, k)

    def _holding(self, text: str, k: int) -> list[str]:
        words = [word for word in _WORD.findall(text.casefold()) if word not in STOP_WORDS]
        if not words:
            return []
        query = " OR ".join(f'"{word}"' for word in dict.fromkeys(words))
        found = self.connection.execute(
            "SELECT id FROM lyrics WHERE lyrics MATCH ? ORDER BY rank, id LIMIT ?", (query, k)
        )
        return [row[0] for row in found]


@dataclass
class Chance:
    """Any songs at all, the same ones in the same order of questions for the same seed."""

    ids: Sequence[str]
    seed: int
    name: str = "random"
    dice: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.dice = np.random.default_rng(self.seed)

    def answer(self, line: Line, k: int) -> Sequence[str]:
        drawn = self.dice.choice(len(self.ids), min(k, len(self.ids)), replace=False)
        return [self.ids[row] for row in drawn.tolist()]

    def match(self, line: Line, k: int) -> Sequence[str]:
        return self.answer(line, k)


def ask(ranker: Ranker, line: Line, k: int, *, heard: bool) -> Sequence[str]:
    """The songs for a line as it is heard, or for the very mood that is expected of it."""
    return ranker.answer(line, k) if heard else ranker.match(line, k)


def certain(group: str, width: int) -> Hearing:
    """A listener who is surely in a mood group, and who says nothing beside."""
    rest = (1 - SURE) / (len(GROUPS) - 1)
    groups = {each: SURE if each == group else rest for each in GROUPS}
    emotions = {name: EMOTIONS_OF_GROUP[group].get(name, 0.0) for name in EMOTIONS}
    leading = {"happy": "positive", "relaxed": "neutral"}.get(group, "negative")
    sentiment = {name: SURE if name == leading else (1 - SURE) / 2 for name in SENTIMENTS}
    mood = Mood(emotions, *corner(groups), sentiment, groups)
    return Hearing("", Parsed(""), Heard(mood, np.zeros(width, np.float32)))


@contextmanager
def rankers(labelled: Labelled, threads: int | None = None) -> Iterator[list[Ranker]]:
    """Every way to choose among some songs; what is stored for it is gone afterwards.

    Ours hear with the shipped model, whatever the settings say: it scored the songs.
    """
    with tempfile.TemporaryDirectory() as folder, closing(lyrics_of(labelled)) as words:
        path = Path(folder) / "songs.db"
        _store(labelled, path)
        width = len(labelled.songs[0].embedding)
        with Recommender(path, settings=Settings(data_dir=path.parent, threads=threads)) as ours:
            yield [
                Ours("heartsong", ours, width, "heartsong"),
                Ours("prototype", ours, width, "prototype"),
                Words(words),
            ]


def lyrics_of(labelled: Labelled) -> sqlite3.Connection:
    """An index of the lyrics in memory."""
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE lyrics USING fts5(id UNINDEXED, text, "
        "tokenize='porter unicode61 remove_diacritics 2')"
    )
    rows = [(each.song.id, each.lyrics or "") for each in labelled.songs]
    connection.executemany("INSERT INTO lyrics VALUES (?, ?)", rows)
    return connection


def artists_of(labelled: Labelled) -> Mapping[str, str]:
    """Song id → artist, of the songs whose artist is known."""
    return {each.song.id: each.song.artist for each in labelled.songs if each.song.artist}


def _store(labelled: Labelled, path: Path) -> None:
    with closing(SqliteStore(path, create=True)) as store:
        store.add(labelled.songs, labelled.model)
