"""Lyrics → what a model hears in them."""

from __future__ import annotations

from collections.abc import Sequence

from heartsong.lyrics.clean import clean_lines
from heartsong.model import Floats, Heard, MoodModel


def score(
    lyrics: Sequence[str], model: MoodModel, genres: Floats | None = None
) -> list[Heard | None]:
    """Score raw lyrics in one batched pass; None for those that hold no words.

    Args:
        lyrics: raw texts, one a song.
        genres: (songs, genres) as `MoodModel.hear` takes them.
    """
    cleaned = [clean_lines(text) for text in lyrics]
    sung = [row for row, lines in enumerate(cleaned) if lines]
    theirs = None if genres is None else genres[sung]
    heard = iter(model.hear([cleaned[row] for row in sung], "song", theirs))
    return [next(heard) if lines else None for lines in cleaned]
