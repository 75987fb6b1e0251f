"""Names that stand by themselves: a message of nothing else, or one that begins with them."""

from __future__ import annotations

import re
from typing import Final

from heartsong.understanding.wishes.artists import note_artist
from heartsong.understanding.wishes.draft import Draft
from heartsong.understanding.wishes.lexicon import is_ordinary
from heartsong.understanding.wishes.spans import (
    AND,
    LISTED,
    SMALL,
    Cue,
    Span,
    hard_end,
    lows_of,
    soft_end,
    text_of,
)
from heartsong.understanding.wishes.titles import hear_possessive, note_song

_DASH: Final = re.compile(r"\s[-–—]\s")


def hear_whole(draft: Draft) -> None:
    """Hear a message that is nothing but a name, or a title and an artist with a dash."""
    words = [word for word in draft.words if word.low not in {"please", "pls", "maybe"}]
    if not words or len(words) > 10 or draft.wishes or any(word.stops for word in words[1:]):
        return
    if words[0] is not draft.words[0]:
        return
    if hear_possessive(draft, Span(0, len(words)), Cue(0, "like")):
        return
    soft = soft_end(draft, Span(0, len(words)))
    cut = soft < len(words) and words[soft].low in {"but", "or"}
    whole = Span(0, soft if cut else len(words))
    # Asked last: the first name that is looked up reads all the names that there are.
    if _is_name_alone(draft, whole) and (name := draft.names.artist(text_of(draft, whole))):
        note_artist(draft, whole, Cue(0, "want"), name)
        return
    for index in range(1, len(words)):
        if _DASH.search(words[index].gap):
            _hear_halves(draft, Span(0, index), Span(index, len(words)))


def hear_leading(draft: Draft) -> None:
    """Hear names that a message begins with: "bob dylan, joni mitchell, that lot"."""
    words = draft.words
    found: list[tuple[Span, str]] = []
    index = 0
    while index < len(words) and not draft.taken(words[index]):
        part = Span(index, soft_end(draft, Span(index, hard_end(draft, index))))
        ordinary = not found and is_ordinary(lows_of(words[index : part.last]))
        goes_on = part.last < len(words) and words[part.last].low in AND
        if ordinary and not goes_on:  # asked first: a lookup may have to read all names
            return
        name = draft.names.artist(text_of(draft, part))
        if name is None:
            break
        found.append((part, name))
        index = part.last + goes_on
        if not goes_on and (index >= len(words) or not LISTED.search(words[index].gap)):
            break
    if not found or not _stand_apart(draft, [span for span, _ in found]):
        return
    for span, name in found:
        note_artist(draft, span, Cue(words[span.first].start, "want"), name)


def _stand_apart(draft: Draft, spans: list[Span]) -> bool:
    """Whether names at the start of a message are no part of a sentence."""
    words = draft.words
    last = spans[-1].last
    ends = last >= len(words) or words[last].stops or bool(LISTED.search(words[last].gap))
    if len(spans) == 1:
        return ends and last < len(words) and spans[0].last > 1
    return ends and not all(is_ordinary(lows_of(words[s.first : s.last])) for s in spans)


def _is_name_alone(draft: Draft, span: Span) -> bool:
    words = draft.words[span.first : span.last]
    if not is_ordinary(lows_of(words)):
        return True
    shown = all(draft.is_capital(word) or word.low in SMALL for word in words)
    return len(words) > 1 and draft.mixed and shown


def _hear_halves(draft: Draft, left: Span, right: Span) -> None:
    for title, maker in ((left, right), (right, left)):
        artist = draft.names.artist(text_of(draft, maker))
        found = draft.names.song(text_of(draft, title), artist) if artist else None
        if found:
            note_song(draft, Cue(0, "like"), draft.words[right.last - 1].end, found)
            return
