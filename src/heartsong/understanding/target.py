"""Which of the songs shown a few words mean: "the second one", "it", a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from heartsong.catalogue.identity import name_key

# fmt: off
_CARDINALS: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen",
    "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)
_ORDINALS: Final = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth",
    "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
)
# fmt: on
_SOME: Final = {"a": 1, "a couple": 2, "a couple of": 2, "a few": 3, "a dozen": 12}
_WORDS: Final = {
    word: value for words in (_CARDINALS, _ORDINALS) for value, word in enumerate(words, 1)
}
NUMBER: Final = rf"{'|'.join(_CARDINALS)}|a few|a couple(?: of)?|a dozen|\d{{1,6}}"

_THING: Final = r"(?:one|song|track|tune)"
_COUNTED: Final = re.compile(
    rf"(?:the )?(?P<ordinal>{'|'.join(_ORDINALS)}|\d{{1,3}}(?:st|nd|rd|th)|last|final)"
    rf"(?: {_THING})?(?: (?:on|of|in) (?:the|that|this|your) list)?"
    rf"|(?:the )?(?:(?:number|no\.?|nr\.?|song|track) |#)(?P<cardinal>{'|'.join(_CARDINALS)}"
    r"|\d{1,3})"
)
_IT: Final = re.compile(rf"it|(?:this|that)(?: {_THING})?|the song")
_LAST: Final = frozenset({"last", "final"})


class Named(Protocol):
    """A song by its names."""

    @property
    def artist(self) -> str: ...
    @property
    def title(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Target:
    """One of the songs shown.

    Attributes:
        place: 1 for the first, 0 for the one that was spoken of last ("it"); may be beyond the
            songs that were shown.
        counted: whether it was called by its number.
        by_artist: whether it was called by its artist's name.
    """

    place: int = 0
    counted: bool = False
    by_artist: bool = False


def number(words: str) -> int:
    """The value of "five", "fifth", "5", "5th", "a few"."""
    if words in _SOME:
        return _SOME[words]
    return _WORDS.get(words) or int(re.sub(r"\D", "", words))


def target(words: str, last: Sequence[Named], *, loose: bool = False) -> Target | None:
    """The song that some words mean, or None where they mean none.

    Args:
        words: in small letters.
        last: the songs shown last, in their order.
        loose: take some words of a title or an artist too, not only the whole.
    """
    if _IT.fullmatch(words):
        return Target()
    if match := _COUNTED.fullmatch(words):
        said = match["ordinal"] or match["cardinal"]
        return Target(len(last) or 1 if said in _LAST else number(said), counted=True)
    return _called(name_key(words), last, loose)


def _called(key: str, last: Sequence[Named], loose: bool) -> Target | None:
    """The first song with that title, else with that artist, else with those words in either."""
    titles = [name_key(song.title) for song in last]
    artists = [name_key(song.artist) for song in last]
    if key in titles:
        return Target(titles.index(key) + 1)
    if key in artists:
        return Target(artists.index(key) + 1, by_artist=True)
    if loose and key:
        for names in (titles, artists):
            for place, name in enumerate(names, 1):
                if f" {key} " in f" {name} ":
                    return Target(place, by_artist=names is artists)
    return None
