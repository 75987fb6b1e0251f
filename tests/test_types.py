from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import get_args

import pytest

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
    ("entity", "name"),
    [(a_mood(), "valence"), (a_song(), "title"), (IngestReport("my.db", 1, 1, 0, {}), "read")],
)
def test_entities_cannot_be_changed(entity: object, name: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(entity, name, 0)
