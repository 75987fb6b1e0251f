from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("sklearn", reason="mood groups need the extra 'moods'")

from heartsong.catalogue.moods import group
from heartsong.errors import CatalogueError, RequestError
from heartsong.store.base import Moods, Store
from heartsong.store.sqlite import SqliteStore
from heartsong.types import EMOTIONS, GROUPS, Mood, MoodGroups, Song
from tests.builders import a_mood, a_song, a_stored_song

# Name → a mood that deserves it.
PLANTED = {
    "Happy": a_mood("happy", emotion="joy", valence=0.5, arousal=0.2),
    "Anxious/Sad": a_mood("sad", emotion="sadness", valence=-0.5, arousal=-0.2),
    "Energetic": a_mood("angry", emotion="anger", valence=-0.3, arousal=0.6),
    "Calm": a_mood("relaxed", emotion="love", valence=0.2, arousal=-0.6),
}


class Arrays(Store):
    """A store of moods alone: what grouping reads, however many songs there are."""

    def __init__(self, moods: Sequence[Mood]) -> None:
        self._moods = [replace(a_song(title=f"{n}"), mood=mood) for n, mood in enumerate(moods)]

    def moods(self) -> Moods:
        return Moods(
            [song.id for song in self._moods],
            self._array([list(song.mood.emotions.values()) for song in self._moods]),
            self._array([[song.mood.valence, song.mood.arousal] for song in self._moods]),
            self._array([list(song.mood.groups.values()) for song in self._moods]),
        )

    def songs(self, ids: Sequence[str]) -> list[Song]:
        return [song for song in self._moods if song.id in ids]

    @staticmethod
    def _array(rows: list[list[float]]) -> np.ndarray:
        return np.array(rows, np.float32)


Arrays.__abstractmethods__ = frozenset()  # type: ignore[attr-defined]


def shaken(mood: Mood, dice: np.random.Generator, by: float = 0.04) -> Mood:
    """A mood a little beside another one."""

    def near(shares: dict[str, float]) -> dict[str, float]:
        moved = {name: max(1e-3, share + dice.normal(0, by)) for name, share in shares.items()}
        total = sum(moved.values())
        return {name: share / total for name, share in moved.items()}

    return replace(
        mood,
        emotions=near(dict(mood.emotions)),
        groups=near(dict(mood.groups)),
        valence=float(np.clip(mood.valence + dice.normal(0, by), -1, 1)),
        arousal=float(np.clip(mood.arousal + dice.normal(0, by), -1, 1)),
    )


def planted(names: Sequence[str], each: int = 30) -> Arrays:
    dice = np.random.default_rng(5)
    return Arrays([shaken(PLANTED[name], dice) for name in names for _ in range(each)])


def names(found: MoodGroups) -> list[str]:
    return [each.name for each in found.groups]


def test_groups_that_are_there_are_found_and_bear_the_names_they_earn(tmp_path: Path) -> None:
    dice = np.random.default_rng(5)
    store = SqliteStore(tmp_path / "my.db", create=True)
    songs = [
        a_stored_song(f"{name} Band", f"Song {n}", mood=shaken(mood, dice))
        for name, mood in PLANTED.items()
        for n in range(20 + len(name))
    ]
    store.add(songs, "m1")
    grouped = group(store)
    store.close()
    found = grouped.found
    assert set(names(found)) == set(PLANTED)
    assert found.silhouette > 0.5
    assert (
        sum(each.size for each in found.groups) == found.songs == len(grouped.labels) == len(songs)
    )
    for number, each in enumerate(found.groups):
        assert each.size == 20 + len(each.name) == int((grouped.labels == number).sum())
        assert {song.artist for song in each.examples} == {f"{each.name} Band"}
        assert each.emotion == PLANTED[each.name].emotion
        assert each.valence == pytest.approx(PLANTED[each.name].valence, abs=0.05)
        assert each.groups[PLANTED[each.name].group] > 0.5
        assert sum(each.emotions.values()) == pytest.approx(1, abs=1e-5)


def test_the_same_songs_give_the_same_groups() -> None:
    store = planted(list(PLANTED))
    one, other = group(store, 3), group(store, 3)
    assert one.found == other.found
    assert (one.labels == other.labels).all()


@pytest.mark.parametrize("count", [2, 3, 4])
def test_auto_finds_how_many_there_are(count: int) -> None:
    chosen = list(PLANTED)[:count]
    found = group(planted(chosen), None).found
    assert sorted(names(found)) == sorted(chosen)


@pytest.mark.parametrize("emotion", ["anger", "fear"])
def test_where_anger_or_fear_leads_everywhere_nothing_is_calm(emotion: str) -> None:
    dice = np.random.default_rng(2)
    moods = [
        shaken(replace(mood, emotions=a_mood(emotion=emotion).emotions), dice)
        for mood in PLANTED.values()
        for _ in range(20)
    ]
    found = group(Arrays(moods)).found
    assert {each.emotion for each in found.groups} == {emotion}
    assert not any(name.startswith(("Calm", "Happy")) for name in names(found))
    assert len(set(names(found))) == 4


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(EMOTIONS), st.sampled_from(GROUPS), st.floats(-1, 1), st.floats(-1, 1)
        ),
        min_size=4,
        max_size=9,
        unique=True,
    ),
    st.integers(2, 6),
)
def test_a_name_always_means_what_it_says(
    kinds: list[tuple[str, str, float, float]], k: int
) -> None:
    dice = np.random.default_rng(4)
    moods = [
        shaken(a_mood(of, emotion=emotion, valence=valence, arousal=arousal), dice, 0.02)
        for emotion, of, valence, arousal in kinds
        for _ in range(6)
    ]
    found = group(Arrays(moods), k).found
    assert len(set(names(found))) == k
    for each in found.groups:
        base = each.name.split(" (")[0].rstrip(" 0123456789")
        assert base in PLANTED
        if base == "Calm":
            assert each.emotion not in {"anger", "fear"}
        if base == "Happy":
            assert each.emotion not in {"anger", "fear", "sadness"}
        if base == "Anxious/Sad":
            assert each.emotion not in {"joy", "love"}


@pytest.mark.parametrize("k", [-1, 0, 1, 13])
def test_a_number_of_groups_that_makes_no_sense_is_refused(k: int) -> None:
    with pytest.raises(RequestError, match=f"{k} mood groups cannot be made: choose from 2 to 12"):
        group(planted(["Happy"]), k)


def test_too_few_songs_are_refused() -> None:
    with pytest.raises(CatalogueError, match="has 1 different moods, too few to group"):
        group(Arrays([PLANTED["Happy"]] * 50))


def test_more_groups_than_moods_are_refused_and_as_many_are_made() -> None:
    few = Arrays(list(PLANTED.values())[:3])
    with pytest.raises(RequestError, match="too few for 4 groups: ask for fewer"):
        group(few, 4)
    assert [each.size for each in group(few, 3).found.groups] == [1, 1, 1]
