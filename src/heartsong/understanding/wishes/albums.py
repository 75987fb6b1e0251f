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
        if stop and draft.free(match.start(), stop.start()):
            _hear_album(draft, match, stop, denials.at(start))


def _hear_album(draft: Draft, match: re.Match[str], stop: re.Match[str], denied: bool) -> None:
    end = stop.start()
    name = draft.text[match.end() : end].strip(" \"'")
    if not name or _YEARS.match(name) or not draft.look_up():
        return
    found = draft.names.album(name)
    # "Off" and "by" tell an album from a place: "songs from Chicago".
    told = match["named"] or "off" in match.group() or stop.group().strip() == "by"
    if found is None and not (told and name[0].isupper()):
        return
    end += draft.text[end : end + 1] in {'"', "'"}
    stance: Stance = "avoid" if denied else "want"
    draft.note(Wish("album", stance, found or name, known=found is not None), match.start(), end)
