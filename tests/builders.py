"""Moods and songs for tests that need some, and random ones for those that need many."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from heartsong.catalogue.identity import song_id
from heartsong.model import Heard
from heartsong.ranking.pool import Pool
from heartsong.store.base import Facts, Floats, Store, StoredSong, Vectors
from heartsong.store.index import ExactIndex
from heartsong.store.space import rows_of
from heartsong.types import EMOTIONS, GROUPS, SENTIMENTS, Mood, Song
from heartsong.understanding.hearing import Hearing, Parsed
from heartsong.wishes import Options, Request

WIDTH = 16


def shares(names: tuple[str, ...], leading: str, share: float) -> dict[str, float]:
    """A distribution with one leading name; the others share the rest evenly."""
    rest = (1 - share) / (len(names) - 1)
    return {name: share if name == leading else rest for name in names}


def a_mood(
    group: str = "happy",
    share: float = 0.7,
    *,
    emotion: str = "joy",
    emotion_share: float = 0.6,
    valence: float = 0.25,
    arousal: float = -0.5,
) -> Mood:
    return Mood(
        emotions=shares(EMOTIONS, emotion, emotion_share),
        valence=valence,
        arousal=arousal,
        sentiment=shares(SENTIMENTS, "neutral", 0.5),
        groups=shares(GROUPS, group, share),
    )


def an_embedding(seed: int = 0, width: int = WIDTH) -> NDArray[np.float32]:
    vector = np.random.default_rng(seed).standard_normal(width)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def a_song(artist: str = "Ada Vale", title: str = "Low Tide", **facts: object) -> Song:
    facts.setdefault("mood", a_mood())
    return Song(song_id(artist, title), artist, title, **facts)  # type: ignore[arg-type]


def a_stored_song(
    artist: str = "Ada Vale",
    title: str = "Low Tide",
    *,
    seed: int = 0,
    fingerprint: str = "f0",
    lyrics: str | None = None,
    **facts: object,
) -> StoredSong:
    return StoredSong(a_song(artist, title, **facts), an_embedding(seed), fingerprint, lyrics)


def _named(names: tuple[str, ...], weights: list[float]) -> dict[str, float]:
    total = sum(weights)
    return {name: weight / total for name, weight in zip(names, weights, strict=True)}


def distributions(names: tuple[str, ...]) -> st.SearchStrategy[dict[str, float]]:
    weight = st.floats(1e-3, 1.0)
    return st.lists(weight, min_size=len(names), max_size=len(names)).map(
        lambda weights: _named(names, weights)
    )


def moods() -> st.SearchStrategy[Mood]:
    axis = st.floats(-1.0, 1.0)
    return st.builds(
        Mood,
        emotions=distributions(EMOTIONS),
        valence=axis,
        arousal=axis,
        sentiment=distributions(SENTIMENTS),
        groups=distributions(GROUPS),
    )


def vectors_of(songs: dict[str, Mood], seeds: dict[str, int] | None = None) -> Vectors:
    """A store's numbers for some moods by song id, in the order that they are given in."""
    ids = list(songs)
    return Vectors(
        ids,
        np.array([[songs[i].emotions[name] for name in EMOTIONS] for i in ids], np.float32),
        np.array([[songs[i].groups[name] for name in GROUPS] for i in ids], np.float32),
        np.stack([an_embedding((seeds or {}).get(i, n)) for n, i in enumerate(ids)]),
        np.array([[songs[i].valence, songs[i].arousal] for i in ids], np.float32),
    )


class Shelf(Store):
    """A store of vectors alone: what retrieving reads."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors
        self._index = ExactIndex(rows_of(vectors))

    def count(self) -> int:
        return len(self._vectors)

    def near(self, query: Floats, k: int) -> Vectors:
        rows = self._index.search(query, k)
        return self._vectors.take(rows)

    def vectors(self, ids: Sequence[str]) -> Vectors:
        places = {song_id: row for row, song_id in enumerate(self._vectors.ids)}
        return self._vectors.take(np.array([places[i] for i in ids if i in places], np.intp))


Shelf.__abstractmethods__ = frozenset()  # type: ignore[attr-defined]


def a_pool(songs: dict[str, Mood], **facts: Sequence[object]) -> Pool:
    """A pool of songs by id; each fact is a sequence with one value a song."""
    rows = []
    for row, key in enumerate(songs):
        known: dict[str, object] = {"artist": f"Artist {row}", "title": f"Title {row}"}
        known |= {name: values[row] for name, values in facts.items()}
        rows.append(some_facts(key, **known))
    return Pool(vectors_of(songs), rows)


def some_facts(key: str = "s", **known: object) -> Facts:
    usual: dict[str, object] = dict.fromkeys(("album", "year", "genre", "popularity"))
    usual |= {"artist": "Ada Vale", "title": "Low Tide"}
    return Facts(key, **(usual | known))  # type: ignore[arg-type]


def a_request(text: str = "I feel bad", k: int = 10, **more: object) -> Request:
    more.setdefault("options", Options(seed=1))
    return Request(text, k, **more)  # type: ignore[arg-type]


PARSED = ("wishes", "k", "strategy", "purpose", "unknown", "familiarity")


def a_hearing(
    mood: Mood | None = None, *, text: str = "I feel bad", seed: int = 99, **more: object
) -> Hearing:
    """A message that was heard; `more` are fields of Hearing and of Parsed."""
    parsed = {name: more.pop(name) for name in PARSED if name in more}
    heard = Heard(mood or a_mood("sad", emotion="sadness"), an_embedding(seed))
    return Hearing(text, Parsed(text, **parsed), heard, **more)  # type: ignore[arg-type]
