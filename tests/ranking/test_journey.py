from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartsong.errors import RequestError
from heartsong.model import Heard
from heartsong.playlist import Playlist
from heartsong.ranking.exclude import Mask
from heartsong.ranking.goals import goal
from heartsong.ranking.journey import MOST, plan, trip
from heartsong.store.base import Vectors
from heartsong.types import CATEGORY_OF_GROUP, EMOTIONS, GROUPS, Category, Mood, Song
from heartsong.understanding.hearing import Hearing, Parsed, nothing_heard
from tests.builders import (
    WIDTH,
    Shelf,
    a_mood,
    a_stored_song,
    an_embedding,
    distributions,
    moods,
    vectors_of,
)

SEEDED = 7
SAD = a_mood("sad", 0.85, emotion="sadness", emotion_share=0.8)


class Rack(Shelf):
    """A store of vectors and of songs with their names."""

    def __init__(self, songs: Mapping[str, Song], seeds: dict[str, int] | None = None) -> None:
        super().__init__(vectors_of({each: songs[each].mood for each in sorted(songs)}, seeds))
        self._songs = songs

    def songs(self, ids: object) -> list[Song]:
        return [self._songs[each] for each in ids]  # type: ignore[attr-defined]

    def all(self) -> object:  # type: ignore[override]
        yield a_stored_song()


Rack.__abstractmethods__ = frozenset()  # type: ignore[attr-defined]


def rack(found: list[Mood], artists: int = 1_000) -> Rack:
    return Rack(
        {
            f"s{n:04}": Song(f"s{n:04}", f"Band {n % artists}", f"Song {n}", mood)
            for n, mood in enumerate(found)
        }
    )


def heard(mood: Mood = SAD) -> Hearing:
    return Hearing("text", Parsed("text"), Heard(mood, an_embedding(99)))


def journey(
    store: Rack,
    to: str = "joy",
    k: int = 12,
    seed: int | None = SEEDED,
    allowed: Callable[[str], bool] = lambda song_id: True,
) -> Playlist:
    def mask(vectors: Vectors) -> Mask:
        return np.array([allowed(song_id) for song_id in vectors.ids], bool)

    return plan(heard(), trip(to, k), store, seed, mask)


def likeness(one: Mood, other: Mood) -> float:
    """How alike two moods are on the way, by definition."""
    emotions = sum((one.emotions[name] * other.emotions[name]) ** 0.5 for name in EMOTIONS)
    groups = sum((one.groups[name] * other.groups[name]) ** 0.5 for name in GROUPS)
    return 2 / 7 * emotions + 5 / 7 * groups


def mixed(one: Mood, other: Mood, share: float) -> Mood:
    """So much of another mood in one."""

    def mix(names: tuple[str, ...], a: Mapping[str, float], b: Mapping[str, float]) -> dict:
        return {name: (1 - share) * a[name] + share * b[name] for name in names}

    return Mood(
        mix(EMOTIONS, one.emotions, other.emotions),
        (1 - share) * one.valence + share * other.valence,
        (1 - share) * one.arousal + share * other.arousal,
        one.sentiment,
        mix(GROUPS, one.groups, other.groups),
    )


def between(count: int, to: str = "joy") -> list[Mood]:
    """Moods from a sad one to the goal, a little beside the way."""
    dice = np.random.default_rng(3)
    found = []
    for n in range(count):
        stray = Mood(
            dict(zip(EMOTIONS, dice.dirichlet(np.ones(6)).tolist(), strict=True)),
            *dice.uniform(-1, 1, 2).tolist(),
            SAD.sentiment,
            dict(zip(GROUPS, dice.dirichlet(np.ones(4)).tolist(), strict=True)),
        )
        found.append(mixed(mixed(SAD, goal(to), n / (count - 1)), stray, 0.1))
    return found


@given(
    st.lists(moods(), min_size=1, max_size=40),
    moods(),
    st.sampled_from(["joy", "calm", "energy", "sadness"]),
    st.integers(2, 30),
    st.integers(1, 6),
)
def test_every_song_is_nearer_to_the_goal_than_the_one_before(
    found: list[Mood], listener: Mood, to: str, k: int, artists: int
) -> None:
    playlist = plan(heard(listener), trip(to, k), rack(found, artists), SEEDED)
    songs = playlist.songs
    assert 1 <= len(songs) <= min(k, len(found))
    assert len({each.song.id for each in songs}) == len(songs)
    assert [each.rank for each in songs] == list(range(1, len(songs) + 1))
    for each in songs:
        assert 0 <= each.reached <= 1
        assert each.likeness == pytest.approx(likeness(each.song.mood, playlist.goal), abs=1e-5)
    for before, after in pairwise(songs):
        assert before.reached < after.reached
        assert before.likeness < after.likeness


@pytest.mark.parametrize("k", [2, 3, 12, 40, 100])
def test_a_path_leads_from_the_listener_to_the_goal_in_even_steps(k: int) -> None:
    playlist = journey(rack(between(900)), k=k)
    songs = playlist.songs
    assert len(songs) == k
    assert playlist.notice is None
    assert songs[0].song.category == "Anxious/Sad"
    assert songs[-1].song.category == "Happy"
    assert songs[-1].reached - songs[0].reached > 0.8
    steps = np.diff([each.reached for each in songs])
    assert steps.max() / steps.mean() < 1.5


def test_songs_that_lie_far_beside_the_way_are_passed_by() -> None:
    furious = a_mood("angry", 0.94, emotion="anger", emotion_share=0.9)
    playlist = journey(rack([*between(100), *[furious] * 100]))
    assert all(each.song.category != "Energetic" for each in playlist.songs)


def test_the_words_of_the_listener_decide_between_songs_of_one_mood() -> None:
    found = [SAD] * 20 + [goal("joy")] * 20
    songs = {f"s{n:02}": Song(f"s{n:02}", f"Band {n}", "x", mood) for n, mood in enumerate(found)}
    seeds = {each: n for n, each in enumerate(songs)} | {"s13": 99}
    playlist = plan(heard(), trip("joy", 2), Rack(songs, seeds), SEEDED)
    assert playlist.songs[0].song.id == "s13"


def test_the_same_seed_gives_the_same_songs_and_none_gives_others() -> None:
    store = rack(between(600))
    assert journey(store) == journey(store)
    others = [journey(store, seed=None).songs for _ in range(4)]
    assert any(songs != others[0] for songs in others)


def test_neither_shown_nor_forbidden_songs_come() -> None:
    store = rack(between(300))
    first = journey(store)
    shown = frozenset(each.song.id for each in first.songs)
    second = journey(store, allowed=lambda song_id: song_id not in shown)
    assert len(second.songs) == 12
    assert not shown & {each.song.id for each in second.songs}
    few = {f"s{n:04}" for n in range(0, 300, 20)}
    third = journey(store, allowed=lambda song_id: song_id in few)
    assert len(third.songs) == 12
    assert {each.song.id for each in third.songs} <= few


def test_where_no_song_may_come_that_is_said() -> None:
    playlist = journey(rack(between(30)), allowed=lambda song_id: False)
    assert playlist.songs == ()
    assert playlist.notice == "None of the 30 songs of the catalogue may be offered."


def test_an_empty_catalogue_is_no_traceback() -> None:
    class Empty(Rack):
        def count(self) -> int:
            return 0

    Empty.__abstractmethods__ = frozenset()  # type: ignore[attr-defined]
    playlist = journey(Empty({"s0": Song("s0", "Ada", "Ebb", SAD)}))
    assert playlist.songs == ()


@pytest.mark.parametrize(
    ("found", "count", "told"),
    [
        ([SAD], 1, "Only 1 song leads there"),
        ([SAD] * 50, 1, "Only 1 song leads there"),
        ([SAD, mixed(SAD, goal("joy"), 0.5), goal("joy")], 3, "Only 3 songs lead there"),
    ],
)
def test_tiny_catalogues_give_what_they_have(found: list[Mood], count: int, told: str) -> None:
    playlist = journey(rack(found))
    assert len(playlist.songs) == count
    assert playlist.notice is not None
    assert told in playlist.notice


def test_a_catalogue_without_the_goal_says_so() -> None:
    playlist = journey(rack([mixed(SAD, goal("joy"), n / 100) for n in range(30)]))
    assert playlist.notice == 'No song that could end it is quite at "joy".'


def test_who_is_there_already_stays_about_it() -> None:
    happy = mixed(goal("joy"), SAD, 0.02)
    playlist = plan(heard(happy), trip("joy", 12), rack(between(600)), SEEDED)
    assert len(playlist.songs) == 12
    assert playlist.notice is not None
    assert playlist.notice.startswith('You already sound close to "joy"')
    assert {each.song.category for each in playlist.songs} == {"Happy"}
    exact = plan(heard(goal("joy")), trip("joy", 12), rack(between(600)), SEEDED)
    assert len(exact.songs) == 12


def test_words_without_a_mood_start_in_the_middle() -> None:
    unheard = Hearing("like Ada Vale", Parsed(""), nothing_heard(WIDTH), felt=False)
    playlist = plan(unheard, trip("calm", 5), rack(between(300, "calm")), SEEDED)
    assert playlist.notice is not None
    assert playlist.notice.startswith("I could not hear how you feel")
    assert len(playlist.songs) == 5
    assert playlist.songs[-1].song.category == "Calm"


@pytest.mark.parametrize("k", [-1, 0, 1, MOST + 1, 10_000_000])
def test_lengths_that_make_no_sense_are_refused(k: int) -> None:
    with pytest.raises(RequestError, match="ask for 2 to 100 songs"):
        trip("joy", k)


@pytest.mark.parametrize("name", ["", "tuesday", "joy!", "\x00", "x" * 10_000])
def test_goals_that_nobody_knows_are_refused_with_those_that_are_known(name: str) -> None:
    with pytest.raises(RequestError, match="choose from joy, love") as refused:
        trip(name, 12)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("name", EMOTIONS)
def test_every_emotion_is_a_goal_where_it_leads(name: str) -> None:
    assert goal(name).emotion == name


@pytest.mark.parametrize("name", GROUPS)
def test_every_mood_group_is_a_goal_where_it_leads(name: str) -> None:
    assert goal(name).group == name
    assert goal(CATEGORY_OF_GROUP[name]).group == name


@pytest.mark.parametrize(
    ("name", "category"),
    [
        *((category, category) for category in get_args(Category)),
        *((word, "Happy") for word in ("joy", " HAPPINESS ", "hope", "cheerful", "party")),
        *((word, "Calm") for word in ("peace", "sleep", "Relaxed", "love", "quiet")),
        *((word, "Energetic") for word in ("energy", "power", "workout", "anger")),
    ],
)
def test_plain_words_are_goals(name: str, category: str) -> None:
    assert goal(name).category == category


@pytest.mark.parametrize("name", ["joy", "love", "surprise", "energy", "sleep", "sad"])
def test_the_shares_of_a_goal_sum_to_one(name: str) -> None:
    mood = goal(name)
    for shares in (mood.emotions, mood.groups, mood.sentiment):
        assert sum(shares.values()) == pytest.approx(1)
        assert min(shares.values()) >= 0


@given(distributions(EMOTIONS), distributions(GROUPS))
def test_a_mood_is_as_like_itself_as_can_be(
    emotions: dict[str, float], groups: dict[str, float]
) -> None:
    mood = Mood(emotions, 0, 0, SAD.sentiment, groups)
    assert likeness(mood, mood) == pytest.approx(1)
