from __future__ import annotations

from heartsong.encoder import Encoder
from heartsong.lyrics.quote import carrying
from tests.builders import a_mood
from tests.fakes import FakeEncoder
from tests.words import SONGS

MIXED = (
    "[Verse 1]\nThe kettle stood upon the stove\nI cry for you in every lonely room\n"
    "The post came late on Wednesdays\nYou took the bus to town again\n"
    "[Chorus]\nTears and grief are all that I have left\nLa la la\n"
    "I cry for you in every lonely room"
)


def test_the_lines_most_in_the_songs_mood_are_quoted_as_they_are_sung(fake: FakeEncoder) -> None:
    found = carrying({"s": MIXED}, {"s": a_mood("sad", emotion="sadness")}, fake)
    assert found == {
        "s": (
            "I cry for you in every lonely room",
            "Tears and grief are all that I have left",
        )
    }


def test_each_song_gets_its_own_lines(fake: FakeEncoder) -> None:
    happy = "Sunshine on the saucepans, dance with me\nThe cup is on the table now"
    moods = {"a": a_mood("sad", emotion="sadness"), "b": a_mood("happy"), "c": a_mood("happy")}
    found = carrying({"a": MIXED, "b": happy}, moods, fake)
    assert set(found) == {"a", "b"}
    assert "Sunshine on the saucepans, dance with me" in found["b"]
    assert all(line in MIXED for line in found["a"])


def test_lyrics_without_a_line_worth_quoting_give_none(fake: FakeEncoder) -> None:
    mood = {"s": a_mood("sad")}
    assert carrying({"s": "la la\noh"}, mood, fake) == {"s": ()}
    assert carrying({"s": "word " * 60}, mood, fake) == {"s": ()}
    assert carrying({}, mood, fake) == {}


def test_real_lines_of_a_real_song_are_heard(encoder: Encoder) -> None:
    song = next(song for song in SONGS if song.title == "Grief Is a Coat")
    found = carrying({"s": song.lyrics}, {"s": a_mood("sad", emotion="sadness")}, encoder)
    assert len(found["s"]) == 2
    assert all(line in song.lyrics for line in found["s"])
