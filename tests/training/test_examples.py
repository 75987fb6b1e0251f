from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartsong.training.examples import artist_key, artist_split, line_split
from heartsong.training.readers import READERS

SPELLINGS = [
    ("Ruth Moor", "Moor, Ruth"),
    ("The Copper Hens", "Copper Hens, The"),
    ("The Copper Hens", "copper hens"),
    ("Marrow & Lane", "Marrow and Lane"),
    ("Fjörd Räven", "Fjord Raven"),
    ("Ros Ángel", "Rós Angel"),
    ("Zoë", "Zoe"),
    ("A-Band", "A Band"),
]


@pytest.mark.parametrize(("one", "other"), SPELLINGS)
def test_spellings_of_an_artist_are_one_and_fall_into_one_split(one: str, other: str) -> None:
    assert artist_key(one) == artist_key(other)
    assert artist_split(one) == artist_split(other)


@given(st.integers(0, 10**9))
def test_every_accent_keeps_an_artist_in_its_split(number: int) -> None:
    assert artist_split(f"Bénd Ñumber {number}") == artist_split(f"Bend Number {number}")


def test_different_artists_stay_different() -> None:
    names = ("Ruth Moor", "Ruth More", "Copper Hens", "Copper", "雨", "雪")
    assert len({artist_key(name) for name in names}) == len(names)


def test_about_one_artist_in_seven_is_held_out() -> None:
    held = sum(artist_split(f"Band {n}") == "dev" for n in range(7000))
    assert 800 < held < 1200


@pytest.mark.parametrize("dev_in", [4, 10])
def test_about_one_line_in_so_many_is_held_out(dev_in: int) -> None:
    held = sum(line_split(f"line {n}", dev_in) == "dev" for n in range(8000))
    assert 0.8 < held * dev_in / 8000 < 1.2


# On the real data sets, where they are.

LYRICS = {
    "moodylyrics": ("moodylyrics4q_part.csv", "artist"),
    "musicmood": ("musicmood_train.csv", "artist"),
    "joydivision": ("joydivision_happy_sad.csv", "Artist"),
    "mirex": ("mirex.csv", "artist"),
    "deezer": ("deezer_valence_arousal.csv", "artist"),
    "pmemo": ("pmemo_valence_arousal.csv", "artist"),
}


def artists(data: Path) -> Iterator[str]:
    csv.field_size_limit(1 << 30)
    for name, column in LYRICS.values():
        with (data / "lyrics" / name).open(encoding="utf-8-sig", newline="") as file:
            yield from (row[column] for row in csv.DictReader(file))


def plain(artist: str) -> tuple[str, ...]:
    """An artist's words without accents and signs, by other means than those under test."""
    letters = "".join(
        c if c.isalnum() else " "
        for c in unicodedata.normalize("NFKD", artist).casefold()
        if not unicodedata.combining(c)
    )
    return tuple(sorted(set(letters.split()) - {"the", "and"}))


def test_no_artist_is_both_trained_on_and_held_out(data: Path) -> None:
    found: dict[tuple[str, ...], set[str]] = {}
    for artist in artists(data):
        found.setdefault(plain(artist), set()).add(artist_split(artist))
    torn = [name for name, splits in found.items() if len(splits) > 1]
    assert torn == []


def test_no_song_of_the_real_sets_is_both_trained_on_and_held_out(data: Path) -> None:
    texts = {
        split: {
            " ".join(example.text.split()[:40]).casefold()
            for name in LYRICS
            for example in READERS[name](data, split)  # type: ignore[arg-type]
        }
        for split in ("train", "dev")
    }
    assert len(texts["train"]) > 2000
    assert len(texts["dev"]) > 300
    shared = texts["train"] & texts["dev"]
    assert len(shared) <= len(texts["dev"]) * 0.01  # covers, which other artists sing
