"""What can be measured."""

from __future__ import annotations

from enum import StrEnum


class Task(StrEnum):
    """What is measured: what a model says of each text, or which songs are recommended."""

    EMOTION = "emotion"
    SENTIMENT = "sentiment"
    VALENCE = "valence"
    SONG_MOOD = "song-mood"
    RECOMMEND = "recommend"
