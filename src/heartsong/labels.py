"""What the labels of other people's data sets and models say in Heartsong's words.

One table, so that it can be argued with. The fine emotions are GoEmotions' 27 and neutral; other
sets' labels are mapped onto them or onto the coarse ones. Groups are soft: gratitude can sound
happy or relaxed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from heartsong.types import EMOTIONS, SENTIMENTS

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

# The same said otherwise, by other sets and models.
SYNONYMS: Final[Mapping[str, str]] = {
    "afraid": "fear",
    "angry": "anger",
    "happiness": "joy",
    "happy": "joy",
    "joyful": "joy",
    "mad": "anger",
    "no emotion": NEUTRAL,
    "none": NEUTRAL,
    "sad": "sadness",
    "scared": "fear",
    "surprised": "surprise",
}
_SENTIMENTS: Final[Mapping[str, str]] = {
    **{name: name for name in SENTIMENTS},
    "neg": "negative",
    "neu": "neutral",
    "pos": "positive",
}
_NUMBERED: Final = re.compile(r"(?:label )?([012])")
_SEPARATORS: Final = re.compile(r"[\s_-]+")


def plain(label: str) -> str:
    """A label as the tables here write it: "No_Emotion" → "no emotion"."""
    return _SEPARATORS.sub(" ", label.strip().casefold())


def emotion_of(label: str) -> str | None:
    """The emotion of `HEARD` that a label means, or None where no one could say."""
    name = plain(label)
    meaning = MEANINGS.get(SYNONYMS.get(name, name))
    return meaning.emotion if meaning else None


def sentiments_of(labels: Sequence[str]) -> dict[str, str | None]:
    """label → the sentiment that it means, or None.

    Numbers (0, 1, 2 or LABEL_0 to LABEL_2) mean negative, neutral and positive, as in TweetEval,
    but only where there are three of them: of two, 1 is positive in some sets.
    """
    found = {label: _SENTIMENTS.get(plain(label)) for label in labels}
    numbers = {label: _NUMBERED.fullmatch(plain(label)) for label in found}
    if len(found) == len(SENTIMENTS) and all(numbers.values()):
        return {label: SENTIMENTS[int(match[1])] for label, match in numbers.items() if match}
    return found
