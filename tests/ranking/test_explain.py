from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartsong.ranking.explain import (
    ALIKE,
    DOUBTFUL,
    NEAR_MEANING,
    NEAR_MOOD,
    PACED,
    Grounds,
    explain,
)
from heartsong.ranking.themes import CLEAR, THEMES
from heartsong.types import EMOTIONS, Mood
from heartsong.wishes import Options, Stance, Wish, WishKind
from tests.builders import a_mood, a_request, a_song, moods

PARTS = st.floats(0.0, 1.0)
GROUP_OF_WORD = {"happy": "happy", "sad": "sad", "charged": "angry", "calm": "relaxed"}
SAD = a_mood("sad", emotion="sadness")
WISHES = st.lists(
    st.builds(
        Wish,
        st.sampled_from(["artist", "album", "genre", "theme", "word", "mood", "pace"]),
        st.sampled_from(["want", "avoid", "like"]),
        st.sampled_from(["love", "Ada Vale", "fast", "rain", "sad"]),
    ),
    max_size=4,
).map(tuple)


def told(
    listener: Mood, song: Mood, mood: float = 0.8, meaning: float = 0.5, **more: object
) -> str:
    """The reason for a song, by the figures that it is made from."""
    parts = {"mood": mood, "meaning": meaning, **more.pop("parts", {})}  # type: ignore[dict-item]
    felt, themes = more.pop("felt", True), more.pop("themes", {})
    steered = more.pop("steered", False)
    facts = more.pop("facts", {})
    grounds = Grounds(listener, felt, a_request(**more), parts, themes, steered)  # type: ignore[arg-type]
    return explain(a_song(mood=song, **facts), grounds)  # type: ignore[arg-type]


def wish(kind: WishKind, value: str, stance: Stance = "want", **more: object) -> dict[str, object]:
    return {"wishes": (Wish(kind, stance, value, **more),)}  # type: ignore[arg-type]


@given(moods(), moods(), PARTS, PARTS, WISHES)
def test_a_reason_is_one_sentence(
    listener: Mood, song: Mood, mood: float, meaning: float, wishes: tuple[Wish, ...]
) -> None:
    parts = {"words": meaning, "alike": mood, "pace": meaning}
    reason = told(listener, song, mood, meaning, wishes=wishes, parts=parts)
    assert reason[0].isupper()
    assert reason.endswith(".")
    assert reason.count(".") == 1
    assert "\n" not in reason


@given(moods(), moods(), PARTS, PARTS)
def test_a_song_is_called_as_you_sound_only_where_both_lead_alike(
    listener: Mood, song: Mood, mood: float, meaning: float
) -> None:
    reason = told(listener, song, mood, meaning)
    if found := re.match(r"As (\w+) as you sound|Leans (\w+), as you do|A little (\w+)", reason):
        group = GROUP_OF_WORD[next(word for word in found.groups() if word)]
        assert listener.group == song.group == group
        assert (mood >= NEAR_MOOD) == reason.startswith("As ")


@given(moods(), moods(), st.sampled_from(["match", "lift", "calm"]))
def test_a_song_is_called_more_so_than_you_only_where_its_share_is_larger(
    listener: Mood, song: Mood, strategy: str
) -> None:
    reason = told(listener, song, strategy=strategy)
    if found := re.match(r"More (\w+) than you", reason):
        group = GROUP_OF_WORD[found[1]]
    elif found := re.match(r"(Brighter|Calmer) than you", reason):
        group = {"Brighter": "happy", "Calmer": "relaxed"}[found[1]]
        assert strategy == {"happy": "lift", "relaxed": "calm"}[group]
    else:
        return
    assert song.group == group
    assert song.groups[group] > listener.groups[group]


@given(moods(), moods())
def test_emotions_are_named_only_where_they_lead(listener: Mood, song: Mood) -> None:
    reason = told(listener, song)
    named = [name for name in EMOTIONS if re.search(rf"carries.*\b{name}\b", reason)]
    others = [share for name, share in song.emotions.items() if name not in named]
    for name in named:
        assert song.emotions[name] > 1 / len(EMOTIONS)
        assert song.emotions[name] >= max(others)


@given(moods(), moods(), PARTS, PARTS)
def test_words_are_called_close_and_a_mood_doubtful_exactly_where_the_figures_say_so(
    listener: Mood, song: Mood, mood: float, meaning: float
) -> None:
    reason = told(listener, song, mood, meaning)
    assert ("words come close" in reason) == (meaning >= NEAR_MEANING)
    assert ("hard to tell" in reason) == (max(song.groups.values()) < DOUBTFUL)


@given(moods(), moods(), PARTS)
def test_a_listener_who_said_nothing_of_a_feeling_is_not_told_how_they_sound(
    listener: Mood, song: Mood, part: float
) -> None:
    assert " you" not in told(listener, song, part, part, felt=False)


@given(PARTS)
def test_a_song_is_about_a_theme_only_where_its_score_is_clear(score: float) -> None:
    theme = next(theme for theme in THEMES if theme.name == "home")
    reason = told(SAD, SAD, **wish("theme", "home"), themes={"home": score})
    assert (theme.about in reason) == (score >= CLEAR)


@given(PARTS, st.booleans())
def test_a_song_is_akin_to_a_seed_only_where_the_part_says_so(part: float, known: bool) -> None:
    wished = wish("artist", "Johnny Cash", "like", known=known)
    reason = told(SAD, SAD, **wished, parts={"alike": part})
    assert ("akin to Johnny Cash" in reason) == (part >= ALIKE and known)


@given(PARTS)
def test_a_song_has_drive_or_takes_its_time_only_where_the_part_says_so(part: float) -> None:
    fast = told(SAD, SAD, **wish("pace", "slow", "avoid"), parts={"pace": part})
    slow = told(SAD, SAD, **wish("pace", "slow"), parts={"pace": part})
    assert ("it has drive" in fast) == (part >= PACED)
    assert ("it takes its time" in slow) == (part >= PACED)


@pytest.mark.parametrize(
    ("kind", "value", "facts", "clause"),
    [
        ("artist", "ada vale", {}, "by ada vale, as you asked"),
        ("artist", "Someone Else", {}, None),
        ("album", "Blue", {"album": "Blue (Remastered)"}, "from Blue (Remastered), as you asked"),
        ("album", "Blue", {"album": "Red"}, None),
        ("years", "1970-1979", {"year": 1975}, "from 1975"),
        ("years", "1970-1979", {"year": 1985}, None),
        ("years", "1970-1979", {}, None),
        ("genre", "rock", {"genre": "Indie Rock; Pop"}, "rock, as you asked"),
        ("genre", "jazz", {"genre": "Indie Rock; Pop"}, None),
        ("word", "tide", {}, '"tide" is in its name'),
    ],
)
def test_a_wish_is_named_exactly_where_the_song_grants_it(
    kind: WishKind, value: str, facts: dict[str, object], clause: str | None
) -> None:
    reason = told(SAD, SAD, **wish(kind, value), facts=facts, parts={"words": 0.0})
    assert (
        reason == f"Leans sad, as you do; {clause}; it carries sadness."
        if clause
        else (reason == "Leans sad, as you do; it carries sadness.")
    )


def test_a_word_that_is_not_in_the_name_is_in_the_words_where_the_search_found_it() -> None:
    found = told(SAD, SAD, **wish("word", "rain"), parts={"words": 0.4})
    assert '"rain" is in its words' in found
    assert "rain" not in told(SAD, SAD, **wish("word", "rain"), parts={"words": 0.0})


def test_what_is_not_wanted_is_no_reason() -> None:
    assert "Ada" not in told(SAD, SAD, **wish("artist", "Ada Vale", "avoid"))


def test_of_sliders_it_says_how_near_the_song_is_to_what_was_set() -> None:
    options = Options(emotions={"joy": 1})
    assert told(SAD, SAD, 0.95, options=options).startswith("Near the mood you set: it leans sad;")
    assert told(SAD, SAD, 0.5, options=options).startswith("Towards the mood you set")


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
    assert told(a_mood("sad"), song, mood, meaning) == reason


@given(moods(), moods(), PARTS)
def test_a_listener_who_steers_is_not_told_that_they_sound_so(
    listener: Mood, song: Mood, part: float
) -> None:
    reason = told(listener, song, part, steered=True)
    assert "you sound" not in reason
    assert ("as you asked" in reason) == (song.group == listener.group)
