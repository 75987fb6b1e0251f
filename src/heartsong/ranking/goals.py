"""The moods that a person may name as the end of a journey."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from heartsong.errors import RequestError
from heartsong.types import EMOTIONS, GROUPS, SENTIMENTS, Mood


class _Goal(NamedTuple):
    """Shares that are told, the rest is spread evenly; valence and arousal of such songs."""

    emotions: Mapping[str, float]
    groups: Mapping[str, float]
    valence: float
    arousal: float


# Where the clearest songs of each kind lie in the starter catalogue, rounded: a goal that no song
# comes near, such as one emotion alone, would be the same for all.
_GOALS: Final[Mapping[str, _Goal]] = {
    "joy": _Goal({"joy": 0.85, "love": 0.06}, {"happy": 0.75, "relaxed": 0.2}, 0.27, 0.12),
    "love": _Goal({"love": 0.7, "joy": 0.2}, {"relaxed": 0.65, "happy": 0.25}, 0.18, 0.0),
    "sadness": _Goal({"sadness": 0.8}, {"sad": 0.92}, -0.28, -0.13),
    "anger": _Goal({"anger": 0.75}, {"angry": 0.93}, -0.3, 0.16),
    "fear": _Goal({"fear": 0.6, "sadness": 0.15}, {"sad": 0.5, "angry": 0.25}, -0.13, -0.05),
    "surprise": _Goal({"surprise": 0.5, "joy": 0.2}, {"happy": 0.5, "relaxed": 0.3}, 0.1, 0.05),
    "happy": _Goal({"joy": 0.7, "love": 0.1}, {"happy": 0.9, "relaxed": 0.06}, 0.33, 0.21),
    "calm": _Goal({"joy": 0.5, "love": 0.35}, {"relaxed": 0.88, "happy": 0.08}, 0.12, -0.1),
    "energy": _Goal({"joy": 0.45, "anger": 0.35}, {"angry": 0.75, "happy": 0.2}, 0.0, 0.17),
    "hope": _Goal({"joy": 0.6, "love": 0.2}, {"happy": 0.55, "relaxed": 0.38}, 0.22, 0.03),
    "sleep": _Goal({"joy": 0.42, "love": 0.42}, {"relaxed": 0.93, "happy": 0.04}, 0.1, -0.15),
}

_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "joy": ("joyful", "happiness", "cheer", "cheerful", "delight", "glad", "fun", "laughter"),
    "love": ("loving", "loved", "romance", "romantic", "tenderness", "tender", "affection"),
    "sadness": ("sad", "anxious/sad", "anxious", "melancholy", "sorrow", "grief", "tears", "blue"),
    "anger": ("angry", "rage", "fury", "furious", "mad"),
    "fear": ("afraid", "scared", "spooky", "dread"),
    "surprise": ("surprised", "wonder", "amazement", "amazed"),
    "happy": ("upbeat", "party", "elated"),
    "calm": (
        *("relaxed", "relax", "relaxing", "peace", "peaceful", "calmness", "quiet", "rest"),
        *("chill", "serene", "serenity", "stillness", "focus", "ease", "comfort"),
    ),
    "energy": (
        *("energetic", "power", "strength", "strong", "workout", "drive", "excited"),
        *("excitement", "motivation", "pumped", "wild"),
    ),
    "hope": ("hopeful", "optimism", "optimistic", "courage", "confidence", "faith"),
    "sleep": ("asleep", "sleepy", "bed", "bedtime", "dream", "dreams"),
}
_NAMES: Final = {word: name for name, words in _WORDS.items() for word in (name, *words)}
_LONGEST: Final = 40


def goal(name: str) -> Mood:
    """The mood that a goal's name means.

    Args:
        name: an emotion, a mood group, a category, or a plain word for one of them; case and
            blanks around it do not count.

    Raises:
        RequestError: nothing is known by that name.
    """
    found = _NAMES.get(" ".join(name.split()).casefold())
    if found is None:
        raise RequestError(
            f"There is no goal '{' '.join(name.split())[:_LONGEST]}': choose from "
            f"{', '.join(_GOALS)}."
        )
    meant = _GOALS[found]
    leading = "positive" if meant.valence >= 0 else "negative"
    return Mood(
        _shares(EMOTIONS, meant.emotions),
        meant.valence,
        meant.arousal,
        _shares(SENTIMENTS, {leading: 0.7, "neutral": 0.2}),
        _shares(GROUPS, meant.groups),
    )


def _shares(names: tuple[str, ...], told: Mapping[str, float]) -> dict[str, float]:
    rest = (1 - sum(told.values())) / (len(names) - len(told))
    return {name: told.get(name, rest) for name in names}
