"""Why a song fits, in one sentence that its numbers bear out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from heartsong.catalogue.identity import name_key, words_of
from heartsong.ranking.exclude import credited, in_years, of_genre, says
from heartsong.ranking.score import paces_of
from heartsong.ranking.themes import CLEAR, THEMES
from heartsong.types import EMOTIONS, Mood, Song
from heartsong.wishes import Request, Wish, WishKind

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
        steered: whether that mood is where the listener asked to go, not where they are.
    """

    listener: Mood
    felt: bool
    request: Request
    parts: Mapping[str, float]
    themes: Mapping[str, float] = field(default_factory=dict)
    steered: bool = False


def explain(song: Song, grounds: Grounds) -> str:
    """One plain sentence on why a song is in an answer."""
    clauses = [_feeling(song.mood, grounds), *_granted(song, grounds)]
    if tint := _tint(song.mood):
        clauses.append(tint)
    if grounds.felt and grounds.parts["meaning"] >= NEAR_MEANING:
        clauses.append("its words come close to yours")
    if grounds.felt and song.mood.groups[song.mood.group] < DOUBTFUL:
        clauses.append("its mood is hard to tell")
    return "; ".join(clauses) + "."


def _feeling(song: Mood, grounds: Grounds) -> str:
    word = _FEELS[song.group]
    if grounds.request.options.emotions is not None:
        near = grounds.parts["mood"] >= NEAR_MOOD
        return f"{'Near' if near else 'Towards'} the mood you set: it leans {word}"
    if not grounds.felt:
        return f"It leans {word}"
    if grounds.steered:
        asked = ", as you asked" if song.group == grounds.listener.group else ""
        return f"Leans {word}{asked}"
    return _beside(song, word, grounds)


def _beside(song: Mood, word: str, grounds: Grounds) -> str:
    """A song's mood beside the listener's."""
    listener = grounds.listener
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
    clause = _CLAUSES.get(wish.kind)
    return clause(song, wish, grounds) if clause else None


def _artist(song: Song, wish: Wish, _: Grounds) -> str | None:
    by = name_key(wish.value) in credited(song.artist, song.title)
    return f"by {wish.value}, as you asked" if by else None


def _album(song: Song, wish: Wish, _: Grounds) -> str | None:
    on = name_key(wish.value) == name_key(song.album or "")
    return f"from {song.album}, as you asked" if on else None


def _genre(song: Song, wish: Wish, _: Grounds) -> str | None:
    return f"{wish.value}, as you asked" if of_genre(wish.value, song) else None


def _years(song: Song, wish: Wish, _: Grounds) -> str | None:
    return f"from {song.year}" if in_years(wish.value, song.year) else None


def _song(song: Song, wish: Wish, _: Grounds) -> str | None:
    return "the song you named" if wish.id == song.id else None


def _theme(_: Song, wish: Wish, grounds: Grounds) -> str | None:
    clear = grounds.themes.get(wish.value, 0.0) >= CLEAR
    return _ABOUT[wish.value] if clear else None


def _word(song: Song, wish: Wish, grounds: Grounds) -> str | None:
    if says(wish.value, song.title, song.album) or _begins(wish.value, song.title):
        return f'"{wish.value}" is in its name'
    # Of several words the part does not tell which of them a song has.
    alone = len(grounds.request.wanted("word")) == 1
    return f'"{wish.value}" is in its words' if alone and grounds.parts["words"] > 0 else None


def _begins(value: str, title: str) -> bool:
    """Whether a word of a title is a form of a longer word: "rain" is in "Raining Men"."""
    return any(word.startswith(value.casefold()) for word in words_of(title))


_CLAUSES: Final[Mapping[WishKind, Callable[[Song, Wish, Grounds], str | None]]] = {
    "artist": _artist,
    "album": _album,
    "genre": _genre,
    "years": _years,
    "song": _song,
    "theme": _theme,
    "word": _word,
}
_ABOUT: Final = {theme.name: theme.about for theme in THEMES}


def _tint(song: Mood) -> str | None:
    """The song's leading emotions by name, where they stand out."""
    leading = sorted(EMOTIONS, key=lambda name: (-song.emotions[name], name))[:2]
    named = [name for name in leading if song.emotions[name] >= STANDS_OUT]
    return f"it carries {' and '.join(named)}" if named else None
