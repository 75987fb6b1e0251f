"""What is left of a message beside its wishes: what is to be felt."""

from __future__ import annotations

import re
from typing import Final

from heartsong.understanding.wishes.draft import Draft
from heartsong.understanding.wishes.lexicon import word_set

# Words of a request, which say nothing without what is requested.
_FRAME: Final = word_set(
    "rather build released gimme "
    "i i'm i'd i've im me you can could would will please pls plz some any a an the want need "
    "wanna like looking look for give play recommend recommendation recommendations suggest "
    "suggestion suggestions song songs music tune tunes track tracks playlist artist artists "
    "band bands album albums something anything to listen hear find good great nice new more "
    "and or but so just really maybe thanks thank hi hello hey of what that which with are is "
    "do does know there similar have got kind sort stuff things one ones help let us we "
    "searching search seeking show send make made put on love put my not no nothing too very "
    "ideas idea by from in it get much lot also should mood how about whatever right now then "
    "else only few bit little this these them their who be as at least best vibe vibes into "
    "preferably ideally perhaps instead though two three four five six seven eight nine ten "
    "hits"
)
# What is said in such words all the same.
_FELT: Final = re.compile(
    r"\b(?:(?:great|good|best|nice|better)\s+mood|(?:i'm|i\s+am|im)\s+(?:(?:so|really|just|too)\s+)*"
    r"(?:good|great|best|better))\b(?!\s+(?:song|music|tune|playlist|at|with|for))"
)
_EDGE: Final = word_set(
    "rather build gimme "
    "and or but so some any a an the i i'd i'm i've please need want wanna give play me to "
    "looking for like hear listen with of that just can could would will you recommend "
    "suggest find really put on more maybe are is from by in also then something anything not "
    "no show send about songs song music who which thanks help us into good get let's let "
    "artists bands know do does what there any in only too it be"
)
_LEADING: Final = word_set(
    "and or but so please thanks thank pls ones song songs music by vibes vibe feel"
)
_CLAUSE: Final = re.compile(r"(?<![.!?;,:|\n()])[.!?;,:|\n()]+(?:\s+|$)|\s[-–—]\s")
_SPACE: Final = re.compile(r"\s+")
_WORD: Final = re.compile(r"[^\W_]+(?:['&+-][^\W_]+)*")


def rest_of(draft: Draft, text: str) -> str:
    """The message without what was understood; empty where only a request's words are left.

    Args:
        text: the message as it came.
    """
    if not draft.asked:
        lows = [word.low for word in draft.words]
        bare = bool(lows) and all(low in _FRAME for low in lows) and bool(_REQUEST & set(lows))
        return "" if bare else text
    kept: list[str] = []
    start = 0
    for match in _CLAUSE.finditer(text):
        kept.append(_clause(draft, text, start, match.start()))
        kept.append(match.group())
        start = match.end()
    kept.append(_clause(draft, text, start, len(text)))
    return _tidy(kept)


_REQUEST: Final = word_set(
    "song songs music tune tunes track tracks playlist artist artists band bands recommend "
    "suggest recommendation recommendations suggestion suggestions play anything something whatever"
)


def _clause(draft: Draft, text: str, start: int, end: int) -> str:
    """What is left of a clause: its words that are not taken, without the frame around those."""
    if draft.free(start, end):
        words = [match.group().lower() for match in _WORD.finditer(text, start, end)]
        framed = all(word in _FRAME for word in words) and not _FELT.search(draft.low, start, end)
        return "" if framed else text[start:end]
    pieces: list[str] = []
    for piece_start, piece_end in _untaken(draft, start, end):
        found = list(_WORD.finditer(text, piece_start, piece_end))
        before, behind = piece_start > start, piece_end < end
        while behind and found and found[-1].group().lower() in _EDGE:
            found.pop()
        while before and found and found[0].group().lower() in _LEADING:
            found.pop(0)
        if found and not all(match.group().lower() in _FRAME for match in found):
            pieces.append(text[found[0].start() : found[-1].end()])
    return " ".join(pieces)


def _untaken(draft: Draft, start: int, end: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    here = start
    for match in draft.taken_between(start, end):
        if match[0] > here:
            found.append((here, match[0]))
        here = match[1]
    if here < end:
        found.append((here, end))
    return found


def _tidy(kept: list[str]) -> str:
    """Clauses and the signs between them, without those of clauses that are gone."""
    found: list[str] = []
    for index in range(0, len(kept), 2):
        if kept[index].strip():
            found.append(kept[index].strip())
            found.append(kept[index + 1] if index + 1 < len(kept) else "")
    ended = "".join(found).strip()
    return _SPACE.sub(" ", ended.rstrip(" ,;:-–—|(")).strip()
