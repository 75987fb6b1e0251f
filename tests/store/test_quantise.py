from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartsong.store.quantise import from_bytes, to_bytes
from tests.builders import an_embedding


@given(st.integers(0, 10_000), st.integers(2, 384))
def test_eight_bits_keep_the_direction_and_the_unit_length(seed: int, width: int) -> None:
    unit = an_embedding(seed, width)
    (again,) = from_bytes([to_bytes(unit)])
    assert again.dtype == np.float32
    assert float(np.linalg.norm(again)) == pytest.approx(1, abs=1e-5)
    assert float(np.dot(unit, again)) > 0.9998


def test_a_number_takes_one_byte() -> None:
    assert len(to_bytes(an_embedding(1, 384))) == 384


@given(st.integers(0, 10_000))
def test_what_was_quantised_once_stays_as_it_is(seed: int) -> None:
    blob = to_bytes(an_embedding(seed, 64))
    assert to_bytes(from_bytes([blob])[0]) == blob


def test_rows_come_back_in_their_order() -> None:
    units = [an_embedding(seed) for seed in range(5)]
    rows = from_bytes([to_bytes(unit) for unit in units])
    assert [int(np.argmax(rows @ unit)) for unit in units] == [0, 1, 2, 3, 4]


def test_a_vector_of_zeros_does_no_harm() -> None:
    zeros = np.zeros(8, np.float32)
    assert np.array_equal(from_bytes([to_bytes(zeros)]), zeros[None])


def test_no_vectors_have_the_width_that_is_asked_for() -> None:
    assert from_bytes([], width=8).shape == (0, 8)
