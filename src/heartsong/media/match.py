"""Whether a recording of the web is the song that was meant: a wrong one is worse than none."""

from __future__ import annotations

import re
from typing import Final

from rapidfuzz import fuzz

from heartsong.catalogue.identity import name_key
from heartsong.media.base import Candidate

NEAR: Final = 92.0  # of 100: a slip or two in a long name
# Recordings by others, and ones that are made otherwise.
_OTHERS: Final = re.compile(
    r"\b(?:karaoke|tribute|made famous|originally performed|in the style of|cover(?:ed)?"
    r" (?:by|version)|instrumental|remix(?:ed)?|8 ?bit|lullaby|ringtone"
    r"|sped up|slowed|nightcore|parody)\b",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(r"\s*(?:[(\[][^)\]]*[)\]]|\s[-–]\s.*)\s*$")
_AND: Final = re.compile(r"\s*(?:,|;|/|\band\b|\bwith\b|\bx\b|\bvs\b)\s*")


def agrees(artist: str, title: str, found: Candidate) -> bool:
    """Whether a recording is the song by this artist with this title."""
    if _is_made_otherwise(title, found):
        return False
    return _same_title(title, found.title) and _same_artist(artist, found.artist)


def _is_made_otherwise(title: str, found: Candidate) -> bool:
    names = f"{found.title} {found.artist}"
    return bool(_OTHERS.search(names)) and not _OTHERS.search(title)


def _same_title(ours: str, theirs: str) -> bool:
    whole, other = name_key(ours), name_key(theirs)
    if _near(whole, other):
        return True
    # What stands aside, as "(Live)" or "- Mono", may be missing there or here, not differ.
    bare, bare_other = name_key(_ASIDE.sub("", ours)), name_key(_ASIDE.sub("", theirs))
    return bool(bare) and (_near(bare, other) or _near(whole, bare_other))


def _same_artist(ours: str, theirs: str) -> bool:
    if _near(name_key(ours), name_key(theirs)):
        return True
    # Of several who are credited one must be the same: the first of ours, or all of ours.
    one, other = _credited(ours), _credited(theirs)
    return bool(one and other) and (
        _near(one[0], other[0]) or set(one) <= set(other) or set(other) <= set(one)
    )


def _credited(names: str) -> list[str]:
    return [key for key in map(name_key, _AND.split(names.replace("&", ","))) if key]


def _near(one: str, other: str) -> bool:
    if min(len(one), len(other)) < 5:  # in a short name a slip is another name
        return one == other
    return fuzz.ratio(one, other) >= NEAR
