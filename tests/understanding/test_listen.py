from __future__ import annotations

import pytest

from heartsong.errors import TextError
from heartsong.understanding.listen import LONGEST, listen


@pytest.mark.parametrize(
    "text",
    [
        "What music should I listen to if I feel bad",
        "I feel bad",
        "sad",
        "so tired lately",
        "lonely tonight again",
        "stressed out before exams",
        "my heart is broken",
        "angry at everyone",
        "calm evening, rain on the roof",
        "good morning sunshine",
        "I'm over the moon 🎉",
        "my café closed and I miss Zoë",
        "can't sleep\n\tcan't think",
    ],
)
def test_english_is_heard_without_a_notice(text: str) -> None:
    message = listen(text)
    assert message.text == text
    assert message.notice is None


@pytest.mark.parametrize("text", ["", " ", "\n\t \r\n", "\u00a0\u2003"])
def test_nothing_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(TextError, match="no words: write how you feel"):
        listen(text)


@pytest.mark.parametrize("text", ["12345", "!!!", ":-(", "https://example.org", "@someone", "…—"])
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(TextError, match="no words"):
        listen(text)


@pytest.mark.parametrize(
    "text", ["I feel\0bad", "I feel \x07bad", "I feel \udcff\udcfe bad", "\x01\x02\x03"]
)
def test_binary_is_refused(text: str) -> None:
    with pytest.raises(TextError, match="binary"):
        listen(text)


def test_the_longest_text_is_heard_and_one_character_more_is_not() -> None:
    text = ("I feel bad. " * LONGEST)[:LONGEST]
    assert listen(text).text == text
    with pytest.raises(TextError, match=r"5,001 characters, and at most 5,000"):
        listen(text + "!")


@pytest.mark.parametrize(
    "text",
    [
        "Je suis tellement triste ce soir, je ne sais plus quoi faire",
        "Ich bin heute so traurig und müde",
        "heute bin ich so traurig und müde 😢",
        "Estoy muy triste esta noche y no puedo dormir",
        "Sono molto triste stasera e non so cosa fare",
        "Estou muito feliz hoje com a minha família",
        "Jeg er ked af det og har brug for musik",
        "Ik voel me rot want alles gaat mis vandaag",
        "Jestem dzisiaj bardzo smutny i my wszyscy płaczemy",
        "Мне сегодня очень грустно",
        "今日はとても悲しい気分です",
        "오늘 너무 슬퍼요",
        "أنا حزين جدا اليوم",
    ],
)
def test_another_language_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(TextError, match="English"):
        listen(text)


@pytest.mark.parametrize(
    ("text", "heard"),
    [("😢", "crying face"), ("😢 😢!", "crying face crying face !"), ("🌧️☕", "cloud with rain")],
)
def test_emoji_alone_are_heard_with_a_notice_of_how_they_were_read(text: str, heard: str) -> None:
    message = listen(text)
    assert heard in message.heard
    assert message.notice is not None
    assert message.heard in message.notice
