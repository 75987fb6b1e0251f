"""Stand-ins for what is slow or random. Only the network is faked, never the code around it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from heartsong.encoder import Encoder
from heartsong.pieces import Piece
from heartsong.types import EMOTIONS, GROUPS, SENTIMENTS

_WORD = re.compile(r"\w+")

# Mood group → words that say it, and what such words do to the other heads.
KEYWORDS = {
    "happy": ("happy", "joy", "dance", "dancing", "sunshine", "laugh", "party"),
    "sad": ("sad", "bad", "cry", "tears", "lonely", "grief", "blue"),
    "angry": ("angry", "rage", "fight", "burn", "scream", "hate"),
    "relaxed": ("calm", "quiet", "rest", "peace", "slow", "gentle"),
}
_EMOTION = {"happy": "joy", "sad": "sadness", "angry": "anger", "relaxed": "love"}
_SENTIMENT = {
    "happy": "positive",
    "sad": "negative",
    "angry": "negative",
    "relaxed": "positive",
}
_AFFECT = {"happy": (0.7, 0.5), "sad": (-0.7, -0.4), "angry": (-0.6, 0.8), "relaxed": (0.5, -0.7)}
_SURE = 3.0


def _token(word: str) -> int:
    return zlib.crc32(word.encode())


_GROUP_OF = {_token(word): group for group, words in KEYWORDS.items() for word in words}


class FakeEncoder(Encoder):
    """An encoder whose network is a handful of keywords: "sad" is sad, and so on.

    The same words always give the same figures, whatever their company; the embedding is the
    sum of a fixed vector for each word, so texts that share words are close.
    """

    def __init__(self, name: str = "fake-1") -> None:
        self.name = name
        self._folder = Path("of a fake")  # that knows no genres

    @property
    def width(self) -> int:
        return 16

    def tokenise(self, lines: Sequence[str]) -> list[list[int]]:
        return [[_token(word) for word in _WORD.findall(line.casefold())] for line in lines]

    def forward(self, pieces: Sequence[Piece]) -> dict[str, NDArray[np.float32]]:
        rows = [_heads(piece) for piece in pieces]
        return {name: np.stack([row[name] for row in rows]) for name in rows[0]}


def _heads(piece: Piece) -> dict[str, NDArray[np.float32]]:
    found = [_GROUP_OF[token] for token in piece.ids if token in _GROUP_OF]
    emotions = np.zeros(len(EMOTIONS) + 1, np.float32)
    sentiment = np.zeros(len(SENTIMENTS), np.float32)
    groups = np.zeros(len(GROUPS), np.float32)
    affect = np.zeros(2, np.float32)
    for group in found:
        step = _SURE / len(found)
        emotions[EMOTIONS.index(_EMOTION[group])] += step
        sentiment[SENTIMENTS.index(_SENTIMENT[group])] += step
        groups[GROUPS.index(group)] += step
        affect += np.array(_AFFECT[group], np.float32) / len(found)
    if not found:
        emotions[-1] = sentiment[SENTIMENTS.index("neutral")] = _SURE
    vector = np.sum([_vector(token) for token in piece.ids], axis=0, dtype=np.float64)
    if not piece.ids:
        vector = _vector(0)
    return {
        "emotions": emotions,
        "sentiment": sentiment,
        "affect": affect,
        "groups": groups,
        "song_affect": affect,
        "song_groups": groups,
        "sentence_embedding": (vector / np.linalg.norm(vector)).astype(np.float32),
    }


@cache
def _vector(token: int) -> NDArray[np.float64]:
    return np.random.default_rng(token).standard_normal(16)
