from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from typing import get_args

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from heartsong.labels import HEARD
from heartsong.model import spread_neutral
from heartsong.types import CATEGORY_OF_GROUP, EMOTIONS, GROUPS, SENTIMENTS, Category, IngestReport
from tests.builders import a_mood, a_song


def test_the_names_stand_in_the_order_that_the_design_gives() -> None:
    assert EMOTIONS == ("sadness", "joy", "love", "anger", "fear", "surprise")
    assert SENTIMENTS == ("negative", "neutral", "positive")
    assert GROUPS == ("happy", "sad", "angry", "relaxed")


@pytest.mark.parametrize(
    ("group", "category"),
    [("happy", "Happy"), ("sad", "Anxious/Sad"), ("angry", "Energetic"), ("relaxed", "Calm")],
)
def test_the_leading_group_names_the_category(group: str, category: str) -> None:
    mood = a_mood(group, share=0.4)
    assert mood.group == group
    assert mood.category == category
    assert a_song(mood=mood).category == category


def test_every_category_has_a_group() -> None:
    assert set(CATEGORY_OF_GROUP.values()) == set(get_args(Category))


def test_among_equal_groups_the_first_leads() -> None:
    assert a_mood("relaxed", share=0.25).group == "happy"


@pytest.mark.parametrize(
    ("seven", "leading"),
    [
        ((0.1, 0.5, 0.0, 0.0, 0.0, 0.0, 0.4), "joy"),
        ((0.1, 0.3, 0.0, 0.0, 0.0, 0.2, 0.4), "neutral"),
        ((0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0), "neutral"),
        ((0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0), "anger"),
    ],
)
def test_the_leading_emotion_is_the_largest_of_seven(
    seven: tuple[float, ...], leading: str
) -> None:
    """The shares of a mood are spread, and yet the seven's own order is told again."""
    emotions, neutral = spread_neutral(np.array(seven))
    mood = replace(a_mood(), emotions=emotions, neutral=neutral)
    assert sum(emotions.values()) == pytest.approx(1)
    assert mood.neutral == pytest.approx(seven[-1])
    assert mood.emotion == leading


@given(st.lists(st.floats(0.001, 1), min_size=7, max_size=7))
def test_the_leading_emotion_is_that_of_an_argmax(weights: list[float]) -> None:
    seven = np.array(weights) / sum(weights)
    ordered = np.sort(seven)
    assume(ordered[-1] - ordered[-2] > 1e-9)
    emotions, neutral = spread_neutral(seven)
    mood = replace(a_mood(), emotions=emotions, neutral=neutral)
    assert mood.emotion == HEARD[int(seven.argmax())]


def test_a_mood_without_a_neutral_share_has_an_emotion() -> None:
    assert a_mood(emotion="fear", emotion_share=0.3).emotion == "fear"


@pytest.mark.parametrize(
    ("entity", "name"),
    [(a_mood(), "valence"), (a_song(), "title"), (IngestReport("my.db", 1, 1, 0, {}, {}), "read")],
)
def test_entities_cannot_be_changed(entity: object, name: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(entity, name, 0)
