"""The graph: what its file says of itself, and what is not taken for one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from heartsong.errors import StorageError
from heartsong.store.graph import GraphIndex, Label, read_label
from heartsong.store.index import ExactIndex

WEIGHTS = np.full(24, 0.5, np.float32)
LABEL = Label("a catalogue", 7, 24)


def some_rows(count: int, seed: int = 0) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).standard_normal((count, 24)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def a_graph(rows: NDArray[np.float32]) -> GraphIndex:
    graph = GraphIndex(WEIGHTS)
    graph.put(np.arange(len(rows)), rows)
    return graph


def test_among_many_rows_it_finds_nearly_all_of_the_nearest() -> None:
    rows = some_rows(5000)
    graph, exact = a_graph(rows), ExactIndex(rows)
    found = [
        len(np.intersect1d(graph.search(query, 400), exact.search(query, 100))) / 100
        for query in some_rows(50, seed=1)
    ]
    assert np.mean(found) >= 0.9


def test_a_query_may_weigh_the_numbers_as_it_likes() -> None:
    rows = some_rows(300)
    graph = GraphIndex(np.linspace(0.1, 1, 24, dtype=np.float32))
    graph.put(np.arange(300), rows)
    query = some_rows(1, seed=1)[0] * (np.arange(24) % 2)
    assert graph.search(query.astype(np.float32), 300).tolist()
    assert (
        len(
            np.intersect1d(
                graph.search(query.astype(np.float32), 40), ExactIndex(rows).search(query, 10)
            )
        )
        >= 8
    )


def test_a_row_put_again_is_where_it_is_now_and_nowhere_else() -> None:
    rows = some_rows(400)
    graph = a_graph(rows)
    graph.put(np.arange(100), -rows[:100])
    assert len(graph) == 400
    for row in range(0, 100, 9):
        assert graph.search(-rows[row], 1).tolist() == [row]
        assert row not in graph.search(rows[row], 5)


def test_what_was_saved_is_opened_to_search_and_to_add_to(tmp_path: Path) -> None:
    saved, graph = tmp_path / "my.db-graph", a_graph(some_rows(500))
    graph.save(saved, LABEL)
    assert read_label(saved) == LABEL
    query = some_rows(1, seed=5)[0]
    expected = graph.search(query, 20).tolist()
    mapped = GraphIndex.open(saved, WEIGHTS)
    assert mapped is not None
    assert mapped.search(query, 20).tolist() == expected
    loaded = GraphIndex.open(saved, WEIGHTS, change=True)
    assert loaded is not None
    loaded.put(np.array([900]), query[None])
    assert loaded.search(query, 1).tolist() == [900]
    loaded.save(saved, Label("a catalogue", 8, 24))
    assert read_label(saved) == Label("a catalogue", 8, 24)
    assert [each.name for each in saved.parent.iterdir()] == [saved.name]


def test_what_is_absent_or_something_else_has_no_label(tmp_path: Path) -> None:
    assert read_label(tmp_path / "absent") is None
    assert read_label(tmp_path) is None
    for content in (b"", b"x" * 11, b"x" * 5000):
        (tmp_path / "other").write_bytes(content)
        assert read_label(tmp_path / "other") is None


@settings(max_examples=40)
@given(at=st.integers(0, 10**6), flip=st.integers(1, 255), cut=st.integers(0, 2))
def test_a_file_that_is_not_as_it_was_written_has_no_label(
    tmp_path_factory: pytest.TempPathFactory, at: int, flip: int, cut: int
) -> None:
    path = tmp_path_factory.mktemp("graph") / "g"
    a_graph(some_rows(60)).save(path, LABEL)
    content = bytearray(path.read_bytes())
    if cut == 2:
        content = content[: at % len(content)]
    else:
        content[at % len(content)] ^= flip
    path.write_bytes(content)
    assert read_label(path) is None


def test_a_file_of_another_form_has_no_label(tmp_path: Path) -> None:
    path = tmp_path / "g"
    a_graph(some_rows(60)).save(path, Label("a catalogue", 7, 24, format=2))
    assert read_label(path) is None


def test_a_place_that_cannot_be_written_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "folder" / "x").mkdir(parents=True)
    with pytest.raises(StorageError, match="cannot be written"):
        a_graph(some_rows(9)).save(tmp_path / "folder", LABEL)
    with pytest.raises(StorageError, match="cannot be written"):
        a_graph(some_rows(9)).save(tmp_path / "absent" / "g", LABEL)
    assert [each.name for each in tmp_path.iterdir()] == ["folder"]
