"""Lyrics → what the encoder hears in them."""

from __future__ import annotations

from collections.abc import Sequence

from heartsong.encoder import Encoder, Heard
from heartsong.lyrics.clean import clean_lines
from heartsong.pieces import SONG_PIECE_TOKENS, pack


def score(lyrics: Sequence[str], encoder: Encoder) -> list[Heard | None]:
    """Score raw lyrics in one batched pass; None for those that hold no words.

    Args:
        lyrics: raw texts, one a song.
    """
    cleaned = [clean_lines(text) for text in lyrics]
    tokens = iter(encoder.tokenise([line for lines in cleaned for line in lines]))
    pieces = [pack([next(tokens) for _ in lines], SONG_PIECE_TOKENS) for lines in cleaned]
    heard = iter(encoder.hear([each for each in pieces if each], "song"))
    return [next(heard) if each else None for each in pieces]
