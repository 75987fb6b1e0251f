"""The songs of an answer: gathered, cut, scored and spread, each with its reason."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from heartsong.catalogue.identity import name_key
from heartsong.ranking.aim import Aim, aim
from heartsong.ranking.diversify import PAGE, crowded, diversify
from heartsong.ranking.exclude import kept
from heartsong.ranking.explain import Grounds, explain
from heartsong.ranking.pool import Pool, ThemeScores, find_named, gather
from heartsong.ranking.score import Scores, granted, query_row, score
from heartsong.ranking.season import in_season
from heartsong.ranking.seeds import Seeds, find_seeds
from heartsong.types import EMOTIONS, Mood, RankedSong, Song
from heartsong.understanding.hearing import Hearing
from heartsong.wishes import Request, WishKind

if TYPE_CHECKING:
    from heartsong.store.base import Store

# Candidates looked at beyond the songs asked for, so that wishes and the artist cap have a choice.
_CHOICE: Final = 6
_LEAST_CHOICE: Final = 240
_WIDER: Final = 4
_FAR: Final[tuple[WishKind, ...]] = ("years", "genre")  # further on there may be more of those


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """What was chosen for a request.

    Attributes:
        songs: best first.
        weights: name of a part → its weight.
        granted: how many of the songs have every fact that was asked for; None where none was.
        counted: whether the catalogue knows how well known any of the songs is.
        notes: sentences on how they were chosen.
    """

    songs: list[RankedSong]
    weights: Mapping[str, float]
    granted: int | None
    counted: bool
    notes: tuple[str, ...] = ()

    def notices(self, request: Request) -> list[str]:
        """A sentence for each thing that could not be granted."""
        found = len(self.songs)
        sentences = [*self.notes]
        if not found:
            return ["No song is left once what you do not want is out: allow some of it again."]
        if found < request.k:
            sentences.append(f"{_songs(found)} left once what you do not want is out.")
        if self.granted is not None and self.granted < found:
            have = f"{_songs(self.granted)} here with all that you asked for"
            sentences.append(f"{have}; {'the others' if self.granted else 'these'} come near.")
        if request.options.familiarity and not self.counted:
            sentences.append("This catalogue does not know how well known its songs are.")
        return sentences


@dataclass(frozen=True, slots=True, eq=False)
class _Round:
    """One look at the best songs of a catalogue."""

    pool: Pool
    scores: Scores
    artists: list[str]
    rows: list[int]


def choose(request: Request, hearing: Hearing, store: Store, score_themes: ThemeScores) -> Chosen:
    """The best songs for a request, looking further down while too few of them will do."""
    seeds = find_seeds(request, store)
    target = aim(hearing, request, seeds.heard)
    query = query_row(seeds.guide(target))
    named = find_named(request, seeds.artists, store)
    wanted = max(_CHOICE * request.k, _LEAST_CHOICE) + len(request.options.shown)
    count = store.count()
    while True:
        pool = _cut(gather(store, query, wanted, named, score_themes), request, seeds)
        found = _look(pool, target, request, seeds)
        if wanted >= count or _enough(found, request, named.whole):
            return _chosen(found, hearing, request, store)
        wanted *= _WIDER


def _songs(count: int) -> str:
    return {0: "There is no song", 1: "There is only 1 song"}.get(
        count, f"There are only {count:,} songs"
    )


def _cut(pool: Pool, request: Request, seeds: Seeds) -> Pool:
    keep = kept(pool, request)
    if seeds.ids:
        keep &= [each.id not in seeds.ids for each in pool.facts]
    timely = keep & in_season(pool, request)
    if timely.sum() >= _CHOICE * request.k:  # else there is hardly anything but such songs
        keep = timely
    return pool.take(np.flatnonzero(keep))


def _look(pool: Pool, target: Aim, request: Request, seeds: Seeds) -> _Round:
    scores = score(pool, target, request, seeds)
    artists = _artists(pool, request)
    picked = diversify(scores.order, pool.vectors.embeddings, artists, request.k)
    rows: list[int] = []
    for start in range(0, len(picked), PAGE):
        page = picked[start : start + PAGE]
        rows += sorted(page, key=lambda row: (-scores.total[row], pool.facts[row].id))
    return _Round(pool, scores, artists, rows)


def _artists(pool: Pool, request: Request) -> list[str]:
    """A key for each song's artist; none where the listener asked for few artists themselves."""
    wanted = {name_key(name) for name in request.wanted("artist")}
    if wanted or request.wanted("album"):
        return [""] * len(pool)
    return [name_key(each.artist) for each in pool.facts]


def _enough(found: _Round, request: Request, whole: frozenset[WishKind]) -> bool:
    """Whether looking at more songs could not mend what is lacking.

    Args:
        whole: kinds of wishes of which every song is in the pool from the start.
    """
    if len(found.rows) < request.k:
        return False
    if crowded([found.artists[row] for row in found.rows]):
        return False
    wished = found.scores.parts.get("wished")
    partly = (kind for kind in _FAR if kind not in whole and request.wanted(kind))
    if wished is None or not any(partly):
        return True
    return bool((wished[found.rows] >= 1).all())


def _chosen(found: _Round, hearing: Hearing, request: Request, store: Store) -> Chosen:
    ids = [found.pool.facts[row].id for row in found.rows]
    songs = {song.id: song for song in store.songs(ids)}
    wished = granted(found.pool, request)
    ranked = [
        _ranked(songs[song_id], row, found, hearing, request)
        for song_id, row in zip(ids, found.rows, strict=True)
        if song_id in songs  # another process may have taken it away meanwhile
    ]
    return Chosen(
        [replace(song, rank=rank) for rank, song in enumerate(ranked, 1)],
        found.scores.weights,
        None if wished is None else int((wished[found.rows] >= 1).sum()),
        any(each.popularity is not None for each in found.pool.facts),
    )


def _ranked(song: Song, row: int, found: _Round, hearing: Hearing, request: Request) -> RankedSong:
    parts = {name: float(values[row]) for name, values in found.scores.parts.items()}
    themes = {name: found.pool.theme(name, row) for name in request.wanted("theme")}
    grounds = Grounds(hearing.heard.mood, hearing.felt, request, parts, themes, hearing.steered)
    return RankedSong(
        0,
        song.id,
        song.artist,
        song.title,
        song.album,
        song.year,
        song.category,
        float(found.scores.total[row]),
        parts,
        song.mood,
        explain(song, grounds),
        song.mood.groups[song.mood.group],
        song.genre,
        song.link,
        distance(song.mood, request.options.emotions),
    )


def distance(mood: Mood, sliders: Mapping[str, float] | None) -> float | None:
    """How far a song's emotions are from sliders that are scaled to sum to 1, by Euclid."""
    if sliders is None:
        return None
    total = sum(sliders.values())
    return math.sqrt(
        sum((mood.emotions[name] - sliders.get(name, 0.0) / total) ** 2 for name in EMOTIONS)
    )
