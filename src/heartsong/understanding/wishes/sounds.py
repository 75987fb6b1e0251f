"""What is asked of songs that no word, name or genre tells: instruments, voices, no words at all.

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
    r"(?P<sound>(?:(?:loud|heavy|electric|acoustic|soft|distorted|big|live|lead|spanish|slide|female"
    r"|male|background|backing|women's|men's|deep|high)\s+)?"
    r"(?:drums?|drumming|percussion|drum\s+machines?|guitars?|guitar\s+solos?|pianos?|bass\s?lines?"
    r"|bass|sax|saxophones?|violins?|strings(?!\s+attached)|cellos?|flutes?|trumpets?|horns"
    r"|brass|synths?|synthesi[sz]ers?|keyboards?|harmonicas?|banjos?|accordions?"
    r"|organs?(?!\s+(?:donor|trans))|ukuleles?|mandolins?|fiddles?|orchestras?|auto-?\s?tune"
    r"|choirs?|vocals?|vocalists?|voices?|falsetto|screaming|growling|growls))\b"
)
_MUSIC: Final = r"(?:songs?|music|tunes?|tracks?|playlists?|stuff|something|anything|ones|ballads?)"
# No drums, nothing with guitars.
_WITHOUT: Final = re.compile(
    r"(?:\bplease\s+)?\b(?:without|no|nothing\s+with|not\s+too\s+much|less|minus|avoid|skip)\s+"
    + _SOUND
)
# Something with piano, songs that have a choir.
_WITH: Final = re.compile(
    rf"\b{_MUSIC}(?:\s+[\w'-]+){{0,3}}?(?P<asked>\s+(?:with|featuring|full\s+of|heavy\s+on"
    rf"|that\s+(?:has|have))\s+{_SOUND})(?!\s+(?:like|of|by|from|about))"
)
_WORDLESS: Final = re.compile(
    rf"\b(?:instrumentals|instrumental(?=\s+(?:only|please|{_MUSIC}))|(?:without|no)\s+(?:any\s+)?"
    r"(?:lyrics|words|singing|vocals|voices))\b"
)


def hear_sounds(draft: Draft) -> str | None:
    """Hear which sounds are asked for; one sentence that says what cannot be told of them."""
    if not (draft.asked or ASKING.search(draft.low)):
        return None
    if (match := _WORDLESS.search(draft.low)) and _take(draft, match.span()):
        return "All the songs I know have words: I could not look for music without them."
    if (match := _WITHOUT.search(draft.low)) and _take(draft, match.span()):
        return f"I know the words of songs, not their sound: there may be {match['sound']}."
    if (match := _WITH.search(draft.low)) and _take(draft, match.span("asked")):
        sound = match["sound"]
        return f"I know the words of songs, not their sound: I could not look for {sound}."
    return None


def _take(draft: Draft, span: tuple[int, int]) -> bool:
    """Take words that nothing else was heard in; whether they were free."""
    if not draft.free(*span):
        return False
    draft.take(*span)
    draft.asked = True
    return True
