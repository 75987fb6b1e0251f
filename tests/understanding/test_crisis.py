"""Cries for help are heard; idioms are not."""

from __future__ import annotations

import pytest

from heartsong.understanding.crisis import ANSWER, is_cry_for_help

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


@pytest.mark.parametrize("text", CRIES)
def test_a_cry_for_help_is_heard(text: str) -> None:
    assert is_cry_for_help(text)


@pytest.mark.parametrize("text", IDIOMS)
def test_an_idiom_is_no_cry(text: str) -> None:
    assert not is_cry_for_help(text)


def test_the_answer_says_where_help_is() -> None:
    assert "emergency number" in ANSWER
    assert "findahelpline.com" in ANSWER
