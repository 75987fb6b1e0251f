from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartsong.catalogue.identity import artist_number, fingerprint, name_key, song_id


@pytest.mark.parametrize(
    "spelling",
    [
        "Low Tide",
        "low tide",
        "LOW  TIDE!",
        "Lów Tidé",
        "Low-Tide",
        "Low Tide (feat. Ada Vale)",
        "Low Tide ft. Ada Vale",
        "Low Tide [featuring Ada Vale]",
        "Low Tide - Remastered",
        "Low Tide - 2011 Remaster",
        "Low Tide (Remastered 2011)",
        "Low Tide (Album Version)",
        "Low Tide [Explicit]",
        "Low Tide – Single Version",
        "Low Tide (1999)",
        "Low Tide (1999 Version)",
    ],
)
def test_spellings_of_a_title_are_one(spelling: str) -> None:
    assert name_key(spelling) == "low tide"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Copper Hens", "Copper Hens"),
        ("Marrow & Lane", "Marrow and Lane"),
        ("Sigur Fjörð", "sigur fjorð"),
        ("Ángström", "Angstrom"),
        ("A.B.C.", "a b c"),
    ],
)
def test_spellings_of_an_artist_are_one(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Low Tide", "High Tide"),
        ("Low Tide", "Low Tide (Live)"),
        ("Low Tide, Part 1", "Low Tide, Part 2"),
        ("Theremin", "remin"),
        ("Left", "Le"),
        ("Feat of Strength", "Feat of Love"),
        ("!!!", "???"),
        ("雨", "雪"),
    ],
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text(min_size=1, max_size=40))
def test_a_name_that_is_not_blank_has_a_key_whatever_its_case(name: str) -> None:
    if name.strip():
        assert name_key(name)
    assert name_key(name) == name_key(f" {name} ".strip(" ") if name == name.strip() else name)


@given(st.text(max_size=30), st.text(max_size=30))
def test_an_id_is_sixteen_lower_case_signs_and_always_the_same(artist: str, title: str) -> None:
    found = song_id(artist, title)
    assert len(found) == 16
    assert found.isalnum()
    assert found == found.lower() == song_id(artist, title)


def test_an_id_never_changes_between_versions() -> None:
    # Catalogues and packs made earlier hold these: a change here orphans every one of them.
    assert song_id("Ada Vale", "Low Tide") == song_id("ADA VALE", "low tide (feat. Nobody)")
    assert song_id("Ada Vale", "Low Tide") == "4a7675jc7li4dq6g"


def test_artist_and_title_do_not_run_together() -> None:
    assert song_id("Ada Vale", "Low Tide") != song_id("Ada", "Vale Low Tide")


@given(st.text(max_size=30))
def test_an_artist_has_a_number_that_a_column_can_hold(artist: str) -> None:
    assert -(2**63) <= artist_number(artist) < 2**63
    assert artist_number(artist) == artist_number(f" {artist} ")


def test_spellings_of_an_artist_have_one_number_and_other_artists_others() -> None:
    assert artist_number("The Copper Hens") == artist_number("copper hens") == 7017355632816909346
    assert len({artist_number(f"Band {n}") for n in range(10_000)}) == 10_000


def test_an_artist_whose_name_is_broken_has_a_number_too() -> None:
    assert artist_number("a\udcffb") == artist_number("a\udcffb")


@given(st.text(max_size=50), st.text(max_size=50))
def test_another_text_has_another_fingerprint(one: str, other: str) -> None:
    assert (fingerprint(one) == fingerprint(other)) == (one == other)


def test_broken_text_has_a_fingerprint_too() -> None:
    assert len(fingerprint("a\udcffb")) == 24


def test_a_name_full_of_blanks_takes_no_time() -> None:
    assert name_key(f"Low{' ' * 300_000}Tide") == name_key("Low Tide")
