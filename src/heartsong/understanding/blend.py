"""How a mood goes on from one turn to the next: blended with what is heard, moved by what is asked.

Blending is the linear opinion pool (Stone 1961): every share becomes (1 − w)·before + w·new. So
shares go on summing to 1, the same said twice stays the same, and no share leaves the two that it
was made of. The neutral share is one of them, so "how sure" is blended as well.

Steering multiplies shares by eˢᵗᵉᵖ and scales them to sum to 1 again: steps add up, one back takes
one away, and however many there are, shares stay shares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from heartsong.model import Heard
from heartsong.types import EMOTIONS, GROUPS, SENTIMENTS, Mood
from heartsong.understanding.steering import Direction, Move

STRONGEST: Final = 0.75  # the weight of new words beside old ones that hold as much feeling
UNFELT: Final = 0.6  # a neutral share from which on words are a wish, not a feeling
MOST_STEPS: Final = 3.0  # towards or away: further steps would change nothing that one can hear
_STEP: Final = 2.5  # in log odds: a share that was even grows twelvefold beside the others
_LEAST: Final = 0.1  # a share that steering starts from: no step leads anywhere from nothing

# Where steering starts while no feeling was heard: everything alike.
EVEN: Final = Mood(
    dict.fromkeys(EMOTIONS, 1 / len(EMOTIONS)),
    0.0,
    0.0,
    dict.fromkeys(SENTIMENTS, 1 / len(SENTIMENTS)),
    dict.fromkeys(GROUPS, 1 / len(GROUPS)),
    1.0,
)

Steps = Mapping[Direction, float]


class _Pull(NamedTuple):
    """Where a direction leads: what it does to the log odds of a share, in steps, and to axes."""

    groups: Mapping[str, float]
    emotions: Mapping[str, float]
    valence: float
    arousal: float


_PULLS: Final[Mapping[Direction, _Pull]] = {
    "upbeat": _Pull({"happy": 1, "sad": -0.5}, {"joy": 1, "sadness": -0.5}, 0.5, 0.2),
    "sad": _Pull({"sad": 1, "happy": -0.5}, {"sadness": 1, "joy": -0.5}, -0.5, -0.1),
    "calm": _Pull({"relaxed": 1, "angry": -0.5}, {"anger": -0.5, "fear": -0.5}, 0.05, -0.3),
    "energetic": _Pull(
        {"happy": 0.7, "angry": 0.7, "sad": -0.4, "relaxed": -0.4},
        {"joy": 0.4, "anger": 0.4, "sadness": -0.4},
        0.0,
        0.3,
    ),
    "angry": _Pull({"angry": 1, "relaxed": -0.5}, {"anger": 1, "love": -0.3}, -0.2, 0.3),
    "dark": _Pull(
        {"sad": 0.7, "angry": 0.5, "happy": -0.7},
        {"fear": 0.7, "sadness": 0.5, "joy": -0.7},
        -0.3,
        0,
    ),
    "loving": _Pull(
        {"happy": 0.4, "relaxed": 0.6, "angry": -0.5}, {"love": 1, "anger": -0.5}, 0.2, 0.0
    ),
    "hopeful": _Pull(
        {"happy": 0.6, "relaxed": 0.6, "sad": -0.5},
        {"joy": 0.6, "love": 0.3, "sadness": -0.5},
        0.2,
        0,
    ),
    "fast": _Pull(
        {"happy": 0.4, "angry": 0.4, "relaxed": -0.5}, {"joy": 0.2, "anger": 0.2}, 0, 0.3
    ),
}


def evidence(mood: Mood) -> float:
    """How much feeling a mood holds, in [0, 1]: none from the neutral share `UNFELT` on."""
    return max(0.0, UNFELT - mood.neutral) / UNFELT


def weight(before: Mood | None, new: Mood, corrects: bool = False) -> float:
    """How much new words count beside what was heard before, in [0, 1].

    As much as they hold more feeling, `STRONGEST` where both are all feeling, nothing where they
    hold none (a wish, a title). Where neither holds any, half. Words that take back what was said
    count for half of what is left on top of that.
    """
    if before is None:
        return 1.0
    of_new, of_old = STRONGEST * evidence(new), (1 - STRONGEST) * evidence(before)
    plain = of_new / (of_new + of_old) if of_new + of_old else 0.5
    return (1 + plain) / 2 if corrects and of_new else plain


def blend(before: Heard | None, new: Heard, share: float) -> Heard:
    """What is heard once new words have the weight `share`, in [0, 1]; all, where nothing was."""
    if before is None or share >= 1:
        return new
    if share <= 0:
        return before
    mixed = (1 - share) * before.embedding + share * new.embedding
    length = float(np.linalg.norm(mixed))
    # Opposite meanings cancel out; then the new one is what is meant.
    embedding = (mixed / length).astype(np.float32) if length > 1e-6 else new.embedding
    return Heard(_blended(before.mood, new.mood, share), embedding)


def _blended(before: Mood, new: Mood, share: float) -> Mood:
    def between(old: float, other: float) -> float:
        return (1 - share) * old + share * other

    def shares(old: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
        return {name: between(old[name], other[name]) for name in old}

    return Mood(
        emotions=shares(before.emotions, new.emotions),
        valence=between(before.valence, new.valence),
        arousal=between(before.arousal, new.arousal),
        sentiment=shares(before.sentiment, new.sentiment),
        groups=shares(before.groups, new.groups),
        neutral=between(before.neutral, new.neutral),
    )


def moved(steps: Steps, moves: Sequence[Move]) -> dict[Direction, float]:
    """Steps with some more of them, each direction within `MOST_STEPS` either way; no zeros."""
    total = dict(steps)
    for move in moves:
        further = total.get(move.towards, 0.0) + move.steps
        total[move.towards] = min(MOST_STEPS, max(-MOST_STEPS, further))
    return {to: number for to, number in total.items() if number}


def due(moves: Sequence[Move], mood: Mood) -> list[Move]:
    """Moves that words ask for by the way: all the way where no feeling is heard, else half."""
    left = 1 - evidence(mood) / 2
    return [Move(move.towards, move.steps * left) for move in moves]


def faded(steps: Steps, share: float) -> dict[Direction, float]:
    """Steps after new words of that weight: what was asked of the old mood counts so much less."""
    left = {to: round(number * (1 - share), 3) for to, number in steps.items()}
    return {to: number for to, number in left.items() if abs(number) >= 0.1}


def steered(mood: Mood, steps: Steps) -> Mood:
    """A mood moved by steps; the mood itself where there are none."""
    if not steps:
        return mood
    pulls = [(_PULLS[to], number) for to, number in steps.items()]
    valence = sum(pull.valence * number for pull, number in pulls)
    arousal = sum(pull.arousal * number for pull, number in pulls)
    emotions = _tilted(EMOTIONS, mood.emotions, [(pull.emotions, n) for pull, n in pulls])
    # Pleasant is positive: valence, in [-1, 1], is half as much as log odds.
    polarity = {"positive": 2 * valence, "negative": -2 * valence}
    return Mood(
        emotions=emotions,
        valence=_within(mood.valence + valence),
        arousal=_within(mood.arousal + arousal),
        sentiment=_tilted(SENTIMENTS, mood.sentiment, [(polarity, 1.0)]),
        groups=_tilted(GROUPS, mood.groups, [(pull.groups, n) for pull, n in pulls]),
        # What lies under all emotions alike is at most their least.
        neutral=min(mood.neutral, len(EMOTIONS) * min(emotions.values())),
    )


def _tilted(
    names: Sequence[str],
    shares: Mapping[str, float],
    pulls: Sequence[tuple[Mapping[str, float], float]],
) -> dict[str, float]:
    exponents = {
        name: _STEP * sum(pull.get(name, 0.0) * number for pull, number in pulls) for name in names
    }
    # The largest exponent is taken out, so that no power can overflow.
    top = max(exponents.values())
    raised = {
        name: max(shares[name], _LEAST) * float(np.exp(exponents[name] - top)) for name in names
    }
    total = sum(raised.values())
    return {name: value / total for name, value in raised.items()}


def _within(axis: float) -> float:
    return min(1.0, max(-1.0, axis))
