"""Lyrics → what a model hears in them."""

from __future__ import annotations

from collections.abc import Sequence

from heartsong.lyrics.clean import clean_lines
from heartsong.model import Heard, MoodModel


def score(lyrics: Sequence[str], model: MoodModel) -> list[Heard | None]:
    """Score raw lyrics in one batched pass; None for those that hold no words.

    Args:
        lyrics: raw texts, one a song.
    """
    cleaned = [clean_lines(text) for text in lyrics]
    heard = iter(model.hear([lines for lines in cleaned if lines], "song"))
    return [next(heard) if lines else None for lines in cleaned]
