from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartsong.model import Heard
from heartsong.ranking.retrieve import Candidate, Retriever, Weights, query_row
from heartsong.store.graph_file import USUAL
from heartsong.types import EMOTIONS, GROUPS, Mood
from tests.builders import WIDTH, Shelf, a_mood, an_embedding, moods, vectors_of


def retrieved(
    songs: dict[str, Mood], listener: Heard, k: int = 100, weights: Weights | None = None
) -> list[Candidate]:
    return Retriever(Shelf(vectors_of(songs))).retrieve(listener, k, weights or Weights())


SAD = Heard(a_mood("sad", emotion="sadness"), an_embedding(99))
MANY = st.lists(moods(), min_size=1, max_size=30).map(
    lambda found: {f"s{n:03}": mood for n, mood in enumerate(found)}
)


def bhattacharyya(p: dict[str, float], q: dict[str, float]) -> float:
    return sum((p[name] * q[name]) ** 0.5 for name in p)


def test_the_weights_sum_to_one() -> None:
    weights = Weights()
    assert weights.emotions + weights.groups + weights.meaning == pytest.approx(1)
    assert weights.mood == pytest.approx(weights.emotions + weights.groups)


@given(MANY, moods())
def test_the_weighted_parts_sum_to_the_score(songs: dict[str, Mood], mood: Mood) -> None:
    weights = Weights()
    for each in retrieved(songs, Heard(mood, an_embedding(99))):
        assert 0 <= each.mood <= 1
        assert 0 <= each.meaning <= 1
        assert each.score == pytest.approx(
            weights.mood * each.mood + weights.meaning * each.meaning, abs=1e-6
        )


@given(MANY, moods())
def test_best_comes_first_and_equals_come_by_id(songs: dict[str, Mood], mood: Mood) -> None:
    found = retrieved(songs, Heard(mood, an_embedding(99)))
    assert found == sorted(found, key=lambda each: (-each.score, each.id))
    assert len(found) == len(songs)


@given(MANY, st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_of_the_songs(
    songs: dict[str, Mood], dice: object
) -> None:
    seeds = {song_id: n for n, song_id in enumerate(songs)}
    shuffled = list(songs)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    first = Retriever(Shelf(vectors_of(songs, seeds))).retrieve(SAD, 100, Weights())
    other = vectors_of({song_id: songs[song_id] for song_id in shuffled}, seeds)
    assert Retriever(Shelf(other)).retrieve(SAD, 100, Weights()) == first


def test_equal_songs_come_by_id_even_where_only_some_are_wanted() -> None:
    songs = {f"s{n}": a_mood("sad") for n in range(9)}
    vectors = vectors_of(songs, dict.fromkeys(songs, 5))
    found = Retriever(Shelf(vectors)).retrieve(SAD, 4, Weights())
    assert [each.id for each in found] == ["s0", "s1", "s2", "s3"]


def test_the_parts_are_what_they_are_said_to_be() -> None:
    song = a_mood("happy", emotion="surprise")
    vectors = vectors_of({"s": song})
    (found,) = Retriever(Shelf(vectors)).retrieve(SAD, 1, Weights())
    emotions = bhattacharyya(dict(SAD.mood.emotions), dict(song.emotions))
    groups = bhattacharyya(dict(SAD.mood.groups), dict(song.groups))
    assert found.mood == pytest.approx((0.2 * emotions + 0.5 * groups) / 0.7, abs=1e-5)
    cosine = float(np.dot(SAD.embedding, vectors.embeddings[0]))
    assert found.meaning == pytest.approx((1 + cosine) / 2, abs=1e-5)


def test_the_same_mood_and_words_score_one() -> None:
    vectors = vectors_of({"s": SAD.mood}, {"s": 99})
    (found,) = Retriever(Shelf(vectors)).retrieve(SAD, 1, Weights())
    assert (found.score, found.mood, found.meaning) == pytest.approx((1, 1, 1), abs=1e-5)


def test_a_song_of_the_listeners_mood_beats_one_of_another() -> None:
    songs = {"a": a_mood("happy", emotion="joy"), "b": a_mood("sad", emotion="sadness")}
    vectors = vectors_of(songs, {"a": 5, "b": 5})
    assert [each.id for each in Retriever(Shelf(vectors)).retrieve(SAD, 2, Weights())] == ["b", "a"]


@pytest.mark.parametrize(
    "weights", [Weights(0.5, 0.5, 0.0), Weights(0.0, 0.0, 1.0), Weights(0.1, 0.1, 0.8)]
)
def test_weights_change_the_score_and_not_the_parts(weights: Weights) -> None:
    songs = {"a": a_mood("happy"), "b": a_mood("sad", 0.5), "c": a_mood("angry", 0.3)}
    usual = {each.id: each for each in retrieved(songs, SAD, weights=Weights(0.25, 0.25, 0.5))}
    for each in retrieved(songs, SAD, weights=weights):
        assert each.meaning == pytest.approx(usual[each.id].meaning, abs=1e-5)
        assert each.score == pytest.approx(
            weights.mood * each.mood + weights.meaning * each.meaning, abs=1e-6
        )


@pytest.mark.parametrize(("k", "count"), [(1, 1), (3, 3), (10_000_000, 5)])
def test_no_more_come_than_there_are(k: int, count: int) -> None:
    songs = {f"s{n}": a_mood(share=0.3 + n / 10) for n in range(5)}
    assert len(retrieved(songs, SAD, k)) == count


def test_the_query_has_the_width_of_the_index() -> None:
    row = query_row(SAD, Weights())
    assert row.shape == (len(EMOTIONS) + len(GROUPS) + WIDTH,)
    assert row.dtype == np.float32


def test_the_usual_weights_are_those_that_large_catalogues_are_indexed_for() -> None:
    weights = Weights()
    assert (weights.emotions, weights.groups, weights.meaning / 2) == pytest.approx(USUAL)


def test_of_no_songs_none_come() -> None:
    assert (
        Retriever(Shelf(vectors_of({"a": a_mood()}).take(np.empty(0, np.intp)))).retrieve(
            SAD, 5, Weights()
        )
        == []
    )
