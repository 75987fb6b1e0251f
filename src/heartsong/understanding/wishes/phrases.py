"""Moods, paces, themes and genres in the phrases of a message."""

from __future__ import annotations

import re
from typing import Final

from heartsong.understanding.wishes.about import hear_about, hear_occasions, hear_swearing
from heartsong.understanding.wishes.around import (
    FILLERS,
    carried,
    follows_vague,
    goes_on,
    is_contrast,
    is_near,
    is_told,
    noun_behind,
)
from heartsong.understanding.wishes.cues import ASKING, MUSIC, Denials
from heartsong.understanding.wishes.draft import Draft
from heartsong.understanding.wishes.lexicon import (
    AMBIGUOUS,
    BRANCHES,
    SENSES,
    THEMES,
    word_set,
)
from heartsong.understanding.wishes.marks import Mark, find_marks
from heartsong.wishes import Stance, Wish


def hear_phrases(draft: Draft, denials: Denials) -> None:
    """Note the moods, paces, themes and genres that the message wants or does not want."""
    hear_about(draft, denials)
    hear_swearing(draft)
    hear_occasions(draft, denials)
    marks = find_marks(draft)
    if not marks:
        return
    asking = ASKING.search(draft.low) is not None or draft.asked
    genres = sum(mark.sense.kind == "genre" for mark in marks)
    asking = asking or (genres > 1 and genres == len(marks))
    fragment = _is_fragment(draft, marks)
    last: tuple[int, bool] | None = None
    wanted: set[int] = set()
    for position, mark in enumerate(marks):
        word = draft.words[mark.first]
        if draft.taken(word):
            last = None
            continue
        denied = denials.at(word.start) or carried(draft, last, mark)
        if denied:
            heard = _is_refusal(draft, denials, mark, asking, carried=not denials.at(word.start))
        else:
            heard = (
                fragment
                or _is_asked(draft, marks, position, asking)
                or is_contrast(draft, last, mark)
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
        behind = position + 1 in wanted and is_near(draft, mark.last, marks[position + 1].first)
        before = position - 1 in wanted and is_near(draft, marks[position - 1].last, mark.first)
        if behind or before:
            wanted.add(position)
            _note(draft, mark, "want", denials)


_FELT: Final = re.compile(r"\b(?:feel|feeling|felt|i'm|am|was|so|are|is|been)\s+(?:\w+\s+)?$")


def _is_refusal(draft: Draft, denials: Denials, mark: Mark, asking: bool, *, carried: bool) -> bool:
    """Whether a denied word is a wish about songs, not a word about the writer."""
    start = draft.words[mark.first].start
    noun = noun_behind(draft, mark.last)
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
            r"\b(?:feel|feels|feeling"
            r"|felt)\b[^.,;!?]{0,20}$",
            draft.low[max(0, start - 30) : start],
        )
        if not vague and goes_on(draft, mark):
            return False
        return (
            not felt
            and behind not in {"at", "about", "that", "anymore", "because"}
            and (bool(vague) or asking or len(draft.words) <= 5)
        )
    if kind == "genre":
        sure = denials.surely(start) or value not in AMBIGUOUS
        return asking or sure or _stands_apart(draft, denials.begin(start), mark)
    return denials.surely(start) and (asking or len(draft.words) <= 5) and words in THEMES


def _stands_apart(draft: Draft, start: int, mark: Mark) -> bool:
    """Whether a refusal is all that is said between two signs: "no metal"."""
    first = draft.words[draft.at(start)]
    behind = draft.words[mark.last] if mark.last < len(draft.words) else None
    begins = first.start == draft.words[0].start or first.stops or "," in first.gap
    return begins and (behind is None or behind.stops or "," in behind.gap)


_NO_THEME: Final = re.compile(
    r"\b(?:(?:of|in|on|at)\s+the|i|we|i'd|you|would|really|they|to|at|from|in|all)\s+$"
)


def _is_asked(draft: Draft, marks: list[Mark], position: int, asking: bool) -> bool:
    """Whether a word is said of songs that are asked for."""
    mark = marks[position]
    words = draft.words
    start = words[mark.first].start
    before = draft.low[max(0, start - 48) : start]
    noun = noun_behind(draft, mark.last)
    if mark.sense.kind == "theme" and (not noun or _NO_THEME.search(before)):
        return False
    if noun:
        return not is_told(draft, marks, position, before)
    if mark.sense.kind == "genre":
        return _is_genre_asked(draft, mark, before, asking)
    if asking and mark.sense.kind != "theme" and _MORE.search(f"{before}{words[mark.first].low} "):
        return True
    return follows_vague(draft, mark.first)


_MORE: Final = re.compile(
    r"(?:^|[,.;]\s|\b(?:but|just|a\s+(?:bit|little)|something|ones|and)\s+)(?:more\s+\w+"
    r"|\w+er)\s$"
)
_DECADE: Final = re.compile(r"'?(?:\d\d)?\d0'?s|\w+ties|(?:19|20)\d\d")


_LINKS: Final = frozenset(["from", "of", "by", "for", "to"])


def _is_genre_asked(draft: Draft, mark: Mark, before: str, asking: bool) -> bool:
    first = draft.words[mark.first]
    if mark.first and first.gap == " " and _DECADE.fullmatch(draft.words[mark.first - 1].low):
        return True
    behind = draft.words[mark.last] if mark.last < len(draft.words) else None
    if behind and draft.taken(behind) and not behind.stops and behind.low in _LINKS:
        return True
    if behind and behind.low in _LINKS and _leads(draft, mark):
        return True
    if _ASKS_GENRE.search(before):
        return mark.sense.value not in AMBIGUOUS or not goes_on(draft, mark)
    return asking and mark.sense.value not in AMBIGUOUS


def _leads(draft: Draft, mark: Mark) -> bool:
    """Whether a message begins with a genre and what else is wanted: "upbeat indie for a walk"."""
    before = draft.words[: mark.first]
    plain = all(word.low in SENSES or word.low in FILLERS or draft.taken(word) for word in before)
    return plain and (bool(before) or mark.sense.value not in AMBIGUOUS)


_ASKS_GENRE: Final = re.compile(
    r"\b(?:some|any|play(?:\s+me)?|more|mood\s+for|into|love|like|only|want|need|prefer"
    r"|genre(?:\s+is)?:?|good|old|craving|bit\s+of|put\s+on|listen\s+to|hear|recommend|suggest"
    r"|fancy|something|fan\s+of|nothing\s+but|classic|recent|modern|give\s+me|how\s+about"
    r"|suggestions\s+for|recommendations\s+for|looking\s+for|searching\s+for|recs\s+for)"
    r"(?:\s+(?:some|good|great|old|more|a|the|nice|sad|happy|slow|really|bit|of|little|classic"
    r"|upbeat|new|modern|recent|early|late|proper|like))*[\s,/]+$"
)


def _is_fragment(draft: Draft, marks: list[Mark]) -> bool:
    """Whether the message is nothing but such words, and so a request: "gothic metal"."""
    covered = {index for mark in marks for index in range(mark.first, mark.last)}
    asked = draft.asked or any(
        (mark.sense.kind == "genre" and (mark.sense.value not in AMBIGUOUS or len(draft.words) > 1))
        or mark.sense.value == "christmas"
        for mark in marks
    )
    asked = asked or _is_genre_alone(draft, marks)
    polite = any(word.low in {"please", "pls", "some", "more", "less"} for word in draft.words)
    rest = [w for i, w in enumerate(draft.words) if i not in covered and not draft.taken(w)]
    return (asked or polite) and all(
        w.low in FILLERS
        or w.low in MUSIC
        or w.low in BRANCHES
        or w.low in {"pls", "maybe", "with", "from", "the", "only", "just", "then", "for", "me"}
        for w in rest
    )


_AGED: Final = re.compile(r"^(?:old school|classic|contemporary|modern) ")


def _known_genre(draft: Draft, value: str) -> str | None:
    """The genre as the catalogue has it, where need be without the word that tells its age."""
    return draft.names.genre(value) or draft.names.genre(_AGED.sub("", value))


# One word that names a genre, and more often something else.
_NO_GENRE_ALONE: Final = word_set(
    "blues soul house trap drill swing noise garage jungle trance dance"
)


def _is_genre_alone(draft: Draft, marks: list[Mark]) -> bool:
    kind, value = marks[0].sense
    return len(draft.words) == 1 and kind == "genre" and value not in _NO_GENRE_ALONE


def _note(draft: Draft, mark: Mark, stance: Stance, denials: Denials) -> None:
    start, end = draft.words[mark.first].start, draft.words[mark.last - 1].end
    if stance == "avoid":
        start = denials.begin(start)
    noun = noun_behind(draft, mark.last)
    span = (start, end)
    if noun and all(draft.taken(w) or w.low in FILLERS for w in draft.words[mark.last : noun]):
        span = (start, draft.words[noun].end)
    kind, value = mark.sense
    if kind == "genre":
        found = _known_genre(draft, value)
        draft.note(Wish("genre", stance, found or value, known=found is not None), *span)
    else:
        draft.note(Wish(kind, stance, value), *span)
