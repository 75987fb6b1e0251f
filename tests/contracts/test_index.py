"""What every vector index must do. A new one is a line in INDEXES."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from heartsong.store.index import ExactIndex, VectorIndex

Floats = NDArray[np.float32]
Make = Callable[[Floats], VectorIndex]

INDEXES: dict[str, Make] = {"exact": ExactIndex}

pytestmark = pytest.mark.parametrize("make", INDEXES.values(), ids=INDEXES.keys())


def some_rows(count: int, width: int = 8, seed: int = 0) -> Floats:
    return np.random.default_rng(seed).standard_normal((count, width)).astype(np.float32)


@given(count=st.integers(1, 60), k=st.integers(1, 80), seed=st.integers(0, 1000))
def test_it_finds_the_largest_products_first(make: Make, count: int, k: int, seed: int) -> None:
    rows, query = some_rows(count, seed=seed), some_rows(1, seed=seed + 1)[0]
    found, products = make(rows).search(query, k)
    assert len(found) == len(products) == min(k, count)
    assert np.all(np.diff(products) <= 0)
    best = np.sort(rows @ query)[::-1][: len(found)]
    np.testing.assert_allclose(products, best, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(rows[found] @ query, products, rtol=1e-4, atol=1e-5)


@given(k=st.integers(1, 12))
def test_among_equals_the_lowest_row_comes_first(make: Make, k: int) -> None:
    rows = np.ones((12, 4), np.float32)
    found, _ = make(rows).search(np.ones(4, np.float32), k)
    assert found.tolist() == list(range(k))


def test_a_row_is_found_once(make: Make) -> None:
    found, _ = make(some_rows(30)).search(some_rows(1, seed=9)[0], 30)
    assert sorted(found.tolist()) == list(range(30))


def test_it_knows_how_many_rows_it_has(make: Make) -> None:
    assert len(make(some_rows(7))) == 7


def test_an_empty_index_finds_nothing(make: Make) -> None:
    found, products = make(np.empty((0, 8), np.float32)).search(some_rows(1)[0], 5)
    assert len(found) == len(products) == 0


def test_searching_again_gives_the_same(make: Make) -> None:
    index, query = make(some_rows(50)), some_rows(1, seed=4)[0]
    assert index.search(query, 9)[0].tolist() == index.search(query, 9)[0].tolist()
