from __future__ import annotations

import numpy as np
import pytest

from heartsong.catalogue.kin import GENRES, KIN


@pytest.mark.parametrize(
    ("artist", "akin"),
    [
        ("Johnny Cash", "Merle Haggard"),
        ("Metallica", "Megadeth"),
        ("Billie Holiday", "Ella Fitzgerald"),
        ("Eminem", "50 Cent"),
        ("ABBA", "Bee Gees"),
    ],
)
def test_artists_whom_the_same_people_hear_are_near(artist: str, akin: str) -> None:
    strangers = ["Slayer", "Enya", "Skrillex", "Frank Sinatra"]
    near, *far = KIN.likeness(artist, [akin, *strangers]).tolist()
    assert near > 0.4
    assert near > max(each for name, each in zip(strangers, far, strict=True) if name != akin)


@pytest.mark.parametrize(
    ("artist", "genre"),
    [
        ("Johnny Cash", "country"),
        ("johnny cash", "country"),
        ("Metallica", "metal"),
        ("Bob Marley", "reggae"),
        ("Eminem", "hip hop"),
        ("Eminem", "rap"),
        ("Billie Holiday", "jazz"),
        ("Donna Summer", "disco"),
    ],
)
def test_artists_have_the_genres_that_people_tag_them_with(artist: str, genre: str) -> None:
    assert genre in KIN.genres(artist)
    assert KIN.genres(artist) <= set(GENRES)


def test_of_an_artist_nobody_knows_nothing_is_said() -> None:
    assert not KIN.knows("The Copper Hens")
    assert KIN.genres("The Copper Hens") == frozenset()
    assert KIN.nearest("The Copper Hens", 5) == []
    assert np.isnan(KIN.likeness("ABBA", ["The Copper Hens"])).all()
    assert np.isnan(KIN.likeness("The Copper Hens", ["ABBA"])).all()
    assert KIN.likeness("ABBA", []).shape == (0,)


def test_likeness_is_a_share_and_the_same_both_ways() -> None:
    names = ["ABBA", "Metallica", "Bob Dylan", "The Beatles", "Beatles"]
    table = np.array([KIN.likeness(name, names) for name in names])
    assert ((table >= 0) & (table <= 1)).all()
    assert table == pytest.approx(table.T, abs=1e-6)
    assert table[3, 4] == pytest.approx(1, abs=1e-4)  # one artist in two spellings


def test_nobody_is_their_own_kin() -> None:
    near = KIN.nearest("ABBA", 20)
    assert len(near) == 20
    assert "abba" not in near


def test_shares_are_those_of_the_artist_in_any_spelling() -> None:
    shares = KIN.shares(["Johnny Cash", "Cash, Johnny", "johnny cash feat. June Carter"])
    assert shares.shape == (3, len(GENRES))
    assert np.array_equal(shares[0], shares[1])
    assert np.array_equal(shares[0], shares[2])
    assert ((shares >= 0) & (shares <= 1)).all()
    assert shares[0, list(GENRES).index("country")] > 0.2


def test_of_an_unknown_artist_the_genre_that_a_source_names_is_taken() -> None:
    unknown = ["The Copper Hens"] * 4
    shares = KIN.shares(unknown, ["Thrash Metal", "Hip-Hop", "Smooth Jazz/Vocal Jazz", "jazz"])
    for row, genre in enumerate(("metal", "hip hop", "jazz", "jazz")):
        assert shares[row, list(GENRES).index(genre)] > 0.2
    assert np.array_equal(shares[2], shares[3])


def test_an_artist_is_known_better_than_a_genre() -> None:
    assert np.array_equal(KIN.shares(["ABBA"], ["Death Metal"]), KIN.shares(["ABBA"]))


@pytest.mark.parametrize("genre", [None, "", "Humppa Revival", "/;,"])
def test_where_nothing_is_known_nothing_is_said_of_the_genres(genre: str | None) -> None:
    assert np.isnan(KIN.shares(["The Copper Hens"], [genre])).all()
    assert KIN.shares([]).shape == (0, len(GENRES))
