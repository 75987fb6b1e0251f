"""Not the same artist, and not the same song in other words, all over an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heartsong.model import Floats

PAGE: Final = 10
SONGS_AN_ARTIST: Final = 1  # in any page, while there are others to take
SAMENESS: Final = 0.1  # what a song loses that says just what one before it says
UNALIKE: Final = (
    0.85  # the cosine up to which songs differ enough; one pair in a hundred is above .81
)
_WINDOW: Final = 60  # songs that a page is chosen from

Doubles = NDArray[np.float64]
Rows = NDArray[np.intp]


def diversify(scores: Doubles, embeddings: Floats, artists: Sequence[str], k: int) -> list[int]:
    """Choose `k` rows in pages of ten by maximal marginal relevance (Carbonell & Goldstein 1998).

    In each page an artist comes once; where too few artists are left to fill a page, the best
    that were passed over fill it. Rows passed over on one page may come on the next.

    Args:
        scores: (songs,) how well each fits.
        embeddings: (songs, width) of unit length.
        artists: a key for each song's artist; an empty one is never capped.

    Returns:
        Rows, page by page, in the order in which they were chosen.
    """
    waiting = np.argsort(-scores, kind="stable")
    chosen: list[int] = []
    while len(chosen) < min(k, len(scores)):
        page = _page(waiting, scores, embeddings, artists, min(PAGE, k - len(chosen)))
        chosen += page
        waiting = waiting[~np.isin(waiting, page)]
    return chosen


def _page(
    waiting: Rows, scores: Doubles, embeddings: Floats, artists: Sequence[str], room: int
) -> list[int]:
    window = _window(waiting, artists, room)
    gains = scores[window].astype(np.float64)
    open_ = np.ones(len(window), bool)
    page: list[int] = []
    while len(page) < room and open_.any():
        at = int(np.argmax(np.where(open_, gains, -np.inf)))
        row = int(window[at])
        page.append(row)
        open_[at] = False
        if artists[row]:
            open_ &= [artists[each] != artists[row] for each in window]
        said = (embeddings[window] @ embeddings[row] - UNALIKE) / (1 - UNALIKE)
        gains = np.minimum(gains, scores[window] - SAMENESS * np.clip(said, 0, 1))
    left = [int(row) for row in waiting[: 2 * _WINDOW] if row not in page]
    return page + left[: room - len(page)]


def _window(waiting: Rows, artists: Sequence[str], room: int) -> Rows:
    """The best that wait, and as many more as there must be for a page of different artists."""
    found: Counter[str] = Counter()
    for count, row in enumerate(waiting.tolist(), 1):
        found[artists[row] or str(row)] += 1
        if count >= _WINDOW and len(found) >= room:
            return waiting[:count]
    return waiting


def crowded(artists: Sequence[str]) -> bool:
    """Whether any page has more songs of an artist than it should."""
    pages = (artists[start : start + PAGE] for start in range(0, len(artists), PAGE))
    return any(
        count > SONGS_AN_ARTIST for page in pages for key, count in Counter(page).items() if key
    )
