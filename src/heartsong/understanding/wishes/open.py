"""What leaves the choice to us, and how well known songs shall be."""

from __future__ import annotations

import re
from typing import Final

from heartsong.understanding.wishes.draft import Draft

_MUSIC: Final = r"(?:songs?|music|tunes?|tracks?|stuff|ones|hits?|bands?|artists?|albums?)"
_KNOWS: Final = r"(?:knows?|(?:has|have|had)\s+(?:ever\s+)?heard(?:\s+of)?)"
_OPEN: Final = re.compile(
    r"\b(?:surprise\s+(?:me|us)|you\s+(?:choose|pick|decide)|(?:it's\s+)?up\s+to\s+you"
    r"|dealer's\s+choice|whatever\s+you\s+(?:like|want|think)|anything\s+(?:goes|works|is\s+fine|will\s+do)"
    r"|(?:i\s+have\s+)?no\s+idea\s+what\s+(?:i\s+want\s+)?to\s+(?:play|listen\s+to|hear)"
    r"|(?:i\s+)?(?:don't|do\s+not|dont)\s+know\s+what\s+(?:i\s+want\s+)?to\s+(?:play|listen\s+to|hear)"
    r"|something\s+random|a\s+random\s+song)\b"
)
_HARDLY: Final = re.compile(
    rf"\b(?:(?:something|anything|{_MUSIC})\s+(?P<of>(?:that\s+)?(?:nobody|no\s+one|hardly\s+(?:anyone"
    rf"|anybody)|few\s+people)\s+(?:else\s+)?{_KNOWS})|hidden\s+gems?|deep\s+cuts?"
    r"|(?:obscure|lesser[\s-]known|little[\s-]known|underrated|underground)"
    rf"(?=\s+(?:[\w'-]+\s+){{0,3}}?{_MUSIC}\b)"
    r"|nothing\s+(?:(?:too|so|that)\s+)?(?:mainstream|famous|popular|well[\s-]known))\b"
)
_WELL: Final = re.compile(
    rf"\b(?:(?:something|anything|{_MUSIC})\s+(?P<of>(?:that\s+)?(?:everyone|everybody|we\s+all)\s+(?:{_KNOWS}"
    r"|can\s+sing(?:\s+along\s+to)?))|crowd[\s-]pleasers?"
    rf"|(?:famous|popular|well[\s-]known)(?=\s+(?:[\w'-]+\s+){{0,3}}?{_MUSIC}\b))\b"
)
_DIAL: Final = 0.7  # of the way to either end: the mood still counts for more


def hear_open(draft: Draft) -> None:
    """Hear that the choice is ours: "surprise me" is no surprise that is felt."""
    for match in _OPEN.finditer(draft.low):
        _take(draft, match)


def hear_familiarity(draft: Draft) -> float | None:
    """How well known songs shall be, as `Options.familiarity`; None where nothing is said."""
    for pattern, dial in ((_HARDLY, -_DIAL), (_WELL, _DIAL)):
        match = pattern.search(draft.low)
        if match and _take(draft, match):
            return dial
    return None


def _take(draft: Draft, match: re.Match[str]) -> bool:
    """Take words that nothing else was heard in; whether they were free."""
    span = match.span("of" if match.groupdict().get("of") else 0)
    free = draft.free(*span)
    if free:
        draft.take(*span)
        draft.asked = True
    return free
