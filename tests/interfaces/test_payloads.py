from __future__ import annotations

from heartsong.interfaces.payloads import flat, of_analysis, of_mood, of_recommendation, of_song
from heartsong.types import RankedSong, Recommendation
from tests.builders import a_mood, a_song


def test_figures_are_not_rounded() -> None:
    mood = a_mood(valence=0.123456789)
    assert of_mood(mood)["valence"] == 0.123456789


def test_a_payload_shares_nothing_with_what_it_was_made_of() -> None:
    mood = a_mood()
    of_mood(mood)["emotions"]["joy"] = 0
    assert mood.emotions["joy"] == 0.6


def test_facts_that_are_unknown_are_there_as_none() -> None:
    payload = of_song(a_song())
    assert [payload[name] for name in ("album", "year", "genre", "link", "popularity")] == [
        None
    ] * 5


def test_a_song_tells_its_genre_and_how_well_known_it_is() -> None:
    payload = of_song(a_song(genre="folk", popularity=12.5))
    assert (payload["genre"], payload["popularity"]) == ("folk", 12.5)


def test_an_analysis_repeats_the_words() -> None:
    assert of_analysis("so “sad”", a_mood("sad"))["text"] == "so “sad”"
    assert of_analysis("x", a_mood("sad"))["category"] == "Anxious/Sad"


def test_new_parts_of_a_score_are_passed_on() -> None:
    mood = a_mood()
    song = RankedSong(
        1, "i", "a", "t", None, None, "Happy", 0.5, {"mood": 0.5, "x": 0.1}, mood, "r."
    )
    answer = Recommendation("text", mood, "Happy", "match", "A notice.", (song,))
    payload = of_recommendation(answer)
    assert payload["songs"][0]["parts"] == {"mood": 0.5, "x": 0.1}
    assert payload["notice"] == "A notice."


def test_flattening_joins_names_with_dots() -> None:
    assert flat({"a": 1, "b": {"c": None, "d": {"e": "x"}}}) == {"a": 1, "b.c": None, "b.d.e": "x"}
