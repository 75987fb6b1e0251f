"""Not the same artist all over: at most two songs an artist in any ten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

T = TypeVar("T")

PAGE: Final = 10
SONGS_AN_ARTIST: Final = 2


def cap_artists(best_first: Iterable[T], artist: Callable[[T], str], k: int) -> list[T]:
    """Take `k`, best first, at most two an artist in each page of ten.

    Songs passed over on one page may come on the next. Where too few artists are left to fill
    the answer, the best that were passed over fill it.
    """
    waiting = list(best_first)
    chosen: list[T] = []
    while waiting and len(chosen) < k:
        room = min(PAGE, k - len(chosen))
        page, waiting = _page(waiting, artist, room)
        chosen += page
    return chosen


def _page(waiting: list[T], artist: Callable[[T], str], room: int) -> tuple[list[T], list[T]]:
    counts: Counter[str] = Counter()
    page: list[T] = []
    passed: list[T] = []
    for number, each in enumerate(waiting):
        if len(page) == room:
            return page, passed + waiting[number:]
        key = artist(each)
        if counts[key] < SONGS_AN_ARTIST:
            counts[key] += 1
            page.append(each)
        else:
            passed.append(each)
    missing = room - len(page)
    return page + passed[:missing], passed[missing:]


def crowded(artists: Sequence[str]) -> bool:
    """Whether any page has more songs of an artist than it should."""
    pages = (artists[start : start + PAGE] for start in range(0, len(artists), PAGE))
    return any(max(Counter(page).values()) > SONGS_AN_ARTIST for page in pages)
