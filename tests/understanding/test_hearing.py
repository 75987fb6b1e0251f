from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from heartsong.encoder import Encoder
from heartsong.understanding.hearing import (
    Hearing,
    Parsed,
    beside_wishes,
    for_purpose,
    hear,
    hear_mood,
    nothing_heard,
)
from heartsong.understanding.listen import listen
from heartsong.understanding.wishes.purpose import Purpose
from heartsong.wishes import Wish
from tests.fakes import FakeEncoder

TEXTS = (
    "I feel bad",
    "we got the keys today and I can't stop smiling!",
    "so angry at my landlord I could scream, " * 20,
    "a quiet evening with tea and rain",
    "help",
)


def heard(text: str, encoder: Encoder, parsed: Parsed | None = None) -> Hearing:
    hearing = hear(listen(text), encoder)
    return beside_wishes(hearing, parsed or hearing.parsed, encoder)


def test_what_is_left_beside_the_wishes_is_felt(fake: FakeEncoder) -> None:
    parsed = Parsed("we dance and laugh", (Wish("mood", "avoid", "sad", "nothing sad"),))
    found = heard("we dance and laugh, nothing sad", fake, parsed)
    assert found.heard.mood.group == "happy"
    assert found.felt
    assert found.text == "we dance and laugh, nothing sad"
    assert heard("we dance and laugh, nothing sad", fake).heard.mood.groups["sad"] > 0.2


@pytest.mark.parametrize("rest", ["", " , ", "!!"])
def test_where_only_wishes_are_left_nothing_is_felt(fake: FakeEncoder, rest: str) -> None:
    found = heard("songs by ABBA please", fake, Parsed(rest, (Wish("artist", "want", "ABBA"),)))
    assert not found.felt
    assert set(found.heard.mood.groups.values()) == {0.25}
    assert not found.heard.embedding.any()


def test_subjects_that_are_wished_for_are_part_of_what_is_meant(fake: FakeEncoder) -> None:
    wishes = (Wish("word", "want", "rain"), Wish("word", "avoid", "snow"))
    found = heard("I cry, songs about rain, no snow", fake, Parsed("I cry", wishes))
    (meant,) = fake.hear([["I cry. rain"]], "message")
    assert np.array_equal(found.heard.embedding, meant.embedding)
    assert found.heard.mood == hear_mood(listen("I cry"), fake)
    alone = heard("songs about rain", fake, Parsed("", wishes))
    assert np.array_equal(alone.heard.embedding, fake.hear([["rain"]], "message")[0].embedding)


def test_what_music_is_for_moves_a_mood_that_says_nothing_of_it(fake: FakeEncoder) -> None:
    gym = heard("music for the gym", fake, Parsed("", purpose=Purpose("for the gym", "drive")))
    found = for_purpose(gym)
    assert found.felt
    assert found.steered
    assert found.heard.mood.category == "Energetic"
    assert found.heard.mood.groups["relaxed"] < 0.05
    assert found.heard.mood.groups["happy"] > 0.3
    dance = replace(gym, parsed=Parsed("", purpose=Purpose("to dance to", "cheer")))
    assert for_purpose(dance).heard.mood.category == "Happy"


def test_what_is_felt_counts_beside_what_music_is_for(fake: FakeEncoder) -> None:
    parsed = Parsed("I cry, I am so lonely", purpose=Purpose("for the gym", "drive"))
    felt = heard("I cry, I am so lonely, music for the gym", fake, parsed)
    sad, found = felt.heard.mood.groups["sad"], for_purpose(felt).heard.mood.groups["sad"]
    unfelt = for_purpose(replace(felt, heard=nothing_heard(fake.width), felt=False))
    assert unfelt.heard.mood.groups["sad"] < found < sad


def test_without_a_purpose_nothing_is_moved(fake: FakeEncoder) -> None:
    found = heard("I cry", fake)
    assert for_purpose(found) is found


def test_a_message_is_not_changed_by_what_was_heard_before(encoder: Encoder) -> None:
    first = [heard(text, encoder) for text in TEXTS]
    again = [heard(text, encoder) for text in TEXTS[::-1]][::-1]
    for one, other in zip(first, again, strict=True):
        assert one.heard.mood == other.heard.mood
        assert np.array_equal(one.heard.embedding, other.heard.embedding)


def test_what_is_heard_are_shares_that_sum_to_one_and_a_unit_vector(encoder: Encoder) -> None:
    for text in TEXTS:
        found = heard(text, encoder).heard
        for shares in (found.mood.emotions, found.mood.sentiment, found.mood.groups):
            assert sum(shares.values()) == pytest.approx(1)
            assert all(0 <= share <= 1 for share in shares.values())
        assert -1 <= found.mood.valence <= 1
        assert -1 <= found.mood.arousal <= 1
        assert found.embedding.dtype == np.float32
        assert float(np.linalg.norm(found.embedding)) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("I don’t want to be alive", "self"),
        ("i wanna kill my self 😢", "self"),
        ("I want to die at home tonight", "self"),
        ("my friend says she wants to kill herself", "other"),
        ("I feel bad", None),
    ],
)
def test_a_cry_for_help_is_marked_however_it_is_typed(
    text: str, about: str | None, encoder: Encoder
) -> None:
    assert heard(text, encoder).crisis == about
