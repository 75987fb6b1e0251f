"""A playlist that leads from the listener's mood to another one, in even steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from heartsong.catalogue.identity import name_key
from heartsong.errors import RequestError
from heartsong.model import Heard
from heartsong.playlist import Playlist, PlaylistSong
from heartsong.ranking.chain import Stops, chain
from heartsong.ranking.goals import goal
from heartsong.ranking.way import SCALE, Points, Way, angles, point_of, points_of
from heartsong.store.base import Vectors
from heartsong.types import EMOTIONS, GROUPS, SENTIMENTS, Mood, Song
from heartsong.understanding.crisis import ANSWER
from heartsong.understanding.hearing import Hearing
from heartsong.wishes import Options

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

    allowed: Callable[[Song], bool]
    shown: frozenset[str]
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
    options: Options,
    allowed: Callable[[Song], bool] = lambda song: True,
) -> Playlist:
    """The songs that lead from what was heard to what is asked for.

    Each song is nearer to the goal than the one before, and further along the way; steps are as
    even as the songs allow. None comes twice; of an artist at most two in any ten, and never two
    on end, unless there are no others.

    Args:
        options: `seed` and `shown` count.
        allowed: tells the songs that may be in it.
    """
    if hearing.crisis:
        return Playlist(hearing.text, _even(), asked.to, asked.goal, ANSWER, ())
    heard = hearing.heard or Heard(_even(), np.zeros(_width(store), np.float32))
    way = _way(heard.mood, asked.goal)
    fits = _Fits(allowed, options.shown, options.seed)
    songs = _lead(way, heard.embedding, asked.k, store, fits)
    notices = [
        hearing.notice,
        _of_start(hearing.heard, asked.to if way.angle < _NEAR else None),
        _of_songs(songs, heard.mood if hearing.heard else None, asked, store.count()),
    ]
    notice = " ".join(each for each in notices if each) or None
    return Playlist(hearing.text, heard.mood, asked.to, asked.goal, notice, songs)


def _way(start: Mood, goal: Mood) -> Way:
    """The way to go; where the start is as good as the goal, from a fainter mood than both."""
    affect = np.array([goal.valence, goal.arousal])
    way = Way(point_of(start), point_of(goal), affect)
    if way.angle > _SHORTEST:
        return way
    out = Way(way.goal, point_of(_even()), affect)
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
    songs = store.songs(found.ids)
    offered = [song for song in songs if song.id not in fits.shown and fits.allowed(song)]
    row_of = {song_id: row for row, song_id in enumerate(found.ids)}
    return offered, found.take(np.array([row_of[song.id] for song in offered], np.intp))


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


def _of_start(heard: Heard | None, near: str | None) -> str | None:
    """What there is to say of where a journey starts.

    Args:
        near: the goal, where the listener is there already.
    """
    if heard is None:
        return "I could not hear how you feel, so the songs start in the middle."
    if near:
        return f'You already sound close to "{near}": the songs stay about it and grow towards it.'
    if heard.mood.groups[heard.mood.group] < _DOUBTFUL:
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


def _even() -> Mood:
    """The mood that leans nowhere."""
    emotions, sentiments, groups = (
        dict.fromkeys(names, 1 / len(names)) for names in (EMOTIONS, SENTIMENTS, GROUPS)
    )
    return Mood(emotions, 0.0, 0.0, sentiments, groups, neutral=1.0)


def _width(store: Store) -> int:
    """How many numbers an embedding has."""
    return next((len(stored.embedding) for stored in store.all()), 0)
