"""What can be measured."""

from __future__ import annotations

from enum import StrEnum


class Task(StrEnum):
    """What a model is asked about each text."""

    EMOTION = "emotion"
    SENTIMENT = "sentiment"
    VALENCE = "valence"
    SONG_MOOD = "song-mood"
