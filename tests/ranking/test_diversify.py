from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from heartsong.ranking.diversify import PAGE, SONGS_AN_ARTIST, cap_artists

Entry = tuple[str, int]  # artist, rank

RANKED = st.lists(st.sampled_from("abcdefgh"), max_size=70).map(
    lambda artists: [(artist, rank) for rank, artist in enumerate(artists)]
)
SIZES = st.integers(1, 40)


def artist(entry: Entry) -> str:
    return entry[0]


def pages(chosen: list[Entry]) -> list[list[Entry]]:
    return [chosen[start : start + PAGE] for start in range(0, len(chosen), PAGE)]


@given(RANKED, SIZES)
def test_as_many_as_asked_are_given_once_each(ranked: list[Entry], k: int) -> None:
    chosen = cap_artists(ranked, artist, k)
    assert len(chosen) == min(k, len(ranked))
    assert len(set(chosen)) == len(chosen)


@given(RANKED, SIZES)
def test_a_page_has_a_third_song_of_an_artist_only_if_no_other_artist_was_left(
    ranked: list[Entry], k: int
) -> None:
    chosen = cap_artists(ranked, artist, k)
    left = set(ranked)
    for page in pages(chosen):
        counts = Counter(map(artist, page))
        if max(counts.values()) > SONGS_AN_ARTIST:
            available = Counter(artist(entry) for entry in left)
            most = sum(min(SONGS_AN_ARTIST, count) for count in available.values())
            assert most < len(page)
        left -= set(page)


@given(RANKED)
def test_the_first_is_always_the_best(ranked: list[Entry]) -> None:
    assert cap_artists(ranked, artist, 5)[:1] == ranked[:1]


@given(RANKED, SIZES)
def test_a_longer_answer_starts_with_the_same_whole_pages(ranked: list[Entry], k: int) -> None:
    whole = k // PAGE * PAGE
    assert cap_artists(ranked, artist, k)[:whole] == cap_artists(ranked, artist, k + PAGE)[:whole]


def test_without_crowding_the_order_stays() -> None:
    ranked = [(name, rank) for rank, name in enumerate("aabbccddeeffgg")]
    assert cap_artists(ranked, artist, 10) == ranked[:10]


def test_songs_passed_over_on_one_page_come_first_on_the_next() -> None:
    ranked = [("a", rank) for rank in range(4)]
    ranked += [(name, 4 + rank) for rank, name in enumerate("bbccddeeffgghhii")]
    chosen = cap_artists(ranked, artist, 20)
    assert chosen[:2] == [("a", 0), ("a", 1)]
    assert [artist(entry) for entry in chosen[:10]] == list("aabbccddee")
    assert chosen[10:12] == [("a", 2), ("a", 3)]


def test_where_one_artist_is_all_there_is_the_best_fill_the_answer() -> None:
    ranked = [("a", rank) for rank in range(12)]
    assert cap_artists(ranked, artist, 10) == ranked[:10]


def test_nothing_gives_nothing() -> None:
    assert cap_artists([], artist, 10) == []
