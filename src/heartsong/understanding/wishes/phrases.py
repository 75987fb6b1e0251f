"""Moods, paces, themes and genres in the phrases of a message."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from heartsong.understanding.wishes.cues import ASKING, MUSIC, Denials
from heartsong.understanding.wishes.draft import Draft, Word
from heartsong.understanding.wishes.lexicon import (
    AMBIGUOUS,
    BRANCHES,
    GENRES,
    LONGEST_PHRASE,
    OCCASIONS,
    SENSES,
    THEMES,
    Sense,
    genre_named,
)
from heartsong.wishes import Stance


class Mark(NamedTuple):
    """A word or a few that say what songs are like, from one word to another."""

    first: int
    last: int
    sense: Sense


_FILLERS: Final = frozenset(
    ["and", "or", "but", "very", "really", "kind", "kinda", "sort", "of", "a", "bit", "some", "any", "good", "great", "nice", "best", "better", "new", "more", "little", "so", "pretty", "super", "quite", "just", "fun", "cool", "classic", "proper", "beautiful", "lovely", "decent", "emotional", "old", "modern", "dark", "deep", "weird", "other", "similar", "most", "less", "too", "not", "please", "nor", "enough", "slightly", "rather", "something", "anything", "nothing", "somewhat", "instrumental", "vocal", "female", "male", "catchy", "simple", "heavy", "short", "long", "vocals", "proper"]
)
_DETERMINED: Final = frozenset(
    ["this", "that", "my", "his", "her", "their", "our", "your", "these", "those", "same", "which", "its"]
)
_TOLD: Final = re.compile(
    r"\b(?:listened|listening|heard|hearing|wrote|writing|sang|singing|danced|dancing|cried|crying|played|came|"
    r"blasting|blasted|hate\s+when|used\s+to|concert|gig|radio|keeps?|at\s+the|in\s+the|there\s+was|were)\b[^.;!?]{0,24}$"
)
_ASK: Final = re.compile(
    r"\b(?:want|need|play|give|recommend|suggest|find|looking\s+for|search\w*\s+for|seeking|hear|please|pls|put\s+on|how\s+about|what\s+about|"
    r"can\s+(?:i|you|we)|could\s+(?:i|you|we)|listen\s+to|mood\s+for|any|some|got|know|maybe|feel\s+like|fancy|would\s+like|i'd\s+like|more|craving|only|just|make\s+it|keep\s+it|music|songs?|show|send|in\s+for|queue|bring\s+on|hit\s+me\s+with|love|like|prefer|rather|else|instead)\b"
)
_ABOUT: Final = re.compile(
    r"\b(?:songs?|music|tunes?|tracks?|ones?|stuff|ballads?|lyrics|playlist|albums?|anthems?|raps?)"
    r"(?:\s+(?!about)[\w']+){0,4}?\s+(?:about|deal(?:s|ing)?\s+with|on\s+the\s+(?:theme|subject|topic)\s+of|themed\s+around|related\s+to|mention(?:s|ing)?|to\s+do\s+with|focus(?:ed|ing)\s+on|celebrating|that\s+talks?\s+of|revolving\s+around)\s+"
)
_BARE_ABOUT: Final = re.compile(
    r"^(?:about)\s+|\b(?:something|anything|nothing)\s+(?:\w+\s+)??about\s+|^(?:a\s+(?:bit|little)\s+)?(?:less|more)\s+about\s+"
)
_ALSO_ABOUT: Final = re.compile(r"\b(?:less|more|not|and|or|but|no\s+more)\s+about\s+|,\s*about\s+")
_FOR: Final = re.compile(
    r"\bfor\s+(?:(?:a|an|the|my|our|his|her|this|that|some|tonight's)\s+)?((?:[\w']+\s+){0,2}[\w']+)"
)
_END: Final = re.compile(
    r"[.;:!?()\n|]|\b(?:but|because|please|with|by|from|without|except|so|that|which|like|in\s+the\s+style|no|not|when|while|if|i|i'm|as|for\s+my|though|thanks|tonight|right\s+now|today|nothing|preferably|instead|than)\b"
)
_SPLIT: Final = re.compile(r"\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|nor)\s+|\s*/\s*|\s*&\s*")
_LEADING: Final = re.compile(
    r"^(?:(?:how|the|a|an|my|your|his|her|our|their|being|having|someone|going|to|all|some|this|that|it|any)\s+)+"
)


def find_marks(draft: Draft) -> list[Mark]:
    """Every word or phrase that may say what songs are like, the longest first."""
    found: list[Mark] = []
    words = draft.words
    index = 0
    while index < len(words):
        mark = _genre_at(draft, index) or _sense_at(words, index)
        if mark is None:
            index += 1
            continue
        found.append(mark)
        index = mark.last
    return found


def _joined(words: list[Word], first: int, last: int) -> str | None:
    """The words as the tables have them; None where anything but a space parts them."""
    if any(word.gap not in {" ", "-"} for word in words[first + 1 : last]):
        return None
    return " ".join(word.low for word in words[first:last])


def _sense_at(words: list[Word], first: int) -> Mark | None:
    for last in range(min(len(words), first + LONGEST_PHRASE), first, -1):
        phrase = _joined(words, first, last)
        if phrase in SENSES:
            return Mark(first, last, SENSES[phrase])
    return None


def _genre_at(draft: Draft, first: int) -> Mark | None:
    """The genre that starts here, with its branches: "progressive death metal"."""
    words = draft.words
    last = first
    base = first
    while last < len(words) and last - first < 6:
        if last > first and words[last].gap not in {" ", "-"}:
            break
        size = next(
            (
                n
                for n in (3, 2, 1)
                if _joined(words, last, last + n) in GENRES and last + n <= len(words)
            ),
            0,
        )
        if size:
            last += size
            base = last
        elif words[last].low in BRANCHES and not (
            last > first and base > first and words[last].low in SENSES
        ):
            last += 1
        else:
            break
    if base == first:
        phrase = next((n for n in (4, 3, 2) if _is_own_genre(draft, first, n)), 0)
        return (
            Mark(first, first + phrase, Sense("genre", str(_joined(words, first, first + phrase))))
            if phrase
            else None
        )
    name = str(_joined(words, first, base))
    return Mark(first, base, Sense("genre", genre_named(name)))


def _is_own_genre(draft: Draft, first: int, size: int) -> bool:
    phrase = _joined(draft.words, first, first + size) if first + size <= len(draft.words) else None
    return phrase is not None and draft.names.genre(phrase) is not None


def hear_phrases(draft: Draft, denials: Denials) -> None:
    """Note the moods, paces, themes and genres that the message wants or does not want."""
    _hear_about(draft, denials)
    _hear_swearing(draft)
    _hear_occasions(draft, denials)
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


_ASKED_FOR: Final = frozenset(["suggestions", "suggestion", "recommendations", "recommendation", "recs"])
_DETERMINING: Final = frozenset(
    ["some", "any", "a", "an", "the", "this", "that", "something", "anything", "nothing", "to", "my"]
)
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
            and _sense_at(words, here) is None
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
    if here >= 0 and not words[here + 1].stops and words[here].low in _DETERMINED:
        return True
    return _TOLD.search(before) is not None


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
        draft.wish("genre", stance, found or value, span, known=found is not None)
    else:
        draft.wish(kind, stance, value, span)


_NOUNS: Final = re.compile(r"\b(?:songs?|music|tunes?|tracks?|playlist)\b")


def _hear_about(draft: Draft, denials: Denials) -> None:
    also = (_ALSO_ABOUT,) if _NOUNS.search(draft.low) else ()
    for pattern in (_ABOUT, _BARE_ABOUT, *also):
        for match in pattern.finditer(draft.low):
            if draft.free(*match.span()):
                _hear_subjects(draft, match, denials)


def _hear_subjects(draft: Draft, match: re.Match[str], denials: Denials) -> None:
    """Note what songs shall be about: themes, or words where no theme says it."""
    start = match.end()
    stop = _END.search(draft.low, start, start + 60)
    end = stop.start() if stop else min(len(draft.low), start + 60)
    before = draft.low[max(0, match.start() - 24) : match.start()]
    if _TOLD.search(before) or _determined(before):
        return
    denied = (
        denials.at(start)
        or denials.at(match.start())
        or match.group().startswith(("nothing", "less", "not", "no more"))
    )
    where = start
    for part in _SPLIT.split(draft.low[start:end])[:6]:
        text = part.strip(" \"'-")
        found = draft.low.find(text, where, end) if text else -1
        if found < 0:
            continue
        span = (match.start() if where == start else found, found + len(text))
        where = found + len(text)
        _note_subject(draft, text, "avoid" if denied else "want", span)


def _determined(before: str) -> bool:
    last = before.split()[-1:]
    return bool(last) and last[0] in _DETERMINED


def _note_subject(draft: Draft, text: str, stance: Stance, span: tuple[int, int]) -> None:
    bare = _LEADING.sub("", text)
    themes = themes_of(text) or themes_of(bare)
    for theme in themes:
        draft.wish("theme", stance, theme, span)
    if not themes and bare and len(bare.split()) <= 4 and any(c.isalpha() for c in bare):
        draft.wish("word", stance, bare, span)


def themes_of(text: str) -> list[str]:
    """The themes that a phrase speaks of, in its order: "losing a friend" → loss, friendship."""
    words = text.replace("-", " ").split()
    found: list[str] = []
    index = 0
    while index < len(words):
        size = next(
            (
                n
                for n in (4, 3, 2, 1)
                if " ".join(words[index : index + n]) in THEMES and index + n <= len(words)
            ),
            0,
        )
        if size:
            found.append(THEMES[" ".join(words[index : index + size])])
        index += size or 1
    return list(dict.fromkeys(found))


_SWEARING: Final = re.compile(
    r"\b(?:without|no|nothing\s+with|avoid|skip)\s+(?:any\s+|the\s+|too\s+much\s+|much\s+)*"
    r"(?P<word>swearing|cursing|cussing|profanity|profanities|swear\s*words|curse\s+words|bad\s+language|explicit\s+lyrics|f-?bombs)\b"
)


def _hear_swearing(draft: Draft) -> None:
    for match in _SWEARING.finditer(draft.low):
        if draft.free(*match.span()):
            draft.wish("word", "avoid", match["word"], match.span())


def _hear_occasions(draft: Draft, denials: Denials) -> None:
    """Hear what songs are for: "a song for a funeral"."""
    if not ASKING.search(draft.low):
        return
    for match in _FOR.finditer(draft.low):
        words = match[1].split()
        for size in (3, 2, 1):
            phrase = next(
                (
                    p
                    for p in (" ".join(words[:size]), " ".join(words[1 : size + 1]))
                    if p in OCCASIONS
                ),
                "",
            )
            end = draft.low.find(phrase, match.start(1)) + len(phrase)
            if phrase and draft.free(match.start(), end):
                stance: Stance = "avoid" if denials.at(match.start()) else "want"
                draft.wish("theme", stance, OCCASIONS[phrase], (match.start(), end))
                break
