from __future__ import annotations

import pytest

from heartsong.language import is_english, share_of_latin


@pytest.mark.parametrize(
    "text",
    [
        "The rain came down on Sunday and we stayed inside the house all day",
        "I walked along the harbour wall and thought about the years behind me",
    ],
)
def test_english_is_english(text: str) -> None:
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "La pluie tombait dimanche et nous sommes restés toute la journée à la maison",
        "Am Sonntag regnete es und wir blieben den ganzen Tag zu Hause",
        "El domingo llovía y nos quedamos todo el día en la casa de mi abuela",
        "В воскресенье шёл дождь, и мы весь день сидели дома",
    ],
)
def test_other_languages_are_not(text: str) -> None:
    assert not is_english(text)


def test_a_doubtful_text_counts_as_english_unless_less_certainty_is_asked() -> None:
    assert is_english("la la la", sure=1.01)


def test_only_the_start_of_a_long_text_is_read() -> None:
    english = "The rain came down on Sunday and we stayed inside the house. " * 40
    assert is_english(english + "Am Sonntag regnete es und wir blieben zu Hause. " * 400)


@pytest.mark.parametrize(
    ("text", "share"),
    [("hello", 1.0), ("Zoë", 1.0), ("привет", 0.0), ("ab яю", 0.5), ("123 !?", 1.0), ("", 1.0)],
)
def test_share_of_latin_letters(text: str, share: float) -> None:
    assert share_of_latin(text) == share
