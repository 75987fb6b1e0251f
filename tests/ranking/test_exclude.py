from __future__ import annotations

import numpy as np
import pytest

from heartsong.ranking.exclude import credited, in_years, kept, of_genre, says
from heartsong.ranking.pool import Pool
from heartsong.ranking.themes import NAMES
from heartsong.types import Mood
from heartsong.wishes import Options, Wish, WishKind
from tests.builders import a_mood, a_pool, a_request, some_facts

FOUR: dict[str, Mood] = {
    "s0": a_mood("happy", emotion="joy"),
    "s1": a_mood("sad", emotion="sadness"),
    "s2": a_mood("angry", emotion="anger"),
    "s3": a_mood("relaxed", emotion="love"),
}


def left(pool: Pool, kind: WishKind, value: str, song_id: str | None = None) -> list[str]:
    request = a_request(wishes=(Wish(kind, "avoid", value, id=song_id),))
    return [pool.facts[row].id for row in np.flatnonzero(kept(pool, request))]


@pytest.mark.parametrize(
    ("artist", "title", "avoided"),
    [
        ("Johnny Cash", "Hurt", True),
        ("johnny  CASH", "Hurt", True),
        ("June Carter & Johnny Cash", "Jackson", True),
        ("Johnny Cash, Bob Dylan", "Song", True),
        ("Somebody", "A Song (feat. Johnny Cash)", True),
        ("Somebody feat. Johnny Cash", "A Song", True),
        ("Johnny Cashew", "Nuts", False),
        ("Rosanne Cash", "Wheel", False),
        ("Somebody", "For Johnny Cash", False),
    ],
)
def test_an_artist_is_known_in_every_credit(artist: str, title: str, avoided: bool) -> None:
    pool = a_pool({"s": FOUR["s0"]}, artist=[artist], title=[title])
    assert left(pool, "artist", "Johnny Cash") == ([] if avoided else ["s"])


def test_a_band_with_an_and_in_its_name_is_one_name_and_its_parts() -> None:
    assert {"salt and vinegar", "salt", "vinegar"} <= credited("Salt & Vinegar")
    pool = a_pool({"s": FOUR["s0"]}, artist=["Salt & Vinegar"])
    assert left(pool, "artist", "Salt and Vinegar") == []


def test_a_short_name_does_not_take_longer_ones_with_it() -> None:
    pool = a_pool({"s": FOUR["s0"]}, artist=["Air Supply"])
    assert left(pool, "artist", "Air") == ["s"]


@pytest.mark.parametrize("name", ["happy", "sad", "angry", "relaxed"])
def test_an_unwanted_mood_group_is_gone(name: str) -> None:
    pool = a_pool(FOUR)
    assert {FOUR[song_id].group for song_id in left(pool, "mood", name)} == (
        {"happy", "sad", "angry", "relaxed"} - {name}
    )


def test_a_song_that_only_leans_away_from_an_unwanted_mood_is_gone_too() -> None:
    leaning = Mood(
        FOUR["s0"].emotions, 0, 0, {}, {"happy": 0.4, "sad": 0.35, "angry": 0.1, "relaxed": 0.15}
    )
    assert left(a_pool({"s": leaning}), "mood", "sad") == []
    assert left(a_pool({"s": leaning}), "mood", "angry") == ["s"]


def test_an_unwanted_emotion_is_gone() -> None:
    assert left(a_pool(FOUR), "mood", "sadness") == ["s0", "s2", "s3"]


def test_years_cut_what_lies_in_them_and_keep_what_nobody_dated() -> None:
    pool = a_pool(FOUR, year=[1969, 1970, 1979, None])
    assert left(pool, "years", "1970-1979") == ["s0", "s3"]
    assert left(pool, "years", "-1970") == ["s2", "s3"]
    assert left(pool, "years", "1971-") == ["s0", "s1", "s3"]


def test_genres_and_albums_are_compared_whatever_their_case() -> None:
    pool = a_pool(FOUR, genre=["Rock; Pop", "Pop Rock", "Jazz", "country"])
    assert left(pool, "genre", "country") == ["s0", "s1", "s2"]
    assert left(pool, "genre", "rock") == ["s2", "s3"]
    pool = a_pool(FOUR, album=["Blue", "BLUE (Remastered)", None, "Blue Train"])
    assert left(pool, "album", "blue") == ["s2", "s3"]


def test_a_word_is_looked_for_in_names_and_in_what_is_sung() -> None:
    pool = a_pool(FOUR, title=["Rain", "Singing In The Rains", "Train", "Sun"])
    assert left(pool, "word", "rain") == ["s2", "s3"]
    pool.sung = {"rain": frozenset({"s3"})}
    assert left(pool, "word", "rain") == ["s2"]


def test_a_theme_cuts_what_may_be_about_it() -> None:
    pool = a_pool(FOUR)
    scores = np.zeros((4, len(NAMES)), np.float32)
    scores[1, NAMES.index("loss")] = 1.0
    pool.score_themes = lambda _: scores
    assert left(pool, "theme", "loss") == ["s0", "s2", "s3"]
    assert left(pool, "theme", "love") == ["s0", "s1", "s2", "s3"]


def test_neither_slow_nor_fast_songs_need_to_come() -> None:
    stirred = {"s0": a_mood("happy", arousal=0.6), "s1": a_mood("sad", arousal=-0.6)}
    assert left(a_pool(stirred), "pace", "slow") == ["s0"]
    assert left(a_pool(stirred), "pace", "fast") == ["s1"]


def test_a_song_and_what_was_shown_do_not_come_again() -> None:
    pool = a_pool(FOUR)
    assert left(pool, "song", "Artist 1 – Title 1", "s1") == ["s0", "s2", "s3"]
    keep = kept(pool, a_request(options=Options(shown=frozenset({"s0", "s3"}))))
    assert keep.tolist() == [False, True, True, False]


@pytest.mark.parametrize(
    ("words", "text", "held"),
    [
        ("rain", "Purple Rain", True),
        ("rain", "Rains", True),
        ("rain", "Train", False),
        ("leaving home", "She's Leaving Home", True),
        ("leaving home", "Home, Leaving", False),
        ("café", "CAFE", True),
        ("kiss", "Kisses", False),
        ("", "Rain", False),
        ("rain", None, False),
    ],
)
def test_words_are_found_whole(words: str, text: str | None, held: bool) -> None:
    assert says(words, text) == held


def test_years_and_genres_that_nobody_knows_are_in_none() -> None:
    assert not in_years("1970-1979", None)
    assert in_years("1970-", 1970)
    assert not of_genre("rock", some_facts(artist="Nobody At All"))
    assert of_genre("rock", some_facts(genre="Alternative Rock|Pop"))


def test_a_song_without_a_genre_is_of_those_that_its_artist_is_known_for() -> None:
    assert of_genre("country", some_facts(artist="Johnny Cash"))
    assert not of_genre("metal", some_facts(artist="Johnny Cash"))
    assert not of_genre("country", some_facts(artist="Johnny Cash", genre="Rock"))


def test_what_may_be_of_an_unwanted_genre_is_left_out_while_most_genres_are_known() -> None:
    known = a_pool(FOUR, genre=["Rock", "Pop", "Jazz", None])
    assert left(known, "genre", "rock") == ["s1", "s2"]
    hardly = a_pool(FOUR, genre=["Rock", None, None, None])
    assert left(hardly, "genre", "rock") == ["s1", "s2", "s3"]
