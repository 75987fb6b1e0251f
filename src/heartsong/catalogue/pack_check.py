"""What must be so of a pack's songs before any of them is stored."""

from __future__ import annotations

import json
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heartsong.types import EMOTIONS, GROUPS, SENTIMENTS

FACTS: Final = ("artist", "title", "album", "year", "genre", "link", "popularity")

_SHARES: Final = (len(EMOTIONS), len(SENTIMENTS), len(GROUPS))
_ROUNDING: Final = 0.02  # how far from 1 sixteen bits may take a sum of shares
_LAST_YEAR: Final = 9999
_MOST_KNOWN: Final = 1e300


def must(be_so: bool) -> None:
    """Raise ValueError unless something is so."""
    if not be_so:
        raise ValueError("not as packs are")


def is_song(names: str) -> bool:
    """Whether a line names a song in text that can be stored; ValueError where it is no JSON."""
    facts = json.loads(names)
    if not isinstance(facts, dict):
        return False
    known = {name: facts[name] for name in FACTS if facts.get(name) is not None}
    year, popularity = known.pop("year", 0), known.pop("popularity", 0)
    if not all(isinstance(text, str) for text in known.values()):
        return False
    "".join(known.values()).encode()  # JSON can hold halves of signs
    named = all(known.get(name, "").strip() for name in ("artist", "title"))
    dated = type(year) is int and 0 <= year <= _LAST_YEAR
    # What is no number, or endless, is above no number and below none.
    return named and dated and type(popularity) in {int, float} and 0 <= popularity <= _MOST_KNOWN


def are_moods(figures: NDArray[np.float32]) -> bool:
    """Whether (songs, 15) figures are shares that sum to 1, and valence and arousal."""
    # Written so that what is no number fails too.
    if not ((np.abs(figures) <= 1).all() and (figures[:, : sum(_SHARES)] >= 0).all()):
        return False
    *shares, _ = np.split(figures, np.cumsum(_SHARES), axis=1)
    sums = np.stack([some.sum(axis=1) for some in shares])
    return bool((np.abs(sums - 1) <= _ROUNDING).all())
