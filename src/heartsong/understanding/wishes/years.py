"""Years, decades and ages of songs."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from heartsong.understanding.wishes.cues import Denials
from heartsong.understanding.wishes.draft import Draft
from heartsong.wishes import Stance, Wish

OLD: Final = 1979  # songs up to this year are "old songs"
_RECENT: Final = 5  # years that are "recent"
_TENS: Final = {
    "twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960,
    "seventies": 1970, "eighties": 1980, "nineties": 1990, "noughties": 2000, "aughts": 2000,
    "two thousands": 2000, "twenty tens": 2010,
}  # fmt: skip
_YEAR: Final = r"(?:19[2-9]\d|20[0-4]\d)"
_DECADE: Final = rf"(?:(?:19|20)\d0'?s|'?\d0'?s|{'|'.join(_TENS)})"
_ONE: Final = rf"(?:{_DECADE}|{_YEAR})"
_FOUND: Final = re.compile(
    rf"(?<![\w$£€.#'-])(?:"
    rf"(?:between|from|in)\s+(?:the\s+)?(?P<first>{_ONE})\s*(?:and|to|till|until|through|-"
    rf"|–)\s*(?:the\s+)?(?P<last>{_ONE})"
    rf"|(?P<from>{_YEAR})\s*(?:-|–|to)\s*(?P<to>{_YEAR})"
    rf"|(?P<before>before|pre-?|older\s+than|earlier\s+than|prior\s+to|up\s+to"
    rf"|until)\s*(?:the\s+)?(?:year\s+)?(?P<b>{_ONE})"
    rf"|(?P<after>after|since|post-?|newer\s+than|later\s+than|younger\s+than"
    rf"|from)\s*(?:the\s+)?(?:year\s+)?(?P<a>{_ONE})(?P<on>\s+(?:on|onwards?|or\s+(?:later"
    rf"|newer)|and\s+(?:later|newer)))?"
    rf"|(?P<part>early|mid|late)(?:[\s-]*(?:to[\s-]+late"
    rf"|to[\s-]+mid))?[\s-]+(?:the\s+)?(?P<p>{_DECADE})"
    rf"|(?P<decade>{_DECADE}|years?\s+'?\d0(?=$|[\s.,;!?]))"
    rf"|(?P<year>{_YEAR})"
    r")(?![\w%$£€]|\s*(?:bpm|minutes?|mins?|seconds?|hours?|km|miles?|songs?\s+(?:long|list)"
    r"|degrees|pounds|kg|people|quid|dollars|percent))"
)
_AGE: Final = re.compile(
    r"(?P<old>\b(?:really\s+|good\s+|some\s+|nice\s+)?(?:old|older|oldschool|vintage"
    r"|retro)\s+(?:[a-z]+\s+)?(?:songs?|music|tunes?|tracks?|stuff|ones|hits|classics)\b"
    r"|\b(?:golden\s+)?oldies\b"
    r"|\bsomething\s+(?:old|vintage|retro)\b(?!\s+(?:school|fashioned)))"
    r"|(?P<recent>\b(?:recent|brand[\s-]new|newly\s+released|current|contemporary"
    r"|modern)\s+(?:[a-z]+\s+)?(?:songs?|music|tunes?|tracks?|stuff|ones|hits|releases|bands?"
    r"|artists?|albums?)\b"
    r"|\b(?:something|anything|stuff|songs?|music)\s+(?:more\s+)?(?:recent|modern|current)\b"
    r"|\bbut\s+(?:(?:a\s+bit\s+)?more\s+)?(?:modern|recent|newer|current|contemporary)(?=\s*(?:$|[.,;!?]))"
    r"|\bfrom\s+(?:the\s+)?(?:last|past)\s+(?:few|couple\s+of)\s+years\b)"
    r"|(?P<century>\b(?:from\s+|of\s+|in\s+)?this\s+century\b|\b21st\s+century\b)"
    r"|(?P<last>\b(?:from\s+|of\s+|in\s+)?(?:the\s+)?last\s+century\b|\b20th\s+century\b)"
    r"|(?P<this>\bfrom\s+this\s+year\b|\bthis\s+year's\b)"
)
# "in my 20s", "I am in my late 30s", "turned 1975".
_LIFE: Final = re.compile(
    r"\b(?:my|his|her|their|our|your|early|mid|late|born\s+in|aged?|since|i'm|i\s+am|turn(?:ed"
    r"|ing)?|was|were|temperatures?|owe|paid|won|cost|bus|room|highway|route|in\s+his"
    r"|in\s+her|back\s+in)\s+$"
)
_MISSED: Final = re.compile(r"\bmiss(?:ed|ing)?\s+(?:the\s+)?$")
_ARTICLE: Final = re.compile(r"\b(?:a|an|the|my|our)\s+$")
_MY: Final = re.compile(
    r"\b(?:my|his|her|their|our|your|in\s+the|low|high)\s+(?:early|mid|late)?[\s-]*$"
)
_MUSICAL: Final = re.compile(
    r"\b(?:songs?|music|tunes?|tracks?|hits?|stuff|something|anything|nothing|playlists?|rock"
    r"|pop|soul|jazz|funk|disco|"
    r"metal|punk|rap|hip[\s-]?hop|country|folk|r&b|blues|ballads?|albums?|artists?|bands?"
    r"|classics?|grunge|new\s+wave|"
    r"gems?|deep\s+cuts?|play|recommend|synth\w*|techno|house|indie|vibes?|singers?|listen|reggae|oldies|emo"
    r"|groove|please|bangers?|bops?|anthems?|tune|dance|motown|released)\b"
)


def hear_years(draft: Draft, denials: Denials) -> None:
    """Note the years that songs shall, or shall not, be of."""
    named = any(wish.kind == "artist" for wish in draft.wishes)
    musical = named or len(draft.words) <= 4 or _MUSICAL.search(draft.low) is not None
    for match in _FOUND.finditer(draft.low):
        if not musical and not (match["decade"] and denials.surely(match.start())):
            continue
        before = draft.low[max(0, match.start() - 20) : match.start()]
        if not draft.free(*match.span()) or _is_no_year(match, before, draft):
            continue
        span = _span(match)
        if span is None or span == "-":
            continue
        _note(draft, denials, match, span)
    for match in _AGE.finditer(draft.low) if musical else ():
        if draft.free(*match.span()) and not _LIFE.search(
            draft.low, max(0, match.start() - 24), match.start()
        ):
            _note_age(draft, denials, match)


def _is_no_year(match: re.Match[str], before: str, draft: Draft) -> bool:
    """Whether a number is an age, or a year of the writer's own life."""
    if _MISSED.search(before) or (_MY.search(before) and not before.endswith("in the ")):
        return True
    if not (match["year"] or match["a"] or match["b"]):
        return False
    musical = _MUSICAL.search(draft.low, max(0, match.start() - 40), match.start()) is not None
    if _LIFE.search(before) or match["after"] in {"since", "from"}:
        return not musical
    return match["year"] is not None and _is_of_life(match, before, draft, musical)


def _is_of_life(match: re.Match[str], before: str, draft: Draft, musical: bool) -> bool:
    """Whether a year alone is told of: "a 1974 truck", "in 1999 I was ten"."""
    behind = draft.low[match.end() : match.end() + 14].lstrip()
    if _ARTICLE.search(before) and not _MUSICAL.match(behind):
        return not before.endswith(("of the ", "from the "))
    if behind.startswith(("i ", "we ", "my ", "when ")):
        return True
    return before.endswith(("the ", "the year ", "in ")) and not draft.asked and not musical


def _note(draft: Draft, denials: Denials, match: re.Match[str], span: str) -> None:
    start, end = match.span()
    stance: Stance = "avoid" if denials.at(start) else "want"
    lead = re.search(
        r"(?:\b(?:(?:songs?|music|something|anything|stuff|hits|tracks|tunes)\s+)?(?:made"
        r"|released|recorded|written|from|of|in|out)\s+)?(?:the\s+)?$",
        draft.low[max(0, start - 24) : start],
    )
    if lead:
        start -= len(lead.group())
    draft.note(Wish("years", stance, span), start, end)


def _note_age(draft: Draft, denials: Denials, match: re.Match[str]) -> None:
    year = date.today().year
    spans = {
        "old": f"-{OLD}",
        "recent": f"{year - _RECENT}-",
        "century": "2000-",
        "last": "-1999",
        "this": f"{year}-",
    }
    stance: Stance = "avoid" if denials.at(match.start()) else "want"
    kind = str(match.lastgroup)
    end = match.end()
    first = re.match(
        r"(?:\S+\s+)??(?:old|older|oldschool|vintage|retro|recent|modern|current|contemporary)\b",
        match.group(),
    )
    if first and kind in {"old", "recent"}:
        end = match.start() + first.end()
    draft.note(Wish("years", stance, spans[kind]), match.start(), end)


def _span(match: re.Match[str]) -> str | None:
    """The years meant, as "1970-1979"; either end may be open."""
    if match["first"] or match["from"]:
        first = _years(match["first"] or match["from"])[0]
        last = _years(match["last"] or match["to"])[1]
        return f"{min(first, last)}-{max(first, last)}"
    if match["b"]:
        return (
            f"-{_years(match['b'])[0] - 1}"
            if match["before"] not in {"until", "up to"}
            else f"-{_years(match['b'])[1]}"
        )
    if match["a"]:
        return _since(match)
    if match["p"]:
        first = _years(match["p"])[0]
        low, high = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}[match["part"]]
        return f"{first + low}-{first + high}"
    first, last = _years(match["decade"] or match["year"])
    return f"{first}-{last}"


def _since(match: re.Match[str]) -> str:
    first, last = _years(match["a"])
    word = match["after"]
    if word == "from" and not match["on"]:
        return f"{first}-{last}"
    return f"{first}-" if word in {"since", "from"} else f"{last + 1}-"


def _years(words: str) -> tuple[int, int]:
    """The first and the last year of a decade, or a year twice."""
    named = _TENS.get(words)
    if named:
        return named, named + 9
    if words.isdigit():
        return int(words), int(words)
    digits = int(re.sub(r"\D", "", words))
    first = digits if digits > 100 else 1900 + digits if digits >= 30 else 2000 + digits
    return first, first + 9
