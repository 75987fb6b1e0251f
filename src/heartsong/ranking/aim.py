"""What songs are looked for: the mood heard, moved to where the listener wants to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from heartsong.model import Floats, Heard
from heartsong.types import EMOTIONS, GROUPS, Mood
from heartsong.understanding.hearing import Hearing
from heartsong.wishes import Request, Strategy

# Where each strategy leads, and how much of the way a song should be: what is left of the
# listener's own mood keeps the songs near them.
_LEADS: Final[Mapping[Strategy, tuple[dict[str, float], dict[str, float]]]] = {
    "lift": (
        {"joy": 0.7, "love": 0.2, "surprise": 0.1},
        {"happy": 0.9, "relaxed": 0.1},
    ),
    "calm": (
        {"love": 0.5, "joy": 0.4, "surprise": 0.1},
        {"relaxed": 0.9, "happy": 0.1},
    ),
}
_LEAD: Final = 0.75
_WISHED: Final = 0.85  # of the way to a mood that was asked for by name

# What an emotion alone says of the mood group, and the other way round; used where a slider or a
# wish names one of the two.
GROUPS_OF_EMOTION: Final[Mapping[str, Mapping[str, float]]] = {
    "sadness": {"sad": 1.0},
    "joy": {"happy": 1.0},
    "love": {"happy": 0.5, "relaxed": 0.5},
    "anger": {"angry": 1.0},
    "fear": {"sad": 0.7, "angry": 0.3},
    "surprise": {"happy": 0.6, "angry": 0.2, "relaxed": 0.2},
}
EMOTIONS_OF_GROUP: Final[Mapping[str, Mapping[str, float]]] = {
    "happy": {"joy": 0.8, "love": 0.15, "surprise": 0.05},
    "sad": {"sadness": 0.85, "fear": 0.15},
    "angry": {"anger": 0.85, "fear": 0.1, "sadness": 0.05},
    "relaxed": {"love": 0.55, "joy": 0.45},
}
# Valence and arousal at the middle of each mood group's quadrant.
_CORNERS: Final[Mapping[str, tuple[float, float]]] = {
    "happy": (0.5, 0.5),
    "sad": (-0.5, -0.5),
    "angry": (-0.5, 0.5),
    "relaxed": (0.5, -0.5),
}


@dataclass(frozen=True, slots=True, eq=False)
class Aim:
    """What songs are looked for.

    Attributes:
        mood: the mood that a song should have.
        embedding: (width,) of unit length, or all 0 where nothing was said: what its words should
            mean.
        felt: whether the listener's words, sliders or wishes say anything of a mood.
    """

    mood: Mood
    embedding: Floats
    felt: bool


def aim(hearing: Hearing, request: Request, seeds: Sequence[Heard]) -> Aim:
    """Where songs should be, given what was heard and what is asked for.

    Args:
        seeds: the songs, or the middles of the artists, that others should resemble.
    """
    mood, felt = hearing.heard.mood, hearing.felt
    if not felt and seeds:
        mood, felt = _middle([seed.mood for seed in seeds]), True
    if request.options.emotions is not None:
        mood, felt = tilted(mood, request.options.emotions, request.options.tilt), True
    if request.strategy in _LEADS:
        mood, felt = _towards(mood, *_LEADS[request.strategy], _LEAD), True
    for name in request.wanted("mood"):
        mood, felt = _towards(mood, *_named(name), _WISHED), True
    if unwanted := request.avoided("mood"):
        mood = _without(mood, unwanted)
    return Aim(mood, hearing.heard.embedding, felt)


def corner(groups: Mapping[str, float]) -> tuple[float, float]:
    """Valence and arousal of a mix of mood groups, each in [-0.5, 0.5]."""
    return (
        sum(share * _CORNERS[name][0] for name, share in groups.items()),
        sum(share * _CORNERS[name][1] for name, share in groups.items()),
    )


def _named(name: str) -> tuple[Mapping[str, float], Mapping[str, float]]:
    if name in EMOTIONS:
        return {name: 1.0}, GROUPS_OF_EMOTION[name]
    return EMOTIONS_OF_GROUP[name], {name: 1.0}


def _towards(
    mood: Mood, emotions: Mapping[str, float], groups: Mapping[str, float], far: float
) -> Mood:
    return _placed(mood, _mixed(mood.emotions, emotions, far), _mixed(mood.groups, groups, far))


def tilted(mood: Mood, sliders: Mapping[str, float], tilt: float) -> Mood:
    """A mood on the way to what sliders say; at a tilt of 1 it is what they say.

    Args:
        sliders: emotion → weight; they are scaled to sum to 1.
    """
    total = sum(sliders.values())
    emotions = {name: sliders.get(name, 0.0) / total for name in EMOTIONS}
    groups = dict.fromkeys(GROUPS, 0.0)
    for name, share in emotions.items():
        for group, part in GROUPS_OF_EMOTION[name].items():
            groups[group] += share * part
    moved = _towards(mood, emotions, groups, tilt)
    return replace(moved, neutral=(1 - tilt) * mood.neutral)


def _without(mood: Mood, names: Sequence[str]) -> Mood:
    """A mood with no share of some names; where little is left, the bright others have it."""
    spared = {each if each in EMOTIONS else next(iter(EMOTIONS_OF_GROUP[each])) for each in names}
    emotions = {each: 0.0 if each in spared else share for each, share in mood.emotions.items()}
    groups = {each: 0.0 if each in names else share for each, share in mood.groups.items()}
    for shares, bright in ((emotions, ("joy", "love")), (groups, ("happy", "relaxed"))):
        missing = 1 - sum(shares.values())
        heirs = [each for each in bright if each not in spared and each not in names]
        if missing > 0.5:
            for each in heirs:
                shares[each] += missing / len(heirs)
    return _placed(mood, _scaled(emotions), _scaled(groups))


def _placed(mood: Mood, emotions: Mapping[str, float], groups: Mapping[str, float]) -> Mood:
    valence, arousal = corner(groups)
    return replace(mood, emotions=emotions, groups=groups, valence=valence, arousal=arousal)


def _mixed(
    shares: Mapping[str, float], others: Mapping[str, float], far: float
) -> dict[str, float]:
    """Some way from one distribution to another."""
    return {name: (1 - far) * share + far * others.get(name, 0.0) for name, share in shares.items()}


def _scaled(shares: Mapping[str, float]) -> dict[str, float]:
    total = sum(shares.values())
    if not total:
        return dict.fromkeys(shares, 1 / len(shares))
    return {name: share / total for name, share in shares.items()}


def _middle(several: Sequence[Mood]) -> Mood:
    def mean(of: Sequence[Mapping[str, float]]) -> dict[str, float]:
        return _scaled({name: float(np.mean([each[name] for each in of])) for name in of[0]})

    return Mood(
        mean([each.emotions for each in several]),
        float(np.mean([each.valence for each in several])),
        float(np.mean([each.arousal for each in several])),
        mean([each.sentiment for each in several]),
        mean([each.groups for each in several]),
    )
