"""A message on the way to being understood: its words, and which of them are taken."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Final, NamedTuple

from heartsong.understanding.wishes.known import KnownNames
from heartsong.wishes import Wish

_QUOTES: Final = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'"}
)
_WORD: Final = re.compile(r"[^\W_]+(?:['&+][^\W_]+)*\+?")
_STOP: Final = re.compile(r"[.?!;:()\[\]|\n…]")
_SHORT: Final = 3  # letters of a word, such as "Dr" or "J", behind which a full stop ends nothing
_LATEST: Final = 40  # wishes among which none is noted twice
_LOOKUPS: Final = 60  # in the catalogue, for one message: enough for any list that a person writes


class Word(NamedTuple):
    """A word of a message.

    Attributes:
        low: in small letters.
        start, end: where it stands.
        gap: what stands between it and the word before.
    """

    low: str
    start: int
    end: int
    gap: str

    @property
    def stops(self) -> bool:
        """Whether a sentence ended before this word."""
        return _STOP.search(self.gap) is not None


class Draft:
    """What has been understood so far.

    Args:
        text: the message; kept as it is, but for its quotes.
        names: where names are looked up.
    """

    def __init__(self, text: str, names: KnownNames) -> None:
        self.text = text.translate(_QUOTES)
        low = self.text.lower()
        self.low = low if len(low) == len(text) else "".join(c.lower()[0] for c in self.text)
        self.names = names
        self.wishes: list[Wish] = []
        self.lookups = _LOOKUPS
        self.asked = False
        self._taken = bytearray(len(text))

    @cached_property
    def words(self) -> list[Word]:
        """Every word, in order."""
        found: list[Word] = []
        last = 0
        for match in _WORD.finditer(self.low):
            gap = self.low[last : match.start()]
            # "Dr. Dre" and "R.E.M." are no ends of sentences.
            if gap.startswith(".") and found and self._is_initial(found[-1]):
                gap = gap[1:]
            found.append(Word(match.group(), match.start(), match.end(), gap))
            last = match.end()
        return found

    @cached_property
    def mixed(self) -> bool:
        """Whether capitals tell names from words here: it is neither all small nor all capital."""
        capitals = sum(self.text[word.start].isupper() for word in self.words)
        shouted = sum(
            self.text[w.start : w.end].isupper() and w.end - w.start > 1 for w in self.words
        )
        return capitals > 0 and shouted * 2 <= len(self.words)

    def is_capital(self, word: Word) -> bool:
        return self.text[word.start].isupper() or self.text[word.start].isdigit()

    def at(self, position: int) -> int:
        """The number of the first word that starts at or behind a position."""
        return bisect_left(self.words, position, key=lambda word: word.start)

    def free(self, start: int, end: int) -> bool:
        """Whether nothing between two positions is taken."""
        return not any(self._taken[start:end])

    def take(self, start: int, end: int) -> None:
        """Mark what has been understood, so that it is neither heard again nor felt."""
        self._taken[start:end] = b"\1" * (end - start)

    def taken_between(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The runs between two positions that are taken, in order."""
        here = self._taken.find(1, start, end)
        while here >= 0:
            behind = self._taken.find(0, here, end)
            behind = end if behind < 0 else behind
            yield here, behind
            here = self._taken.find(1, behind, end)

    def taken(self, word: Word) -> bool:
        return bool(self._taken[word.start])

    def note(self, wish: Wish, start: int, end: int) -> None:
        """Note a wish once, and take the words that it was heard in."""
        self.take(start, end)
        self.asked = True
        same = (wish.kind, wish.stance, wish.value.casefold())
        if all((w.kind, w.stance, w.value.casefold()) != same for w in self.wishes[-_LATEST:]):
            self.wishes.append(replace(wish, heard=self.text[start:end]))

    def look_up(self) -> bool:
        """Whether one more lookup may be made; a message of names alone must not take for ever."""
        self.lookups -= 1
        return self.lookups >= 0

    def _is_initial(self, word: Word) -> bool:
        size = word.end - word.start
        return size == 1 or (size < _SHORT and self.is_capital(word))
