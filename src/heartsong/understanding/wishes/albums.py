"""Albums that a message names."""

from __future__ import annotations

import re
from typing import Final

from heartsong.understanding.wishes.cues import ASKING, Denials
from heartsong.understanding.wishes.draft import Draft
from heartsong.wishes import Stance, Wish

_ALBUM: Final = re.compile(
    r"\b(?P<named>(?:from|off|on|of)\s+(?:the\s+)?(?:albums?|record|lp|ep)\s+(?:called\s+)?|the\s+albums?\s+(?:called\s+)?|albums?\s+(?=\"))"
    r"|\b(?P<off>(?:songs?|tracks?|something|anything|stuff|one|more|music)\s+(?:off"
    r"|from)\s+(?:of\s+)?)"
)
_END: Final = re.compile(
    r"\s+by\s+|[.?!;,()]\s|[.?!]$|\s+(?:please|but|and\s+(?:no|not|i)|or\s+something|tonight"
    r"|without|because|with)\b|$"
)
_YEARS: Final = re.compile(r"(?:the\s+)?(?:(?:early|mid|late)\s+)?'?(?:\d\d|\d{4})(?:'?s)?\b")
_LONGEST: Final = 60  # characters


def hear_albums(draft: Draft, denials: Denials) -> None:
    """Note the albums that songs shall, or shall not, be from."""
    if not ASKING.search(draft.low):
        return
    for match in _ALBUM.finditer(draft.low):
        start = match.end()
        stop = _END.search(draft.low, start, start + _LONGEST)
        if stop is None or not draft.free(match.start(), stop.start()):
            continue
        end = stop.start()
        name = draft.text[start:end].strip(" \"'")
        found = draft.names.album(name) if name and draft.look_up() else None
        if _YEARS.match(name):
            continue
        if found is None and (
            (("off" not in match.group()) and not match["named"]) or not name[:1].isupper()
        ):
            continue
        stance: Stance = "avoid" if denials.at(start) else "want"
        closing = end + (draft.text[end : end + 1] in {'"', "'"})
        draft.note(
            Wish("album", stance, found or name, known=found is not None), match.start(), closing
        )
