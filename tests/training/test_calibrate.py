from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("scipy", reason="training needs the extra 'train'")

from heartsong.training.calibrate import temperature, tempered_by_fold


def test_logits_that_are_too_sure_are_cooled_by_just_as_much() -> None:
    dice = np.random.default_rng(1)
    honest = dice.standard_normal((4000, 3)) * 1.5
    shares = np.exp(honest) / np.exp(honest).sum(axis=1, keepdims=True)
    true = np.array([dice.choice(3, p=row) for row in shares])
    targets = np.eye(3)[true]
    assert temperature(honest, targets) == pytest.approx(1, abs=0.08)
    assert temperature(honest * 2.5, targets) == pytest.approx(2.5, abs=0.2)


def test_classes_that_are_not_judged_take_no_part() -> None:
    dice = np.random.default_rng(2)
    logits = dice.standard_normal((500, 2)) * 2
    targets = np.eye(2)[
        (dice.random(500) < 1 / (1 + np.exp(logits[:, 0] - logits[:, 1]))).astype(int)
    ]
    wide = np.column_stack([logits, np.full((500, 2), 50.0)])
    blank = np.column_stack([targets, np.full((500, 2), np.nan)])
    assert temperature(wide, blank) == pytest.approx(temperature(logits, targets), abs=1e-3)


def test_a_fold_is_tempered_by_what_the_other_folds_say() -> None:
    dice = np.random.default_rng(1)
    honest = dice.standard_normal((3000, 4))
    shares = np.exp(honest) / np.exp(honest).sum(axis=1, keepdims=True)
    targets = np.eye(4)[[dice.choice(4, p=row) for row in shares]]
    folds = np.arange(3000) % 2
    logits = honest * np.where(folds == 0, 2.0, 4.0)[:, None]
    everyone = np.ones(3000, bool)
    found = tempered_by_fold(logits, targets, folds, everyone)
    ratio = (logits / found).mean(axis=1)
    assert ratio[folds == 0] == pytest.approx(4, abs=0.5)
    assert ratio[folds == 1] == pytest.approx(2, abs=0.3)

    unsure = tempered_by_fold(logits, targets, folds, np.zeros(3000, bool))
    assert (unsure == logits).all()
