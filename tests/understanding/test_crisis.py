"""Cries for help are heard; idioms are not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import heartsong
from heartsong.encoder import Encoder
from heartsong.understanding.crisis import (
    ANSWER,
    cry_for_help,
    is_cry_for_help,
    wants_songs,
)
from heartsong.understanding.crisis_head import shipped_head
from heartsong.understanding.helplines import answer
from heartsong.understanding.message import normalise
from tests.fakes import FakeEncoder

TABLE = Path(heartsong.__file__).parent / "training" / "crisis.tsv"
with TABLE.open(encoding="utf-8", newline="") as file:
    LINES = list(csv.DictReader(file, delimiter="\t"))

CRIES = (
    "i want to die",
    "I want to die at home tonight",
    "honestly i want to die to be honest",
    "going to kill my self",
    "kms, not joking",
    "i want to unalive myself",
    "I wanna die tonight",
    "i just want to be dead",
    "i don't want to live anymore",
    "I do not want to be alive",
    "i don't want to wake up tomorrow",
    "i'm thinking about killing myself",
    "I could kill myself and nobody would notice",
    "i am suicidal",
    "thoughts of suicide again",
    "i have been cutting myself again",
    "i started hurting myself",
    "self-harm is the only thing that helps",
    "i'm going to end my life",
    "maybe i should take my own life",
    "time to end it all",
    "everyone would be better off without me",
    "they'd be better off if i was gone",
    "there is no reason to live",
    "no point in living like this",
    "i have nothing left to live for",
    "my life is not worth living",
    "i wish i was dead",
    "i wish i were never born",
    "i wrote the goodbye letter",
    "i hope i never wake up",
    "i'm ready to die",
    "sometimes i wish i could disappear forever",
)

IDIOMS = (
    "these shoes are killing me",
    "i could kill for a coffee",
    "i'm dying to see you",
    "i nearly died laughing",
    "i'm dead 😂",
    "this bass drop is to die for",
    "i want to die of embarrassment",
    "my phone wants to die on me every day",
    "kill the lights and turn it up",
    "my team got murdered on saturday",
    "i don't want to live with my parents anymore",
    "i don't want to wake up at five tomorrow",
    "i want to live by the sea",
    "i can't wait to be alive on that dancefloor",
    "cutting onions and crying",
    "i cut my hair myself",
    "i want to end this argument",
    "how does this playlist end it all sounds the same",
    "i burned myself out at work",
    "i hurt my knee at football",
    "no point in going to bed now",
    "nothing to live up to anymore, i retired",
    "i wish i was at the beach",
    "the plants on my balcony died",
    "my grandmother died in spring and i miss her",
    "a killer workout, i feel half dead and happy",
    "i feel bad",
    "everything is awful today",
)


OF_A_FRIEND = (
    "my friend says she wants to die",
    "my best friend told me he is going to kill himself",
    "my daughter has been cutting herself",
    "she says she doesn't want to live anymore",
)
NOT_NOW = (
    "i was suicidal years ago, today i'm okay",
    "five years since i tried to kill myself and i'm so glad i'm here",
    "my uncle took his own life ten years ago and today is his birthday",
    "lost my brother to suicide, i need something to remember him by",
    "songs about suicide",
    "songs like suicidal tendencies",
    "more songs like suicide blonde",
    "in my book the mother kills herself and the son finds the letter",
    "writing my thesis about suicide in literature, lofi please",
)
TALK = "It rained all day and I sat at the window with my tea. "


@pytest.mark.parametrize("text", CRIES)
def test_a_cry_for_help_is_heard(text: str) -> None:
    assert is_cry_for_help(text)


@pytest.mark.parametrize("text", IDIOMS)
def test_an_idiom_is_no_cry(text: str, encoder: Encoder) -> None:
    assert not is_cry_for_help(text)
    assert not is_cry_for_help(normalise(text), encoder)


@pytest.mark.parametrize("text", NOT_NOW)
def test_what_is_over_grieved_asked_for_or_made_up_is_no_cry(text: str, encoder: Encoder) -> None:
    assert not is_cry_for_help(text, encoder)


@pytest.mark.parametrize(
    "text", ["i was suicidal years ago and it's back", "suicidal again tonight"]
)
def test_a_past_that_comes_back_is_a_cry(text: str) -> None:
    assert cry_for_help(text) == "self"


@pytest.mark.parametrize("text", OF_A_FRIEND)
def test_a_friend_in_danger_is_heard_as_another(text: str) -> None:
    assert cry_for_help(text) == "other"


@pytest.mark.parametrize("text", CRIES)
def test_the_writers_own_danger_is_never_taken_for_anothers(text: str) -> None:
    assert cry_for_help(text) == "self"


@pytest.mark.parametrize(
    "text", ["I DONT WANNA BE ALIVE", "i rlly rlly wanna die rn", "unaliving myself"]
)
def test_slang_and_spelling_do_not_hide_a_cry(text: str) -> None:
    assert is_cry_for_help(text)


@pytest.mark.parametrize("at", [0, 40, 80])
def test_one_sentence_in_a_long_message_is_enough(at: int, encoder: Encoder) -> None:
    said = [TALK] * 81
    said[at] = "And I don't want to be alive anymore. "
    text = "".join(said)[:5000]
    assert is_cry_for_help(text)
    assert is_cry_for_help(text, encoder)


def test_a_long_message_without_any_is_no_cry(encoder: Encoder) -> None:
    assert not is_cry_for_help((TALK * 91)[:5000], encoder)


def test_the_head_belongs_to_the_model_that_ships(encoder: Encoder) -> None:
    """Whoever trains the model anew runs scripts/fit_crisis.py too."""
    head = shipped_head()
    assert head.model == encoder.name
    assert head.embedding.shape == (encoder.width,)


def test_the_head_hears_more_than_the_phrases(encoder: Encoder) -> None:
    lines = [line["text"] for line in LINES if line["split"] == "dev" and line["label"] != "none"]
    assert any(is_cry_for_help(text, encoder) and not is_cry_for_help(text) for text in lines)


def test_another_model_hears_by_phrases_alone(fake: FakeEncoder) -> None:
    assert fake.name != shipped_head().model
    for line in LINES[:200]:
        assert cry_for_help(line["text"], fake) == cry_for_help(line["text"])


def test_what_was_heard_already_is_not_heard_again(encoder: Encoder) -> None:
    text = "the pills are in the drawer and so is my patience"
    heard = encoder.hear([[text]], "message")[0]
    assert cry_for_help(text, encoder, heard) == cry_for_help(text, encoder)


def test_most_of_our_own_lines_are_heard_and_few_of_the_others(encoder: Encoder) -> None:
    """The floor that a change must not fall below; benchmarks/crisis.py prints the figures."""
    dev = [line for line in LINES if line["split"] == "dev"]
    found = {
        cries: [
            is_cry_for_help(line["text"], encoder)
            for line in dev
            if (line["label"] != "none") == cries
        ]
        for cries in (True, False)
    }
    assert sum(found[True]) / len(found[True]) >= 0.88
    assert sum(found[False]) / len(found[False]) <= 0.08


def test_no_dev_line_is_nearly_a_train_line() -> None:
    sets = [(line["split"], frozenset(line["text"].lower().split())) for line in LINES]
    train = [words for split, words in sets if split == "train"]
    for words in (words for split, words in sets if split == "dev"):
        assert max(len(words & other) / len(words | other) for other in train) < 0.75, words


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("i want to die please just play me something soft", True),
        ("i took the pills, calm songs please", True),
        ("i need a song to talk me out of it", True),
        ("i want to die", False),
        ("everyone would be better off without me", False),
        ("i don't want to play this game any more, i want out of life", False),
    ],
)
def test_songs_are_wanted_only_where_they_are_asked_for(text: str, wanted: bool) -> None:
    assert wants_songs(text) is wanted


def test_nothing_of_a_cry_is_logged_printed_or_stored(
    encoder: Encoder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    caplog.set_level(0)
    for text in (*CRIES, *OF_A_FRIEND):
        assert cry_for_help(text, encoder)
        answer(None)
    assert not caplog.records
    assert capfd.readouterr() == ("", "")
    assert not list(tmp_path.rglob("*"))


def test_the_answer_says_where_help_is() -> None:
    assert "emergency number" in ANSWER
    assert "findahelpline.com" in ANSWER
