"""The words and phrases of a message that may say what songs are like."""

from __future__ import annotations

from typing import NamedTuple

from heartsong.understanding.wishes.draft import Draft, Word
from heartsong.understanding.wishes.lexicon import (
    BRANCHES,
    GENRES,
    LONGEST_PHRASE,
    SENSES,
    Sense,
    genre_named,
)


class Mark(NamedTuple):
    """A word or a few that say what songs are like, from one word to another."""

    first: int
    last: int
    sense: Sense


def find_marks(draft: Draft) -> list[Mark]:
    """Every word or phrase that may say what songs are like, the longest first."""
    found: list[Mark] = []
    words = draft.words
    index = 0
    while index < len(words):
        mark = _genre_at(draft, index) or sense_at(words, index)
        if mark is None:
            index += 1
            continue
        found.append(mark)
        index = mark.last
    return found


def is_genre_before(draft: Draft, end: int) -> bool:
    """Whether a genre, and hardly more, is said before a position: "disco for cleaning"."""
    before = draft.low[:end].replace("-", " ").replace(",", " ").split()
    sizes = range(1, min(len(before), LONGEST_PHRASE) + 1)
    return len(before) <= LONGEST_PHRASE and any(" ".join(before[-n:]) in GENRES for n in sizes)


def _joined(words: list[Word], first: int, last: int) -> str | None:
    """The words as the tables have them; None where anything but a space parts them."""
    if any(word.gap not in {" ", "-"} for word in words[first + 1 : last]):
        return None
    return " ".join(word.low for word in words[first:last])


def sense_at(words: list[Word], first: int) -> Mark | None:
    for last in range(min(len(words), first + LONGEST_PHRASE), first, -1):
        phrase = _joined(words, first, last)
        if phrase is not None and phrase in SENSES:
            return Mark(first, last, SENSES[phrase])
    return None


def _genre_at(draft: Draft, first: int) -> Mark | None:
    """The genre that starts here, with its branches: "progressive death metal"."""
    words = draft.words
    last = first
    base = first
    while last < len(words) and last - first < 6:
        if last > first and words[last].gap not in {" ", "-"}:
            break
        size = next(
            (
                n
                for n in (3, 2, 1)
                if _joined(words, last, last + n) in GENRES and last + n <= len(words)
            ),
            0,
        )
        if size:
            last += size
            base = last
        elif words[last].low in BRANCHES and not (
            last > first and base > first and words[last].low in SENSES
        ):
            last += 1
        elif last + 2 <= len(words) and _joined(words, last, last + 2) in BRANCHES:
            last += 2
        else:
            break
    if base == first:
        phrase = next((n for n in (4, 3, 2) if _is_own_genre(draft, first, n)), 0)
        return (
            Mark(first, first + phrase, Sense("genre", str(_joined(words, first, first + phrase))))
            if phrase
            else None
        )
    name = str(_joined(words, first, base))
    return Mark(first, base, Sense("genre", genre_named(name)))


def _is_own_genre(draft: Draft, first: int, size: int) -> bool:
    phrase = _joined(draft.words, first, first + size) if first + size <= len(draft.words) else None
    return phrase is not None and draft.names.genre(phrase) is not None
