"""Words that move the mood of the songs: "more upbeat", "sadder", "that's too slow"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Direction = Literal[
    "upbeat", "sad", "calm", "energetic", "angry", "dark", "loving", "hopeful", "fast"
]


@dataclass(frozen=True, slots=True)
class Move:
    """A step towards a mood, or away from it.

    Attributes:
        steps: 1 is a plain "more", 0.5 "a bit more", 2 "much more"; below 0 is away from it.
    """

    towards: Direction
    steps: float


# Adjectives and nouns by where they lead; comparatives are made of them below.
_ADJECTIVES: Final[Mapping[Direction, str]] = {
    "upbeat": "upbeat happy cheerful cheery positive fun funny joyful bright sunny uplifting "
    "light light-hearted feel-good",
    "sad": "sad melancholy melancholic gloomy blue tearful depressing heartbreaking mournful "
    "negative depressed emotional",
    "calm": "calm relaxed relaxing chill chilled mellow gentle soft quiet peaceful soothing "
    "laid-back",
    "energetic": "energetic lively intense powerful loud hard wild exciting driving",
    "angry": "angry aggressive furious heavy harsh rough",
    "dark": "dark bleak scary eerie",
    "loving": "romantic loving tender sweet warm",
    "hopeful": "hopeful optimistic encouraging comforting",
    "fast": "fast quick danceable",
}
_OPPOSITES: Final[Mapping[str, Direction]] = {"slow": "fast", "boring": "energetic"}
_COMPARATIVES: Final[Mapping[Direction, str]] = {
    "upbeat": "happier cheerier brighter sunnier lighter funnier merrier",
    "sad": "sadder gloomier bluer moodier",
    "calm": "calmer mellower gentler softer quieter chiller",
    "energetic": "livelier louder harder wilder",
    "angry": "angrier heavier harsher rougher",
    "dark": "darker bleaker scarier",
    "loving": "sweeter warmer tenderer",
    "hopeful": "",
    "fast": "faster quicker",
}
_NOUNS: Final[Mapping[Direction, str]] = {
    "upbeat": "joy happiness fun cheer",
    "sad": "sadness melancholy",
    "calm": "calm peace",
    "energetic": "energy power",
    "angry": "anger rage aggression",
    "dark": "darkness",
    "loving": "tenderness warmth",
    "hopeful": "hope",
    "fast": "tempo speed",
}


def _by_word(*tables: Mapping[Direction, str]) -> dict[str, tuple[Direction, int]]:
    return {
        word: (to, 1) for table in tables for to, words in table.items() for word in words.split()
    }


_BASE: Final = _by_word(_ADJECTIVES) | {word: (to, -1) for word, to in _OPPOSITES.items()}
_AMOUNTS: Final = _BASE | _by_word(_NOUNS)
_COMPARED: Final = _by_word(_COMPARATIVES) | {"slower": ("fast", -1)}

_LITTLE: Final = r"(?:a (?:tiny |little )?bit|a little|slightly|somewhat|a touch)"
_MUCH: Final = r"(?:much|far|way|a lot|lots|a whole lot|a great deal)"
_DEGREE: Final = rf"(?:(?P<little>{_LITTLE})|(?P<much>{_MUCH})|even|still|just|some|still a bit)"
_WISH: Final = (
    r"(?:(?:give|show|play|find)(?: me)?|i want|i(?:'d| would) like|let'?s have|let'?s try|try"
    r"|make (?:it|them|that|this)"
    r"|i(?:'d| would) prefer|let me (?:hear|have)|(?:can|could) i (?:have|hear)"
    r"|how about|what about|can (?:we|i) have|go|get|with)"
)
_THINGS: Final = r"(?:something|anything|songs?|music|ones?|stuff|tunes?|tracks?|a song|one)"
_SHOWN: Final = (
    r"(?:that|this|it|they|these|those|the songs|these songs|those songs|these ones|all that)"
    r"(?:'s|'re| is| are| was| were| sounds?)(?: all)?"
)
_STEERS: Final = (
    # more upbeat, something a bit less sad, much calmer
    re.compile(
        rf"(?:{_WISH} )?(?:{_THINGS} )?(?:that(?:'s| is| are) )?(?:{_DEGREE} )?"
        rf"(?:(?P<how>more|less) (?P<base>[\w-]+)|(?P<compared>\w+))(?: {_THINGS})?"
    ),
    # not so sad, not as slow, not quite so loud
    re.compile(
        rf"(?:{_WISH} )?(?:{_THINGS} )?(?:{_SHOWN} )?not (?:quite )?(?:so|as|that|too) "
        rf"(?P<less>[\w-]+)(?: {_THINGS})?"
    ),
    # that's too sad, way too loud
    re.compile(
        rf"(?:{_SHOWN} )?(?:{_DEGREE} )?too (?P<less>[\w-]+)(?: for (?:me|now|this|today))?"
    ),
    # not sad enough
    re.compile(rf"(?:{_SHOWN} )?not (?P<more>[\w-]+) enough(?: for me)?"),
)
_JOINED: Final = re.compile(r",? and |,? but |, ?")


def moves(line: str) -> tuple[Move, ...]:
    """The moves that a line asks for; none where any part of it says something else.

    Args:
        line: in small letters, without courtesies.
    """
    found = [_move(part) for part in _JOINED.split(line)]
    return tuple(each for each in found if each) if all(found) else ()


def _move(words: str) -> Move | None:
    for pattern in _STEERS:
        if match := pattern.fullmatch(words):
            said = match.groupdict()
            to, sign = _direction(said)
            if to is not None:
                return Move(to, sign * _size(said, words))
    return None


def _direction(said: Mapping[str, str | None]) -> tuple[Direction | None, int]:
    """Where the words lead, and whether there or away from there."""
    nowhere: tuple[None, int] = (None, 0)
    if compared := said.get("compared"):
        return _COMPARED.get(compared, nowhere)
    if less := said.get("less"):
        to, sign = _BASE.get(less, nowhere)
        return to, -sign
    if more := said.get("more"):
        return _BASE.get(more, nowhere)
    to, sign = _AMOUNTS.get(said.get("base") or "", nowhere)
    return to, sign if said.get("how") == "more" else -sign


def _size(said: Mapping[str, str | None], words: str) -> float:
    # "A bit too sad" asks for as clear a step as "too sad": it is only said politely.
    if said.get("little") and " too " not in f" {words} ":
        return 0.5
    return 2.0 if said.get("much") else 1.0
