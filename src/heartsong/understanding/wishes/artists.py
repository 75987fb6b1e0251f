"""Artists, as a message may name them."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from heartsong.understanding.wishes.cues import MUSIC, VAGUE
from heartsong.understanding.wishes.draft import Draft, Word
from heartsong.understanding.wishes.lexicon import SENSES, is_ordinary
from heartsong.understanding.wishes.spans import (
    LONGEST_NAME,
    NO_NAME,
    NO_START,
    SMALL,
    Cue,
    Span,
    Trust,
    capitals_end,
    looks_named,
    lows_of,
    soft_end,
    stands_alone,
    text_of,
)
from heartsong.wishes import Wish

# Everyday phrases that bands took for names.
_SAYINGS: Final = frozenset(("brand new", "take that", "real life", "one way", "no doubt"))
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_PEOPLES: Final = ("ian", "ese", "ish")
_MADE_UP: Final = ("ing", "ish", "esque", "like")
_LONGEST_GUESS: Final = 5  # words of a name that may have slips


class Maker(NamedTuple):
    """An artist, the number of the word behind the name, and whether the catalogue has them."""

    name: str
    last: int
    known: bool


def note_artist(draft: Draft, span: Span, cue: Cue, name: str, *, known: bool = True) -> int:
    """Note an artist; the number of the word behind."""
    end = draft.words[span.last - 1].end
    draft.note(Wish("artist", cue.stance, name, known=known), cue.start, end)
    return span.last


def hear_artist(draft: Draft, span: Span, cue: Cue) -> int | None:
    """Hear an artist of the catalogue; the number of the word behind the name, or None."""
    soft = soft_end(draft, span)
    for last in range(min(span.last, span.first + LONGEST_NAME), span.first, -1):
        part = Span(span.first, last)
        name = draft.names.artist(text_of(draft, part))
        if name and not _YEAR.fullmatch(text_of(draft, part)) and _is_meant(draft, part, soft, cue):
            return note_artist(draft, part, cue, name)
    capital = draft.mixed and draft.is_capital(draft.words[span.first])
    if cue.trust > Trust.LITTLE or capital or soft - span.first > 1:
        return _hear_close(draft, Span(span.first, min(soft, span.first + _LONGEST_GUESS)), cue)
    return None


def _is_meant(draft: Draft, span: Span, soft: int, cue: Cue) -> bool:
    """Whether words that are an artist's name are meant as one here."""
    words = draft.words
    alone = span.last >= soft
    if looks_named(draft, span):
        ends = span.last >= len(words) or not (draft.mixed and draft.is_capital(words[span.last]))
        shown = ends and draft.is_capital(words[span.first])
        return alone or shown or span.last - span.first > 1
    if cue.trust < Trust.MUCH:
        # Three everyday words together are no chance: "guns and roses".
        long = span.last - span.first > 2 or cue.trust == Trust.SOME
        return alone and long and is_phrase(draft, span)
    return cue.trust == Trust.MUCH and alone and words[span.first].low not in NO_START


def is_phrase(draft: Draft, span: Span) -> bool:
    """Whether everyday words are enough of them to be a name: "guns and roses"."""
    lows = [word.low for word in draft.words[span.first : span.last] if word.low != "the"]
    return len(lows) > 1 and " ".join(lows) not in _SAYINGS


def _hear_close(draft: Draft, span: Span, cue: Cue) -> int | None:
    words = draft.words[span.first : span.last]
    text = text_of(draft, span)
    if is_ordinary(lows_of(words)) or _YEAR.fullmatch(text):
        return None
    name = draft.names.artist(text, close=True)
    sure = cue.trust > Trust.LITTLE or cue.stance == "want"
    if name is None and len(words) == 1 and sure and stands_alone(draft, span.first):
        name = draft.names.surname(text)
    return note_artist(draft, span, cue, name) if name else None


def find_maker(draft: Draft, span: Span) -> Maker | None:
    """The artist whose name starts a span, such as one behind "by"."""
    words = draft.words
    if span.first >= span.last or words[span.first].low in NO_START:
        return None
    for last in range(min(span.last, span.first + LONGEST_NAME), span.first, -1):
        name = draft.names.artist(text_of(draft, Span(span.first, last)))
        if name:
            return Maker(name, last, True)
    soft = min(soft_end(draft, span), span.first + _LONGEST_GUESS)
    near = draft.names.artist(text_of(draft, Span(span.first, soft)), close=True)
    if near:
        return Maker(near, soft, True)
    capital = draft.mixed and draft.is_capital(words[span.first])
    last = capitals_end(draft, span) if capital else soft
    if last <= span.first or (not capital and is_ordinary(lows_of(words[span.first : last]))):
        return None
    return Maker(text_of(draft, Span(span.first, last)), last, False)


def hear_unknown(draft: Draft, span: Span, cue: Cue) -> int | None:
    """Hear a name that the catalogue lacks, where it can hardly be anything else."""
    if cue.trust == Trust.LITTLE:
        return None
    last = capitals_end(draft, span)
    if last <= span.first:
        return _hear_small(draft, span, cue) if cue.trust == Trust.MUCH else None
    part = Span(span.first, last)
    words = draft.words[part.first : part.last]
    cut_short = cue.stance == "want" and last < min(span.last, soft_end(draft, span))
    text = text_of(draft, part)
    if _is_no_name(words, cue.trust) or text.casefold().replace("-", " ") in SENSES:
        return None
    if cue.trust == Trust.SOME and (cut_short or is_ordinary(lows_of(words))):
        return None
    if len(words) > 3 and cue.stance == "like":  # so long a name is a title
        draft.note(Wish("song", cue.stance, text, known=False), cue.start, words[-1].end)
        return last
    return note_artist(draft, part, cue, text.removesuffix("'s"), known=False)


def _is_no_name(words: list[Word], trust: Trust) -> bool:
    """Whether words with capitals are something else: a day, a genre, a number."""
    first = words[0].low
    if len(words) == 1 and first in SMALL | {"the"}:
        return True
    if first in NO_NAME or first in MUSIC or words[-1].low in MUSIC or first[0].isdigit():
        return True
    if trust == Trust.MUCH:
        return first in SENSES and len(words) < 2
    people = len(words) == 1 and first.endswith(_PEOPLES)
    return people or first in SENSES or first in NO_START or first in VAGUE


def _hear_small(draft: Draft, span: Span, cue: Cue) -> int | None:
    """A name in small letters that the catalogue lacks: only one that is no everyday word."""
    last = min(soft_end(draft, span), span.first + 4)
    lows = lows_of(draft.words[span.first : last])
    odd = [low for low in lows if not is_ordinary([low])]
    if len(odd) * 2 < len(lows) or any(low in SENSES or low in MUSIC for low in lows):
        return None
    if any(low.endswith(_MADE_UP) or low.isdigit() or low in NO_NAME for low in lows):
        return None
    part = Span(span.first, last)
    return note_artist(draft, part, cue, text_of(draft, part), known=False)
