"""Wishes that were given, not said → wishes in the catalogue's own names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final, get_args

from heartsong.errors import RequestError
from heartsong.ranking.themes import THEMES
from heartsong.types import EMOTIONS, GROUPS
from heartsong.understanding.wishes.known import KnownNames
from heartsong.wishes import Stance, Wish, WishKind

_YEARS: Final = re.compile(r"(\d{4})?-(\d{4})?")
_CHOICES: Final[Mapping[WishKind, Sequence[str]]] = {
    "theme": tuple(theme.name for theme in THEMES),
    "mood": (*GROUPS, *EMOTIONS),
    "pace": ("fast", "slow"),
}


def named(wish: Wish, names: KnownNames) -> Wish:
    """A wish as the catalogue spells it, with whether it is known there.

    Raises:
        RequestError: there is no such kind, stance, theme, mood or pace, or years are none.
    """
    _one_of("kind of wish", wish.kind, get_args(WishKind))
    _one_of("stance", wish.stance, get_args(Stance))
    if not wish.value.strip():
        raise RequestError(f"The {wish.kind} that you wish for has no name: give one.")
    if wish.kind in _CHOICES:
        _one_of(wish.kind, wish.value.casefold(), _CHOICES[wish.kind])
        return replace(wish, value=wish.value.casefold())
    if wish.kind == "years":
        return replace(wish, value=_years(wish.value))
    if wish.kind == "song":
        return _song(wish, names)
    if wish.kind == "word":
        return replace(wish, value=wish.value.strip().casefold())
    find: dict[str, Callable[[str], str | None]] = {
        "artist": lambda value: names.artist(value, close=True),
        "album": names.album,
        "genre": names.genre,
    }
    found = find[wish.kind](wish.value)
    return replace(wish, value=found or wish.value.strip(), known=found is not None)


def stand_ins(wishes: Sequence[Wish], names: KnownNames) -> list[Wish]:
    """For songs that the catalogue lacks: others like their artists, whom it has."""
    found = []
    for wish in wishes:
        artist, dash, _ = wish.value.partition(" – ")
        if wish.kind == "song" and not wish.known and wish.stance != "avoid" and dash:
            known = names.artist(artist)
            found += [Wish("artist", "like", known, wish.heard)] if known else []
    return found


def _song(wish: Wish, names: KnownNames) -> Wish:
    if wish.id is not None:
        return wish
    artist, dash, title = wish.value.partition(" – ")
    found = names.song(title, artist) if dash else names.song(wish.value)
    if found is None:
        return replace(wish, known=False)
    return replace(wish, value=found.name, id=found.id, known=True)


def _years(value: str) -> str:
    plain = value.strip().replace("–", "-")
    plain = f"{plain}-{plain}" if plain.isdecimal() else plain
    found = _YEARS.fullmatch(plain)
    first, last = found.groups() if found else (None, None)
    if not (first or last) or (first and last and first > last):
        raise RequestError(f"'{value}' are no years: write them as 1970-1979, -1989 or 2015-.")
    return plain


def _one_of(what: str, value: str, choices: Sequence[str]) -> None:
    if value not in choices:
        raise RequestError(f"There is no {what} '{value}': choose from {', '.join(choices)}.")
