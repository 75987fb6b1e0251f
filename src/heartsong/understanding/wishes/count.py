"""How many songs are asked for."""

from __future__ import annotations

import re
from typing import Final

from heartsong.understanding.wishes.cues import Denials
from heartsong.understanding.wishes.draft import Draft

_NUMBERS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
    "fifty": 50, "hundred": 100, "a single": 1, "a dozen": 12, "a couple": 2, "a couple of": 2,
    "couple of": 2, "half a dozen": 6, "a hundred": 100, "two dozen": 24,
}  # fmt: skip
_NUMBER: Final = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_NOUN: Final = (
    r"(?:songs?|tracks?|tunes?|ballads?|bangers?|bops|recommendations?|suggestions?|numbers"
    r"|anthems?|jams)"
)
_SONGS: Final = re.compile(
    rf"\b(?P<n>\d{{1,7}}|{_NUMBER})(?=\s)(?P<between>(?:\s+(?!of\b|or\b|years?\b|minutes?\b"
    rf"|hours?\b|times?\b|seconds?\b|days?\b|and\b|my\b"
    rf"|more\b\s+day)[\w'&-]+){{0,4}}?)\s+{_NOUN}\b"
)
_GIVE: Final = re.compile(
    rf"\b(?:give\s+me|send\s+me|show\s+me|recommend(?:\s+me)?|suggest(?:\s+me)?|pick(?:\s+me)?"
    rf"|i\s+want|i'd\s+like|i\s+need|play\s+me|play)\s+(?:just\s+|only\s+|about\s+|exactly\s+)?"
    rf"(?P<n>\d{{1,7}}|{_NUMBER})(?:\s+(?:of\s+them|please|more|max|only|tops|sad\s+ones"
    rf"|ones))?\s*(?=$|[.,;!?]|\s(?:by|from|about|like|of|that|to|for|with)\b)"
)
_OF_THEM: Final = re.compile(
    rf",\s+(?:(?:we|i)\s+(?:need|want)\s+)?(?:about\s+)?(?P<n>\d{{1,3}}|{_NUMBER})"
    r"(?:\s+of\s+them|(?=\s*$))(?=$|[\s.;!?,])"
)
_NOT_ASKED: Final = re.compile(
    r"\b(?:this|these|those|the|my|her|his|their|our|your|top|heard|wrote|written|played|last"
    r"|first|of|sang|sing|learned|learnt|know|knew|only|same|that|had|has|got|all|each|every|in"
    r"|by|at|track|number|for|recorded|released|made|any|no|not|another|which|wrote)\s+$"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


def hear_count(draft: Draft, denials: Denials) -> int | None:
    """The number of songs that the message names; the first, where it names several."""
    for pattern in (_SONGS, _GIVE, _OF_THEM):
        for match in pattern.finditer(draft.low):
            if denials.at(match.start()) or not draft.free(*match.span("n")):
                continue
            if pattern is _SONGS and _is_told_of(draft.low, match):
                continue
            number = _number(match)
            if number < 1 or (number == 1 and "," in match.group()):
                continue
            draft.asked = True
            draft.take(*match.span("n"))
            return number
    return None


def _is_told_of(low: str, match: re.Match[str]) -> bool:
    before = low[max(0, match.start() - 16) : match.start("n")]
    return bool(_NOT_ASKED.search(before)) and not before.endswith((" only ", "just only "))


def _number(match: re.Match[str]) -> int:
    """The number that is named; 0 for a year."""
    if _YEAR.fullmatch(match["n"]):
        return 0
    return _NUMBERS.get(match["n"]) or (int(match["n"]) if match["n"].isdigit() else 0)
