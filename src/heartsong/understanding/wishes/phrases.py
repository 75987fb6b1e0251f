"""Moods, paces, themes and genres in the phrases of a message."""

from __future__ import annotations

import re
from typing import Final

from heartsong.understanding.wishes.about import hear_about, hear_occasions, hear_swearing
from heartsong.understanding.wishes.cues import ASKING, MUSIC, Denials
from heartsong.understanding.wishes.draft import Draft
from heartsong.understanding.wishes.lexicon import (
    AMBIGUOUS,
    BRANCHES,
    SENSES,
    THEMES,
    word_set,
)
from heartsong.understanding.wishes.marks import Mark, find_marks, sense_at
from heartsong.understanding.wishes.tales import DETERMINED, TOLD
from heartsong.wishes import Stance, Wish

_FILLERS: Final = word_set(
    "and or but very really kind kinda sort of a bit some any good great nice best better new "
    "more little so pretty super quite just fun cool classic proper beautiful lovely decent "
    "emotional old modern dark deep weird other similar most less too not please nor enough "
    "slightly rather something anything nothing somewhat instrumental vocal female male "
    "catchy simple heavy short long vocals proper"
)


_ASK: Final = re.compile(
    r"\b(?:want|need|play|give|recommend|suggest|find|looking\s+for|search\w*\s+for|seeking|hear|please|pls|put\s+on|how\s+about|what\s+about|"
    r"can\s+(?:i|you|we)|could\s+(?:i|you|we)|listen\s+to|mood\s+for|any|some|got|know|maybe|feel\s+like|fancy|would\s+like|i'd\s+like|more|craving|only|just|make\s+it|keep\s+it|music|songs?|show|send|in\s+for|queue|bring\s+on|hit\s+me\s+with|love|like|prefer|rather|else|instead)\b"
)


def hear_phrases(draft: Draft, denials: Denials) -> None:
    """Note the moods, paces, themes and genres that the message wants or does not want."""
    hear_about(draft, denials)
    hear_swearing(draft)
    hear_occasions(draft, denials)
    marks = find_marks(draft)
    if not marks:
        return
    asking = ASKING.search(draft.low) is not None or draft.asked
    fragment = _is_fragment(draft, marks)
    last: tuple[int, bool] | None = None
    wanted: set[int] = set()
    for position, mark in enumerate(marks):
        word = draft.words[mark.first]
        if draft.taken(word):
            last = None
            continue
        denied = denials.at(word.start) or _carried(draft, last, mark)
        if denied:
            heard = _is_refusal(draft, denials, mark, asking, carried=not denials.at(word.start))
        else:
            heard = (
                fragment
                or _is_asked(draft, marks, position, asking)
                or _is_contrast(draft, last, mark)
            )
        if heard and not denials.open(word.start):
            _note(draft, mark, "avoid" if denied else "want", denials)
            if not denied:
                wanted.add(position)
        last = (mark.last, True) if denied and heard else None
    _hear_neighbours(draft, marks, wanted, denials)


def _hear_neighbours(draft: Draft, marks: list[Mark], wanted: set[int], denials: Denials) -> None:
    """Hear what stands in one phrase with what is wanted: "upbeat 80s pop"."""
    for position in (*range(len(marks) - 2, -1, -1), *range(1, len(marks))):
        mark = marks[position]
        start = draft.words[mark.first].start
        if position in wanted or draft.taken(draft.words[mark.first]) or denials.at(start):
            continue
        if mark.sense.kind == "theme" or _FELT.search(draft.low, max(0, start - 24), start):
            continue
        behind = position + 1 in wanted and _is_near(draft, mark.last, marks[position + 1].first)
        before = position - 1 in wanted and _is_near(draft, marks[position - 1].last, mark.first)
        if behind or before:
            wanted.add(position)
            _note(draft, mark, "want", denials)


_FELT: Final = re.compile(r"\b(?:feel|feeling|felt|i'm|am|was|so|are|is|been)\s+(?:\w+\s+)?$")


def _is_near(draft: Draft, first: int, last: int) -> bool:
    """Whether nothing but fillers and years stands between two words of one phrase."""
    between = draft.words[first:last]
    return (
        len(between) < 5
        and not any(word.stops for word in draft.words[first : last + 1])
        and all(
            draft.taken(w)
            or (w.low in _FILLERS and w.low not in _DETERMINING)
            or _ADJECTIVE.search(w.low)
            for w in between
        )
    )


def _is_contrast(draft: Draft, last: tuple[int, bool] | None, mark: Mark) -> bool:
    """Whether a word says what is wanted in place of what is not: "not sad but mellow"."""
    between = [word.low for word in draft.words[last[0] : mark.first]] if last else []
    return bool(between) and between[0] in {"but", "just"} and len(between) < 3


def _carried(draft: Draft, last: tuple[int, bool] | None, mark: Mark) -> bool:
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


def _is_refusal(draft: Draft, denials: Denials, mark: Mark, asking: bool, *, carried: bool) -> bool:
    """Whether a denied word is a wish about songs, not a word about the writer."""
    start = draft.words[mark.first].start
    noun = _noun_behind(draft, mark.last)
    if noun or carried:
        return True
    kind, value = mark.sense
    words = " ".join(word.low for word in draft.words[mark.first : mark.last])
    behind = draft.words[mark.last].low if mark.last < len(draft.words) else ""
    if kind in {"mood", "pace"}:
        vague = re.search(
            r"\b(?:nothing|something|anything|stuff|less|ones)\b[^.;!?]{0,24}$",
            draft.low[max(0, start - 30) : start],
        )
        felt = re.search(
            r"\b(?:feel|feels|feeling|felt)\b[^.,;!?]{0,20}$", draft.low[max(0, start - 30) : start]
        )
        if not vague and _goes_on(draft, mark):
            return False
        return (
            not felt
            and behind not in {"at", "about", "that", "anymore", "because"}
            and (bool(vague) or asking or len(draft.words) <= 5)
        )
    if kind == "genre":
        return asking or denials.surely(start) or value not in AMBIGUOUS or len(draft.words) <= 4
    return denials.surely(start) and (asking or len(draft.words) <= 5) and words in THEMES


_ASKED_FOR: Final = frozenset(
    ["suggestions", "suggestion", "recommendations", "recommendation", "recs"]
)


_DETERMINING: Final = word_set("some any a an the this that something anything nothing to my")


_ADJECTIVE: Final = re.compile(r"...(?:y|ic|al|ive|ous|ful|less|ish|ed|esque|ern|sh|ese|an)$")


def _noun_behind(draft: Draft, index: int) -> int:
    """The number of the word for music that ends the phrase going on here; 0 where there is none."""
    words = draft.words
    for here in range(index, min(len(words), index + 7)):
        word = words[here]
        if word.stops:
            return 0
        if word.low in MUSIC or word.low in _ASKED_FOR or (word.low == "one" and here == index):
            return here
        if word.low in _DETERMINING:
            return 0
        if (
            word.low not in _FILLERS
            and not _ADJECTIVE.search(word.low)
            and sense_at(words, here) is None
            and word.low not in BRANCHES
            and not re.fullmatch(r"'?\d\d(?:\d\d)?'?s", word.low)
            and not draft.taken(word)
        ):
            return 0
    return 0


_NO_THEME: Final = re.compile(
    r"\b(?:(?:of|in|on|at)\s+the|i|we|i'd|you|would|really|they|to|at|from|in|all)\s+$"
)


def _is_asked(draft: Draft, marks: list[Mark], position: int, asking: bool) -> bool:
    """Whether a word is said of songs that are asked for."""
    mark = marks[position]
    words = draft.words
    start = words[mark.first].start
    before = draft.low[max(0, start - 48) : start]
    noun = _noun_behind(draft, mark.last)
    if mark.sense.kind == "theme" and (not noun or _NO_THEME.search(before)):
        return False
    if noun:
        return not _is_told(draft, marks, position, before)
    if mark.sense.kind == "genre":
        return _is_genre_asked(draft, mark, before, asking)
    if asking and mark.sense.kind != "theme" and _MORE.search(f"{before}{words[mark.first].low} "):
        return True
    return _follows_vague(draft, mark.first)


_MORE: Final = re.compile(
    r"(?:^|[,.;]\s|\b(?:but|just|a\s+(?:bit|little)|something|ones|and)\s+)(?:more\s+\w+|\w+er)\s$"
)


_VAGUE_ASK: Final = re.compile(
    r"\b(?:something|anything|(?:songs?|music|tunes?|tracks?|ones|stuff|playlist|lyrics|singers?|it)(?:\s+(?:that|which|that's|who|to\s+be|be|is|are|were|was|sounds?|feels?|makes?\s+me|also|should|must|can|could|not))+)"
    r"(?:\s+(?:else|more|really|very|kinda|kind\s+of|a\s+bit|a\s+little|quite|pretty|super|so|that's|that|is|which|just|with|some|a|both|new|old|too|nice|and|or|but|slightly|extra|truly|properly|not|good|less|sort\s+of|loud|sad|slow|happy|calm|upbeat|fast|soft|fun|chill|angry|mellow|quiet|gentle|dark|relaxing|energetic|loving|lively))*[\s,]*$"
    r"|\b(?:make|keep|want|like|need|making|prefer)\s+(?:it|them|things|the\s+(?:mood|music|songs))\s+(?:a\s+bit\s+|a\s+little\s+|more\s+|nice\s+and\s+|to\s+be\s+|really\s+|very\s+)*$"
)


def _follows_vague(draft: Draft, index: int) -> bool:
    """Whether "something", or "songs that are", stands before a word."""
    start = draft.words[index].start
    before = draft.low[max(0, start - 64) : start]
    found = _VAGUE_ASK.search(before)
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
            _ASK.search(clause) is not None
            or not clause.strip()
            or clause.rstrip().endswith((",", ".", "!", "?", "-", "so", "and", "then", ":"))
        )
    return True


def _is_told(draft: Draft, marks: list[Mark], position: int, before: str) -> bool:
    """Whether the music is one that the writer tells of, and does not ask for."""
    words = draft.words
    here = marks[position].first - 1
    while (
        here >= 0
        and not words[here + 1].stops
        and (words[here].low in _FILLERS or words[here].low in SENSES)
    ):
        here -= 1
    if here >= 0 and not words[here + 1].stops and words[here].low in DETERMINED:
        return True
    return TOLD.search(before) is not None


_DECADE: Final = re.compile(r"'?(?:\d\d)?\d0'?s|\w+ties|(?:19|20)\d\d")


def _is_genre_asked(draft: Draft, mark: Mark, before: str, asking: bool) -> bool:
    first = draft.words[mark.first]
    if mark.first and first.gap == " " and _DECADE.fullmatch(draft.words[mark.first - 1].low):
        return True
    behind = draft.words[mark.last] if mark.last < len(draft.words) else None
    if behind and draft.taken(behind) and not behind.stops and behind.low in {"from", "of", "by"}:
        return True
    if _ASKS_GENRE.search(before):
        return mark.sense.value not in AMBIGUOUS or not _goes_on(draft, mark)
    return asking and mark.sense.value not in AMBIGUOUS


_ASKS_GENRE: Final = re.compile(
    r"\b(?:some|any|play(?:\s+me)?|more|mood\s+for|into|love|like|only|want|need|prefer|genre(?:\s+is)?:?|good|old|craving|bit\s+of|put\s+on|listen\s+to|hear|recommend|suggest|fancy|something|fan\s+of|nothing\s+but|classic|recent|modern|give\s+me|how\s+about|suggestions\s+for|recommendations\s+for|looking\s+for|searching\s+for|recs\s+for)"
    r"(?:\s+(?:some|good|great|old|more|a|the|nice|sad|happy|slow|really|bit|of|little|classic|upbeat|new|modern|recent|early|late|proper|like))*[\s,/]+$"
)


def _goes_on(draft: Draft, mark: Mark) -> bool:
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


def _is_fragment(draft: Draft, marks: list[Mark]) -> bool:
    """Whether the message is nothing but such words, and so a request: "gothic metal"."""
    covered = {index for mark in marks for index in range(mark.first, mark.last)}
    asked = draft.asked or any(
        mark.sense.kind == "genre" and (mark.sense.value not in AMBIGUOUS or len(draft.words) > 1)
        for mark in marks
    )
    polite = any(word.low in {"please", "pls", "some", "more", "less"} for word in draft.words)
    rest = [w for i, w in enumerate(draft.words) if i not in covered and not draft.taken(w)]
    return (asked or polite) and all(
        w.low in _FILLERS
        or w.low in MUSIC
        or w.low in BRANCHES
        or w.low in {"pls", "maybe", "with", "from", "the", "only", "just", "then", "for", "me"}
        for w in rest
    )


def _note(draft: Draft, mark: Mark, stance: Stance, denials: Denials) -> None:
    start, end = draft.words[mark.first].start, draft.words[mark.last - 1].end
    if stance == "avoid":
        start = denials.begin(start)
    noun = _noun_behind(draft, mark.last)
    span = (start, end)
    if noun and all(draft.taken(w) or w.low in _FILLERS for w in draft.words[mark.last : noun]):
        span = (start, draft.words[noun].end)
    kind, value = mark.sense
    if kind == "genre":
        found = draft.names.genre(value)
        draft.note(Wish("genre", stance, found or value, known=found is not None), *span)
    else:
        draft.note(Wish(kind, stance, value), *span)
