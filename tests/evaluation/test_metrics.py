"""Figures against numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="evaluation needs the extra 'evaluate'")
pytest.importorskip("scipy", reason="evaluation needs the extra 'evaluate'")

from heartsong.evaluation.metrics import calibration_error, classified, correlated

CLASSES = ("a", "b", "c")


def sure(*heard: int, share: float = 1.0, size: int = 3) -> np.ndarray:
    rows = np.full((len(heard), size), (1 - share) / (size - 1))
    rows[np.arange(len(heard)), heard] = share
    return rows


def test_every_figure_of_a_small_table() -> None:
    """a is heard 2 of 3 times, b always (and once for a), c once of 2 times."""
    truth = np.array([0, 0, 0, 1, 2, 2])
    found = classified(truth, sure(0, 0, 1, 1, 2, 0), CLASSES)
    assert found.accuracy == pytest.approx(4 / 6)
    assert found.confusion == ((2, 1, 0), (0, 1, 0), (1, 0, 1))
    a, b, c = found.classes
    assert (a.name, a.support, b.support, c.support) == ("a", 3, 1, 2)
    assert (a.precision, a.recall, a.f1) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert (b.precision, b.recall, b.f1) == pytest.approx((1 / 2, 1, 2 / 3))
    assert (c.precision, c.recall, c.f1) == pytest.approx((1, 1 / 2, 2 / 3))
    assert found.macro_f1 == pytest.approx(2 / 3)
    assert found.macro_recall == pytest.approx((2 / 3 + 1 + 1 / 2) / 3)
    assert found.ece == pytest.approx(2 / 6)  # always sure, right in four of six


def test_a_class_that_no_text_has_does_not_count_in_the_means() -> None:
    found = classified(np.array([0, 0, 1]), sure(0, 0, 2), CLASSES)
    assert [each.support for each in found.classes] == [2, 1, 0]
    assert found.macro_f1 == pytest.approx((1 + 0) / 2)
    assert found.macro_recall == pytest.approx((1 + 0) / 2)
    assert found.classes[2].precision == 0


def test_the_calibration_error_is_the_gap_in_each_bin() -> None:
    """Four texts of confidence .9 of which 3 are right, one of .5 that is wrong."""
    truth = np.array([0, 0, 0, 1, 1])
    shares = np.array([[0.9, 0.1]] * 4 + [[0.5, 0.5]])
    # bin of .9: |3/4 - .9| = .15, weight 4/5; bin of .5: |0 - .5| = .5, weight 1/5
    assert calibration_error(truth, shares) == pytest.approx(0.15 * 4 / 5 + 0.5 / 5)


def test_gaps_in_one_bin_cancel_and_in_two_they_do_not() -> None:
    truth = np.array([0, 1])
    together = np.array([[0.97, 0.03], [0.95, 0.05]])  # both in (14/15, 1]: 1/2 right
    assert calibration_error(truth, together) == pytest.approx(0.96 - 0.5)
    apart = np.array([[0.97, 0.03], [0.90, 0.10]])  # .97 is right, .90 is wrong
    assert calibration_error(truth, apart) == pytest.approx((0.03 + 0.90) / 2)


def test_an_edge_belongs_to_the_bin_below_it() -> None:
    """10/15 exactly is in the tenth bin, as a little less is; a little more is in the next."""
    truth = np.array([0, 1])
    below = np.array([[10 / 15, 5 / 15], [0.65, 0.35]])
    assert calibration_error(truth, below) == pytest.approx(abs(1 - (10 / 15 + 0.65)) / 2)


def test_who_is_always_sure_and_right_is_calibrated() -> None:
    assert calibration_error(np.array([0, 1]), sure(0, 1)) == 0


def test_correlations_of_both_axes_whatever_the_scale() -> None:
    truth = np.array([[1.0, 5.0], [2.0, 4.0], [3.0, 1.0], [4.0, 2.0]])
    heard = np.array([[0.1, -0.1], [0.2, -0.2], [0.3, -0.9], [0.4, 0.5]])
    found = correlated(truth, heard)
    assert found.pearson_valence == pytest.approx(1)
    assert found.spearman_valence == pytest.approx(1)
    # ranks 4 3 1 2 against 3 2 1 4: d² = 1 + 1 + 0 + 4; 1 - 6·6 / (4·15)
    assert found.spearman_arousal == pytest.approx(0.4)
    # deviations 2 1 -2 -1 and .075 -.025 -.725 .675
    product = 2 * 0.075 - 0.025 + 2 * 0.725 - 0.675
    spread = (4 + 1 + 4 + 1) * (0.075**2 + 0.025**2 + 0.725**2 + 0.675**2)
    assert found.pearson_arousal == pytest.approx(product / spread**0.5)


def test_a_column_that_is_all_the_same_has_no_correlation() -> None:
    truth = np.array([[1.0, 3.0], [2.0, 3.0], [3.0, 3.0]])
    found = correlated(truth, np.array([[0.5, 0.1], [0.5, 0.2], [0.5, 0.3]]))
    assert found.measures() == dict.fromkeys(found.measures())
