"""What stands around a word that may say what songs are like."""

from __future__ import annotations

import re
from typing import Final

from heartsong.understanding.wishes.cues import MUSIC
from heartsong.understanding.wishes.draft import Draft
from heartsong.understanding.wishes.lexicon import (
    BRANCHES,
    SENSES,
    word_set,
)
from heartsong.understanding.wishes.marks import Mark, sense_at
from heartsong.understanding.wishes.tales import DETERMINED, TOLD

FILLERS: Final = word_set(
    "and or but very really kind kinda sort of a bit some any good great nice best better new "
    "more little so pretty super quite just fun cool classic proper beautiful lovely decent "
    "emotional old modern dark deep weird other similar most less too not please nor enough "
    "slightly rather something anything nothing somewhat instrumental vocal female male "
    "catchy simple heavy short long vocals proper"
)
ASK: Final = re.compile(
    r"\b(?:want|need|play|give|recommend|suggest|find|looking\s+for|search\w*\s+for|seeking"
    r"|hear|please|pls|put\s+on|how\s+about|what\s+about|"
    r"can\s+(?:i|you|we)|could\s+(?:i|you|we)|listen\s+to|mood\s+for|any|some|got|know|maybe"
    r"|feel\s+like|fancy|would\s+like|i'd\s+like|more|craving|only|just|make\s+it|keep\s+it"
    r"|music|songs?|show|send|in\s+for|queue|bring\s+on|hit\s+me\s+with|love|like|prefer|rather"
    r"|else|instead)\b"
)


def is_near(draft: Draft, first: int, last: int) -> bool:
    """Whether nothing but fillers and years stands between two words of one phrase."""
    between = draft.words[first:last]
    return (
        len(between) < 5
        and not any(word.stops for word in draft.words[first : last + 1])
        and all(
            draft.taken(w)
            or (w.low in FILLERS and w.low not in DETERMINING)
            or ADJECTIVE.search(w.low)
            for w in between
        )
    )


def is_contrast(draft: Draft, last: tuple[int, bool] | None, mark: Mark) -> bool:
    """Whether a word says what is wanted in place of what is not: "not sad but mellow"."""
    between = [word.low for word in draft.words[last[0] : mark.first]] if last else []
    return bool(between) and between[0] in {"but", "just"} and len(between) < 3


def carried(draft: Draft, last: tuple[int, bool] | None, mark: Mark) -> bool:
    """Whether a denial goes on: "nothing sad or slow"."""
    if last is None:
        return False
    between = draft.words[last[0] : mark.first]
    lows = [word.low for word in between if word.low not in MUSIC]
    gap = draft.words[mark.first].gap if not lows else ""
    return (
        bool(lows)
        and lows[0] in {"or", "nor", "and"}
        and all(low in {"or", "nor", "and", "too", "so", "any", "no"} for low in lows)
    ) or gap == "/"


ASKED_FOR: Final = frozenset(
    ["suggestions", "suggestion", "recommendations", "recommendation", "recs"]
)
DETERMINING: Final = word_set("some any a an the this that something anything nothing to my")
ADJECTIVE: Final = re.compile(r"...(?:y|ic|al|ive|ous|ful|less|ish|ed|esque|ern|sh|ese|an)$")


def noun_behind(draft: Draft, index: int) -> int:
    """The number of the word for music that ends the phrase; 0 where there is none."""
    words = draft.words
    for here in range(index, min(len(words), index + 7)):
        word = words[here]
        if word.stops:
            return 0
        if word.low in MUSIC or word.low in ASKED_FOR or (word.low == "one" and here == index):
            return here
        if word.low in DETERMINING:
            return 0
        if (
            word.low not in FILLERS
            and not ADJECTIVE.search(word.low)
            and sense_at(words, here) is None
            and word.low not in BRANCHES
            and not re.fullmatch(r"'?\d\d(?:\d\d)?'?s", word.low)
            and not draft.taken(word)
        ):
            return 0
    return 0


VAGUE_ASK: Final = re.compile(
    r"\b(?:something|anything|(?:songs?|music|tunes?|tracks?|ones|stuff|playlist|lyrics"
    r"|singers?|it)(?:\s+(?:that|which|that's|who|to\s+be|be|is|are|were|was|sounds?|feels?"
    r"|makes?\s+me|also|should|must|can|could|not))+)"
    r"(?:\s+(?:else|more|really|very|kinda|kind\s+of|a\s+bit|a\s+little|quite|pretty|super|so"
    r"|that's|that|is|which|just|with|some|a|both|new|old|too|nice|and|or|but|slightly|extra"
    r"|truly|properly|not|good|less|sort\s+of|loud|sad|slow|happy|calm|upbeat|fast|soft|fun"
    r"|chill|angry|mellow|quiet|gentle|dark|relaxing|energetic|loving|lively))*[\s,]*$"
    r"|\b(?:make|keep|want|like|need|making|prefer)\s+(?:it|them|things|the\s+(?:mood|music"
    r"|songs))\s+(?:a\s+bit\s+|a\s+little\s+|more\s+|nice\s+and\s+|to\s+be\s+|really\s+"
    r"|very\s+)*$"
)


def follows_vague(draft: Draft, index: int) -> bool:
    """Whether "something", or "songs that are", stands before a word."""
    start = draft.words[index].start
    before = draft.low[max(0, start - 64) : start]
    found = VAGUE_ASK.search(before)
    if not found:
        return False
    if found.group().startswith(("something", "anything")):
        if index + 1 < len(draft.words) and not draft.words[index + 1].stops:
            behind = draft.words[index + 1].low
            if behind in {
                "happened",
                "happens",
                "is",
                "was",
                "has",
                "had",
                "about",
                "in",
                "going",
                "that's",
            }:
                return False
        clause = before[: found.start()]
        return (
            ASK.search(clause) is not None
            or not clause.strip()
            or clause.rstrip().endswith((",", ".", "!", "?", "-", "so", "and", "then", ":"))
        )
    return True


def is_told(draft: Draft, marks: list[Mark], position: int, before: str) -> bool:
    """Whether the music is one that the writer tells of, and does not ask for."""
    words = draft.words
    here = marks[position].first - 1
    while (
        here >= 0
        and not words[here + 1].stops
        and (words[here].low in FILLERS or words[here].low in SENSES)
    ):
        here -= 1
    if here >= 0 and not words[here + 1].stops and words[here].low in DETERMINED:
        return True
    return TOLD.search(before) is not None


def goes_on(draft: Draft, mark: Mark) -> bool:
    """Whether the phrase goes on with a noun: "some country house", "a rock in my shoe"."""
    words = draft.words
    if mark.last >= len(words) or words[mark.last].gap != " ":
        return False
    ends = {
        "and",
        "or",
        "but",
        "please",
        "from",
        "with",
        "for",
        "to",
        "by",
        "that",
        "like",
        "tonight",
        "today",
        "in",
        "without",
        "while",
        "on",
        "pls",
        "would",
        "now",
        "then",
        "maybe",
        "about",
        "as",
        "though",
        "no",
        "not",
        "i",
        "instead",
        "of",
        "right",
        "style",
        "vibe",
        "again",
        "when",
        "after",
        "before",
        "since",
        "nothing",
        "is",
        "because",
        "thanks",
        "ever",
        "this",
        "at",
        "so",
        "just",
        "which",
        "my",
        "who",
        "yet",
        "lately",
        "either",
        "them",
        "anymore",
        "if",
        "too",
        "nor",
        "except",
    }
    return words[mark.last].low not in ends and words[mark.last].low not in SENSES
