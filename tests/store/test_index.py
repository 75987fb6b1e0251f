from __future__ import annotations

import numpy as np

from heartsong.store.index import ExactIndex


def test_the_rows_given_may_be_changed_in_layout_but_not_in_result() -> None:
    rows = np.random.default_rng(3).standard_normal((40, 6)).astype(np.float32)
    query = rows[7]
    plain = ExactIndex(rows).search(query, 5)
    columns_first = ExactIndex(np.asfortranarray(rows)).search(query, 5)
    assert plain.tolist() == columns_first.tolist()


def test_ties_at_the_edge_of_the_answer_are_broken_by_row_and_not_by_chance() -> None:
    rows = np.tile(np.array([1, 0], np.float32), (1000, 1))
    rows[::3] = (0, 1)
    found = ExactIndex(rows).search(np.array([1, 0], np.float32), 4)
    assert found.tolist() == [1, 2, 4, 5]
