"""Artists and songs that a message names, and how it means them."""

from __future__ import annotations

from typing import Final

from heartsong.understanding.wishes.alone import hear_leading, hear_whole
from heartsong.understanding.wishes.artists import (
    hear_artist,
    hear_unknown,
    is_phrase,
    note_artist,
)
from heartsong.understanding.wishes.cues import (
    ASKING,
    BY,
    FOND,
    LIKE,
    MUSIC,
    PLAY,
    VAGUE,
    Denial,
    Denials,
)
from heartsong.understanding.wishes.draft import Draft
from heartsong.understanding.wishes.lexicon import SENSES, is_ordinary, word_set
from heartsong.understanding.wishes.spans import (
    AND,
    LISTED,
    LONGEST_NAME,
    NO_START,
    Cue,
    Span,
    Trust,
    hard_end,
    looks_named,
    lows_of,
    quoted,
    soft_end,
    stands_alone,
    text_of,
)
from heartsong.understanding.wishes.titles import (
    hear_pair,
    hear_possessive,
    hear_quoted,
    hear_title,
    hear_title_before,
    note_song,
)
from heartsong.wishes import Stance

_LEADS: Final = word_set("song songs band artist singer rapper group album track music tune")
_ARTICLES: Final = frozenset(["the", "a", "an", "some", "any", "more"])
_SKIPPED: Final = frozenset(["stuff", "early", "late", "called", "by", "old"])
_RESEMBLING: Final = word_set(
    "vibe vibes style fan fans energy mood sounding inspired like esque ish"
)
# Places that bands took for names: "songs from America".
_PLACES: Final = word_set("america chicago boston kansas alabama asia europe japan texas berlin")
_POLITE: Final = frozenset(["please", "pls"])
_VERBS: Final = frozenset(["play", "put", "listen", "hear", "to", "give"])


def hear_references(draft: Draft, denials: Denials) -> None:
    """Note every artist and song that the message names as wanted, resembled or avoided."""
    asking = ASKING.search(draft.low) is not None
    _hear_alike(draft, denials)
    _hear_denied(draft, denials, asking)
    _hear_makers(draft, denials)
    _hear_nouns(draft, denials)
    hear_whole(draft)
    hear_leading(draft)
    for match in PLAY.finditer(draft.low):
        verb = match.group().split()[0] in _VERBS
        told = match.group().startswith("with") and not draft.asked
        if draft.free(*match.span()) and not told:
            trust = Trust.SOME if verb and asking else Trust.LITTLE
            _hear_list(draft, match.end(), Cue(match.start(), "want", trust))
    for match in FOND.finditer(draft.low):
        if draft.free(*match.span()) and not denials.at(match.start()):
            _hear_list(draft, match.end(), Cue(match.start(), "like", Trust.LITTLE))
    _hear_theirs(draft, denials)


def _hear_alike(draft: Draft, denials: Denials) -> None:
    for match in LIKE.finditer(draft.low):
        if draft.free(*match.span()):
            denied = denials.at(match.start()) or denials.at(match.end() - 4)
            _hear_list(draft, match.end(), Cue(match.start(), "avoid" if denied else "like"))


def _hear_denied(draft: Draft, denials: Denials, asking: bool) -> None:
    for denial in denials.found:
        sure = denial.kind == "strong" or len(draft.words) < 6
        trust = Trust.SOME if denial.kind != "fed" and (asking or sure) else Trust.LITTLE
        if draft.free(denial.start, denial.reach - 1):
            if denial.kind == "strong" and not asking:
                trust = Trust.LITTLE
            cue = Cue(denial.start, "avoid", trust)
            if not _hear_skipped(draft, denial, cue):
                _hear_list(draft, denial.reach, cue)


def _hear_skipped(draft: Draft, denial: Denial, cue: Cue) -> bool:
    """Hear an artist whose name begins with words that mostly stand before one: "no The Who".

    Nobody says "no the …" but of a name; other words have to look like one.
    """
    words = draft.words
    for first in range(draft.at(denial.end), draft.at(denial.reach)):
        longest = min(hard_end(draft, first), first + LONGEST_NAME)
        sure = words[first].low == "the" and draft.low[denial.start : denial.end] == "no"
        for last in range(longest, first + 1, -1):
            part = Span(first, last)
            if _ends(draft, last) and (sure or looks_named(draft, part)):
                name = draft.names.artist(text_of(draft, part))
                if name:
                    note_artist(draft, part, cue, name)
                    return True
    return False


def _hear_theirs(draft: Draft, denials: Denials) -> None:
    """Hear which song of a wanted artist is left out: "some Beatles, but not Yesterday"."""
    artists = [
        wish.value for wish in draft.wishes if wish.kind == "artist" and wish.stance != "avoid"
    ]
    for denial in denials.found:
        first = draft.at(denial.end)
        if not artists or first >= len(draft.words) or not draft.free(denial.start, denial.end):
            continue
        span = Span(first, hard_end(draft, first))
        for last in sorted({span.last, soft_end(draft, span)}, reverse=True):
            title = Span(first, last)
            found = (draft.names.song(text_of(draft, title), artist) for artist in artists[:_FEW])
            if draft.look_up() and (song := next(filter(None, found), None)):
                note_song(draft, Cue(denial.start, "avoid"), draft.words[last - 1].end, song)
                break


_FEW: Final = 3  # artists whose songs are looked up


def _ends(draft: Draft, index: int) -> bool:
    """Whether what is said of a name is over before this word."""
    if index >= len(draft.words):
        return True
    word = draft.words[index]
    return word.stops or "," in word.gap or word.low in AND | _POLITE


def _hear_list(draft: Draft, position: int, cue: Cue) -> None:
    """Hear names from a position on, as long as commas and conjunctions add to them."""
    words = draft.words
    index: int | None = draft.at(position)
    while index is not None and index < len(words):
        index = _hear_item(draft, index, cue)
        if index is None or index >= len(words) or words[index].stops:
            return
        cue = cue._replace(start=words[index].start)
        if words[index].low in AND:
            index += 1
        elif not LISTED.search(words[index].gap):
            return


def _hear_item(draft: Draft, index: int, cue: Cue) -> int | None:
    """Hear one name; the number of the word behind it, or None where there is none."""
    if not quoted(draft, index):
        index = _skip_leads(draft, index)
    if draft.taken(draft.words[index]):
        return None
    title = quoted(draft, index)
    if title:
        return hear_quoted(draft, title, cue)
    span = Span(index, hard_end(draft, index))
    if not _may_start(draft, span, cue):
        return None
    pair = None
    if cue.trust == Trust.MUCH or cue.stance == "want":
        pair = hear_pair(draft, span, cue)
    return (
        pair
        or hear_possessive(draft, span, cue)
        or hear_artist(draft, span, cue)
        or hear_title(draft, span, cue)
        or hear_unknown(draft, span, cue)
    )


def _skip_leads(draft: Draft, index: int) -> int:
    """Skip "the band", "the song", "stuff by"."""
    words = draft.words
    while index + 1 < len(words) and not words[index + 1].stops:
        low, following = words[index].low, words[index + 1]
        article = low in _ARTICLES and following.low in _LEADS
        named = low in _LEADS and (
            draft.is_capital(following)
            or not draft.mixed
            or following.gap.strip() in {'"', "'", ":"}
            or following.low in {"called", "by", "of"}
        )
        of = low == "of" and words[index - 1].low in _LEADS
        if not (article or named or of or low in _SKIPPED):
            break
        index += 1
    return index


def _may_start(draft: Draft, span: Span, cue: Cue) -> bool:
    """Whether a name may start here: with "this" or "my" only where the catalogue has it."""
    first = draft.words[span.first]
    if first.low not in NO_START:
        return True
    capital = draft.is_capital(first)
    if cue.trust < Trust.MUCH and not capital:
        return False
    if capital and "by" in lows_of(draft.words[span.first + 1 : span.last]):
        return True
    ends = range(min(span.last, span.first + LONGEST_NAME), span.first + 1, -1)
    return any(draft.names.artist(text_of(draft, Span(span.first, last))) for last in ends)


def _hear_makers(draft: Draft, denials: Denials) -> None:
    """Hear "songs by X", and "Title by X" where the catalogue has that song."""
    words = draft.words
    for match in BY.finditer(draft.low):
        behind = draft.at(match.end())
        if behind >= len(words) or not draft.free(*match.span()):
            continue
        by = match.group().endswith("by")
        if by and hear_title_before(draft, draft.at(match.end() - 2), denials):
            continue
        denied = denials.at(words[behind].start) or denials.at(match.start())
        stance: Stance = "avoid" if denied else "want"
        before = lows_of(words[max(0, draft.at(match.start()) - 5) : behind])
        musical = by and any(low in MUSIC | VAGUE or low == "more" for low in before)
        trust = Trust.MUCH if musical else Trust.LITTLE
        if by or words[behind].low not in _PLACES:
            _hear_list(draft, match.end(), Cue(match.start(), stance, trust))


def _hear_nouns(draft: Draft, denials: Denials) -> None:
    """Hear "Johnny Cash songs", "an ABBA track", "Beatles vibes", "Dylan-esque"."""
    for index, word in enumerate(draft.words):
        if word.low in _RESEMBLING and (word.low not in {"like", "mood"} or word.gap == "-"):
            _hear_before(draft, index, denials, "like")
        elif word.low in MUSIC:
            _hear_before(draft, index, denials, "want")
        elif word.low.endswith("esque") and len(word.low) > 8:
            stem = word.low[:-5]
            name = draft.names.artist(stem) or draft.names.surname(stem)
            if name:
                note_artist(draft, Span(index, index + 1), Cue(word.start, "like"), name)


def _hear_before(draft: Draft, noun: int, denials: Denials, stance: Stance) -> None:
    words = draft.words
    for first in range(max(0, noun - 5), noun):
        between = words[first + 1 : noun + 1]
        if draft.taken(words[first]) or any(w.stops or "," in w.gap for w in between):
            continue
        span = Span(first, noun)
        name = _name_of(draft, span)
        if name and (looks_named(draft, span) or (noun - first > 2 and is_phrase(draft, span))):
            denied = denials.at(words[first].start)
            cue = Cue(words[first].start, "avoid" if denied else stance)
            note_artist(draft, Span(first, noun + 1), cue, name)
            return


def _name_of(draft: Draft, span: Span) -> str | None:
    """The artist that all of these words name; by a last name, if it stands alone."""
    text = text_of(draft, span).removesuffix("'s")
    if text.casefold() in SENSES:
        return None
    name = draft.names.artist(text)
    if name or span.last - span.first > 1 or is_ordinary([text.casefold()]):
        return name
    return draft.names.surname(text) if stands_alone(draft, span.first) else None
