from __future__ import annotations

import numpy as np
import pytest

from heartsong.training.scale import standardise


def test_the_average_is_nought_and_two_and_a_half_deviations_are_one() -> None:
    by = np.array([[1.0, 10.0], [3.0, 30.0]])  # means 2 and 20, deviations 1 and 10
    values = np.array([[2.0, 20.0], [4.5, -5.0], [3.0, 25.0]])
    assert standardise(values, by) == pytest.approx(np.array([[0, 0], [1, -1], [0.4, 0.2]]))


def test_what_lies_further_out_is_clipped() -> None:
    by = np.array([[1.0], [3.0]])
    assert standardise(np.array([[100.0], [-100.0]]), by).tolist() == [[1.0], [-1.0]]


def test_only_the_rows_given_set_the_scale() -> None:
    by = np.array([[1.0], [3.0]])
    assert standardise(np.array([[2.0], [999.0]]), by)[0, 0] == 0
