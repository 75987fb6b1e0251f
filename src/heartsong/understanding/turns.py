"""What a line in a conversation can mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from heartsong.understanding.steering import Move
from heartsong.understanding.target import Target

Name = Literal["start over", "undo", "help", "bye", "thanks", "hello", "nod", "heard"]
Fact = Literal["artist", "year", "album", "title", "all"]


@dataclass(frozen=True, slots=True)
class Message:
    """How the listener feels, or what they wish, in their own words.

    Attributes:
        corrects: whether it takes back what was said before ("actually I'm fine now").
    """

    text: str
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A word about the conversation itself."""

    name: Name


@dataclass(frozen=True, slots=True)
class Ask:
    """A question for a fact about a song."""

    fact: Fact
    target: Target


@dataclass(frozen=True, slots=True)
class Why:
    """Why is this song here?"""

    target: Target


@dataclass(frozen=True, slots=True)
class More:
    """More songs of the same kind; `k` of them where the line says how many."""

    k: int | None = None


@dataclass(frozen=True, slots=True)
class Like:
    """More songs like this one, or more by its artist."""

    what: Literal["song", "artist"]
    target: Target


@dataclass(frozen=True, slots=True)
class Avoid:
    """This song, or its artist, not again."""

    what: Literal["song", "artist"]
    target: Target


@dataclass(frozen=True, slots=True)
class Steer:
    """Towards a mood, or away from it."""

    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """More, or less, about something."""

    words: str
    more: bool


@dataclass(frozen=True, slots=True)
class Forget:
    """A wish to be taken back. A message, where no such wish was heard."""

    words: str


Turn = Message | Command | Ask | Why | More | Like | Avoid | Steer | Topic | Forget
