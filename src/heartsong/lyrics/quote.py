"""The lines of a song's lyrics that carry its mood."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from heartsong.lyrics.clean import clean_lines
from heartsong.model import MoodModel
from heartsong.types import EMOTIONS, GROUPS, Mood

_MOST: Final = 24  # lines of a song that are heard, spread over it
_QUOTED: Final = 2
_WORDS: Final = range(3, 25)  # a line of fewer says little, one of more is no line
_WORD: Final = re.compile(r"\w+")


def carrying(
    lyrics: Mapping[str, str], moods: Mapping[str, Mood], model: MoodModel
) -> dict[str, tuple[str, ...]]:
    """At most two lines of each song, those most in its mood, in the order in which they are sung.

    A line is heard as a small song and compared with the whole by the Bhattacharyya coefficients
    of emotions and mood groups, weighed by how sure the line is.

    Args:
        lyrics: id → raw lyrics.
        moods: id → mood, of the same songs at least.
    """
    lines = {song_id: _lines(text) for song_id, text in lyrics.items()}
    texts = [[line] for several in lines.values() for line in several]
    heard = iter(model.hear(texts, "song")) if texts else iter(())
    found: dict[str, tuple[str, ...]] = {}
    for song_id, several in lines.items():
        fits = [_fit(next(heard).mood, moods[song_id]) for _ in several]
        best = sorted(range(len(several)), key=lambda at: (-fits[at], at))[:_QUOTED]
        found[song_id] = tuple(several[at] for at in sorted(best))
    return found


def _lines(lyrics: str) -> Sequence[str]:
    lines = [line for line in clean_lines(lyrics) if len(_WORD.findall(line)) in _WORDS]
    places = np.linspace(0, len(lines) - 1, min(_MOST, len(lines))).round().astype(int)
    return [lines[at] for at in places.tolist()]


def _fit(line: Mood, song: Mood) -> float:
    emotions = sum(math.sqrt(line.emotions[name] * song.emotions[name]) for name in EMOTIONS)
    groups = sum(math.sqrt(line.groups[name] * song.groups[name]) for name in GROUPS)
    return (emotions + groups) * line.groups[song.group]
