from __future__ import annotations

from itertools import chain, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartsong.pieces import MOST_PIECES, TOKENS_A_BATCH, Piece, batches, pack

LINES = st.lists(st.lists(st.integers(1000, 2000), max_size=90), max_size=60)
LIMITS = st.integers(3, 64)


def ids_of(pieces: list[Piece]) -> list[int]:
    return list(chain.from_iterable(piece.ids for piece in pieces))


@given(LINES, LIMITS)
def test_no_piece_exceeds_the_limit_with_its_two_special_tokens(
    lines: list[list[int]], limit: int
) -> None:
    assert all(0 < len(piece.ids) <= limit - 2 for piece in pack(lines, limit))


@given(LINES, LIMITS)
def test_no_token_is_lost_and_none_moves_below_the_most_pieces(
    lines: list[list[int]], limit: int
) -> None:
    pieces = pack(lines, limit)
    assert len(pieces) <= MOST_PIECES
    if len(pieces) < MOST_PIECES:
        assert ids_of(pieces) == list(chain.from_iterable(lines))


@given(LINES, LIMITS)
def test_a_piece_names_the_lines_it_holds(lines: list[list[int]], limit: int) -> None:
    for piece in pack(lines, limit):
        held = list(chain.from_iterable(lines[piece.first : piece.last + 1]))
        start = next(i for i in range(len(held)) if held[i : i + len(piece.ids)] == list(piece.ids))
        assert start < len(lines[piece.first])


def test_whole_lines_share_a_piece_while_they_fit() -> None:
    assert pack([[1, 2], [3], [4, 5, 6]], max_tokens=6) == [
        Piece((1, 2, 3), 0, 1),
        Piece((4, 5, 6), 2, 2),
    ]


def test_a_line_that_is_too_long_is_cut() -> None:
    assert pack([[1, 2, 3, 4, 5]], max_tokens=4) == [
        Piece((1, 2), 0, 0),
        Piece((3, 4), 0, 0),
        Piece((5,), 0, 0),
    ]


@pytest.mark.parametrize("most", [1, 2, 3, 4, 32])
def test_of_a_very_long_text_the_pieces_kept_spread_over_all_of_it(most: int) -> None:
    pieces = pack([[number] * 8 for number in range(100)], max_tokens=10, most=most)
    firsts = [piece.first for piece in pieces]
    assert len(firsts) == most
    assert firsts[0] == 0
    if most > 1:
        assert firsts[-1] == 99
        gaps = {later - earlier for earlier, later in pairwise(firsts)}
        assert max(gaps) - min(gaps) <= 1


@pytest.mark.parametrize("lines", [[], [[]], [[], []]])
def test_nothing_gives_no_pieces(lines: list[list[int]]) -> None:
    assert pack(lines) == []


@given(st.lists(st.integers(1, 512), min_size=1, max_size=200))
def test_batches_hold_every_row_once_and_keep_to_the_limit(lengths: list[int]) -> None:
    found = list(batches(lengths))
    assert sorted(row for batch in found for row in batch) == list(range(len(lengths)))
    for batch in found:
        padded = len(batch) * (max(lengths[row] for row in batch) + 2)
        assert padded <= TOKENS_A_BATCH
