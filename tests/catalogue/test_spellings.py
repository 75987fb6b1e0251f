"""Names under one spelling each."""

from __future__ import annotations

import pytest

from heartsong.catalogue.spellings import genres_of, key_of, merged, names_in


@pytest.mark.parametrize(
    ("field", "genres"),
    [
        ("rock", ["rock"]),
        ("rock; pop", ["rock", "pop"]),
        ("Hip-Hop/Rap", ["Hip-Hop", "Rap"]),
        ("rock | Rock, ROCK", ["rock"]),
        ("['art pop', 'indie']", ["art pop", "indie"]),
        ("Folk, World, & Country", ["Folk", "World", "Country"]),
        ("R&B", ["R&B"]),
        ("drum and bass", ["drum and bass"]),
        (" ;, ", []),
        ("", []),
    ],
)
def test_a_field_lists_genres_as_programs_write_them(field: str, genres: list[str]) -> None:
    assert genres_of(field) == genres


def test_artists_and_albums_are_one_name_whatever_signs_they_hold() -> None:
    assert names_in("artist", "Earth, Wind & Fire") == ["Earth, Wind & Fire"]
    assert names_in("album", " AC/DC Live ") == ["AC/DC Live"]
    assert names_in("album", " ") == []


def test_spellings_of_a_name_have_one_key() -> None:
    assert key_of("artist", "The Zoë Moors") == key_of("artist", "zoe moors")
    assert key_of("album", "SHORE ") == key_of("album", "shore")
    assert key_of("album", "The Shore") != key_of("album", "Shore")


def test_the_commonest_spelling_stands_for_all_and_most_songs_come_first() -> None:
    counted = [
        (1, "ABBA", 2),
        (1, "Abba", 1),
        (2, "Bo", 9),
        (1, "Abba", 2),
        (3, "c", 1),
        (3, "C", 1),
    ]
    assert list(merged(counted).items()) == [("Bo", 9), ("Abba", 5), ("C", 2)]
