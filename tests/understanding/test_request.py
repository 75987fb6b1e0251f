from __future__ import annotations

import numpy as np
import pytest

from heartsong.encoder import Encoder
from heartsong.model import Heard
from heartsong.understanding.crisis import ANSWER
from heartsong.understanding.listen import Message, listen
from heartsong.understanding.request import hear, understand
from tests.builders import a_mood, an_embedding
from tests.fakes import FakeEncoder

TEXTS = (
    "I feel bad",
    "we got the keys today and I can't stop smiling!",
    "so angry at my landlord I could scream, " * 20,
    "a quiet evening with tea and rain",
    "help",
)


def messages() -> list[Message]:
    return [listen(text) for text in TEXTS]


def test_each_message_is_heard_in_its_place(fake: FakeEncoder) -> None:
    heard = hear([listen("we dance and laugh"), listen("I feel bad and cry")], fake)
    assert [each.mood.group for each in heard] == ["happy", "sad"]


def test_no_messages_give_nothing(fake: FakeEncoder) -> None:
    assert hear([], fake) == []


def test_a_message_is_not_changed_by_its_company(encoder: Encoder) -> None:
    together = hear(messages(), encoder)
    backwards = hear(messages()[::-1], encoder)[::-1]
    for message, first, second in zip(messages(), together, backwards, strict=True):
        (alone,) = hear([message], encoder)
        assert alone.mood == first.mood == second.mood
        assert np.array_equal(alone.embedding, first.embedding)


def test_what_is_heard_are_shares_that_sum_to_one_and_a_unit_vector(encoder: Encoder) -> None:
    for heard in hear(messages(), encoder):
        for shares in (heard.mood.emotions, heard.mood.sentiment, heard.mood.groups):
            assert sum(shares.values()) == pytest.approx(1)
            assert all(0 <= share <= 1 for share in shares.values())
        assert -1 <= heard.mood.valence <= 1
        assert -1 <= heard.mood.arousal <= 1
        assert heard.embedding.dtype == np.float32
        assert float(np.linalg.norm(heard.embedding)) == pytest.approx(1, abs=1e-5)


def heard_as(share: float) -> Heard:
    return Heard(a_mood("sad", share), an_embedding())


def test_a_plain_request_needs_no_notice() -> None:
    request = understand(Message("I feel bad", "I feel bad"), heard_as(0.8), k=10, held=1000)
    assert request.text == "I feel bad"
    assert request.k == 10
    assert request.strategy == "match"
    assert request.notice is None


def test_a_mood_that_hardly_leads_is_said_to_be_doubtful() -> None:
    notice = understand(Message("hm", "hm"), heard_as(0.35), k=10, held=1000).notice
    assert notice is not None
    assert "not sure how you feel" in notice


@pytest.mark.parametrize(("held", "said"), [(9, "only 9 songs"), (10, None)])
def test_a_catalogue_with_too_few_songs_is_said_to_have_few(held: int, said: str | None) -> None:
    notice = understand(Message("sad", "sad"), heard_as(0.8), k=10, held=held).notice
    assert notice is None if said is None else said in str(notice)


def test_several_notices_are_all_given() -> None:
    message = Message("😢", "crying face", "I read your emoji.")
    notice = understand(message, heard_as(0.3), k=10, held=3).notice
    assert notice is not None
    assert notice.startswith("I read your emoji. ")
    assert notice.count(".") == 3


@pytest.mark.parametrize(("k", "held", "given"), [(10, 3, 3), (3, 10, 3), (10**9, 8, 8)])
def test_no_more_songs_are_asked_for_than_there_are(k: int, held: int, given: int) -> None:
    assert understand(Message("sad", "sad"), heard_as(0.8), k, held).k == given


def test_a_cry_for_help_is_answered_with_words_and_without_songs() -> None:
    request = understand(listen("I want to die"), heard_as(0.3), k=10, held=3)
    assert request.k == 0
    assert request.notice == ANSWER
