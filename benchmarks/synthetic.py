"""As many songs as wanted whose moods and vectors are distributed as real ones are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from heartsong.catalogue.identity import song_id
from heartsong.store.base import StoredSong
from heartsong.types import EMOTIONS, GROUPS, SENTIMENTS, Mood, Song

_TRIED = 16  # real songs among which the nearest is the other parent
_BLOCK = 10_000
_SHARES = (EMOTIONS, SENTIMENTS, GROUPS)


def songs(real: Sequence[StoredSong], count: int, seed: int = 0) -> Iterator[list[StoredSong]]:
    """Songs in blocks, each between two real ones that are near each other.

    Chance draws one parent, and the nearest of sixteen more; the child lies up to half the way
    between them, in shares, valence, arousal and direction of the embedding.
    """
    figures = np.array([_figures(each.song.mood) for each in real], np.float32)
    vectors = np.stack([each.embedding for each in real])
    dice = np.random.default_rng(seed)
    for start in range(0, count, _BLOCK):
        size = min(_BLOCK, count - start)
        one, other = _parents(vectors, size, dice)
        part = dice.uniform(0, 0.5, (size, 1)).astype(np.float32)
        moods = (1 - part) * figures[one] + part * figures[other]
        mixed = (1 - part) * vectors[one] + part * vectors[other]
        mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
        yield [_song(start + row, moods[row].astype(np.float64), mixed[row]) for row in range(size)]


def _parents(
    vectors: NDArray[np.float32], size: int, dice: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    one = dice.integers(len(vectors), size=size)
    others = dice.integers(len(vectors), size=(size, _TRIED))
    likeness = np.stack(
        [np.einsum("nd,nd->n", vectors[one], vectors[column]) for column in others.T], axis=1
    )
    likeness[others == one[:, None]] = -1
    return one, others[np.arange(size), likeness.argmax(axis=1)]


def _figures(mood: Mood) -> list[float]:
    shares = (*mood.emotions.values(), *mood.sentiment.values(), *mood.groups.values())
    return [*shares, mood.valence, mood.arousal]


def _song(number: int, figures: NDArray[np.float64], vector: NDArray[np.float32]) -> StoredSong:
    values = iter(figures.tolist())
    emotions, sentiment, groups = (
        dict(zip(names, [next(values) for _ in names], strict=True)) for names in _SHARES
    )
    mood = Mood(emotions, next(values), next(values), sentiment, groups)
    artist, title = f"Band {number // 12}", f"Song {number}"
    song = Song(song_id(artist, title), artist, title, mood)
    return StoredSong(song, vector, f"{number:024x}", sketch=number.to_bytes(16, "big"))
