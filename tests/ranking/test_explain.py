from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartsong.ranking.explain import DOUBTFUL, NEAR_MEANING, NEAR_MOOD, explain
from heartsong.types import EMOTIONS, Mood
from tests.builders import a_mood, moods

PARTS = st.floats(0.0, 1.0)
GROUP_OF_WORD = {"happy": "happy", "sad": "sad", "charged": "angry", "calm": "relaxed"}


@given(moods(), moods(), PARTS, PARTS)
def test_a_reason_is_one_sentence(listener: Mood, song: Mood, mood: float, meaning: float) -> None:
    reason = explain(listener, song, mood, meaning)
    assert reason[0].isupper()
    assert reason.endswith(".")
    assert reason.count(".") == 1
    assert "\n" not in reason


@given(moods(), moods(), PARTS, PARTS)
def test_a_song_is_called_as_you_sound_only_where_both_lead_alike(
    listener: Mood, song: Mood, mood: float, meaning: float
) -> None:
    reason = explain(listener, song, mood, meaning)
    if found := re.match(r"As (\w+) as you sound|Leans (\w+), as you do|A little (\w+)", reason):
        group = GROUP_OF_WORD[next(word for word in found.groups() if word)]
        assert listener.group == song.group == group
        assert (mood >= NEAR_MOOD) == reason.startswith("As ")


@given(moods(), moods(), PARTS, PARTS)
def test_a_song_is_called_more_so_than_you_only_where_its_share_is_larger(
    listener: Mood, song: Mood, mood: float, meaning: float
) -> None:
    if found := re.match(r"More (\w+) than you", explain(listener, song, mood, meaning)):
        group = GROUP_OF_WORD[found[1]]
        assert song.group == group
        assert song.groups[group] > listener.groups[group]


@given(moods(), moods(), PARTS, PARTS)
def test_emotions_are_named_only_where_they_lead(
    listener: Mood, song: Mood, mood: float, meaning: float
) -> None:
    reason = explain(listener, song, mood, meaning)
    named = [name for name in EMOTIONS if re.search(rf"carries.*\b{name}\b", reason)]
    others = [share for name, share in song.emotions.items() if name not in named]
    for name in named:
        assert song.emotions[name] > 1 / len(EMOTIONS)
        assert song.emotions[name] >= max(others)


@given(moods(), moods(), PARTS, PARTS)
def test_words_are_called_close_and_a_mood_doubtful_exactly_where_the_figures_say_so(
    listener: Mood, song: Mood, mood: float, meaning: float
) -> None:
    reason = explain(listener, song, mood, meaning)
    assert ("words come close" in reason) == (meaning >= NEAR_MEANING)
    assert ("hard to tell" in reason) == (max(song.groups.values()) < DOUBTFUL)


@pytest.mark.parametrize(
    ("song", "mood", "meaning", "reason"),
    [
        (a_mood("sad", emotion="sadness"), 0.97, 0.5, "As sad as you sound; it carries sadness."),
        (
            a_mood("sad", emotion="fear", emotion_share=0.3),
            0.8,
            0.8,
            "Leans sad, as you do; its words come close to yours.",
        ),
        (
            a_mood("relaxed", emotion="love"),
            0.6,
            0.5,
            "More calm than you sound; it carries love.",
        ),
        (
            a_mood("sad", share=0.4, emotion_share=0.2),
            0.6,
            0.5,
            "A little sad, as you are; its mood is hard to tell.",
        ),
    ],
)
def test_what_a_sad_listener_is_told(song: Mood, mood: float, meaning: float, reason: str) -> None:
    assert explain(a_mood("sad"), song, mood, meaning) == reason
