"""Why a song fits, in one sentence that its numbers bear out."""

from __future__ import annotations

from typing import Final

from heartsong.types import EMOTIONS, Mood

NEAR_MOOD: Final = 0.93
FAR_MOOD: Final = 0.75
NEAR_MEANING: Final = 0.77  # a cosine of .54: one song in a hundred, over our chat lines
STANDS_OUT: Final = 0.32  # the least share of an emotion worth a word; an even one is .17
DOUBTFUL: Final = 0.45  # a leading mood group with less is hard to tell from the next

_FEELS: Final = {"happy": "happy", "sad": "sad", "angry": "charged", "relaxed": "calm"}


def explain(listener: Mood, song: Mood, mood: float, meaning: float) -> str:
    """One plain sentence from a song's parts.

    Args:
        mood, meaning: the parts of its score, in [0, 1].
    """
    clauses = [_feeling(listener, song, mood)]
    if tint := _tint(song):
        clauses.append(tint)
    if meaning >= NEAR_MEANING:
        clauses.append("its words come close to yours")
    if song.groups[song.group] < DOUBTFUL:
        clauses.append("its mood is hard to tell")
    return "; ".join(clauses) + "."


def _feeling(listener: Mood, song: Mood, mood: float) -> str:
    word = _FEELS[song.group]
    if song.group != listener.group:
        more = song.groups[song.group] > listener.groups[song.group]
        return f"More {word} than you sound" if more else f"Leans {word}, unlike you"
    if mood >= NEAR_MOOD:
        return f"As {word} as you sound"
    return f"Leans {word}, as you do" if mood >= FAR_MOOD else f"A little {word}, as you are"


def _tint(song: Mood) -> str | None:
    """The song's leading emotions by name, where they stand out."""
    leading = sorted(EMOTIONS, key=lambda name: (-song.emotions[name], name))[:2]
    named = [name for name in leading if song.emotions[name] >= STANDS_OUT]
    return f"it carries {' and '.join(named)}" if named else None
