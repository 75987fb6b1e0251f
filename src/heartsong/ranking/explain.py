"""Why a song fits, in one sentence that its numbers bear out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from heartsong.catalogue.identity import name_key
from heartsong.ranking.exclude import credited, in_years, of_genre, says
from heartsong.ranking.score import paces_of
from heartsong.ranking.themes import CLEAR, THEMES
from heartsong.types import EMOTIONS, Mood, Song
from heartsong.wishes import Request, Wish

NEAR_MOOD: Final = 0.93
FAR_MOOD: Final = 0.75
NEAR_MEANING: Final = 0.77  # a cosine of .54: one song in a hundred, over our chat lines
STANDS_OUT: Final = 0.32  # the least share of an emotion worth a word; an even one is .17
DOUBTFUL: Final = 0.45  # a leading mood group with less is hard to tell from the next
ALIKE: Final = 0.75  # mood and meaning together, as near as one song in twenty is to another
PACED: Final = 0.6  # of the way from slow to fast, or back

_FEELS: Final = {"happy": "happy", "sad": "sad", "angry": "charged", "relaxed": "calm"}
_LED: Final = {"lift": ("happy", "brighter"), "calm": ("relaxed", "calmer")}


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a reason may be made from.

    Attributes:
        listener: the mood that was heard.
        felt: whether any mood was.
        parts: of the song's score.
        themes: theme → how much the song is about it, in [0, 1].
    """

    listener: Mood
    felt: bool
    request: Request
    parts: Mapping[str, float]
    themes: Mapping[str, float] = field(default_factory=dict)


def explain(song: Song, grounds: Grounds) -> str:
    """One plain sentence on why a song is in an answer."""
    clauses = [_feeling(song.mood, grounds), *_granted(song, grounds)]
    if tint := _tint(song.mood):
        clauses.append(tint)
    if grounds.felt and grounds.parts["meaning"] >= NEAR_MEANING:
        clauses.append("its words come close to yours")
    if song.mood.groups[song.mood.group] < DOUBTFUL:
        clauses.append("its mood is hard to tell")
    return "; ".join(clauses) + "."


def _feeling(song: Mood, grounds: Grounds) -> str:
    word, listener = _FEELS[song.group], grounds.listener
    if grounds.request.options.emotions is not None:
        near = grounds.parts["mood"] >= NEAR_MOOD
        return f"{'Near' if near else 'Towards'} the mood you set: it leans {word}"
    if not grounds.felt:
        return f"It leans {word}"
    group, led = _LED.get(grounds.request.strategy, ("", ""))
    if song.group == group and song.groups[group] > listener.groups[group]:
        return f"{led.capitalize()} than you sound"
    if song.group != listener.group:
        more = song.groups[song.group] > listener.groups[song.group]
        return f"More {word} than you sound" if more else f"Leans {word}, unlike you"
    if grounds.parts["mood"] >= NEAR_MOOD:
        return f"As {word} as you sound"
    far = grounds.parts["mood"] < FAR_MOOD
    return f"A little {word}, as you are" if far else f"Leans {word}, as you do"


def _granted(song: Song, grounds: Grounds) -> Iterator[str]:
    """The wishes that the song fulfils."""
    for wish in grounds.request.wishes:
        if wish.stance == "like" and wish.known and grounds.parts.get("alike", 0.0) >= ALIKE:
            yield f"akin to {wish.value}"
        elif wish.stance == "want" and (clause := _wanted(song, wish, grounds)):
            yield clause
    if grounds.parts.get("pace", 0.0) >= PACED:
        paces = paces_of(grounds.request)
        if len(paces) == 1:
            yield "it has drive" if "fast" in paces else "it takes its time"


def _wanted(song: Song, wish: Wish, grounds: Grounds) -> str | None:
    """How a song grants a wish; None where it does not."""
    value = wish.value
    match wish.kind:
        case "artist" if name_key(value) in credited(song.artist, song.title):
            return f"by {value}, as you asked"
        case "album" if name_key(value) == name_key(song.album or ""):
            return f"from {song.album}, as you asked"
        case "genre" if of_genre(value, song.genre):
            return f"{value}, as you asked"
        case "years" if in_years(value, song.year):
            return f"from {song.year}"
        case "song" if wish.id == song.id:
            return "the song you named"
        case "theme" if grounds.themes.get(value, 0.0) >= CLEAR:
            return _ABOUT[value]
        case "word" if says(value, song.title, song.album):
            return f'"{value}" is in its name'
        case "word" if grounds.parts["words"] > 0 and len(grounds.request.wanted("word")) == 1:
            return f'"{value}" is in its words'
    return None


_ABOUT: Final = {theme.name: theme.about for theme in THEMES}


def _tint(song: Mood) -> str | None:
    """The song's leading emotions by name, where they stand out."""
    leading = sorted(EMOTIONS, key=lambda name: (-song.emotions[name], name))[:2]
    named = [name for name in leading if song.emotions[name] >= STANDS_OUT]
    return f"it carries {' and '.join(named)}" if named else None
