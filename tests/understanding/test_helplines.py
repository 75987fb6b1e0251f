"""The text that comes first, and the helplines below it."""

from __future__ import annotations

from datetime import date

import pytest

from heartsong.understanding.helplines import answer, region_of
from heartsong.understanding.helplines_table import CHECKED, COUNTRIES, DIRECTORY, HELPLINES


@pytest.mark.parametrize("region", sorted(COUNTRIES))
def test_every_region_has_a_line_that_its_answer_names(region: str) -> None:
    own = [each for each in HELPLINES if each.region == region]
    assert own
    said = answer(region)
    assert all(each.how in said for each in own)
    assert DIRECTORY in said


def test_no_line_is_without_its_region_its_number_and_its_source() -> None:
    for each in HELPLINES:
        assert each.region in COUNTRIES, each
        assert any(sign.isdigit() for sign in each.how), each
        assert each.source.startswith(("https://", "http://")), each
    assert len(set(HELPLINES)) == len(HELPLINES)


@pytest.mark.parametrize(
    ("region", "number", "emergency"),
    [
        ("US", "988", "911"),
        ("GB", "116 123", "999"),
        ("AU", "13 11 14", "000"),
        ("NZ", "1737", "111"),
        ("DE", "0800 111 0 111", "112"),
        ("FR", "3114", "112"),
        ("NL", "0800-0113", "112"),
        ("IN", "14416", "112"),
        ("BR", "188", "192"),
    ],
)
def test_a_region_gets_its_own_lines_and_emergency_number(
    region: str, number: str, emergency: str
) -> None:
    said = answer(region)
    assert number in said
    assert f"call {emergency}" in said


def test_a_region_is_not_shown_the_lines_of_others() -> None:
    assert "988" not in answer("AU")
    assert "13 11 14" not in answer("us")


@pytest.mark.parametrize("region", [None, "", "XX", "not a region"])
def test_without_a_known_region_the_largest_english_speaking_ones_are_shown(
    region: str | None,
) -> None:
    said = answer(region)
    for name in ("United States", "United Kingdom", "Australia", DIRECTORY):
        assert name in said
    assert "Germany" not in said
    assert "local emergency number" in said


def test_where_no_emergency_number_is_sure_none_is_made_up() -> None:
    assert COUNTRIES["JP"].emergency is None
    assert "your local emergency number" in answer("JP")


def test_the_answer_says_when_its_numbers_were_checked() -> None:
    assert f"{CHECKED:%d %B %Y}" in answer("GB")
    assert date(2026, 1, 1) < CHECKED


def test_the_text_for_a_friend_is_another_one() -> None:
    mine, theirs = answer("GB"), answer("GB", "other")
    assert "116 123" in theirs
    assert "If you might act on it" in mine
    assert "If they might act on it" in theirs
    assert "If you might act on it" not in theirs


@pytest.mark.parametrize(
    ("locale", "region"),
    [
        ("en_GB.UTF-8", "GB"),
        ("de_AT", "AT"),
        ("en-NZ", "NZ"),
        ("pt_BR@euro", "BR"),
        ("zh_Hant_TW", "TW"),
        ("US", "US"),
        ("C", None),
        ("C.UTF-8", None),
        ("POSIX", None),
        ("", None),
        ("en", None),
    ],
)
def test_a_locale_names_its_region(locale: str, region: str | None) -> None:
    assert region_of(locale) == region
