"""Sixteen bytes of lyrics that tell whether two texts are nearly the same.

One-permutation MinHash (Broder 1997; Li, Owen and Zhang 2012) over the distinct runs of three
words: each run falls into one of sixteen bins, and a bin keeps eight bits of its smallest one.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heartsong.catalogue.identity import artist_number
from heartsong.store.base import Store

SIZE: Final = 16  # bytes, one a bin
_EMPTY: Final = 0  # what a bin says into which no run fell
_MIX: Final = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))  # of MurmurHash3
_SHIFT: Final = np.uint64(33)
_TO_BIN: Final = np.uint64(60)
_TO_BYTE: Final = np.uint64(255)
_WORD: Final = re.compile(r"[^\W_]+")
# Of the bins that either text fills. Among 2.7 million pairs of one artist's songs, 105 lie above:
# all are live, edited or mistyped versions but two, which are medleys; 16 more are no lyrics at
# all, but an album's data. Of the 25 pairs at one bin less, five are other songs.
_LEAST_SHARE: Final = 0.55


def sketch(lines: Sequence[str]) -> bytes:
    """Sum up lyrics in 16 bytes, the same on every machine; zeros where they have no three words.

    Args:
        lines: what `clean_lines` gives.
    """
    text = "\n".join(lines).replace("'", "").casefold()
    words = _WORD.findall(text)
    runs = set(zip(words, words[1:], words[2:], strict=False))
    sums = (zlib.crc32(" ".join(run).encode("utf-8", "replace")) for run in runs)
    ranks = _mixed(np.fromiter(sums, np.uint64, len(runs)))
    least = np.full(SIZE, np.iinfo(np.uint64).max)
    np.minimum.at(least, ranks >> _TO_BIN, ranks)
    found = np.zeros(SIZE, bool)
    found[ranks >> _TO_BIN] = True
    return np.where(found, 1 + least % _TO_BYTE, _EMPTY).astype(np.uint8).tobytes()


def _mixed(codes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread check sums, which are alike for like texts, over all 64 bits."""
    for factor in _MIX:
        codes = (codes ^ (codes >> _SHIFT)) * factor
    return codes ^ (codes >> _SHIFT)


def share(a: bytes, b: bytes) -> float:
    """How much of their runs of words two texts have in common, 0 to 1, by their sketches."""
    filled = sum(x != _EMPTY or y != _EMPTY for x, y in zip(a, b, strict=True))
    same = sum(x == y != _EMPTY for x, y in zip(a, b, strict=True))
    return same / filled if filled else 0.0


def alike(a: bytes, b: bytes) -> bool:
    """Whether two sketches are of nearly the same lyrics, such as those of a live version."""
    return share(a, b) >= _LEAST_SHARE


class Sketches:
    """Which songs of an artist have nearly the same lyrics.

    Args:
        store: where the songs are that came before.
        remember: whether songs that are taken must be kept in mind, as they will not be stored.
    """

    def __init__(self, store: Store, remember: bool) -> None:
        self._store = store
        self._remember = remember
        self._taken: dict[int, dict[str, bytes]] = {}

    def look_up(self, artists: Sequence[str]) -> None:
        """Read what is stored of the artists whose songs come next.

        What was taken of them since the last look is kept in mind: it may not be stored yet.
        """
        stored = self._store.sketches(artists)
        next_ones = {
            number: {**self._taken.get(number, {}), **stored.get(number, {})}
            for number in map(artist_number, artists)
        }
        if self._remember:
            self._taken.update(next_ones)
        else:
            self._taken = next_ones

    def take(self, song_id: str, artist: str, lines: Sequence[str]) -> bytes | None:
        """The sketch of a song; None where another one of its artist is nearly the same.

        A song that is stored already is no copy of another, whatever its lyrics have become.
        """
        mine = sketch(lines)
        known = self._taken.setdefault(artist_number(artist), {})
        if song_id not in known and any(alike(mine, other) for other in known.values()):
            return None
        known[song_id] = mine
        return mine
