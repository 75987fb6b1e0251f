"""What is heard in a message: its mood and meaning, and what it asks for."""

from __future__ import annotations

from dataclasses import dataclass

from heartsong.model import Heard
from heartsong.wishes import Strategy, Wish


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a message asks for, in so many words.

    Attributes:
        rest: the message without the words that were understood as wishes: what is left to be
            felt. May be empty.
        k: how many songs, where the words say so.
        strategy: what the songs are to do, where the words say so.
    """

    rest: str
    wishes: tuple[Wish, ...] = ()
    k: int | None = None
    strategy: Strategy | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Hearing:
    """A message, heard and parsed.

    Attributes:
        text: as written.
        heard: the mood and the embedding of what is left beside the wishes; None where that is
            nothing, or the message speaks of suicide or self-harm.
        crisis: whether the writer speaks of suicide or self-harm.
        notice: one sentence where something was heard in a way that the writer should know.
    """

    text: str
    parsed: Parsed
    heard: Heard | None
    crisis: bool = False
    notice: str | None = None
