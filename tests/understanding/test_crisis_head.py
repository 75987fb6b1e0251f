"""The head weighs an embedding, runs of words and parts of words."""

from __future__ import annotations

import math

import numpy as np
import pytest

from heartsong.encoder import Encoder
from heartsong.understanding.crisis import in_phrases, is_cry_for_help
from heartsong.understanding.crisis_head import HEAD, Head, grams, parts, shipped_head
from heartsong.understanding.crisis_words import plain, without_idioms

MOST_BYTES = 1_000_000


def a_head(words: dict[str, float], by_parts: dict[str, float]) -> Head:
    return Head("some-1", np.array([1.0, -2.0], np.float32), words, by_parts, bias=0.5)


def test_grams_are_runs_of_up_to_three_words_across_full_stops() -> None:
    assert list(grams("a b . c")) == ["a", "b", "c", "a b", "b c", "a b c"]


def test_parts_stay_within_a_word_and_know_its_ends() -> None:
    assert set(parts("ab")) == {" a", "ab", "b ", " ab", "ab ", " ab "}
    assert not any(" " in part[1:-1] for part in parts("never again"))


@pytest.mark.parametrize("words", ["", ".", "~ . ~"])
def test_what_holds_no_word_has_no_parts(words: str) -> None:
    assert not list(parts(words))


def test_a_score_adds_up_the_bias_the_embedding_the_words_and_their_parts() -> None:
    head = a_head({"ab": 3.0}, {" ab ": 6.0})
    found = head.score("ab", np.array([1.0, 0.25], np.float32))
    assert found == pytest.approx(0.5 + (1.0 - 0.5) + 3.0 + 6.0 / math.sqrt(6))


def test_what_is_said_twice_weighs_no_more() -> None:
    head = a_head({"ab": 3.0}, {"ab": 6.0})
    assert head.of_words("ab . ab") < 2 * head.of_words("ab")
    assert head.of_words("") == 0.0


def test_parts_hear_a_spelling_that_no_word_does() -> None:
    head = shipped_head()
    assert "tabletts" not in head.words
    only_parts = head.of_words("tabletts") - head.of_words("tabl")
    assert only_parts != 0.0


def test_the_shipped_head_is_small_and_knows_parts() -> None:
    head = shipped_head()
    assert head.parts
    assert HEAD.stat().st_size < MOST_BYTES


@pytest.mark.parametrize(
    ("text", "cry"),
    [
        ("i burned myself with the iron making costumes", False),
        ("burned myself with the hot pan again, dinner's ruined", False),
        ("i burn myself with the lighter", True),
    ],
)
def test_only_kitchen_burns_are_an_idiom(text: str, cry: bool) -> None:
    assert ("~" in without_idioms(plain(text))) is not cry
    assert (in_phrases(plain(text)) is not None) is cry


def test_despair_and_its_look_alike_are_told_apart(encoder: Encoder) -> None:
    assert is_cry_for_help("the rope is ready and i have said my goodbyes", encoder)
    assert not is_cry_for_help("the rope is coiled and my son is at the climbing wall", encoder)
