"""How a mood goes on: blended with what is heard, moved by what is asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartsong.model import Heard
from heartsong.types import EMOTIONS, Mood
from heartsong.understanding.blend import (
    EVEN,
    MOST_STEPS,
    STRONGEST,
    blend,
    faded,
    moved,
    steered,
    weight,
)
from heartsong.understanding.steering import Direction, Move
from tests.builders import a_mood, an_embedding, moods

DIRECTIONS: tuple[Direction, ...] = (
    "upbeat", "sad", "calm", "energetic", "angry", "dark", "loving", "hopeful", "fast",
)  # fmt: skip
# Where each direction leads: the share that grows most.
LEADS: dict[Direction, str] = {
    "upbeat": "happy", "sad": "sad", "calm": "relaxed", "angry": "angry", "dark": "sad",
    "loving": "relaxed",
}  # fmt: skip
shares = st.floats(0, 1)
steps = st.dictionaries(st.sampled_from(DIRECTIONS), st.floats(-MOST_STEPS, MOST_STEPS))


def is_a_mood(mood: Mood) -> bool:
    sums = [sum(each.values()) for each in (mood.emotions, mood.sentiment, mood.groups)]
    all_shares = [*mood.emotions.values(), *mood.sentiment.values(), *mood.groups.values()]
    return (
        sums == pytest.approx([1, 1, 1])
        and min(all_shares) >= 0
        and max(abs(mood.valence), abs(mood.arousal)) <= 1
        and 0 <= mood.neutral <= 1
    )


@given(moods(), moods(), shares)
def test_a_blend_is_a_mood_between_the_two(old: Mood, new: Mood, share: float) -> None:
    found = blend(Heard(old, an_embedding(1)), Heard(new, an_embedding(2)), share)
    assert is_a_mood(found.mood)
    for name, value in found.mood.groups.items():
        low, high = sorted([old.groups[name], new.groups[name]])
        assert low - 1e-9 <= value <= high + 1e-9
    assert np.linalg.norm(found.embedding) == pytest.approx(1, abs=1e-6)


@given(moods(), shares)
def test_the_same_said_twice_keeps_the_mood(mood: Mood, share: float) -> None:
    heard = Heard(mood, an_embedding())
    found = blend(heard, heard, share)
    assert found.mood.groups == pytest.approx(mood.groups)
    assert found.mood.valence == pytest.approx(mood.valence)
    assert found.embedding == pytest.approx(heard.embedding, abs=1e-6)


def test_words_without_feeling_leave_a_felt_mood_alone() -> None:
    felt, wish = a_mood("sad"), replace(EVEN, neutral=0.9)
    assert weight(felt, wish) == weight(felt, wish, corrects=True) == 0
    before = Heard(felt, an_embedding(1))
    assert blend(before, Heard(wish, an_embedding(2)), 0) is before


def test_what_is_felt_counts_more_the_less_neutral_it_is() -> None:
    felt = a_mood("sad")
    found = [weight(felt, replace(a_mood(), neutral=neutral)) for neutral in (0, 0.2, 0.4, 0.55)]
    assert found == sorted(found, reverse=True)
    assert found[0] == pytest.approx(STRONGEST)
    assert 0 < found[-1] < 0.25


def test_what_corrects_counts_more_and_the_first_words_count_alone() -> None:
    felt, new = a_mood("sad"), a_mood("happy")
    assert weight(felt, new) < weight(felt, new, corrects=True) < 1
    assert weight(None, new) == 1
    assert weight(EVEN, new) == 1


def test_opposite_meanings_do_not_leave_none() -> None:
    one = an_embedding()
    found = blend(Heard(a_mood(), one), Heard(a_mood(), -one), 0.5)
    assert np.linalg.norm(found.embedding) == pytest.approx(1)


@given(moods(), steps)
def test_a_steered_mood_is_a_mood(mood: Mood, asked: dict[Direction, float]) -> None:
    found = steered(replace(mood, neutral=6 * min(mood.emotions.values())), asked)
    assert is_a_mood(found)
    assert found.neutral <= len(EMOTIONS) * min(found.emotions.values()) + 1e-9


@pytest.mark.parametrize(("to", "group"), LEADS.items())
@pytest.mark.parametrize("start", ["happy", "sad", "angry", "relaxed"])
def test_each_step_is_clear_and_goes_further(to: Direction, group: str, start: str) -> None:
    mood = a_mood(start, 0.85)
    found = [steered(mood, {to: n}).groups[group] for n in (-1, 1, 2, 3)]
    assert found == sorted(found)
    assert len(set(found)) == 4
    assert found[1] > 1.15 * found[0]


def test_from_deep_sadness_two_steps_up_lead_to_happiness() -> None:
    mood = a_mood("sad", 0.97, emotion="sadness", emotion_share=0.97, valence=-0.9)
    assert steered(mood, {"upbeat": 1}).groups["happy"] > 0.3
    assert steered(mood, {"upbeat": 2}).group == "happy"
    assert steered(mood, {"upbeat": 1}).valence > mood.valence


def test_no_steps_change_nothing_and_one_back_takes_one_away() -> None:
    mood = a_mood("sad")
    assert steered(mood, {}) is mood
    there = moved({}, [Move("upbeat", 1)])
    assert moved(there, [Move("upbeat", -1)]) == {}


def test_steps_are_bounded() -> None:
    asked: dict[Direction, float] = {}
    for _ in range(50):
        asked = moved(asked, [Move("upbeat", 2), Move("sad", -1)])
    assert asked == {"upbeat": MOST_STEPS, "sad": -MOST_STEPS}


def test_steps_fade_with_what_they_were_asked_of() -> None:
    assert faded({"upbeat": 2.0}, 0) == {"upbeat": 2.0}
    assert faded({"upbeat": 2.0}, 0.75) == {"upbeat": 0.5}
    assert faded({"upbeat": 2.0, "calm": 0.5}, 0.9) == {"upbeat": 0.2}
