"""What songs shall be about, and what they are for."""

from __future__ import annotations

import re
from typing import Final

from heartsong.understanding.wishes.cues import ASKING, Denials
from heartsong.understanding.wishes.draft import Draft
from heartsong.understanding.wishes.lexicon import (
    GENRES,
    OCCASIONS,
    THEMES,
)
from heartsong.understanding.wishes.marks import is_genre_before
from heartsong.understanding.wishes.tales import DETERMINED, TOLD
from heartsong.wishes import Stance, Wish

_ABOUT: Final = re.compile(
    r"\b(?:songs?|music|tunes?|tracks?|ones?|stuff|ballads?|lyrics|playlist|albums?|anthems?"
    r"|raps?|jazz|rock|country|folk|blues|bluegrass|pop|metal|punk|soul|reggae|hip[\s-]hop|gospel)"
    r"(?:\s+(?!about)[\w']+){0,4}?\s+(?:about|deal(?:s|ing)?\s+with|on\s+the\s+(?:theme|subject"
    r"|topic)\s+of|themed\s+around|related\s+to|mention(?:s|ing)?|to\s+do\s+with|focus(?:ed"
    r"|ing)\s+on|celebrating|that\s+talks?\s+of|revolving\s+around)\s+"
)
_BARE_ABOUT: Final = re.compile(
    r"^(?:about)\s+|\b(?:something|anything|nothing)\s+(?:\w+\s+)??about\s+|^(?:a\s+(?:bit"
    r"|little)\s+)?(?:less|more)\s+about\s+"
)
_ALSO_ABOUT: Final = re.compile(r"\b(?:less|more|not|and|or|but|no\s+more)\s+about\s+|,\s*about\s+")
_FOR: Final = re.compile(
    r"\bfor\s+(?:(?:a|an|the|my|our|his|her|this|that|some"
    r"|tonight's)\s+)?((?:[\w']+\s+){0,2}[\w']+)"
)
_END: Final = re.compile(
    r"[.;:!?()\n|]|\b(?:but|because|please|with|by|from|without|except|so|that|which|like"
    r"|in\s+the\s+style|no|not|when|while|if|i|i'm|as|for\s+(?:my|the|our|a|an|this)|though|thanks|tonight"
    r"|right\s+now|today|nothing|preferably|instead|than)\b"
)
_SPLIT: Final = re.compile(r"\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|nor)\s+|\s*/\s*|\s*&\s*")
_LEADING: Final = re.compile(
    r"^(?:(?:how|the|a|an|my|your|his|her|our|their|being|having|someone|going|to|all|some|this"
    r"|that|it|any)\s+)+"
)
# Behind a comma or an "and" the writer may go on with something else.
_TALE: Final = re.compile(
    r"\b(?:how|aged?|are|is|was|were|we|he|she|they|it|it's|he's|she's|coming|going|got|have|has)\b"
)
_NOUNS: Final = re.compile(r"\b(?:songs?|music|tunes?|tracks?|playlist)\b")


def hear_about(draft: Draft, denials: Denials) -> None:
    _hear_of(draft, denials)
    also = (_ALSO_ABOUT,) if _NOUNS.search(draft.low) else ()
    for pattern in (_ABOUT, _BARE_ABOUT, *also):
        for match in pattern.finditer(draft.low):
            if draft.free(match.end() - len("about"), match.end()):
                _hear_subjects(draft, match, denials)


def _hear_subjects(draft: Draft, match: re.Match[str], denials: Denials) -> None:
    """Note what songs shall be about: themes, or words where no theme says it."""
    start = match.end()
    stop = _END.search(draft.low, start, start + 60)
    end = stop.start() if stop else min(len(draft.low), start + 60)
    before = draft.low[max(0, match.start() - 24) : match.start()]
    if TOLD.search(before) or _determined(before):
        return
    denied = (
        denials.at(start)
        or denials.at(match.start())
        or match.group().startswith(("nothing", "less", "not", "no more"))
    )
    # "Country songs about trucks": the genre is a wish of its own.
    genre = match.group().split()[0] in GENRES
    first = draft.low.rfind(" ", 0, match.end() - 1) + 1 if genre else match.start()
    where = start
    for part in _SPLIT.split(draft.low[start:end])[:6]:
        text = part.strip(" \"'-")
        found = draft.low.find(text, where, end) if text else -1
        if found < 0:
            continue
        if where > start and not themes_of(text) and _TALE.search(text):
            return
        span = (first if where == start else found, found + len(text))
        where = found + len(text)
        _note_subject(draft, text, "avoid" if denied else "want", span)


def _determined(before: str) -> bool:
    last = before.split()[-1:]
    return bool(last) and last[0] in DETERMINED


def _note_subject(draft: Draft, text: str, stance: Stance, span: tuple[int, int]) -> None:
    bare = _LEADING.sub("", text)
    themes = themes_of(text) or themes_of(bare)
    for theme in themes:
        draft.note(Wish("theme", stance, theme), *span)
    if not themes and bare and len(bare.split()) <= 4 and any(c.isalpha() for c in bare):
        draft.note(Wish("word", stance, bare), *span)


_OF: Final = re.compile(r"\b(?:songs?|music|tunes?|ballads?)\s+of\s+(\w+)\b")


def _hear_of(draft: Draft, denials: Denials) -> None:
    """Hear "songs of protest"."""
    for match in _OF.finditer(draft.low):
        if match[1] in THEMES and draft.free(*match.span()):
            stance: Stance = "avoid" if denials.at(match.start()) else "want"
            draft.note(Wish("theme", stance, THEMES[match[1]]), *match.span())


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
    r"(?P<word>swearing|cursing|cussing|profanity|profanities|swear\s*words|curse\s+words"
    r"|bad\s+language|explicit\s+lyrics|f-?bombs)\b"
)


def hear_swearing(draft: Draft) -> None:
    for match in _SWEARING.finditer(draft.low):
        if draft.free(*match.span()):
            draft.note(Wish("word", "avoid", match["word"]), *match.span())


def hear_occasions(draft: Draft, denials: Denials) -> None:
    """Hear what songs are for: "a song for a funeral"."""
    asking = ASKING.search(draft.low) is not None
    for match in _FOR.finditer(draft.low):
        if not asking and not is_genre_before(draft, match.start()):
            continue
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
                draft.note(Wish("theme", stance, OCCASIONS[phrase]), match.start(), end)
                break
