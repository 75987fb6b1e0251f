"""Training targets from what labels mean: distributions over the heads' classes."""

from __future__ import annotations

from typing import Final

from heartsong.labels import HEARD, MEANINGS
from heartsong.types import GROUPS, SENTIMENTS

# MIREX' five clusters of adjectives as shares of the mood groups.
MIREX_GROUPS: Final[dict[str, dict[str, float]]] = {
    "Cluster 1": {"happy": 0.6, "angry": 0.4},  # passionate, rousing, rowdy
    "Cluster 2": {"happy": 0.9, "relaxed": 0.1},  # cheerful, fun, sweet
    "Cluster 3": {"sad": 0.75, "relaxed": 0.25},  # poignant, wistful, brooding
    "Cluster 4": {"happy": 0.8, "angry": 0.1, "relaxed": 0.1},  # silly, witty, wry
    "Cluster 5": {"angry": 1},  # aggressive, fiery, visceral
}


def shares(names: tuple[str, ...], given: dict[str, float]) -> tuple[float, ...]:
    """A distribution over `names`, in their order; names not given get 0."""
    return tuple(float(given.get(name, 0.0)) for name in names)


def emotion_target(label: str) -> tuple[float, ...]:
    return shares(HEARD, {MEANINGS[label].emotion: 1.0})


def sentiment_target(sentiment: str) -> tuple[float, ...]:
    return shares(SENTIMENTS, {sentiment: 1.0})


def group_target(given: dict[str, float]) -> tuple[float, ...]:
    return shares(GROUPS, given)
