"""Christmas songs are for whoever asks for them: by mood alone many are the happiest of all.

They are told by their names alone: the theme that is heard in words would name few others, some of
other feasts.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import numpy as np

from heartsong.ranking.exclude import Mask
from heartsong.ranking.pool import Pool
from heartsong.wishes import Request

_REMEMBERED: Final = 1 << 14  # names: the same songs come up again and again
_NAMED: Final = re.compile(
    r"\b(?:christmas|xmas|santa|no[eë]l|sleigh|snowman|reindeer|rudolph|kringle|jingle\s+bells?|mistletoe"
    r"|winter\s+wonderland|silent\s+night|holy\s+night|in\s+a\s+manger|bethlehem|yule"
    r"|joy\s+to\s+the\s+world|auld\s+lang\s+syne)\b",
    re.IGNORECASE,
)
_ASKED: Final = re.compile(
    r"\b(?:christmas\w*|xmas|santa|no[eë]l|advent|december|yule\w*|carols?|snow\w*|wint(?:er|ry)"
    r"|festive|holidays?|feast|new\s+year\S*|church|jesus)\b",
    re.IGNORECASE,
)


def in_season(pool: Pool, request: Request) -> Mask:
    """(songs,) which songs are not named for a feast that nobody spoke of."""
    said = " ".join([request.text, *(wish.value for wish in request.wishes)])
    if _ASKED.search(said):
        return np.ones(len(pool), bool)
    named = (_is_named(each.title, each.album) for each in pool.facts)
    return ~np.fromiter(named, bool, len(pool))


@lru_cache(_REMEMBERED)
def _is_named(title: str, album: str | None) -> bool:
    return _NAMED.search(f"{title} {album or ''}") is not None
