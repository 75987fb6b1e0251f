"""The students' own way to choose songs."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from heartsong import Recommender
from heartsong.ranking.prototype import (
    NOTE,
    Prototype,
    category_of,
    cluster,
    name_centroids,
    nearest,
)
from heartsong.store.sqlite import SqliteStore
from heartsong.types import EMOTIONS, SENTIMENTS, Mood
from heartsong.understanding.hearing import nothing_heard
from heartsong.wishes import Options, Wish
from tests.builders import WIDTH, a_hearing, a_mood, a_request, a_stored_song, shares

LEADS = ("joy", "sadness", "anger", "love")


def emotions_of(lead: str, count: int, seed: int) -> np.ndarray:
    """Songs that one emotion leads, none the same as another."""
    dice = np.random.default_rng(seed)
    rows = np.full((count, len(EMOTIONS)), 0.02) + dice.uniform(0, 0.02, (count, len(EMOTIONS)))
    rows[:, EMOTIONS.index(lead)] += 0.8
    return (rows / rows.sum(axis=1, keepdims=True)).astype(np.float32)


def a_heard(emotion: str, sentiment: str = "negative", neutral: float = 0.0) -> Mood:
    mood = a_mood(emotion=emotion)
    return Mood(
        mood.emotions,
        0.0,
        0.0,
        shares(SENTIMENTS, sentiment, 0.8),
        mood.groups,
        neutral,
    )


@pytest.fixture
def filled(store: SqliteStore) -> SqliteStore:
    """Ten songs for each of four emotions, by as many artists."""
    songs = []
    for lead in LEADS:
        for number in range(10):
            mood = a_mood(emotion=lead, emotion_share=0.6 + 0.03 * number)
            songs.append(a_stored_song(f"{lead} {number}", "Song", seed=number, mood=mood))
    store.add(songs, "model")
    return store


def no_themes(embeddings: np.ndarray) -> np.ndarray:
    return np.zeros((len(embeddings), 100), np.float32)


def test_songs_fall_into_the_clusters_that_they_were_made_from() -> None:
    rows = np.concatenate([emotions_of(lead, 25, n) for n, lead in enumerate(LEADS)])
    labels = cluster(rows).labels.reshape(4, 25)
    assert all(len(set(some)) == 1 for some in labels.tolist())
    assert len(set(labels[:, 0].tolist())) == 4


def test_the_same_songs_give_the_same_clusters() -> None:
    rows = np.random.default_rng(4).dirichlet(np.ones(6), 300).astype(np.float32)
    first, again = cluster(rows), cluster(rows)
    assert first.names == again.names
    assert np.array_equal(first.labels, again.labels)


def test_k_means_ends_where_no_song_is_nearer_to_another_centroid() -> None:
    rows = np.random.default_rng(5).dirichlet(np.ones(6), 400).astype(np.float32)
    labels = cluster(rows).labels
    scaled = (rows - rows.mean(axis=0)) / rows.std(axis=0)
    centroids = np.stack([scaled[labels == n].mean(axis=0) for n in range(4)])
    distances = np.linalg.norm(scaled[:, None] - centroids, axis=2)
    assert np.array_equal(distances.argmin(axis=1), labels)


def test_fewer_different_songs_than_clusters_make_fewer_clusters() -> None:
    rows = np.concatenate([emotions_of("joy", 1, 1)] * 5 + [emotions_of("anger", 1, 2)] * 5)
    found = cluster(rows)
    assert set(found.names) == {"Happy", "Energetic"}
    assert cluster(rows[:1]).labels.tolist() == [0]


def test_centroids_earn_their_names() -> None:
    joyful, sad, angry, still = np.full((4, 6), -0.3)
    joyful[EMOTIONS.index("joy")] = 2
    sad[EMOTIONS.index("sadness")] = 2
    angry[EMOTIONS.index("anger")] = 2
    found = name_centroids(np.stack([still, angry, joyful, sad]))
    assert found == ("Calm", "Energetic", "Happy", "Anxious/Sad")


@pytest.mark.parametrize(
    ("mood", "category"),
    [
        (a_heard("joy", "positive"), "Happy"),
        (a_heard("love", "positive"), "Happy"),
        (a_heard("fear"), "Anxious/Sad"),
        (a_heard("anger"), "Energetic"),
        (a_heard("anger", "neutral"), "Calm"),
        (a_heard("joy", "positive", neutral=0.9), "Calm"),
        (nothing_heard(WIDTH).mood, "Calm"),
    ],
)
def test_words_pick_a_cluster_and_what_is_neutral_picks_calm(mood: Mood, category: str) -> None:
    assert category_of(mood) == category


def test_the_nearest_in_the_cluster_come_before_nearer_ones_outside() -> None:
    rows = np.eye(6, dtype=np.float32)[:3]
    order, distances = nearest(rows, np.eye(6)[0], np.array([False, True, True]))
    assert order.tolist() == [1, 2, 0]
    assert distances.tolist() == pytest.approx([0, math.sqrt(2), math.sqrt(2)], abs=1e-6)


def test_an_answer_is_the_nearest_of_its_cluster_and_says_so(filled: SqliteStore) -> None:
    hearing = a_hearing(a_heard("sadness"))
    found = Prototype().choose(a_request(k=10), hearing, filled, no_themes)
    assert [song.rank for song in found.songs] == [*range(1, 11)]
    assert {song.artist.split()[0] for song in found.songs} == {"sadness"}
    heard = hearing.heard.mood.emotions
    for song in found.songs:
        away = math.dist(list(song.mood.emotions.values()), list(heard.values()))
        assert song.distance == pytest.approx(away, abs=1e-5)
        assert song.parts == {"mood": pytest.approx(1 - away / math.sqrt(2), abs=1e-5)}
        assert song.score == song.parts["mood"]
        number = f"{song.distance:.2f}".removeprefix("0")
        assert song.reason == f"Nearest in the cluster Anxious/Sad: {number} away."
    distances = [song.distance for song in found.songs]
    assert distances == sorted(distances)
    assert found.weights == {"mood": 1.0}


def test_a_cluster_that_is_too_small_is_filled_up_and_the_reason_says_so(
    filled: SqliteStore,
) -> None:
    found = Prototype().choose(a_request(k=12), a_hearing(a_heard("sadness")), filled, no_themes)
    assert [song.reason.startswith("Outside") for song in found.songs] == [False] * 10 + [True] * 2


def test_sliders_pick_the_songs_and_the_words_still_pick_the_cluster(filled: SqliteStore) -> None:
    options = Options(emotions={"joy": 2.0, "sadness": 6.0})
    found = Prototype().choose(
        a_request(k=3, options=options), a_hearing(a_heard("anger")), filled, no_themes
    )
    assert {song.artist.split()[0] for song in found.songs} == {"anger"}
    wanted = [0.25 if name == "joy" else 0.75 if name == "sadness" else 0.0 for name in EMOTIONS]
    best = found.songs[0]
    assert best.distance == pytest.approx(
        math.dist(list(best.mood.emotions.values()), wanted), abs=1e-5
    )


def test_sliders_without_words_pick_the_cluster_too(filled: SqliteStore) -> None:
    silent = a_hearing(nothing_heard(WIDTH).mood, text="", felt=False)
    options = Options(emotions={"anger": 1.0, "joy": 0.5})
    found = Prototype().choose(a_request(k=3, options=options), silent, filled, no_themes)
    assert {song.artist.split()[0] for song in found.songs} == {"anger"}


def test_exclusions_hold_however_many_there_are(filled: SqliteStore) -> None:
    hearing = a_hearing(a_heard("sadness"))
    every = Prototype().choose(a_request(k=40), hearing, filled, no_themes).songs
    shown = frozenset(song.id for song in every[:30])
    wishes = (Wish("artist", "avoid", every[30].artist),)
    request = a_request(k=10, options=Options(shown=shown), wishes=wishes)
    found = Prototype().choose(request, hearing, filled, no_themes)
    assert [song.id for song in found.songs] == [song.id for song in every[31:]]
    assert found.notices(request) == [
        "There are only 9 songs left once what you do not want is out."
    ]


def test_clusters_follow_the_catalogue(filled: SqliteStore) -> None:
    prototype, hearing = Prototype(), a_hearing(a_heard("sadness"))
    first = prototype.choose(a_request(k=1), hearing, filled, no_themes).songs[0]
    exact = a_mood(emotion="sadness")
    filled.add([a_stored_song("New", "Song", mood=exact)], "model")
    best = prototype.choose(a_request(k=1), hearing, filled, no_themes).songs[0]
    assert first.artist != "New"
    assert (best.artist, best.distance) == ("New", pytest.approx(0, abs=1e-3))


def test_what_is_not_heeded_is_told(filled: SqliteStore) -> None:
    hearing = a_hearing(a_heard("sadness"))
    wished = a_request(wishes=(Wish("artist", "want", "joy 1"),))
    assert Prototype().choose(wished, hearing, filled, no_themes).notices(wished) == [NOTE]
    plain = a_request()
    assert Prototype().choose(plain, hearing, filled, no_themes).notices(plain) == []


@pytest.mark.usefixtures("with_fake")
def test_a_recommender_answers_the_prototypes_way(tmp_path: Path, songs_csv: Path) -> None:
    with Recommender(tmp_path / "my.db") as recommender:
        recommender.ingest(songs_csv)
        words = "I cry, so lonely, so sad"
        theirs = recommender.recommend(words, 3, Options(algorithm="prototype", seed=1))
        ours = recommender.recommend(words, 3, Options(seed=1))
    assert all("the cluster Anxious/Sad" in song.reason for song in theirs.songs)
    assert all(set(song.parts) == {"mood"} for song in theirs.songs)
    assert theirs.weights == {"mood": 1.0}
    assert "meaning" in ours.weights


def test_an_empty_catalogue_gives_no_song(store: SqliteStore) -> None:
    assert Prototype().choose(a_request(k=0), a_hearing(), store, no_themes).songs == []
