"""A playlist that leads from the listener's mood to another one, in even steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from heartsong.catalogue.identity import name_key
from heartsong.errors import RequestError
from heartsong.playlist import Playlist, PlaylistSong
from heartsong.ranking.chain import Stops, chain
from heartsong.ranking.exclude import Mask
from heartsong.ranking.goals import goal
from heartsong.ranking.way import SCALE, Points, Way, angles, point_of, points_of
from heartsong.store.base import Vectors
from heartsong.types import EMOTIONS, Mood, Song
from heartsong.understanding.hearing import Hearing, nothing_heard

if TYPE_CHECKING:
    from heartsong.store.base import Floats, Store

FEWEST: Final = 2
MOST: Final = 100
# In radians; songs that fit one message lie within .4 of it.
_NEAR: Final = 0.4  # a listener so close to the goal is told
_SHORTEST: Final = 0.3  # a way that is shorter begins further off
_DOUBTFUL: Final = 0.4  # a leading mood group with less is hardly ahead of the next

_POINTS: Final = 8  # of the way that are looked around at most
_LEAST_AROUND: Final = 60  # songs
_MOST_AROUND: Final = 20_000
_CHOICE: Final = 20  # candidates for each song of the playlist
_PLENTY: Final = 3_000  # where so many give no path of the length asked for, more hardly would

_ENDS: Final = 2.0  # how much the ends count before what lies between
_OTHER: Final = 0.5  # what it costs an end to lie in another mood group than it should
_MEANING: Final = 0.4  # of words, against angles; less and less on the way
_VARIETY: Final = 0.05  # radians by which one song may be preferred by chance


@dataclass(frozen=True, slots=True)
class Trip:
    """What is asked of a journey, known to be possible: see `trip`."""

    to: str
    goal: Mood
    k: int


@dataclass(frozen=True, slots=True, eq=False)
class _Fits:
    """Which songs may be taken, and the seed of what chance decides between near equals."""

    allowed: Callable[[Vectors], Mask]
    seed: int | None


def trip(to: str, k: int) -> Trip:
    """Check what is asked, before anything is heard or opened.

    Args:
        to: a name that `goal` knows.
        k: how many songs, from 2 to 100.

    Raises:
        RequestError: there is no such goal, or not so many songs can be given.
    """
    found = goal(to)
    if not FEWEST <= k <= MOST:
        raise RequestError(
            f"A playlist of {k} songs cannot be made: ask for {FEWEST} to {MOST} songs."
        )
    return Trip(" ".join(to.split()).casefold(), found, k)


def plan(
    hearing: Hearing,
    asked: Trip,
    store: Store,
    seed: int | None = None,
    allowed: Callable[[Vectors], Mask] = lambda vectors: np.ones(len(vectors), bool),
) -> Playlist:
    """The songs that lead from what was heard to what is asked for.

    Each song is nearer to the goal than the one before, and further along the way; steps are as
    even as the songs allow. None comes twice; of an artist at most two in any ten, and never two
    on end, unless there are no others.

    Args:
        seed: decides between near equals; None decides anew each time.
        allowed: (songs,) which of some songs may be in it.
    """
    heard, start = hearing.heard, hearing.heard.mood if hearing.felt else None
    way = _way(heard.mood, asked.goal)
    songs = _lead(way, heard.embedding, asked.k, store, _Fits(allowed, seed))
    notices = [
        hearing.notice,
        _of_start(start, asked.to if way.angle < _NEAR else None),
        _of_songs(songs, start, asked, store.count()),
    ]
    notice = " ".join(each for each in notices if each) or None
    return Playlist(hearing.text, heard.mood, asked.to, asked.goal, notice, songs)


def _way(start: Mood, goal: Mood) -> Way:
    """The way to go; where the start is as good as the goal, from a fainter mood than both."""
    affect = np.array([goal.valence, goal.arousal])
    way = Way(point_of(start), point_of(goal), affect)
    if way.angle > _SHORTEST:
        return way
    out = Way(way.goal, point_of(nothing_heard(0).mood), affect)
    return Way(out.at(np.array([_SHORTEST / out.angle]))[0], way.goal, affect)


def _lead(way: Way, meaning: Floats, k: int, store: Store, fits: _Fits) -> tuple[PlaylistSong, ...]:
    """The best sequence among the songs about the way, looked for further off while it is short."""
    around, held = max(_LEAST_AROUND, _CHOICE * k // _POINTS), store.count()
    while held:
        near = _about(way, meaning, min(k, _POINTS), around, store)
        songs, vectors = _offered(near, store, fits)
        points = points_of(vectors.emotions, vectors.groups)
        stops = _stops(way, points, vectors.embeddings @ meaning, songs, fits.seed)
        rows = chain(stops, k).tolist()
        enough = _CHOICE * k if len(rows) == k else _PLENTY
        if len(songs) >= enough or around >= min(held, _MOST_AROUND):
            reached, likeness = stops.reached.tolist(), stops.likeness.tolist()
            return tuple(
                PlaylistSong(rank, songs[row], reached[row], likeness[row])
                for rank, row in enumerate(rows, 1)
            )
        around *= 4
    return ()


def _about(way: Way, meaning: Floats, points: int, around: int, store: Store) -> Vectors:
    """The songs that are nearest to some points of the way, each once, by id."""
    places = np.linspace(0.0, 1.0, points)
    found = []
    for place, point in zip(places, way.at(places), strict=True):
        words = _MEANING * (1 - place) / 2 * meaning
        query = np.concatenate([point * SCALE, words]).astype(np.float32)
        found.append(store.near(query, around))
    joined = Vectors.joined(found)
    _, rows = np.unique(np.array(joined.ids, np.str_), return_index=True)
    return joined.take(rows)


def _offered(found: Vectors, store: Store, fits: _Fits) -> tuple[list[Song], Vectors]:
    """Those of some songs that may be taken, with their numbers in the same order."""
    offered = found.take(np.flatnonzero(fits.allowed(found)))
    row_of = {song_id: row for row, song_id in enumerate(offered.ids)}
    songs = store.songs(offered.ids)
    return songs, offered.take(np.array([row_of[song.id] for song in songs], np.intp))


def _stops(
    way: Way, points: Points, likeness: Floats, songs: list[Song], seed: int | None
) -> Stops:
    """What speaks for and against each song on the way.

    Args:
        points: (songs, 10) moods.
        likeness: (songs,) cosines of their words with the listener's.
    """
    reached = way.reached(points)
    beside = np.arccos(np.clip((points * way.at(reached)).sum(axis=1), -1.0, 1.0))
    far = (1 - likeness.astype(np.float64)) / 2
    affects = np.array([(s.mood.valence, s.mood.arousal) for s in songs]).reshape(-1, 2)
    dice = np.random.default_rng(None if seed is None else abs(seed))
    by_chance = dice.uniform(0.0, _VARIETY, len(songs))
    keys = {name: name_key(name) for name in {song.artist for song in songs}}
    numbers = {key: number for number, key in enumerate(sorted(set(keys.values())))}
    return Stops(
        reached,
        way.likeness(points),
        np.hypot(*(affects - way.affect).T),
        # The words that a listener came with matter less the further they are from there.
        beside + _MEANING * (1 - reached) * far + by_chance,
        _end(points, way.start),
        _end(points, way.goal),
        np.array([numbers[keys[song.artist]] for song in songs], np.int64),
    )


def _end(points: Points, end: Points) -> Points:
    """What speaks against beginning or ending at points: (points,)."""
    groups = slice(len(EMOTIONS), None)
    other = points[:, groups].argmax(axis=1) != end[groups].argmax()
    return np.asarray(_ENDS * angles(points, end) + _OTHER * other)


def _of_start(start: Mood | None, near: str | None) -> str | None:
    """What there is to say of where a journey starts.

    Args:
        near: the goal, where the listener is there already.
    """
    if start is None:
        return "I could not hear how you feel, so the songs start in the middle."
    if near:
        return f'You already sound close to "{near}": the songs stay about it and grow towards it.'
    if start.groups[start.group] < _DOUBTFUL:
        return "I am not sure how you feel: a few more words would help."
    return None


def _of_songs(
    songs: tuple[PlaylistSong, ...], start: Mood | None, asked: Trip, held: int
) -> str | None:
    """What there is to say of the songs of a journey."""
    if not songs:
        return f"None of the {held:,} songs of the catalogue may be offered."
    notices = []
    if len(songs) < asked.k:
        count = f"{len(songs)} songs lead" if len(songs) > 1 else "1 song leads"
        notices.append(f"Only {count} there, each nearer than the last.")
    if start and songs[0].song.mood.group != start.group:
        notices.append("No song that could begin sounds quite as you do.")
    if songs[-1].song.mood.group != asked.goal.group:
        notices.append(f'No song that could end it is quite at "{asked.to}".')
    return " ".join(notices) or None
