"""A checked message → what is heard in it and what it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from heartsong.model import Heard, MoodModel
from heartsong.types import Request
from heartsong.understanding.crisis import ANSWER
from heartsong.understanding.listen import Message

_DOUBTFUL: Final = 0.4  # a leading mood group with less is hardly ahead of the next


def hear(messages: Sequence[Message], model: MoodModel) -> list[Heard]:
    """What a model hears in each message.

    One pass a message, not one for all: a message's figures must not depend on its company,
    and eight-bit rounding still differs a little with the width of a batch.
    """
    return [model.hear([[message.heard]], "message")[0] for message in messages]


def understand(message: Message, heard: Heard, k: int, held: int) -> Request:
    """What a message asks for, with a notice where the answer needs a caution.

    Args:
        k: songs asked for.
        held: songs that the catalogue has.
    """
    if message.crisis:
        return Request(message.text, k=0, notice=ANSWER)
    notices = [message.notice] if message.notice else []
    if heard.mood.groups[heard.mood.group] < _DOUBTFUL:
        notices.append("I am not sure how you feel: a few more words would help.")
    if held < k:
        notices.append(f"The catalogue has only {held} songs.")
    return Request(message.text, k=min(k, held), notice=" ".join(notices) or None)
