"""What each data set's labels say in Heartsong's words: one table, so that it can be argued with.

The fine emotions are GoEmotions' 27 and neutral; other sets' labels are mapped onto them or
onto the coarse ones. Groups are soft: gratitude can sound happy or relaxed.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from heartsong.types import EMOTIONS, GROUPS, SENTIMENTS

NEUTRAL: Final = "neutral"
HEARD: Final = (*EMOTIONS, NEUTRAL)  # the emotion head's seven classes


class Meaning(NamedTuple):
    """A label in our words: an emotion of `HEARD`, a sentiment, and shares of the mood groups."""

    emotion: str
    sentiment: str
    groups: dict[str, float]


MEANINGS: Final[dict[str, Meaning]] = {
    "admiration": Meaning("joy", "positive", {"happy": 0.7, "relaxed": 0.3}),
    "amusement": Meaning("joy", "positive", {"happy": 1}),
    "anger": Meaning("anger", "negative", {"angry": 1}),
    "annoyance": Meaning("anger", "negative", {"angry": 0.8, "sad": 0.2}),
    "approval": Meaning("joy", "positive", {"happy": 0.4, "relaxed": 0.6}),
    "caring": Meaning("love", "positive", {"happy": 0.3, "sad": 0.1, "relaxed": 0.6}),
    "confusion": Meaning("surprise", "neutral", {"sad": 0.5, "relaxed": 0.5}),
    "curiosity": Meaning("surprise", "neutral", {"happy": 0.3, "relaxed": 0.7}),
    "desire": Meaning("love", "positive", {"happy": 0.6, "sad": 0.2, "relaxed": 0.2}),
    "disappointment": Meaning("sadness", "negative", {"sad": 0.8, "angry": 0.2}),
    "disapproval": Meaning("anger", "negative", {"angry": 0.6, "sad": 0.4}),
    "disgust": Meaning("anger", "negative", {"angry": 0.7, "sad": 0.3}),
    "embarrassment": Meaning("sadness", "negative", {"sad": 1}),
    "excitement": Meaning("joy", "positive", {"happy": 0.8, "angry": 0.2}),
    "fear": Meaning("fear", "negative", {"sad": 0.9, "angry": 0.1}),
    "gratitude": Meaning("joy", "positive", {"happy": 0.6, "relaxed": 0.4}),
    "grief": Meaning("sadness", "negative", {"sad": 1}),
    "joy": Meaning("joy", "positive", {"happy": 0.8, "relaxed": 0.2}),
    "love": Meaning("love", "positive", {"happy": 0.8, "relaxed": 0.2}),
    "nervousness": Meaning("fear", "negative", {"sad": 1}),
    "optimism": Meaning("joy", "positive", {"happy": 0.6, "relaxed": 0.4}),
    "pride": Meaning("joy", "positive", {"happy": 0.8, "angry": 0.2}),
    "realization": Meaning("surprise", "neutral", {"sad": 0.3, "relaxed": 0.7}),
    "relief": Meaning("joy", "positive", {"happy": 0.3, "relaxed": 0.7}),
    "remorse": Meaning("sadness", "negative", {"sad": 1}),
    "sadness": Meaning("sadness", "negative", {"sad": 1}),
    "surprise": Meaning("surprise", "neutral", {"happy": 0.6, "relaxed": 0.4}),
    "neutral": Meaning(NEUTRAL, "neutral", {"relaxed": 1}),
    # ISEAR's own words
    "shame": Meaning("sadness", "negative", {"sad": 1}),
    "guilt": Meaning("sadness", "negative", {"sad": 1}),
}

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
