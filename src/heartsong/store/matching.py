"""Search by words in names and lyrics: what is asked of FTS5, and how its answers are scaled."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Final

# A title says what a song is about; an artist or an album says it less often.
NAMES_RANK: Final = "bm25(0.5, 1.0, 0.5)"

_WORD: Final = re.compile(r"[^\W_]+")
_MOST: Final = 50  # words or phrases looked for at once


def words_in(text: str) -> list[str]:
    """The words of a text, without the signs between them."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def phrase(text: str) -> str | None:
    """A text as a phrase of FTS5, in which nothing is an operator; None where it has no word."""
    found = words_in(text)
    return f'"{" ".join(found)}"' if found else None


def any_of(words: Sequence[str]) -> str | None:
    """A query of FTS5 for any of some words or phrases; None where there is no word in them."""
    phrases = dict.fromkeys(filter(None, map(phrase, words)))
    return " OR ".join(islice(phrases, _MOST)) or None


def scaled(ranks: Iterable[tuple[str, float]], limit: int) -> Mapping[str, float]:
    """The best of some songs by the sum of what FTS5 says of each, so that the best has 1.

    Args:
        ranks: song id and BM25 as FTS5 gives it, below 0; a song may come several times.
    """
    total: defaultdict[str, float] = defaultdict(float)
    for song_id, rank in ranks:
        total[song_id] -= rank
    best = sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))[: max(0, limit)]
    return {song_id: relevance / best[0][1] for song_id, relevance in best}
