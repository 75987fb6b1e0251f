"""What every vector index must do. A new one is a line in INDEXES."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from heartsong.store.graph import GraphIndex
from heartsong.store.index import ExactIndex, VectorIndex

Floats = NDArray[np.float32]
Make = Callable[[Floats], VectorIndex]


def graph(rows: Floats) -> VectorIndex:
    made = GraphIndex(np.full(rows.shape[1], 0.5, np.float32))
    made.put(np.arange(len(rows)), rows)
    return made


# Name → how to make one, and how far from the best products what it finds may be.
INDEXES: dict[str, tuple[Make, float]] = {"exact": (ExactIndex, 1e-5), "graph": (graph, 0.02)}

pytestmark = pytest.mark.parametrize(("make", "rough"), INDEXES.values(), ids=INDEXES.keys())


def some_rows(count: int, width: int = 8, seed: int = 0) -> Floats:
    """Rows of unit length: an index by angle orders those as one by inner product does."""
    rows = np.random.default_rng(seed).standard_normal((count, width)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@given(count=st.integers(1, 60), k=st.integers(1, 80), seed=st.integers(0, 1000))
def test_it_finds_the_largest_products_first(
    make: Make, rough: float, count: int, k: int, seed: int
) -> None:
    rows, query = some_rows(count, seed=seed), some_rows(1, seed=seed + 1)[0]
    found = make(rows).search(query, k)
    assert len(found) == min(k, count)
    best = np.sort(rows @ query)[::-1][: len(found)]
    np.testing.assert_allclose(rows[found] @ query, best, atol=rough)


def test_a_row_is_found_once(make: Make, rough: float) -> None:
    found = make(some_rows(30)).search(some_rows(1, seed=9)[0], 30)
    assert sorted(found.tolist()) == list(range(30))


def test_it_knows_how_many_rows_it_has(make: Make, rough: float) -> None:
    assert len(make(some_rows(7))) == 7


def test_an_empty_index_finds_nothing(make: Make, rough: float) -> None:
    assert len(make(np.empty((0, 8), np.float32)).search(some_rows(1)[0], 5)) == 0


def test_searching_again_gives_the_same(make: Make, rough: float) -> None:
    index, query = make(some_rows(50)), some_rows(1, seed=4)[0]
    assert index.search(query, 9).tolist() == index.search(query, 9).tolist()
