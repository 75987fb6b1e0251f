from __future__ import annotations

import pytest

from heartsong.training.labels import (
    MIREX_GROUPS,
    emotion_target,
    group_target,
    sentiment_target,
    shares,
)
from heartsong.types import GROUPS


@pytest.mark.parametrize("cluster", MIREX_GROUPS)
def test_every_cluster_is_a_distribution_of_groups(cluster: str) -> None:
    assert set(MIREX_GROUPS[cluster]) <= set(GROUPS)
    assert sum(MIREX_GROUPS[cluster].values()) == pytest.approx(1)


def test_targets_stand_in_the_order_of_the_heads_classes() -> None:
    assert emotion_target("grief") == (1, 0, 0, 0, 0, 0, 0)
    assert emotion_target("neutral") == (0, 0, 0, 0, 0, 0, 1)
    assert sentiment_target("positive") == (0, 0, 1)
    assert group_target({"sad": 0.75, "relaxed": 0.25}) == (0, 0.75, 0, 0.25)
    assert shares(("a", "b"), {"b": 1}) == (0.0, 1.0)
