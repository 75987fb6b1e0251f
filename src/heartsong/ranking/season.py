"""Christmas songs are for whoever asks for them: by mood alone many are the happiest of all."""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from heartsong.ranking.exclude import Mask
from heartsong.ranking.pool import Pool
from heartsong.ranking.themes import NAMES
from heartsong.wishes import Request

_THEME: Final = "christmas"
_SURELY: Final = 0.85  # a song that scores as much is about Christmas, or about another feast
_NAMED: Final = re.compile(
    r"\b(?:christmas|xmas|santa|no[eë]l|sleigh|snowman|reindeer|rudolph|jingle\s+bells?|mistletoe"
    r"|winter\s+wonderland|silent\s+night|holy\s+night|in\s+a\s+manger|bethlehem|yule"
    r"|joy\s+to\s+the\s+world|auld\s+lang\s+syne)\b",
    re.IGNORECASE,
)
_ASKED: Final = re.compile(
    r"\b(?:christmas\w*|xmas|santa|no[eë]l|advent|december|yule\w*|carols?|snow\w*|wint(?:er|ry)"
    r"|festive|holidays?|feast|new\s+year\S*|church|jesus)\b",
    re.IGNORECASE,
)


def in_season(pool: Pool, request: Request, fewest: int = 0) -> Mask:
    """(songs,) which songs are not about a feast that nobody spoke of.

    Args:
        fewest: songs that have to be left, else all may stay.
    """
    whole = np.ones(len(pool), bool)
    said = " ".join([request.text, *(wish.value for wish in request.wishes)])
    if _ASKED.search(said):
        return whole
    named = (bool(_NAMED.search(f"{each.title} {each.album or ''}")) for each in pool.facts)
    festive = np.fromiter(named, bool, len(pool))
    festive |= pool.themes[:, NAMES.index(_THEME)] >= _SURELY
    return ~festive if len(pool) - festive.sum() >= fewest else whole
