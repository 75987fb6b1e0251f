"""Lines → pieces: runs of whole lines, short enough for one pass; pieces → batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

SONG_PIECE_TOKENS: Final = 64
MESSAGE_PIECE_TOKENS: Final = 128
MOST_PIECES: Final = 32
MOST_SONG_PIECES: Final = 4  # what fewer cost stands in docs/model-card.md
TOKENS_A_BATCH: Final = 1024  # what a core holds close by; larger ones were slower
_SPECIAL_TOKENS: Final = 2  # [CLS] and [SEP]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of lines as token ids, without the special tokens that frame them.

    Attributes:
        ids: word-piece ids, at most `max_tokens` - 2 of them.
        first, last: the run's first and last line, counted from 0.
    """

    ids: tuple[int, ...]
    first: int
    last: int


def pack(
    lines: Iterable[Sequence[int]], max_tokens: int = SONG_PIECE_TOKENS, most: int = MOST_PIECES
) -> list[Piece]:
    """Pack tokenised lines into pieces of at most `max_tokens`, special tokens included.

    Word pieces never cross a space, so joining the ids of lines gives the ids of the joined
    lines. A line too long for one piece is cut. Of a very long text, `most` pieces
    spread evenly over it are kept, so that its end counts as much as its start.
    """
    room = max_tokens - _SPECIAL_TOKENS
    pieces: list[Piece] = []
    run: list[int] = []
    first = last = 0
    for number, ids in enumerate(lines):
        for start in range(0, len(ids), room):
            part = ids[start : start + room]
            if run and len(run) + len(part) > room:
                pieces.append(Piece(tuple(run), first, last))
                run = []
            if not run:
                first = number
            run.extend(part)
            last = number
    if run:
        pieces.append(Piece(tuple(run), first, last))
    return spread(pieces, most)


def spread(items: Sequence[T], most: int) -> list[T]:
    """All items, or `most` of them from the first to the last at even steps."""
    if len(items) <= most:
        return list(items)
    return [items[i * (len(items) - 1) // max(1, most - 1)] for i in range(most)]


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Row numbers in batches of like length, each at most TOKENS_A_BATCH tokens when padded."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * (lengths[row] + _SPECIAL_TOKENS) > TOKENS_A_BATCH:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
