"""Hard cuts: the songs that a listener said they do not want. Nothing relaxes these."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heartsong.catalogue.identity import name_key, words_of
from heartsong.catalogue.kin import KIN
from heartsong.ranking.pool import Pool, energy
from heartsong.ranking.pool import years as span
from heartsong.store.base import Facts
from heartsong.types import EMOTIONS, GROUPS, Song
from heartsong.wishes import Request, WishKind

Mask = NDArray[np.bool_]

MOOD_SHARE: Final = 0.33  # a song with as much of an unwanted mood group has too much of it
EMOTION_SHARE: Final = 0.32  # the least that a reason would name
ENERGY: Final = 0.2  # beyond it, on either side, a song is fast or slow for certain

_CREDITS: Final = re.compile(
    r"\s*(?:,|;|/|\+|&|\b(?:and|with|feat|ft|featuring|vs|x)\b\.?)\s*", re.IGNORECASE
)
# Names are read again for every wish of a request: those of some pools are remembered.
_REMEMBERED: Final = 1 << 14
_GUESTS: Final = re.compile(r"[\(\[]?\b(?:feat|ft|featuring|with)\b\.?\s*([^)\]]+)", re.IGNORECASE)


def kept(pool: Pool, request: Request) -> Mask:
    """(songs,) which songs of a pool break none of the wishes."""
    keep = np.ones(len(pool), bool)
    shown = request.options.shown
    if shown:
        keep &= [each.id not in shown for each in pool.facts]
    for kind, breaks in (_RULES | {"genre": _any_genre_but}).items():
        for value in request.avoided(kind):
            keep &= ~breaks(pool, value)
    ids = {wish.id for wish in request.wishes if wish.kind == "song" and wish.stance == "avoid"}
    if ids:
        keep &= [each.id not in ids for each in pool.facts]
    return keep


@lru_cache(_REMEMBERED)
def credited(artist: str, title: str = "") -> frozenset[str]:
    """Keys of everyone whom an artist's name and a title give: "A & B" is A, B, and "A & B"."""
    guests = [guest for found in _GUESTS.findall(title) for guest in _CREDITS.split(found)]
    names = [artist, *_CREDITS.split(artist), *guests]
    return frozenset(name_key(name) for name in names if name.strip())


def says(words: str, *texts: str | None) -> bool:
    """Whether names hold these words, one after the other; a plural counts as the word."""
    wanted = _stems(words)
    for text in texts:
        held = _stems(text or "")
        runs = range(len(held) - len(wanted) + 1)
        if wanted and any(held[at : at + len(wanted)] == wanted for at in runs):
            return True
    return False


def in_years(years: str, year: int | None) -> bool:
    """Whether a year lies in years such as "1970-1979", "-1989" or "2015-"; unknown ones do not."""
    first, last = span(years)
    return year is not None and first <= year <= last


def of_genre(genre: str, song: Facts | Song) -> bool:
    """Whether a song is of a genre: "alternative rock; pop" is rock and pop.

    Where nobody said what the song is, what its artist is known for counts.
    """
    if song.genre:
        return any(says(genre, each) for each in re.split(r"[;,/|]", song.genre))
    return genre.casefold() in KIN.genres(song.artist)


@lru_cache(_REMEMBERED)
def _stems(text: str) -> tuple[str, ...]:
    return tuple(_stem(word) for word in words_of(text))


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _each(pool: Pool, of: Iterable[bool]) -> Mask:
    return np.fromiter(of, bool, len(pool))


def _artist(pool: Pool, value: str) -> Mask:
    key = name_key(value)
    return _each(pool, (key in credited(each.artist, each.title) for each in pool.facts))


def _album(pool: Pool, value: str) -> Mask:
    key = name_key(value)
    return _each(pool, (name_key(each.album or "") == key for each in pool.facts))


def _genre(pool: Pool, value: str) -> Mask:
    return _each(pool, (of_genre(value, each) for each in pool.facts))


def _any_genre_but(pool: Pool, value: str) -> Mask:
    """Also what nobody knows the genre of, as long as most songs' genres are known."""
    unknown = _each(pool, (not each.genre and not KIN.genres(each.artist) for each in pool.facts))
    unsure: Mask = unknown & (unknown.mean() < 0.5)
    return _genre(pool, value) | unsure


def _years(pool: Pool, value: str) -> Mask:
    return _each(pool, (in_years(value, each.year) for each in pool.facts))


def _word(pool: Pool, value: str) -> Mask:
    named = (says(value, each.title, each.album) for each in pool.facts)
    sung = pool.sung.get(value, frozenset())
    return _each(pool, named) | _each(pool, (each.id in sung for each in pool.facts))


def _theme(pool: Pool, value: str) -> Mask:
    return pool.themed(value)


def _mood(pool: Pool, value: str) -> Mask:
    if value in EMOTIONS:
        shares, at, most = pool.vectors.emotions, EMOTIONS.index(value), EMOTION_SHARE
    else:
        shares, at, most = pool.vectors.groups, GROUPS.index(value), MOOD_SHARE
    too_much: Mask = (shares[:, at] >= most) | (shares.argmax(axis=1) == at)
    return too_much


def _pace(pool: Pool, value: str) -> Mask:
    found = energy(pool.vectors)
    too_much: Mask = found > ENERGY if value == "fast" else found < -ENERGY
    return too_much


_RULES: Final[dict[WishKind, Callable[[Pool, str], Mask]]] = {
    "artist": _artist,
    "album": _album,
    "genre": _genre,
    "years": _years,
    "word": _word,
    "theme": _theme,
    "mood": _mood,
    "pace": _pace,
}


def matches(pool: Pool, kind: WishKind, values: Sequence[str]) -> Mask:
    """(songs,) which songs have any of these values."""
    found = np.zeros(len(pool), bool)
    for value in values:
        found |= _RULES[kind](pool, value)
    return found
