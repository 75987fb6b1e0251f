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


# Name → how to make one, and how many of a few dozen rows it may miss.
INDEXES: dict[str, tuple[Make, int]] = {"exact": (ExactIndex, 0), "graph": (graph, 6)}

pytestmark = pytest.mark.parametrize(("make", "missed"), INDEXES.values(), ids=INDEXES.keys())


def some_rows(count: int, width: int = 8, seed: int = 0) -> Floats:
    """Rows of unit length: an index by angle orders those as one by inner product does."""
    rows = np.random.default_rng(seed).standard_normal((count, width)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@given(count=st.integers(1, 60), k=st.integers(1, 80), seed=st.integers(0, 1000))
def test_it_finds_the_largest_products_first(
    make: Make, missed: int, count: int, k: int, seed: int
) -> None:
    rows, query = some_rows(count, seed=seed), some_rows(1, seed=seed + 1)[0]
    found = make(rows).search(query, k)
    wanted = min(k, count)
    assert wanted - missed <= len(found) <= wanted
    best = np.sort(rows @ query)[::-1][:wanted]
    worse = rows[found] @ query < best[-1] - 1e-5
    assert len(found) - np.sum(worse) >= wanted - missed
    if not missed:
        np.testing.assert_allclose(rows[found] @ query, best, atol=1e-5)


def test_a_row_is_found_once(make: Make, missed: int) -> None:
    found = make(some_rows(30)).search(some_rows(1, seed=9)[0], 30)
    assert len(set(found.tolist())) == len(found) >= 30 - missed
    assert set(found.tolist()) <= set(range(30))


def test_it_knows_how_many_rows_it_has(make: Make, missed: int) -> None:
    assert len(make(some_rows(7))) == 7


def test_an_empty_index_finds_nothing(make: Make, missed: int) -> None:
    assert len(make(np.empty((0, 8), np.float32)).search(some_rows(1)[0], 5)) == 0


def test_searching_again_gives_the_same(make: Make, missed: int) -> None:
    index, query = make(some_rows(50)), some_rows(1, seed=4)[0]
    assert index.search(query, 9).tolist() == index.search(query, 9).tolist()
