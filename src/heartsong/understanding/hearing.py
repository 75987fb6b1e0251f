"""What is heard in a message: its mood and meaning, and what it asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from heartsong.model import Heard, MoodModel
from heartsong.types import EMOTIONS, GROUPS, Mood
from heartsong.understanding.blend import due, moved, steered
from heartsong.understanding.crisis import About, cry_for_help
from heartsong.understanding.listen import Message
from heartsong.understanding.wishes.purpose import Purpose
from heartsong.wishes import Strategy, Wish

_WORD: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a message asks for, in so many words.

    Attributes:
        rest: the message without the words that were understood as wishes: what is left to be
            felt. May be empty.
        k: how many songs, where the words say so.
        strategy: what the songs are to do, where the words say so.
        purpose: what people do while they play, where that tells how they should sound.
        unknown: one sentence on what was asked for and nothing tells, as instruments.
        familiarity: how well known songs shall be, in [-1, 1], where the words say so.
    """

    rest: str
    wishes: tuple[Wish, ...] = ()
    k: int | None = None
    strategy: Strategy | None = None
    purpose: Purpose | None = None
    unknown: str | None = None
    familiarity: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Hearing:
    """A message, heard and parsed.

    Attributes:
        text: as written.
        heard: the mood of what is left beside the wishes, and what all of it means.
        felt: whether there is anything left to be felt; without it the mood is even.
        steered: whether the mood was moved to where the listener asked for.
        crisis: whose suicide or self-harm it speaks of, if any.
        notice: one sentence where something was heard in a way that the writer should know.
    """

    text: str
    parsed: Parsed
    heard: Heard
    felt: bool = True
    steered: bool = False
    crisis: About | None = None
    notice: str | None = None


def nothing_heard(width: int) -> Heard:
    """The mood and the embedding of a listener who says nothing of how they feel."""
    mood = Mood(
        dict.fromkeys(EMOTIONS, 1 / len(EMOTIONS)),
        0.0,
        0.0,
        {"negative": 0.0, "neutral": 1.0, "positive": 0.0},
        dict.fromkeys(GROUPS, 1 / len(GROUPS)),
        neutral=1.0,
    )
    return Heard(mood, np.zeros(width, np.float32))


def hear(message: Message, model: MoodModel) -> Hearing:
    """What a model hears in a whole message, and whether it is a cry for help."""
    heard = _heard(message.heard, model)
    crisis = cry_for_help(message.heard, model, heard)
    return Hearing(message.text, Parsed(message.heard), heard, crisis=crisis, notice=message.notice)


def beside_wishes(hearing: Hearing, parsed: Parsed, model: MoodModel) -> Hearing:
    """A hearing, once it is known what of it are wishes.

    The mood is that of what is left beside them, so that "nothing sad" is not heard as sadness.
    What is meant is that and the subjects wished for.
    """
    if parsed == hearing.parsed:
        return hearing
    felt = bool(_WORD.search(parsed.rest))
    subjects = [
        wish.value
        for wish in parsed.wishes
        if wish.stance == "want" and wish.kind in {"theme", "word"}
    ]
    heard = _heard(parsed.rest, model) if felt else nothing_heard(model.width)
    if subjects:
        meant = _heard(". ".join([parsed.rest, *subjects] if felt else subjects), model)
        heard = Heard(heard.mood, meant.embedding)
    return replace(hearing, parsed=parsed, heard=heard, felt=felt)


def for_purpose(hearing: Hearing) -> Hearing:
    """A hearing with its mood moved to what the music is for, if anything tells."""
    purpose = hearing.parsed.purpose
    if purpose is None:
        return hearing
    mood = hearing.heard.mood
    steps = moved({}, due(purpose.moves, mood))
    heard = replace(hearing.heard, mood=steered(mood, steps))
    return replace(hearing, heard=heard, felt=True, steered=True)


def hear_mood(message: Message, model: MoodModel) -> Mood:
    """The mood of a whole message, wishes and all."""
    return _heard(message.heard, model).mood


def _heard(text: str, model: MoodModel) -> Heard:
    # One pass a message, not one for several: its figures must not depend on its company, and
    # eight-bit rounding still differs a little with the width of a batch.
    return model.hear([[text]], "message")[0]
