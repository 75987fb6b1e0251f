"""What a conversation goes on from: plain values of a bounded size, none of the words written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from heartsong.model import Floats, Heard
from heartsong.types import Category, Mood, RankedSong, Recommendation
from heartsong.understanding.blend import Steps, steered
from heartsong.understanding.hearing import Hearing
from heartsong.wishes import Strategy, Wish

MOST_SONGS: Final = 100  # of one answer
MOST_SHOWN: Final = 1000  # ids: a song shown longer ago may come again
MOST_WISHES: Final = 40
MOST_BACK: Final = 5  # turns that can be undone
MOST_VALUE: Final = 300  # characters of a name or a wish; a reason may have twice as many
LAST_YEAR: Final = 9999


@dataclass(frozen=True, slots=True)
class Shown:
    """A song of the last answer: what questions about it are answered from.

    Attributes:
        parts: what its score was made of, each in [0, 1].
        emotions: its shares of the six emotions.
    """

    id: str
    artist: str
    title: str
    album: str | None
    year: int | None
    category: Category
    score: float
    reason: str
    parts: Mapping[str, float]
    emotions: Mapping[str, float]

    @staticmethod
    def of(song: RankedSong) -> Shown:
        """A song of an answer, its names cut to a bounded length."""
        return Shown(
            song.id,
            song.artist[:MOST_VALUE],
            song.title[:MOST_VALUE],
            song.album[:MOST_VALUE] if song.album else None,
            song.year if song.year and abs(song.year) <= LAST_YEAR else None,
            song.category,
            song.score,
            song.reason[: 2 * MOST_VALUE],
            {name: round(value, 4) for name, value in song.parts.items()},
            {name: round(value, 4) for name, value in song.mood.emotions.items()},
        )


@dataclass(frozen=True, slots=True)
class Aim:
    """What the songs are to fit.

    Attributes:
        mood: what was heard so far, blended; None before any feeling was heard.
        meaning: its embedding in float16, little endian: two bytes a number.
        steps: how far the mood was steered, by direction.
        k: how many songs, where the words said so.
    """

    mood: Mood | None = None
    meaning: bytes = b""
    steps: Steps = field(default_factory=dict)
    wishes: tuple[Wish, ...] = ()
    strategy: Strategy | None = None
    k: int | None = None

    @property
    def heard(self) -> Heard | None:
        """Mood and embedding as they were heard, before any steering."""
        return Heard(self.mood, _unpacked(self.meaning)) if self.mood else None

    def hearing(self, heard: Heard | None) -> Aim:
        """The same with another mood and embedding."""
        if heard is None:
            return self
        return replace(self, mood=heard.mood, meaning=_packed(heard.embedding))

    def going_on(self, asked: Hearing, k: int | None = None) -> Hearing:
        """What was heard in a line, with this mood and these wishes in place of its own.

        Args:
            k: how many songs; None for as many as were asked for before.
        """
        said = asked.parsed
        parsed = replace(
            said, wishes=self.wishes, k=k or self.k, strategy=self.strategy, purpose=None
        )
        hearing = replace(asked, parsed=parsed, felt=False)
        if heard := self.heard:
            heard = replace(heard, mood=steered(heard.mood, self.steps))
            hearing = replace(hearing, heard=heard, felt=True, steered=any(self.steps.values()))
        return hearing


@dataclass(frozen=True, slots=True)
class Step:
    """A turn that can be undone: what was aimed at, and the ids of what was shown for it."""

    aim: Aim
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """All that a conversation goes on from.

    It holds figures, wishes as they were understood, and songs, never what was written; it is at
    most as large after 10,000 turns as after some tens.

    Attributes:
        last: the songs of the last answer, in their order.
        shown: ids of the songs that have been shown, oldest first.
        before: the turns that can be undone, oldest first.
        focus: id of the song that was spoken of last ("it"), if any.
    """

    aim: Aim = Aim()
    last: tuple[Shown, ...] = ()
    shown: tuple[str, ...] = ()
    before: tuple[Step, ...] = ()
    focus: str | None = None

    def answered(self, answer: Recommendation) -> State:
        """The same after an answer: its songs are the last ones, and have been shown."""
        last = tuple(Shown.of(song) for song in answer.songs[:MOST_SONGS])
        ids = dict.fromkeys([*self.shown, *(song.id for song in last)])
        return replace(self, last=last, shown=tuple(ids)[-MOST_SHOWN:], focus=None)

    def aiming(self, aim: Aim) -> State:
        """The same with another aim; the turn before it can be undone."""
        done = Step(self.aim, tuple(song.id for song in self.last))
        return replace(self, aim=aim, before=(*self.before, done)[-MOST_BACK:])

    @property
    def earlier(self) -> frozenset[str]:
        """Ids of the songs shown before the last answer."""
        return frozenset(self.shown) - {song.id for song in self.last}

    def to_json(self) -> str:
        """One line of JSON that `from_json` reads."""
        from heartsong.understanding.dialogue.codec import written

        return written(self)

    @staticmethod
    def from_json(text: str) -> State:
        """The state that was written.

        Raises:
            RequestError: it is no such state, or not as it was written.
        """
        from heartsong.understanding.dialogue.codec import read

        return read(text)


def _packed(embedding: Floats) -> bytes:
    return embedding.astype("<f2").tobytes()


def _unpacked(meaning: bytes) -> Floats:
    vector = np.frombuffer(meaning, "<f2").astype(np.float32)
    length = float(np.linalg.norm(vector))
    return (vector / length).astype(np.float32) if length else vector
