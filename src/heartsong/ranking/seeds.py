"""Songs and artists that others should resemble."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from heartsong.model import Floats, Heard, named
from heartsong.ranking.aim import Aim
from heartsong.store.base import Vectors
from heartsong.types import EMOTIONS, GROUPS, SENTIMENTS, Mood
from heartsong.wishes import Request

if TYPE_CHECKING:
    from heartsong.store.base import Store

_SONGS: Final = 200  # of an artist, enough for the middle of what they sing


@dataclass(frozen=True, slots=True, eq=False)
class Seeds:
    """What songs should resemble.

    Attributes:
        heard: the mood and meaning of each seed: a song, or the middle of an artist's songs.
        ids: the seeds themselves, which nobody needs to be told of.
        artists: the artist of each seed.
    """

    heard: Sequence[Heard]
    ids: frozenset[str]
    artists: Sequence[str] = ()

    def guide(self, aim: Aim) -> Aim:
        """An aim to look around: half of its meaning is that of the seeds."""
        if not self.heard:
            return aim
        middle = np.mean([seed.embedding for seed in self.heard], axis=0) + aim.embedding
        return replace(aim, embedding=_unit(middle))


def find_seeds(request: Request, store: Store) -> Seeds:
    """The seeds that a request names and the catalogue has."""
    found: list[Heard] = []
    artists: list[str] = []
    ids: set[str] = set()
    for wish in request.wishes:
        if wish.stance != "like" or not wish.known:
            continue
        own = [wish.id] if wish.id else store.having("artist", wish.value, _SONGS)
        vectors = store.vectors(own)
        if len(vectors):
            found.append(_middle(vectors))
            artists.append(store.facts(own[:1])[0].artist)
            ids.update(own)
    return Seeds(found, frozenset(ids), artists)


def _middle(vectors: Vectors) -> Heard:
    valence, arousal = vectors.affects.mean(axis=0).tolist()
    mood = Mood(
        _shares(EMOTIONS, vectors.emotions),
        valence,
        arousal,
        dict.fromkeys(SENTIMENTS, 1 / len(SENTIMENTS)),  # songs are not compared by it
        _shares(GROUPS, vectors.groups),
    )
    return Heard(mood, _unit(vectors.embeddings.mean(axis=0)))


def _shares(names: Sequence[str], rows: Floats) -> Mapping[str, float]:
    return named(names, rows.mean(axis=0).astype(np.float64))


def _unit(vector: Floats) -> Floats:
    unit: Floats = (vector / max(float(np.linalg.norm(vector)), 1e-12)).astype(np.float32)
    return unit
