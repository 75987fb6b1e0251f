"""Artists, songs and albums that a message names, and how it means them."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Final, NamedTuple

from heartsong.understanding.wishes.cues import (
    ASKING,
    BY,
    FOND,
    LIKE,
    MUSIC,
    PLAY,
    VAGUE,
    Denials,
)
from heartsong.understanding.wishes.draft import Draft, Word
from heartsong.understanding.wishes.lexicon import SENSES, is_ordinary
from heartsong.wishes import Stance

_LONGEST: Final = 14  # words of a title with its artist
_NAME: Final = 8  # words of a name


class Trust(IntEnum):
    """How sure the words before a name make it that one follows."""

    LITTLE = 0  # "I like", "some": only what can hardly be anything else
    SOME = 1  # "no", "play me": also a name that the catalogue lacks, where capitals show it
    MUCH = 2  # "songs like", "by": whatever stands there


_SOFT: Final = frozenset(
    "and or but with without except please pls plz for from in on that which because when so who "
    "if although though plus tonight today right now something anything to i i'm i've is are at as "
    "not no nor any maybe thanks thank like just only music songs song stuff vibes my me after "
    "before while since this kind type style etc instead would can could do does did also too "
    "especially particularly than though then by album the a it its it's playlist "
    "again anymore cause tho lately have has was were will".split()
)
_NO_START: Final = frozenset(
    "this that these those it it's its him her them me you i i'm i've i'd my our your his their a "
    "an when what how being is are was to not no if there here where who why because at in on of "
    "and or but so one ones some any more most other another such we they she he us same crying "
    "do does did don't will would can could should someone something anything everyone everything "
    "nothing people everybody hell shit crap always never today tonight tomorrow yesterday's "
    "for with by from as like about music songs song stuff above below following each all".split()
)
_NO_NAME: Final = frozenset(
    "mondays sundays monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december english french german spanish italian "
    "japanese korean chinese russian irish african american british swedish indian brazilian "
    "mexican nepali turkish portuguese arabic latin european god jesus christmas ok okay spotify "
    "youtube netflix covid tv ost dj idk tbh imo lol omg wtf uk us usa eu nyc la please thanks "
    "thank hello hi hey edit request artist etc ect".split()
)
_LEADS: Final = frozenset("song songs band artist singer rapper group album track music tune".split())
_SMALL: Final = frozenset("of and the a an in to for on my your and from at de la".split())


_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_DASH: Final = re.compile(r"\s[-–—]|[-–—]\s")


class _Item(NamedTuple):
    """Words from one to another, the last left out."""

    first: int
    last: int


def hear_references(draft: Draft, denials: Denials) -> None:
    """Note every artist, song and album that the message names as wanted, resembled or avoided."""
    asking = ASKING.search(draft.low) is not None
    for match in LIKE.finditer(draft.low):
        if draft.free(*match.span()):
            stance: Stance = "avoid" if _denied(denials, match) else "like"
            _hear_list(draft, match.span(), stance, Trust.MUCH)
    for kind, match, end in denials.found:
        trust = Trust.SOME if kind != "fed" and asking else Trust.LITTLE
        trust = trust if kind != "weak" or asking or len(draft.words) < 6 else Trust.LITTLE
        if draft.free(match.start(), end - 1):
            _hear_list(draft, (match.start(), end), "avoid", trust)
    _hear_makers(draft, denials)
    _hear_nouns(draft, denials)
    _hear_whole(draft)
    for match in PLAY.finditer(draft.low):
        verb = match.group().split()[0] in {"play", "put", "listen", "hear", "to", "give"}
        if draft.free(*match.span()):
            _hear_list(draft, match.span(), "want", Trust.SOME if verb and asking else Trust.LITTLE)
    for match in FOND.finditer(draft.low):
        if draft.free(*match.span()) and not denials.at(match.start()):
            _hear_list(draft, match.span(), "like", Trust.LITTLE)


def _denied(denials: Denials, match: re.Match[str]) -> bool:
    return denials.at(match.start()) or denials.at(match.end() - 4)


def _hear_list(draft: Draft, cue: tuple[int, int], stance: Stance, trust: Trust) -> None:
    """Hear names from a position on, as long as commas and conjunctions add to them."""
    start = cue[0]
    index = draft.at(cue[1])
    heard = False
    while index < len(draft.words):
        behind = _hear_item(draft, index, start, stance, trust if not heard else min(trust, Trust.MUCH))
        if behind is None:
            return
        heard = True
        index = behind
        if index >= len(draft.words):
            return
        word = draft.words[index]
        if word.stops:
            return
        start = word.start
        if word.low in {"and", "or", "nor", "plus", "&"}:
            index += 1
        elif not re.search(r"[,/&+]", word.gap):
            return


def _hear_item(draft: Draft, index: int, start: int, stance: Stance, trust: Trust) -> int | None:
    """Hear one name; the number of the word behind it, or None where there is none."""
    if index < len(draft.words) and not _quoted(draft, index):
        index = _skip_leads(draft, index)
    if index >= len(draft.words) or draft.taken(draft.words[index]):
        return None
    quoted = _quoted(draft, index)
    if quoted:
        return _hear_quoted(draft, quoted, start, stance, trust)
    limit = _limit(draft, index)
    if draft.words[index].low in _NO_START and not _known_start(draft, index, limit):
        return None
    if draft.words[index].low in _NO_START and trust < Trust.MUCH and not draft.is_capital(draft.words[index]):
        return None
    if trust == Trust.MUCH or stance == "want":
        pair = _hear_pair(draft, _Item(index, limit), start, stance)
        if pair:
            return pair
    return (
        _hear_possessive(draft, _Item(index, limit), start, stance)
        or _hear_artist(draft, _Item(index, limit), start, stance, trust)
        or _hear_title(draft, _Item(index, limit), start, stance, trust)
        or _hear_unsure(draft, _Item(index, limit), start, stance, trust)
    )


def _skip_leads(draft: Draft, index: int) -> int:
    words = draft.words
    while index + 1 < len(words) and not words[index + 1].stops:
        low, following = words[index].low, words[index + 1].low
        if (low in {"the", "a", "an", "some", "any", "more"} and following in _LEADS) or low in {"stuff", "early", "late"}:
            index += 1
        elif low in _LEADS and (draft.is_capital(words[index + 1]) or words[index + 1].gap.strip() in {'"', "'", ":"} or following in {"called", "by", "of"} or not draft.mixed):
            index += 1
        elif low in {"called", "by", "old"} or (low == "of" and words[index - 1].low in _LEADS):
            index += 1
        else:
            break
    return index


def _limit(draft: Draft, index: int) -> int:
    """Behind the last word that a name starting here may have."""
    words = draft.words
    limit = index + 1
    while limit < min(len(words), index + _LONGEST):
        if words[limit].stops and words[limit].gap not in {"! "} or draft.taken(words[limit]):
            break
        if '"' in words[limit].gap:
            break
        limit += 1
    return limit


def _soft(draft: Draft, item: _Item) -> int:
    """Behind the last word before one that hardly any name goes on with."""
    words = draft.words
    for index in range(item.first + 1, item.last):
        word = words[index]
        if word.low in _SOFT or re.search(r"[,/!\"&+]| -|- |–", word.gap):
            return index
    return item.last


def _slice(draft: Draft, item: _Item) -> str:
    return draft.text[draft.words[item.first].start : draft.words[item.last - 1].end]


def _known_start(draft: Draft, index: int, limit: int) -> bool:
    """Whether a name of the catalogue starts with a word that names seldom start with."""
    return any(
        draft.names.artist(_slice(draft, _Item(index, last))) is not None
        for last in range(min(limit, index + _NAME), index + 1, -1)
    ) or any(word.low == "by" for word in draft.words[index + 1 : limit] if draft.is_capital(draft.words[index]))


def _looks_named(draft: Draft, item: _Item) -> bool:
    """Whether these words look like a name, and not like what anybody says."""
    words = draft.words[item.first : item.last]
    if not is_ordinary(word.low for word in words):
        return True
    capitals = [word for word in words if word.low not in _SMALL | {"and", "&"}]
    if not draft.mixed or not all(map(draft.is_capital, capitals)):
        return False
    return len(capitals) > 1 or (item.first > 0 and not words[0].stops)


def _note_artist(draft: Draft, item: _Item, start: int, stance: Stance, name: str, known: bool) -> int:
    name = name if known else name.removesuffix("'s")
    end = draft.words[item.last - 1].end
    draft.wish("artist", stance, name, (start, end), known=known)
    return item.last


def _hear_artist(draft: Draft, item: _Item, start: int, stance: Stance, trust: Trust) -> int | None:
    soft = _soft(draft, item)
    for last in range(min(item.last, item.first + _NAME), item.first, -1):
        part = _Item(item.first, last)
        name = draft.names.artist(_slice(draft, part))
        if name is None or _YEAR.fullmatch(_slice(draft, part)):
            continue
        alone = last >= soft
        if _looks_named(draft, part) and (alone or last - item.first > 1 or (draft.is_capital(draft.words[item.first]) and _ends(draft, last))):
            return _note_artist(draft, part, start, stance, name, True)
        if trust == Trust.SOME and alone and _is_phrase(draft, part):
            return _note_artist(draft, part, start, stance, name, True)
        if trust == Trust.MUCH and alone and draft.words[item.first].low not in _NO_START:
            return _note_artist(draft, part, start, stance, name, True)
    part = _Item(item.first, min(soft, item.first + 5))
    if trust > Trust.LITTLE or (draft.mixed and draft.is_capital(draft.words[item.first])):
        return _hear_close(draft, part, start, stance, trust)
    return None


_SAYINGS: Final = frozenset(("brand new", "take that", "real life", "one way", "no doubt"))


def _is_phrase(draft: Draft, item: _Item) -> bool:
    """Whether these everyday words are enough of them to be a name: "guns and roses"."""
    words = [word.low for word in draft.words[item.first : item.last] if word.low != "the"]
    return len(words) > 1 and " ".join(words) not in _SAYINGS


def _ends(draft: Draft, index: int) -> bool:
    """Whether a name may end before this word: it is small, or the last."""
    return index >= len(draft.words) or not (draft.mixed and draft.is_capital(draft.words[index]))


def _hear_close(draft: Draft, item: _Item, start: int, stance: Stance, trust: Trust) -> int | None:
    words = draft.words[item.first : item.last]
    if is_ordinary(word.low for word in words):
        return None
    name = draft.names.artist(_slice(draft, item), close=True)
    if name is None and len(words) == 1 and _stands_alone(draft, item.first) and (trust > Trust.LITTLE or stance == "want"):
        name = draft.names.surname(words[0].low)
    return _note_artist(draft, item, start, stance, name, True) if name else None


def _hear_title(draft: Draft, item: _Item, start: int, stance: Stance, trust: Trust) -> int | None:
    soft = _soft(draft, item)
    run = _capitals(draft, item) if draft.mixed else 0
    ends = sorted({item.last, max(soft, run)}, reverse=True)
    if trust < Trust.SOME:
        return None
    for last in ends:
        part = _Item(item.first, last)
        if last - item.first > 10 or (trust == Trust.SOME and not _looks_titled(draft, part)):
            continue
        if not _is_title_like(draft, part, start) or not draft.look_up():
            continue
        found = draft.names.song(_slice(draft, part))
        if found:
            draft.wish("song", stance, found.name, (start, draft.words[last - 1].end), song=found.id)
            return last
    return None


def _is_title_like(draft: Draft, item: _Item, start: int) -> bool:
    """Whether a title may be meant: "songs like hurt" is, "something like home" may not be."""
    if _looks_titled(draft, item):
        return True
    cue = draft.low[start : draft.words[item.first].start]
    return re.search(r"\b(?:songs?|tracks?|tunes?|more|similar|start\w*|based)\b", cue) is not None


def _looks_titled(draft: Draft, item: _Item) -> bool:
    words = draft.words[item.first : item.last]
    return (
        draft.mixed and draft.is_capital(words[0]) and words[0].low not in _NO_NAME
    ) or not is_ordinary(word.low for word in words)


def _hear_pair(draft: Draft, item: _Item, start: int, stance: Stance) -> int | None:
    """Hear "Title by Artist", or the two with a dash between them."""
    words = draft.words
    for index in range(item.first + 1, min(item.last, item.first + 10)):
        if words[index].low == "by" and index + 1 < item.last:
            return _note_pair(draft, _Item(item.first, index), _Item(index + 1, item.last), start, stance)
        if _DASH.search(words[index].gap):
            left, right = _Item(item.first, index), _Item(index, item.last)
            if draft.names.artist(_slice(draft, left)) or not draft.names.artist(
                _slice(draft, _Item(index, _soft(draft, right)))
            ):
                left, right = right, left
                last = max(_soft(draft, left), _capitals(draft, left) if draft.mixed else 0)
                return _note_pair(draft, _Item(left.first, last), right, start, stance)
            return _note_pair(draft, left, right, start, stance)
        if "," in words[index].gap:
            break
    return None


def _note_pair(draft: Draft, title: _Item, maker: _Item, start: int, stance: Stance) -> int | None:
    name, last, known = _maker(draft, maker)
    if name is None or title.last <= title.first:
        return None
    words = _slice(draft, title)
    found = draft.names.song(words, name) if known and draft.look_up() else None
    end = max(draft.words[last - 1].end, draft.words[title.last - 1].end)
    if found:
        draft.wish("song", stance, found.name, (start, end), song=found.id)
    elif known and title.first < maker.first and draft.words[title.first].low in MUSIC | VAGUE:
        return None
    else:
        draft.wish("song", stance, f"{name} – {words}", (start, end), known=False)
    return max(last, title.last)


def _maker(draft: Draft, item: _Item) -> tuple[str | None, int, bool]:
    """The artist that starts here, the word behind, and whether the catalogue has them."""
    if item.first >= item.last or draft.words[item.first].low in _NO_START:
        return None, item.first, False
    for last in range(min(item.last, item.first + _NAME), item.first, -1):
        name = draft.names.artist(_slice(draft, _Item(item.first, last)))
        if name:
            return name, last, True
    soft = min(_soft(draft, item), item.first + 5)
    near = draft.names.artist(_slice(draft, _Item(item.first, soft)), close=True)
    if near:
        return near, soft, True
    capital = draft.mixed and draft.is_capital(draft.words[item.first])
    run = _capitals(draft, item) if capital else soft
    if run <= item.first:
        return None, item.first, False
    if not capital and is_ordinary(word.low for word in draft.words[item.first : run]):
        return None, item.first, False
    return _slice(draft, _Item(item.first, run)), run, False


def _capitals(draft: Draft, item: _Item) -> int:
    """Behind the run of capitalised words that starts here."""
    words = draft.words
    index = item.first
    while index < item.last:
        word = words[index]
        if index > item.first and re.search(r"[,/\"]| -|- | '", word.gap):
            break
        joins = (
            word.low in _SMALL
            and index + 1 < item.last
            and (draft.is_capital(words[index + 1]) or words[index + 1].low in _SMALL)
            and index > item.first
            and (word.low not in {"and", "for", "from"} or words[index + 1].low == "the")
        )
        if not joins and (not draft.is_capital(word) or word.low in _NO_START - {"the"}):
            break
        index += 1
    return index


def _hear_possessive(draft: Draft, item: _Item, start: int, stance: Stance) -> int | None:
    """Hear "Radiohead's Creep" as the song, and "ABBA's music" as the artist."""
    words = draft.words
    for index in range(item.first, min(item.last, item.first + 5)):
        if not words[index].low.endswith("'s"):
            continue
        end = words[index].end - 2
        name = draft.names.artist(draft.text[words[item.first].start : end])
        if name is None and index + 1 < len(words) and _quoted(draft, index + 1) and stance == "like":
            title = _quoted(draft, index + 1)
            return _note_unknown(draft, _Item(item.first, index + 1), title, start, stance)
        if name is None or not (draft.is_capital(words[item.first]) or not is_ordinary([words[item.first].low[:-2]])):
            continue
        rest = _Item(index + 1, item.last)
        if rest.first < rest.last and words[rest.first].low not in MUSIC and draft.look_up():
            quoted = _quoted(draft, rest.first)
            title = quoted or _Item(rest.first, _soft(draft, rest))
            found = draft.names.song(_slice(draft, title), name)
            if found:
                draft.wish("song", stance, found.name, (start, words[title.last - 1].end), song=found.id)
                return title.last
            if draft.is_capital(words[title.first]) and draft.mixed:
                last = title.last if quoted else max(_capitals(draft, rest), title.last)
                value = f"{name} – {_slice(draft, _Item(title.first, last))}"
                draft.wish("song", stance, value, (start, words[last - 1].end), known=False)
                return last
        return _note_artist(draft, _Item(item.first, index + 1), start, stance, name, True)
    return None


def _note_unknown(draft: Draft, maker: _Item, title: _Item | None, start: int, stance: Stance) -> int | None:
    """Note a song in quotes by an artist whom the catalogue lacks."""
    if title is None:
        return None
    name = _slice(draft, maker).removesuffix("'s")
    value = f"{name} – {_slice(draft, title)}"
    draft.wish("song", stance, value, (start, draft.words[title.last - 1].end + 1), known=False)
    return title.last


def _hear_unsure(draft: Draft, item: _Item, start: int, stance: Stance, trust: Trust) -> int | None:
    """Hear a name that the catalogue lacks, where it can hardly be anything else."""
    if trust == Trust.LITTLE:
        return None
    words = draft.words
    last = _capitals(draft, item) if draft.mixed else 0
    if last <= item.first:
        return _hear_small(draft, item, start, stance) if trust == Trust.MUCH else None
    first = words[item.first]
    named = [w.low for w in words[item.first : last]]
    sensed = any(word in SENSES for word in named[:1]) and (trust < Trust.MUCH or len(named) < 2)
    if first.low in _NO_NAME or first.low[:1].isdigit() or sensed or first.low in MUSIC:
        return None
    if trust == Trust.SOME and (first.low in _NO_START or first.low in VAGUE):
        return None
    if trust == Trust.SOME and stance == "want" and last < min(item.last, _soft(draft, item)):
        return None
    part = _Item(item.first, last)
    if len(named) > 3 and stance == "like":
        draft.wish("song", stance, _slice(draft, part), (start, words[last - 1].end), known=False)
        return last
    return _note_artist(draft, part, start, stance, _slice(draft, part), False)


def _hear_small(draft: Draft, item: _Item, start: int, stance: Stance) -> int | None:
    """A name in small letters that the catalogue lacks: only one that is no everyday word."""
    last = min(_soft(draft, item), item.first + 4)
    words = draft.words[item.first : last]
    odd = [word for word in words if not is_ordinary([word.low])]
    if not words or len(odd) * 2 < len(words) or any(w.low in SENSES or w.low in MUSIC for w in words):
        return None
    if any(w.low.endswith(("ing", "ish", "esque", "like")) or w.low.isdigit() for w in words):
        return None
    return _note_artist(draft, _Item(item.first, last), start, stance, _slice(draft, _Item(item.first, last)), False)


def _quoted(draft: Draft, index: int) -> _Item | None:
    """The words in the quotes that open right before a word."""
    words = draft.words
    gap = words[index].gap
    mark = '"' if gap.endswith('"') else "'" if gap.endswith(" '") or gap == "'" else ""
    if not mark:
        return None
    close = draft.text.find(mark, words[index].end - 1)
    if mark == "'":
        found = re.compile(r"'(?!\w)").search(draft.text, words[index].end - 1, words[index].end + 80)
        close = found.start() if found else -1
    if close < 0 or close - words[index].start > 80:
        return None
    return _Item(index, draft.at(close))


def _hear_quoted(draft: Draft, title: _Item, start: int, stance: Stance, trust: Trust) -> int | None:
    """Hear a title in quotes, with the artist behind it where one is named."""
    words = draft.words
    if title.last < len(words) and (words[title.last].low in {"by", "from"} or re.search(r"\"?'?,?\s+[-–—]\s", words[title.last].gap)):
        first = title.last + (words[title.last].low in {"by", "from"})
        pair = _note_pair(draft, title, _Item(first, _limit(draft, first)) if first < len(words) else _Item(first, first), start, stance)
        if pair:
            return pair
    pair = _hear_pair(draft, title, start, stance) if trust == Trust.MUCH else None
    if pair:
        return pair
    text = _slice(draft, title)
    end = min(words[title.last - 1].end + 1, len(draft.text))
    found = draft.names.song(text) if draft.look_up() else None
    if found:
        draft.wish("song", stance, found.name, (start, end), song=found.id)
    elif name := draft.names.artist(text):
        draft.wish("artist", stance, name, (start, end))
    elif trust == Trust.MUCH:
        draft.wish("song", stance, text, (start, end), known=False)
    else:
        return None
    return title.last


def _hear_makers(draft: Draft, denials: Denials) -> None:
    """Hear "songs by X", and "Title by X" where the catalogue has that song."""
    for match in BY.finditer(draft.low):
        index = draft.at(match.end())
        if index >= len(draft.words) or not draft.free(*match.span()):
            continue
        before = draft.words[max(0, draft.at(match.start()) - 5) : draft.at(match.end())]
        about_music = any(word.low in MUSIC or word.low in VAGUE or word.low == "more" for word in before)
        by = match.group().endswith("by")
        if by and _hear_title_before(draft, draft.at(match.end() - 2), denials):
            continue
        stance: Stance = "avoid" if denials.at(draft.words[index].start) or denials.at(match.start()) else "want"
        if about_music:
            _hear_list(draft, match.span(), stance, Trust.MUCH if by else Trust.LITTLE)
        elif by:
            _hear_list(draft, match.span(), stance, Trust.LITTLE)


def _hear_title_before(draft: Draft, by: int, denials: Denials) -> bool:
    """Hear "Title by Artist" from its middle."""
    words = draft.words
    name, last, known = _maker(draft, _Item(by + 1, _limit(draft, by + 1))) if by + 1 < len(words) else (None, 0, False)
    if name is None or not known:
        return False
    first = by - 1
    while first >= 0 and by - first < 8 and not words[first + 1].stops and not draft.taken(words[first]):
        first -= 1
    for start in range(first + 1, by):
        if words[start].low in MUSIC | VAGUE or "," in words[start + 1].gap or not draft.look_up():
            continue
        if by - start == 1 and is_ordinary([words[start].low]) and draft.mixed and not draft.is_capital(words[start]):
            continue
        words_before = _slice(draft, _Item(start, by))
        found = draft.names.song(words_before, name)
        titled = found or _is_titled(draft, _Item(start, by))
        if titled:
            wanted = re.search(r"\b(?:play|hear|put\s+on|listen\s+to)\s+\W*$", draft.low[: words[start].start])
            stance: Stance = "avoid" if denials.at(words[start].start) else "want" if wanted else "like"
            span = (words[start].start, words[last - 1].end)
            value = found.name if found else f"{name} – {words_before}"
            draft.wish("song", stance, value, span, known=found is not None, song=found.id if found else None)
            return True
    return False


def _is_titled(draft: Draft, item: _Item) -> bool:
    """Whether these words are written as a title is: in quotes or in capitals."""
    words = draft.words[item.first : item.last]
    if words[0].gap.endswith('"'):
        return True
    shown = draft.mixed and all(draft.is_capital(word) or word.low in _SMALL for word in words)
    return shown and draft.is_capital(words[0]) and item.first > 0 and not words[0].stops
_RESEMBLING: Final = frozenset("vibe vibes style fan fans energy mood type-beat sounding inspired like esque ish".split())


def _hear_nouns(draft: Draft, denials: Denials) -> None:
    """Hear "Johnny Cash songs", "an ABBA track", "Beatles vibes", "Dylan-esque"."""
    for index, word in enumerate(draft.words):
        if word.low in _RESEMBLING and (word.low not in {"like", "mood", "type"} or word.gap == "-"):
            _hear_before(draft, index, denials, "like")
        elif word.low in MUSIC:
            _hear_before(draft, index, denials, "want")
        elif word.low.endswith("esque") and len(word.low) > 8:
            name = draft.names.artist(word.low[:-5]) or draft.names.surname(word.low[:-5])
            if name:
                draft.wish("artist", "like", name, (word.start, word.end))


def _stands_alone(draft: Draft, index: int) -> bool:
    """Whether a capitalised word has none before it: no one's first name."""
    words = draft.words
    if not draft.mixed or not draft.is_capital(words[index]):
        return False
    return index == 0 or words[index].gap != " " or not draft.is_capital(words[index - 1]) or words[index - 1].low in _NO_START


def _hear_before(draft: Draft, noun: int, denials: Denials, stance: Stance) -> None:
    words = draft.words
    for first in range(max(0, noun - 5), noun):
        item = _Item(first, noun)
        if any(w.stops or "," in w.gap for w in words[first + 1 : noun + 1]) or draft.taken(words[first]):
            continue
        text = _slice(draft, item)
        name = draft.names.artist(text.removesuffix("'s"))
        alone = noun - first == 1
        if name is None and alone and _stands_alone(draft, first) and not is_ordinary([words[first].low]):
            name = draft.names.surname(text.removesuffix("'s"))
        if name is None or (alone and text.casefold() in SENSES):
            continue
        if _looks_named(draft, item) or (noun - first > 2 and _is_phrase(draft, item)):
            meant: Stance = "avoid" if denials.at(words[first].start) else stance
            draft.wish("artist", meant, name, (words[first].start, words[noun].end))
            return


def _hear_whole(draft: Draft) -> None:
    """Hear a message that is nothing but a name, or a title and an artist with a dash between."""
    words = [w for w in draft.words if w.low not in {"please", "pls", "maybe"}]
    if not words or len(words) > 10 or draft.wishes or len(words) != len(draft.words) and len(words) < 1:
        return
    if any(w.stops for w in words[1:]) or draft.words[0].low == "please":
        return
    soft = _soft(draft, _Item(0, len(words)))
    item = _Item(0, soft if soft < len(words) and words[soft].low in {"but", "please", "or"} else len(words))
    name = draft.names.artist(_slice(draft, item))
    if name and (not is_ordinary(w.low for w in words) or (len(words) > 1 and draft.mixed and all(draft.is_capital(w) or w.low in _SMALL for w in words))):
        _note_artist(draft, item, 0, "want", name, True)
        return
    for index in range(1, len(words)):
        if re.search(r"\s[-–—]\s", words[index].gap):
            left, right = _slice(draft, _Item(0, index)), _slice(draft, _Item(index, len(words)))
            for title, maker in ((left, right), (right, left)):
                artist = draft.names.artist(maker)
                found = draft.names.song(title, artist) if artist else None
                if found:
                    draft.wish("song", "like", found.name, (0, words[-1].end), song=found.id)
                    return
