"""Songs, as a message may name them: by title, by artist and title, in quotes."""

from __future__ import annotations

import re
from typing import Final

from heartsong.understanding.target import NUMBER
from heartsong.understanding.wishes.artists import Maker, find_maker, note_artist
from heartsong.understanding.wishes.cues import MUSIC, VAGUE, Denials
from heartsong.understanding.wishes.draft import Draft
from heartsong.understanding.wishes.known import FoundSong
from heartsong.understanding.wishes.lexicon import is_ordinary
from heartsong.understanding.wishes.spans import (
    SMALL,
    Cue,
    Span,
    Trust,
    capitals_end,
    hard_end,
    looks_titled,
    quoted,
    soft_end,
    text_of,
)
from heartsong.wishes import Stance, Wish

_DASH: Final = re.compile(r"\s[-–—]|[-–—]\s")
_BEHIND_QUOTE: Final = re.compile(r"[\"']?,?\s+[-–—]\s")
_LONGEST: Final = 10  # words of a title
# "Three songs by Queen and two by ABBA".
_COUNT: Final = re.compile(
    rf"(?:^|\b(?:and|plus)\s+)(?:{NUMBER}|some|more)(?:\s+(?:songs?|tracks?|more))?$", re.IGNORECASE
)
_SONG: Final = re.compile(r"\b(?:songs?|tracks?|tunes?|more|similar|start\w*|based)\b")
_PLAY: Final = re.compile(r"\b(?:play|hear|put\s+on|listen\s+to)\s+\W*$")


def note_song(draft: Draft, cue: Cue, end: int, song: FoundSong | str) -> None:
    """Note a song of the catalogue, or the name of one that it lacks."""
    span = (cue.start, min(end, len(draft.text)))
    if isinstance(song, str):
        draft.note(Wish("song", cue.stance, song, known=False), *span)
    else:
        draft.note(Wish("song", cue.stance, song.name, id=song.id), *span)


def _find(draft: Draft, title: str, artist: str | None = None) -> FoundSong | None:
    return draft.names.song(title, artist) if draft.look_up() else None


def hear_title(draft: Draft, span: Span, cue: Cue) -> int | None:
    """Hear a title of the catalogue; the number of the word behind it, or None."""
    # "Songs by Metal Bands" name makers, not titles.
    if cue.trust < Trust.SOME or (cue.trust == Trust.MUCH and cue.stance == "want"):
        return None
    fewest = 2 if cue.stance == "avoid" and cue.trust == Trust.SOME else 1
    soft = max(soft_end(draft, span), capitals_end(draft, span))
    for last in sorted({span.last, soft}, reverse=True):
        part = Span(span.first, last)
        size = last - span.first
        if not fewest <= size <= _LONGEST or not _may_be_title(draft, part, cue):
            continue
        found = _find(draft, text_of(draft, part))
        if found:
            note_song(draft, cue, draft.words[last - 1].end, found)
            return last
    return None


def _may_be_title(draft: Draft, span: Span, cue: Cue) -> bool:
    """Whether a title may be meant: "songs like hurt" is, "something like home" may not be."""
    if looks_titled(draft, span):
        return True
    words = draft.low[cue.start : draft.words[span.first].start]
    return cue.trust == Trust.MUCH and bool(_SONG.search(words)) and "feel" not in words


def hear_pair(draft: Draft, span: Span, cue: Cue) -> int | None:
    """Hear "Title by Artist", or the two in either order with a dash between them."""
    words = draft.words
    for index in range(span.first + 1, min(span.last, span.first + _LONGEST)):
        left, right = Span(span.first, index), Span(index, span.last)
        if words[index].low == "by" and index + 1 < span.last:
            return _hear_by(draft, left, Span(index + 1, span.last), cue)
        if _DASH.search(words[index].gap):
            return _hear_dash(draft, left, right, cue)
        if "," in words[index].gap:
            break
    return None


def _hear_by(draft: Draft, title: Span, by: Span, cue: Cue) -> int | None:
    maker = find_maker(draft, by)
    return _note_pair(draft, title, maker, cue) if maker else None


def _hear_dash(draft: Draft, left: Span, right: Span, cue: Cue) -> int | None:
    behind = text_of(draft, Span(right.first, soft_end(draft, right)))
    if draft.names.artist(text_of(draft, left)) or not draft.names.artist(behind):
        last = max(soft_end(draft, right), capitals_end(draft, right))
        return _hear_by(draft, Span(right.first, last), left, cue)
    return _hear_by(draft, left, right, cue)


def _note_pair(draft: Draft, title: Span, maker: Maker, cue: Cue) -> int | None:
    words = draft.words
    text = text_of(draft, title)
    found = _find(draft, text, maker.name) if maker.known else None
    general = words[title.first].low in MUSIC | VAGUE and title.first < maker.last
    written = looks_titled(draft, title) and not any(
        word.low[0].isdigit() for word in words[title.first : title.last]
    )
    if found is None and ((cue.trust < Trust.MUCH and not written) or _COUNT.search(text)):
        return None
    if found is None and maker.known and general:
        return None  # "songs by ABBA" name no song
    last = max(maker.last, title.last)
    note_song(draft, cue, words[last - 1].end, found or f"{maker.name} – {text}")
    return last


def hear_quoted(draft: Draft, title: Span, cue: Cue) -> int | None:
    """Hear a title in quotes, with the artist where one is named."""
    pair = _hear_behind(draft, title, cue)
    if pair is None and cue.trust == Trust.MUCH:
        pair = hear_pair(draft, title, cue)
    if pair:
        return pair
    text = text_of(draft, title)
    end = draft.words[title.last - 1].end + 1
    found = _find(draft, text)
    name = None if found else draft.names.artist(text)
    if name:
        return note_artist(draft, title, cue, name)
    if found is None and cue.trust < Trust.MUCH:
        return None
    note_song(draft, cue, end, found or text)
    return title.last


def _hear_behind(draft: Draft, title: Span, cue: Cue) -> int | None:
    """Hear the artist behind a title in quotes: "“Fast Car” by Tracy Chapman"."""
    words = draft.words
    if title.last >= len(words):
        return None
    joined = words[title.last].low in {"by", "from"}
    first = title.last + joined
    if not (joined or _BEHIND_QUOTE.search(words[title.last].gap)) or first >= len(words):
        return None
    return _hear_by(draft, title, Span(first, hard_end(draft, first)), cue)


def hear_possessive(draft: Draft, span: Span, cue: Cue) -> int | None:
    """Hear "Radiohead's Creep" as the song, and "ABBA's music" as the artist."""
    words = draft.words
    for index in range(span.first, min(span.last, span.first + 5)):
        if not words[index].low.endswith("'s"):
            continue
        text = draft.text[words[span.first].start : words[index].end - 2]
        name = draft.names.artist(text)
        title = quoted(draft, index + 1) if index + 1 < len(words) else None
        if name is None and title and cue.stance == "like":
            note_song(
                draft, cue, words[title.last - 1].end + 1, f"{text} – {text_of(draft, title)}"
            )
            return title.last
        odd = draft.is_capital(words[span.first]) or not is_ordinary([words[span.first].low[:-2]])
        if name and odd:
            rest = Span(index + 1, span.last)
            last = _hear_theirs(draft, title, rest, name, cue) if index + 1 < len(words) else None
            return last or note_artist(draft, Span(span.first, index + 1), cue, name)
    return None


def _hear_theirs(draft: Draft, title: Span | None, rest: Span, name: str, cue: Cue) -> int | None:
    """Hear the title behind an artist's name."""
    words = draft.words
    if title is None and (rest.first >= rest.last or words[rest.first].low in MUSIC):
        return None
    part = title or Span(rest.first, max(soft_end(draft, rest), capitals_end(draft, rest)))
    found = _find(draft, text_of(draft, part), name)
    album = draft.names.album(text_of(draft, part)) if cue.stance == "want" else None
    if found is None and album:
        draft.note(Wish("artist", "want", name), cue.start, words[part.first].start)
        draft.note(Wish("album", "want", album), words[part.first].start, words[part.last - 1].end)
        return part.last
    if found is None and not (draft.mixed and draft.is_capital(words[part.first])):
        return None
    end = words[part.last - 1].end + (title is not None)
    note_song(draft, cue, end, found or f"{name} – {text_of(draft, part)}")
    return part.last


def hear_title_before(draft: Draft, by: int, denials: Denials) -> bool:
    """Hear "Title by Artist" from the word between them; whether there was one."""
    words = draft.words
    maker = (
        find_maker(draft, Span(by + 1, hard_end(draft, by + 1))) if by + 1 < len(words) else None
    )
    if maker is None or not maker.known:
        return False
    for start in range(_first_of_title(draft, by), by):
        title = Span(start, by)
        if not _can_start(draft, title) or not draft.look_up():
            continue
        text = text_of(draft, title)
        found = draft.names.song(text, maker.name)
        if found or (_is_shown(draft, title) and not _COUNT.search(text)):
            cue = Cue(words[start].start, _stance(draft, words[start].start, denials))
            note_song(draft, cue, words[maker.last - 1].end, found or f"{maker.name} – {text}")
            return True
    return False


def _first_of_title(draft: Draft, by: int) -> int:
    words = draft.words
    first = by
    while first > 0 and by - first < LONGEST_BEFORE:
        if words[first].stops or draft.taken(words[first - 1]):
            break
        first -= 1
    return first


LONGEST_BEFORE: Final = 7  # words of a title that are looked for before "by"


def _can_start(draft: Draft, title: Span) -> bool:
    words = draft.words
    first = words[title.first]
    if first.low in MUSIC | VAGUE or "," in words[title.first + 1].gap:
        return False
    alone = title.last - title.first == 1
    return not (alone and is_ordinary([first.low]) and draft.mixed and not draft.is_capital(first))


def _is_shown(draft: Draft, span: Span) -> bool:
    """Whether these words are written as a title is: in quotes or in capitals."""
    words = draft.words[span.first : span.last]
    if words[0].gap.endswith('"'):
        return True
    if not draft.mixed or span.first == 0 or words[0].stops or not draft.is_capital(words[0]):
        return False
    return all(draft.is_capital(word) or word.low in SMALL for word in words)


def _stance(draft: Draft, start: int, denials: Denials) -> Stance:
    if denials.at(start):
        return "avoid"
    return "want" if _PLAY.search(draft.low, max(0, start - 24), start) else "like"
