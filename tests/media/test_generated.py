from __future__ import annotations

from xml.etree import ElementTree

import pytest

from heartsong.media.generated import cover_of
from tests.builders import a_song

NAMES = [
    ("Ada Vale", "Low Tide"),
    ("<script>alert(1)</script>", "a & b \"c\" 'd'"),
    ("A" * 900, "word " * 300),
    ("\x00\x07\u202e\uffff", "!!!"),
    ("東京", "夜の歌 🌙"),
]


@pytest.mark.parametrize(("artist", "title"), NAMES)
def test_a_cover_is_sound_whatever_the_names(artist: str, title: str) -> None:
    drawn = cover_of(a_song(artist, title))
    tree = ElementTree.fromstring(drawn.encode())
    assert not [each for each in tree.iter() if "script" in each.tag or "href" in str(each.attrib)]
    assert len(drawn) < 8_000


def test_a_cover_is_the_same_each_time_and_another_for_another_song() -> None:
    assert cover_of(a_song("a1")) == cover_of(a_song("a1"))
    assert cover_of(a_song("a1")) != cover_of(a_song("a2"))


def test_a_cover_says_who_and_what() -> None:
    drawn = cover_of(a_song())
    assert "Ada Vale" in drawn
    assert "Low Tide" in drawn
