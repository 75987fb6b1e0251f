"""Where a name may begin and end among the words of a message."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum
from typing import Final, NamedTuple

from heartsong.understanding.wishes.draft import Draft, Word
from heartsong.understanding.wishes.lexicon import is_ordinary, word_set
from heartsong.wishes import Stance

LONGEST_NAME: Final = 8  # words
_LONGEST: Final = 14  # words of a title with its artist
_LONGEST_QUOTE: Final = 80  # characters

# Words that hardly any name goes on with.
_SOFT: Final = word_set(
    "and n or but with without except please pls plz for from in on that which because when so "
    "who if although though plus tonight today right now something anything to i i'm i've is "
    "are at as not no nor any maybe thanks thank like just only music songs song stuff vibes "
    "my me after before while since this kind type style etc instead would can could do does "
    "did also too especially particularly than then by album the a it its it's playlist again "
    "anymore cause tho lately have has was were will"
)
# Words that hardly any name starts with.
NO_START: Final = word_set(
    "women men girls boys ladies female male "
    "this that these those it it's its him her them me you i i'm i've i'd my our your his "
    "their a an when what how being is are was to not no if there here where who why because "
    "at in on of and or but so one ones some any more most other another such we they she he "
    "us same crying do does did don't will would can could should someone something anyone "
    "everyone anything everything nothing people everybody hell shit crap always never today "
    "tonight tomorrow yesterday's for with by from as like about music songs song stuff above "
    "below following each all"
)
# Words with a capital that are no artists.
NO_NAME: Final = word_set(
    "mondays sundays monday tuesday wednesday thursday friday saturday sunday january "
    "february march april may june july august september october november december english "
    "french german spanish italian japanese korean chinese russian irish african american "
    "british swedish indian brazilian mexican nepali turkish portuguese arabic latin european "
    "god jesus christmas ok okay spotify youtube netflix covid tv ost dj idk tbh imo lol omg "
    "wtf uk us usa eu nyc la please thanks thank hello hi hey edit request artist etc ect"
)
# What joins one name to the next.
AND: Final = frozenset(["and", "or", "nor", "plus", "n"])
LISTED: Final = re.compile(r"[,/&+]")
SMALL: Final = word_set("of and the a an in to for on my your from at de la")
_PARTED: Final = re.compile(r"[,/!\"&+]| -|- |–")
_ENDED: Final = re.compile(r"[,/\"]| -|- | '")
_CLOSING: Final = re.compile(r"'(?!\w)")


class Trust(IntEnum):
    """How sure the words before a name make it that one follows."""

    LITTLE = 0  # "I like", "some": only what can hardly be anything else
    SOME = 1  # "no", "play me": also a name that the catalogue lacks, where capitals show it
    MUCH = 2  # "songs like", "by": whatever stands there


class Cue(NamedTuple):
    """How a name behind certain words is meant.

    Attributes:
        start: where those words start.
        trust: how sure they make it that a name follows.
    """

    start: int
    stance: Stance
    trust: Trust = Trust.MUCH


class Span(NamedTuple):
    """The words from one number to another, the last left out."""

    first: int
    last: int


def text_of(draft: Draft, span: Span) -> str:
    """The words as they are written, with what stands between them."""
    return draft.text[draft.words[span.first].start : draft.words[span.last - 1].end]


def lows_of(words: Iterable[Word]) -> list[str]:
    return [word.low for word in words]


def hard_end(draft: Draft, first: int) -> int:
    """Behind the last word that a name starting here may have at all."""
    words = draft.words
    last = first + 1
    while last < min(len(words), first + _LONGEST):
        word = words[last]
        # "Panic! At The Disco" goes on behind its sign.
        if (word.stops and word.gap != "! ") or draft.taken(word) or '"' in word.gap:
            break
        last += 1
    return last


def soft_end(draft: Draft, span: Span) -> int:
    """Behind the last word before one that hardly any name goes on with."""
    for index in range(span.first + 1, span.last):
        word = draft.words[index]
        if word.low in _SOFT or _PARTED.search(word.gap):
            return index
    return span.last


def capitals_end(draft: Draft, span: Span) -> int:
    """Behind the run of capitalised words that starts here; here, where there is none."""
    index = span.first
    while index < span.last:
        if index > span.first and _ENDED.search(draft.words[index].gap):
            break
        if not _joins(draft, span, index) and not _starts(draft, index):
            break
        index += 1
    return index if draft.mixed else span.first


def _starts(draft: Draft, index: int) -> bool:
    word = draft.words[index]
    return draft.is_capital(word) and word.low not in NO_START - {"the"}


def _joins(draft: Draft, span: Span, index: int) -> bool:
    """Whether a small word joins the capitalised ones around it: "Kiss from a Rose"."""
    words = draft.words
    if index == span.first or index + 1 >= span.last or words[index].low not in SMALL:
        return False
    following = words[index + 1]
    if words[index].low in {"and", "for", "from"}:
        return following.low == "the"
    return draft.is_capital(following) or following.low in SMALL


def quoted(draft: Draft, first: int) -> Span | None:
    """The words in the quotes that open right before a word."""
    word = draft.words[first]
    if word.gap.endswith('"'):
        close = draft.text.find('"', word.end, word.end + _LONGEST_QUOTE)
    elif word.gap.endswith(" '") or word.gap == "'":
        found = _CLOSING.search(draft.text, word.end, word.end + _LONGEST_QUOTE)
        close = found.start() if found else -1
    else:
        return None
    return Span(first, draft.at(close)) if close > 0 else None


def looks_named(draft: Draft, span: Span) -> bool:
    """Whether these words look like a name, and not like what anybody says."""
    words = draft.words[span.first : span.last]
    if not is_ordinary(lows_of(words)):
        return True
    capitals = [word for word in words if word.low not in SMALL | {"&"}]
    if not draft.mixed or not all(map(draft.is_capital, capitals)):
        return False
    return len(capitals) > 1 or (span.first > 0 and not words[0].stops)


def looks_titled(draft: Draft, span: Span) -> bool:
    """Whether these words look like the title of a song."""
    words = draft.words[span.first : span.last]
    if draft.mixed and draft.is_capital(words[0]) and words[0].low not in NO_NAME:
        return True
    return not is_ordinary(lows_of(words))


def stands_alone(draft: Draft, index: int) -> bool:
    """Whether a word with a capital has none before it: it is nobody's last name then."""
    words = draft.words
    if not draft.mixed or not draft.is_capital(words[index]):
        return False
    before = words[index - 1] if index and words[index].gap == " " else None
    return before is None or not draft.is_capital(before) or before.low in NO_START
