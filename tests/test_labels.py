from __future__ import annotations

import pytest

from heartsong.labels import HEARD, MEANINGS, SYNONYMS, emotion_of, plain, sentiments_of
from heartsong.types import EMOTIONS, GROUPS, SENTIMENTS


def test_the_seventh_emotion_is_none() -> None:
    assert (*EMOTIONS, "neutral") == HEARD


@pytest.mark.parametrize("label", MEANINGS)
def test_every_label_means_an_emotion_a_sentiment_and_a_distribution_of_groups(label: str) -> None:
    meaning = MEANINGS[label]
    assert meaning.emotion in HEARD
    assert meaning.sentiment in SENTIMENTS
    assert set(meaning.groups) <= set(GROUPS)
    assert sum(meaning.groups.values()) == pytest.approx(1)


def test_our_six_emotions_mean_themselves() -> None:
    for emotion in EMOTIONS:
        assert emotion_of(emotion) == emotion


@pytest.mark.parametrize("synonym", SYNONYMS)
def test_every_synonym_is_plain_and_means_something(synonym: str) -> None:
    assert plain(synonym) == synonym
    assert synonym not in MEANINGS
    assert emotion_of(synonym) in HEARD


@pytest.mark.parametrize(
    ("label", "emotion"),
    [("Joy", "joy"), (" ANGER ", "anger"), ("No_Emotion", "neutral"), ("happiness", "joy")],
)
def test_labels_are_known_however_they_are_written(label: str, emotion: str) -> None:
    assert emotion_of(label) == emotion


@pytest.mark.parametrize("label", ["", "LABEL_0", "trust", "positive", "3"])
def test_what_no_one_could_say_is_nothing(label: str) -> None:
    assert emotion_of(label) is None


@pytest.mark.parametrize(
    ("labels", "meanings"),
    [
        (["LABEL_0", "LABEL_1", "LABEL_2"], list(SENTIMENTS)),
        (["2", "0", "1"], ["positive", "negative", "neutral"]),
        (["Positive", "NEG"], ["positive", "negative"]),
        (["0", "1"], [None, None]),
        (["LABEL_0", "LABEL_1", "LABEL_3"], [None, None, None]),
        (["joy", "neutral"], [None, "neutral"]),
        ([], []),
    ],
)
def test_sentiments_are_known_by_name_and_three_of_them_by_number(
    labels: list[str], meanings: list[str | None]
) -> None:
    assert list(sentiments_of(labels).values()) == meanings
