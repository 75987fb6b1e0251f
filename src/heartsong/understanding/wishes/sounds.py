"""What is asked of songs that no word, name or genre tells: instruments, languages, taste.

A catalogue holds words, names and moods, so such a wish cannot be granted. It is not felt as a mood
either ("nothing with drums" is no anger), and the listener is told.
"""

from __future__ import annotations

import re
from typing import Final

from heartsong.understanding.wishes.cues import ASKING
from heartsong.understanding.wishes.draft import Draft

_SOUND: Final = (
    r"(?:(?:any|some|the|a|an|too\s+much|too\s+many|so\s+much|much|many|lots\s+of|a\s+lot\s+of"
    r"|nice|good|great)\s+){0,2}"
    r"(?P<what>(?:(?:loud|heavy|electric|acoustic|soft|distorted|big|live|lead|spanish|slide|female"
    r"|male|background|backing|women's|men's|deep|high)\s+)?"
    r"(?:drums?|drumming|percussion|drum\s+machines?|guitars?|guitar\s+solos?|pianos?|bass\s?lines?"
    r"|bass|sax|saxophones?|violins?|strings(?!\s+attached)|cellos?|flutes?|trumpets?|horns"
    r"|brass|synths?|synthesi[sz]ers?|keyboards?|harmonicas?|banjos?|accordions?"
    r"|organs?(?!\s+(?:donor|trans))|ukuleles?|mandolins?|fiddles?|orchestras?|auto-?\s?tune"
    r"|choirs?|vocals?|vocalists?|voices?|falsetto|screaming|growling|growls))\b"
)
_MUSIC: Final = r"(?:songs?|music|tunes?|tracks?|playlists?|stuff|something|anything|ones|ballads?)"
# "French songs": only English ones are scored.
_LANGUAGE: Final = (
    r"(?P<what>french|german|spanish|italian|portuguese|dutch|swedish|norwegian|danish|finnish"
    r"|polish|russian|ukrainian|greek|turkish|arabic|hebrew|persian|hindi|punjabi|tamil|bengali"
    r"|urdu|chinese|mandarin|cantonese|japanese|korean|thai|vietnamese|tagalog|welsh)"
)
_FOREIGN: Final = "I know English songs only, no {what} ones."
_DEAF: Final = "I know the words of songs, not their sound: "
# What is asked for, the words of it that are taken, and what can be said to that.
_UNKNOWN: Final = tuple(
    (re.compile(pattern), sentence)
    for pattern, sentence in (
        (
            rf"\b(?P<taken>instrumentals|instrumental(?=\s+(?:only|please|{_MUSIC}))|(?:without|no)\s+"
            r"(?:any\s+)?(?:lyrics|words|singing|vocals|voices))\b",
            "All the songs I know have words: I could not look for music without them.",
        ),
        # No drums, nothing with guitars.
        (
            r"\b(?P<taken>(?:please\s+)?(?:without|no|nothing\s+with|not\s+too\s+much|less|minus|avoid"
            rf"|skip)\s+{_SOUND})",
            _DEAF + "there may be {what}.",
        ),
        # Something with piano, songs that have a choir.
        (
            rf"\b{_MUSIC}(?:\s+[\w'-]+){{0,3}}?(?P<taken>\s+(?:with|featuring|full\s+of|heavy\s+on"
            rf"|that\s+(?:has|have))\s+{_SOUND})(?!\s+(?:like|of|by|from|about))",
            _DEAF + "I could not look for {what}.",
        ),
        (
            rf"\b{_MUSIC}(?:\s+[\w'-]+){{0,3}}?(?P<taken>\s+(?:sung\s+)?in\s+{_LANGUAGE})\b",
            _FOREIGN,
        ),
        (
            rf"\b(?P<taken>{_LANGUAGE})\s+(?=(?:(?:love|pop|rock|folk|rap)\s+)?{_MUSIC}\b)",
            _FOREIGN,
        ),
        # A matter of taste.
        (
            r"\b(?P<taken>(?:(?:that|which)\s+(?:aren't|isn't|are\s+not|is\s+not|don't\s+sound"
            r"|doesn't\s+sound)|nothing|not|without\s+being)\s+(?:(?:too|so|overly|very|that)\s+)?"
            r"(?P<what>cheesy|corny|cringey?|cringy|boring|annoying|overplayed|generic|lame"
            r"|pretentious))\b",
            "I cannot tell which songs are {what}.",
        ),
    )
)


def hear_sounds(draft: Draft) -> str | None:
    """Hear which sounds are asked for; one sentence that says what cannot be told of them."""
    if not (draft.asked or ASKING.search(draft.low)):
        return None
    for pattern, sentence in _UNKNOWN:
        match = pattern.search(draft.low)
        if match and draft.free(*match.span("taken")):
            draft.take(*match.span("taken"))
            draft.asked = True
            what = match.groupdict().get("what") or ""
            return sentence.format(what=what.capitalize() if sentence == _FOREIGN else what)
    return None
