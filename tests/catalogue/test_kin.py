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
