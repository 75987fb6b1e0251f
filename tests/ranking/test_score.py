from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartsong.model import Heard
from heartsong.ranking.aim import Aim
from heartsong.ranking.pool import Pool
from heartsong.ranking.score import MEANING, MOOD, VARIETY, Scores, query_row, score
from heartsong.ranking.seeds import Seeds
from heartsong.ranking.themes import NAMES
from heartsong.store.graph_file import USUAL
from heartsong.store.space import rows_of
from heartsong.types import EMOTIONS, GROUPS, Mood
from heartsong.wishes import Options, Wish
from tests.builders import WIDTH, a_mood, a_pool, a_request, an_embedding, moods, vectors_of

SAD = Aim(a_mood("sad", emotion="sadness"), an_embedding(99), felt=True)
MANY = st.lists(moods(), min_size=1, max_size=30).map(
    lambda found: {f"s{n:03}": mood for n, mood in enumerate(found)}
)
NONE = Seeds([], frozenset())
TWO = {"a": a_mood("happy", emotion="joy"), "b": a_mood("sad", emotion="sadness")}


def scored(pool: Pool, aim: Aim = SAD, **request: object) -> Scores:
    return score(pool, aim, a_request(**request), NONE)


def bhattacharyya(p: dict[str, float], q: dict[str, float]) -> float:
    return sum((p[name] * q[name]) ** 0.5 for name in p)


@given(MANY, moods(), st.integers(0, 3))
def test_parts_are_shares_and_their_weighted_sum_is_the_score(
    songs: dict[str, Mood], mood: Mood, seed: int
) -> None:
    wishes = (Wish("artist", "want", "Artist 0"), Wish("pace", "avoid", "slow"))
    options = Options(seed=seed, familiarity=0.5)
    found = scored(a_pool(songs), Aim(mood, an_embedding(3), True), wishes=wishes, options=options)
    assert sum(found.weights.values()) == pytest.approx(1)
    assert (
        set(found.parts) == set(found.weights) == {"mood", "meaning", "pace", "familiar", "wished"}
    )
    for values in found.parts.values():
        assert ((values >= 0) & (values <= 1)).all()
    total = sum(found.weights[name] * values for name, values in found.parts.items())
    assert found.total == pytest.approx(total, abs=1e-6)
    assert np.abs(found.order - found.total).max() <= VARIETY


def test_the_parts_are_what_they_are_said_to_be() -> None:
    song = a_mood("happy", emotion="surprise", valence=0.15)
    pool = a_pool({"s": song})
    found = scored(pool).parts
    emotions = bhattacharyya(dict(SAD.mood.emotions), dict(song.emotions))
    sharper = {name: share**1.5 for name, share in SAD.mood.groups.items()}
    sharp = {name: share / sum(sharper.values()) for name, share in sharper.items()}
    side = sharp["happy"] + sharp["relaxed"] - sharp["sad"] - sharp["angry"]
    pleasant = (1 + side * 0.5) / 2
    assert found["mood"] == pytest.approx(
        0.2 * emotions + 0.64 * bhattacharyya(sharp, dict(song.groups)) + 0.16 * pleasant, abs=1e-5
    )
    cosine = float(np.dot(SAD.embedding, pool.vectors.embeddings[0]))
    assert found["meaning"] == pytest.approx((1 + cosine) / 2, abs=1e-5)


def test_of_two_sad_songs_the_less_pleasant_is_sadder_and_of_happy_ones_the_more() -> None:
    pool = a_pool({"a": a_mood("sad", valence=0.2), "b": a_mood("sad", valence=-0.2)})
    parts = scored(pool).parts["mood"]
    assert parts[1] > parts[0]
    happy = Aim(a_mood("happy"), SAD.embedding, felt=True)
    parts = scored(a_pool({"a": a_mood(valence=0.2), "b": a_mood(valence=-0.2)}), happy).parts[
        "mood"
    ]
    assert parts[0] > parts[1]


def test_the_search_orders_by_the_score_but_valence() -> None:
    songs = {f"s{n}": a_mood(GROUPS[n % 4], 0.3 + n / 20, valence=0) for n in range(12)}
    pool = a_pool(songs)
    products = rows_of(pool.vectors) @ query_row(SAD)
    assert scored(pool).total == pytest.approx(products + MEANING / 2 + MOOD * 0.16 / 2, abs=1e-5)


def test_a_song_of_the_listeners_mood_beats_one_of_another() -> None:
    vectors = vectors_of(TWO, {"a": 5, "b": 5})
    found = scored(Pool(vectors, a_pool(TWO).facts))
    assert found.total[1] > found.total[0]


def test_a_seed_orders_near_equals_always_in_the_same_way_and_none_does_not() -> None:
    pool = a_pool({f"s{n}": SAD.mood for n in range(40)})
    pool.vectors.embeddings[:] = SAD.embedding

    def order(seed: int | None) -> list[int]:
        return scored(pool, options=Options(seed=seed)).order.argsort().tolist()

    assert order(1) == order(1)
    assert order(1) != order(2)
    assert order(None) != order(None)


def test_a_throw_does_not_depend_on_the_company() -> None:
    pool = a_pool({f"s{n}": SAD.mood for n in range(40)})
    some = pool.take(np.array([7, 3]))
    assert scored(some).order == pytest.approx(scored(pool).order[[7, 3]])


def test_where_nothing_was_felt_the_mood_hardly_counts() -> None:
    pool = a_pool(TWO)
    wishes = (Wish("word", "want", "rain"),)
    felt = scored(pool, wishes=wishes).weights["mood"]
    unfelt = scored(pool, Aim(SAD.mood, SAD.embedding, felt=False), wishes=wishes).weights["mood"]
    assert unfelt < felt / 3


def test_words_that_mean_nothing_do_not_count() -> None:
    found = scored(a_pool(TWO), Aim(SAD.mood, np.zeros(WIDTH, np.float32), True))
    assert found.weights["meaning"] == 0
    assert found.parts["meaning"].tolist() == [0.5, 0.5]


def test_songs_with_what_was_asked_for_come_before_all_that_have_not() -> None:
    pool = a_pool(TWO, artist=["Ada Vale", "Someone"], year=[1975, 1975])
    wishes = (Wish("artist", "want", "Ada Vale"), Wish("years", "want", "1970-1979"))
    found = scored(pool, wishes=wishes)
    assert found.parts["wished"].tolist() == [1.0, 0.5]
    assert found.total[0] > found.total[1]


def test_of_several_artists_any_will_do() -> None:
    pool = a_pool(TWO, artist=["Ada Vale", "Someone"])
    wishes = (Wish("artist", "want", "Ada Vale"), Wish("artist", "want", "Someone"))
    assert scored(pool, wishes=wishes).parts["wished"].tolist() == [1.0, 1.0]


def test_what_nobody_knows_cannot_be_granted_and_does_not_count() -> None:
    wishes = (Wish("artist", "want", "Nobody", known=False),)
    assert "wished" not in scored(a_pool(TWO), wishes=wishes).parts


def test_themes_and_words_count_as_far_as_a_song_has_them() -> None:
    pool = a_pool(TWO)
    scores = np.zeros((2, len(NAMES)), np.float32)
    scores[0, NAMES.index("home")] = 0.8
    pool.score_themes = lambda _: scores
    pool.relevance = {"b": 0.6}
    wishes = (Wish("theme", "want", "home"), Wish("word", "want", "rain"))
    found = scored(pool, wishes=wishes).parts
    assert found["theme"].tolist() == pytest.approx([0.8, 0.0])
    assert found["words"].tolist() == pytest.approx([0.0, 0.6])


def test_a_song_like_the_seed_counts_as_alike() -> None:
    pool = a_pool(TWO)
    seed = Heard(TWO["a"], pool.vectors.embeddings[0])
    seeds = Seeds([seed], frozenset(), ["Nobody At All"])
    found = score(pool, SAD, a_request(), seeds).parts["alike"]
    assert found[0] > 0.95
    assert found[1] < found[0]


def test_fast_songs_have_drive_and_slow_ones_have_not() -> None:
    pool = a_pool({"a": a_mood("happy", arousal=0.5), "b": a_mood("relaxed", arousal=-0.5)})
    fast = scored(pool, wishes=(Wish("pace", "want", "fast"),)).parts["pace"]
    not_slow = scored(pool, wishes=(Wish("pace", "avoid", "slow"),)).parts["pace"]
    slow = scored(pool, wishes=(Wish("pace", "want", "slow"),)).parts["pace"]
    assert fast[0] > 0.7
    assert fast[1] < 0.3
    assert not_slow.tolist() == fast.tolist()
    assert slow == pytest.approx(1 - fast)


def test_neither_fast_nor_slow_is_in_the_middle() -> None:
    pool = a_pool({"a": a_mood("happy", 0.9, arousal=0.9), "b": a_mood("happy", 0.25, arousal=0)})
    wishes = (Wish("pace", "avoid", "fast"), Wish("pace", "avoid", "slow"))
    found = scored(pool, wishes=wishes).parts["pace"]
    assert found[1] > found[0]


def test_the_dial_prefers_the_well_known_or_the_hardly_known() -> None:
    songs = {f"s{n}": SAD.mood for n in range(4)}
    pool = a_pool(songs, popularity=[5.0, 50.0, None, 5000.0])
    known = scored(pool, options=Options(seed=1, familiarity=1)).parts["familiar"]
    hardly = scored(pool, options=Options(seed=1, familiarity=-0.5))
    assert known.tolist() == [0.0, 0.5, 0.5, 1.0]
    assert hardly.parts["familiar"].tolist() == [1.0, 0.5, 0.5, 0.0]
    assert "familiar" not in scored(pool).parts


def test_the_query_has_the_width_of_the_index() -> None:
    row = query_row(SAD)
    assert row.shape == (len(EMOTIONS) + len(GROUPS) + WIDTH,)
    assert row.dtype == np.float32


def test_large_catalogues_are_indexed_for_weights_like_these() -> None:
    usual = np.array(USUAL)
    ours = np.array([MOOD * 0.12, MOOD * 0.72, MEANING / 2])
    cosine = usual @ ours / np.linalg.norm(usual) / np.linalg.norm(ours)
    assert cosine > 0.97


def test_artists_heard_by_the_same_people_are_akin_whatever_they_sing() -> None:
    pool = a_pool({"a": SAD.mood, "b": SAD.mood, "c": SAD.mood},
                  artist=["Metallica", "Merle Haggard", "Nobody At All"])  # fmt: skip
    pool.vectors.embeddings[:] = SAD.embedding
    seeds = Seeds([Heard(SAD.mood, SAD.embedding)], frozenset(), ["Johnny Cash"])
    metal, country, unknown = score(pool, SAD, a_request(), seeds).parts["alike"].tolist()
    assert country > unknown
    assert country > metal + 0.2
