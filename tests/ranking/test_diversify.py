from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from heartsong.model import Floats
from heartsong.ranking.diversify import PAGE, SONGS_AN_ARTIST, crowded, diversify

ARTISTS = st.lists(st.sampled_from("abcdefgh"), max_size=70)
SIZES = st.integers(1, 40)


def apart(count: int) -> Floats:
    """Embeddings that have nothing in common, so that only artists and scores count."""
    return np.eye(max(count, 1), dtype=np.float32)[:count]


def falling(count: int) -> Floats:
    return np.linspace(1, 0.5, count, dtype=np.float32)


def chosen(artists: list[str], k: int) -> list[int]:
    return diversify(falling(len(artists)), apart(len(artists)), artists, k)


def pages(rows: list[int]) -> list[list[int]]:
    return [rows[start : start + PAGE] for start in range(0, len(rows), PAGE)]


@given(ARTISTS, SIZES)
def test_as_many_as_asked_are_given_once_each(artists: list[str], k: int) -> None:
    rows = chosen(artists, k)
    assert len(rows) == min(k, len(artists))
    assert len(set(rows)) == len(rows)


@given(ARTISTS, SIZES)
def test_a_page_has_an_artist_twice_only_if_no_other_was_left(artists: list[str], k: int) -> None:
    left = set(range(len(artists)))
    for page in pages(chosen(artists, k)):
        counts = Counter(artists[row] for row in page)
        if max(counts.values()) > SONGS_AN_ARTIST:
            assert len({artists[row] for row in left}) < len(page)
        left -= set(page)


@given(ARTISTS)
def test_the_first_is_always_the_best(artists: list[str]) -> None:
    assert chosen(artists, 5)[:1] == ([0] if artists else [])


@given(ARTISTS, SIZES)
def test_a_longer_answer_starts_with_the_same_whole_pages(artists: list[str], k: int) -> None:
    whole = k // PAGE * PAGE
    assert chosen(artists, k)[:whole] == chosen(artists, k + PAGE)[:whole]


def test_without_crowding_the_order_stays() -> None:
    assert chosen(list("abcdefghijklm"), 10) == list(range(10))


def test_songs_passed_over_on_one_page_come_first_on_the_next() -> None:
    artists = list("aaabbccddeeffgghhii") + list("jklmnopq")
    rows = chosen(artists, 20)
    assert [artists[row] for row in rows[:10]] == list("abcdefghij")
    assert rows[10:12] == [1, 4]


def test_songs_without_a_key_are_never_capped() -> None:
    assert chosen([""] * 12, 10) == list(range(10))


def test_where_one_artist_is_all_there_is_the_best_fill_the_answer() -> None:
    assert sorted(chosen(["a"] * 12, 10)) == list(range(10))


def test_nothing_gives_nothing() -> None:
    assert chosen([], 10) == []


def test_of_songs_that_say_the_same_one_makes_way_for_another_that_fits_as_well() -> None:
    embeddings = np.array([[1, 0], [1, 0], [0, 1]], np.float32)
    scores = np.array([0.9, 0.89, 0.85], np.float32)
    assert diversify(scores, embeddings, ["a", "b", "c"], 2) == [0, 2]


def test_a_song_that_fits_much_better_stays_whatever_it_says() -> None:
    embeddings = np.array([[1, 0], [1, 0], [0, 1]], np.float32)
    scores = np.array([0.9, 0.89, 0.6], np.float32)
    assert diversify(scores, embeddings, ["a", "b", "c"], 2) == [0, 1]


def test_a_crowd_is_seen_in_any_page_and_nameless_songs_are_none() -> None:
    assert crowded([*"abcdefghij", "a", "a"])
    assert not crowded(list("abcdefghij") * 2)
    assert not crowded(["", "", ""])
