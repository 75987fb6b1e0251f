"""What every store must do. A new one is a line in STORES."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from heartsong.catalogue.identity import artist_number
from heartsong.errors import CatalogueError
from heartsong.store.base import Store
from heartsong.store.space import rows_of
from heartsong.store.sqlite import SqliteStore
from heartsong.types import EMOTIONS, GROUPS, Song, UnscoredSong
from tests.builders import WIDTH, a_mood, a_stored_song

Open = Callable[[], Store]

# Name → how to open a store, new at first, in a folder of its own.
STORES: dict[str, Callable[[Path], Store]] = {
    "sqlite": lambda folder: SqliteStore(folder / "songs.db", create=True),
}


@pytest.fixture(params=STORES.values(), ids=STORES.keys())
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    opened: list[Store] = []

    def open_it() -> Store:
        opened.append(request.param(tmp_path))
        return opened[-1]

    yield open_it
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Open) -> Store:
    return open_store()


SONGS = [
    a_stored_song(
        "Ada Vale",
        "Low Tide",
        seed=1,
        fingerprint="f1",
        album="Shore",
        year=1999,
        genre="folk",
        link="/1",
    ),
    a_stored_song("Zoë Ångström", "It's “here”; DROP TABLE songs", seed=2, fingerprint="f2"),
    a_stored_song("Marrow Lane", "雨 🌧", seed=3, fingerprint="f3", mood=a_mood("sad")),
]
IDS = sorted(each.song.id for each in SONGS)
QUERY = np.linspace(0, 1, len(EMOTIONS) + len(GROUPS) + WIDTH, dtype=np.float32)


def same(found: Sequence[object], given: Sequence[Song]) -> bool:
    """Whether songs are the ones that were given; a store may round figures to four digits."""
    return len(found) == len(given) and all(map(_same, found, given))


def _same(found: object, given: Song) -> bool:
    assert isinstance(found, Song)
    for shares in ("emotions", "sentiment", "groups"):
        was = getattr(given.mood, shares)
        assert dict(getattr(found.mood, shares)) == pytest.approx(dict(was), abs=1e-4)
        assert sum(getattr(found.mood, shares).values()) == pytest.approx(1)
    for axis in ("valence", "arousal"):
        assert getattr(found.mood, axis) == pytest.approx(getattr(given.mood, axis), abs=1e-4)
    return replace(found, mood=given.mood) == given


def test_a_store_has_a_name_that_people_know_it_by(store: Store) -> None:
    assert "songs" in store.name


def test_a_new_store_is_empty(store: Store) -> None:
    assert store.model is None
    assert store.count() == 0
    assert list(store.all()) == []
    assert store.songs(["x"]) == []
    assert dict(store.fingerprints(["x"])) == {}


UNSCORED = [
    UnscoredSong("b", "Bea Moor", "Reel", "instrumental"),
    UnscoredSong("a", "Zoë", "雨", "not in English", "Rain", 1999, "folk", "/2"),
]


def test_songs_without_a_mood_come_back_as_they_went_in(store: Store) -> None:
    assert store.add_unscored(UNSCORED) == 2
    assert list(store.unscored()) == sorted(UNSCORED, key=lambda song: song.id)
    assert store.count() == 0
    assert store.model is None
    again = replace(UNSCORED[0], reason="no lyrics")
    assert store.add_unscored([again]) == 1
    assert list(store.unscored()) == [UNSCORED[1], again]
    assert store.add_unscored([]) == 0


def test_a_song_is_never_kept_with_and_without_a_mood(store: Store) -> None:
    song = SONGS[0].song
    bare = UnscoredSong(song.id, song.artist, song.title, "no lyrics")
    store.add_unscored([bare, *UNSCORED])
    store.add([SONGS[0]], "m1")
    assert {each.id for each in store.unscored()} == {"a", "b"}
    assert store.add_unscored([bare]) == 0
    assert {each.id for each in store.unscored()} == {"a", "b"}
    assert store.count() == 1


def test_in_an_empty_store_nothing_is_near_or_found(store: Store) -> None:
    found = store.near(QUERY, 5)
    assert len(found) == len(found.embeddings) == 0
    assert found.emotions.shape == (0, len(EMOTIONS))
    assert found.groups.shape == (0, len(GROUPS))
    assert store.find("tide", 5) == []
    assert dict(store.sketches(["Ada Vale"])) == dict(store.lyrics(["x"])) == {}


def test_a_song_comes_back_as_it_went_in(store: Store) -> None:
    assert store.add(SONGS, "m1") == len(SONGS)
    assert store.model == "m1"
    assert store.count() == len(SONGS)
    for each in SONGS:
        assert same(store.songs([each.song.id]), [each.song])


def test_what_was_stored_is_there_when_the_store_is_opened_again(open_store: Open) -> None:
    first = open_store()
    first.add(SONGS, "m1")
    first.close()
    again = open_store()
    assert again.count() == len(SONGS)
    assert again.model == "m1"
    assert [each.song for each in again.all()] == again.songs(IDS)


def test_all_songs_come_by_id_with_their_embeddings_and_fingerprints(store: Store) -> None:
    store.add(SONGS, "m1")
    found = list(store.all())
    assert [each.song.id for each in found] == IDS
    given = {each.song.id: each for each in SONGS}
    for each in found:
        assert same([each.song], [given[each.song.id].song])
        assert each.fingerprint == given[each.song.id].fingerprint
        assert each.lyrics is None
        assert float(np.dot(each.embedding, given[each.song.id].embedding)) > 0.999


def test_songs_come_in_the_order_asked_and_unknown_ones_are_left_out(store: Store) -> None:
    store.add(SONGS, "m1")
    asked = [IDS[2], "unknown", IDS[0]]
    assert [song.id for song in store.songs(asked)] == [IDS[2], IDS[0]]


def test_thousands_of_ids_can_be_asked_for_at_once(store: Store) -> None:
    store.add(SONGS, "m1")
    asked = [f"unknown{n}" for n in range(3000)]
    assert [song.id for song in store.songs([*asked, *IDS])] == IDS
    assert set(store.fingerprints([*asked, *IDS])) == set(IDS)


def test_fingerprints_come_for_those_that_are_stored(store: Store) -> None:
    store.add(SONGS, "m1")
    first = SONGS[0]
    assert dict(store.fingerprints([first.song.id, "unknown"])) == {first.song.id: "f1"}


def test_a_song_stored_again_replaces_the_first(store: Store) -> None:
    store.add(SONGS, "m1")
    new = a_stored_song("Ada Vale", "Low Tide", seed=9, fingerprint="f9", mood=a_mood("angry"))
    assert store.add([new], "m1") == 1
    assert store.count() == len(SONGS)
    assert same(store.songs([new.song.id]), [new.song])
    assert dict(store.fingerprints([new.song.id])) == {new.song.id: "f9"}


def test_of_a_song_given_twice_at_once_the_last_counts(store: Store) -> None:
    first = a_stored_song(fingerprint="old")
    last = a_stored_song(fingerprint="new", mood=a_mood("sad"))
    assert store.add([first, last], "m1") == 1
    assert same(store.songs([last.song.id]), [last.song])


def test_adding_nothing_changes_nothing(store: Store) -> None:
    assert store.add([], "m1") == 0
    assert store.model is None


def test_songs_of_another_model_are_refused_and_nothing_is_lost(store: Store) -> None:
    store.add(SONGS[:1], "m1")
    with pytest.raises(CatalogueError, match=r"m1.*m2"):
        store.add(SONGS[1:], "m2")
    assert store.model == "m1"
    assert same([each.song for each in store.all()], [SONGS[0].song])


def test_a_batch_that_fails_half_way_leaves_nothing_of_itself(store: Store) -> None:
    store.add(SONGS[:1], "m1")
    broken = a_stored_song("Nobody", "No mood", fingerprint=None)  # type: ignore[arg-type]
    with pytest.raises(CatalogueError):
        store.add([SONGS[1], broken], "m1")
    assert same([each.song for each in store.all()], [SONGS[0].song])


def test_songs_are_near_by_their_rows_best_first(store: Store) -> None:
    store.add(SONGS, "m1")
    given = {each.song.id: each for each in SONGS}
    found = store.near(QUERY, 10)
    assert sorted(found.ids) == IDS
    assert found.embeddings.shape == (len(SONGS), WIDTH)
    assert found.emotions.dtype == found.groups.dtype == found.embeddings.dtype == np.float32
    for row, song_id in enumerate(found.ids):
        mood = given[song_id].song.mood
        assert found.emotions[row].tolist() == pytest.approx(
            [mood.emotions[name] for name in EMOTIONS], abs=1e-4
        )
        assert found.groups[row].tolist() == pytest.approx(
            [mood.groups[name] for name in GROUPS], abs=1e-4
        )
        assert float(np.linalg.norm(found.embeddings[row])) == pytest.approx(1, abs=1e-5)
    products = rows_of(found) @ QUERY
    assert np.all(np.diff(products) <= 1e-6)
    assert store.near(QUERY, 2).ids == found.ids[:2]


def test_what_is_near_is_what_is_stored_by_then(open_store: Open) -> None:
    reader, writer = open_store(), open_store()
    writer.add(SONGS[:1], "m1")
    assert list(reader.near(QUERY, 5).ids) == [SONGS[0].song.id]
    writer.add(SONGS[1:], "m1")
    assert sorted(reader.near(QUERY, 5).ids) == IDS
    new = a_stored_song("Ada Vale", "Low Tide", seed=9, mood=a_mood("angry"))
    writer.add([new], "m1")
    found = reader.near(QUERY, 5)
    row = list(found.ids).index(new.song.id)
    assert found.groups[row].tolist() == pytest.approx(
        list(new.song.mood.groups.values()), abs=1e-4
    )
    assert float(found.embeddings[row] @ new.embedding) > 0.999
    assert len(found) == len(SONGS)


def test_songs_are_found_by_words_of_their_names(store: Store) -> None:
    store.add(SONGS, "m1")
    store.add_unscored(UNSCORED)
    ada, zoe, rain = (each.song for each in SONGS)
    reel, other = UNSCORED
    for words, expected in {
        "low tide": [ada],
        "ADA": [ada],
        "tid shor": [ada],
        "zoe angstrom": [zoe],
        "Zoë": [other, zoe],
        "it's here": [zoe],
        "雨": [other, rain],
        "moor": [reel],
        "rain": [other],
        "low rain": [],
        "vale*": [ada],
        'NEAR("low")': [],
        "  ": [],
        '"': [],
    }.items():
        assert {each.id for each in store.find(words, 9)} == {each.id for each in expected}, words
    assert same(store.find("ada", 9), [ada])
    assert store.find("reel", 9) == [reel]
    assert len(store.find("zoe", 1)) == 1


def test_names_that_change_are_found_by_what_they_are_now(store: Store) -> None:
    store.add(SONGS[:1], "m1")
    renamed = replace(SONGS[0], song=replace(SONGS[0].song, album="Harbour"))
    store.add([renamed], "m1")
    assert store.find("shore", 9) == []
    assert same(store.find("harbour", 9), [renamed.song])


def test_of_two_songs_the_one_with_fewer_other_words_comes_first(store: Store) -> None:
    short = a_stored_song("Bo", "Tide")
    long = a_stored_song("Bo", "Tide and the rest of the long evening by the water")
    store.add([long, short], "m1")
    assert [song.title for song in store.find("tide", 9)] == ["Tide", long.song.title]


def test_sketches_come_for_all_spellings_of_an_artist(store: Store) -> None:
    store.add([replace(SONGS[0], sketch=b"0123456789abcdef"), SONGS[1], SONGS[2]], "m1")
    found = store.sketches(["the ADA VALE", "Marrow Lane", "Nobody"])
    assert found == {artist_number("Ada Vale"): {SONGS[0].song.id: b"0123456789abcdef"}}


def test_lyrics_are_kept_where_they_are_given_and_follow_the_song(store: Store) -> None:
    store.add([replace(SONGS[0], lyrics="salt and sand"), SONGS[1]], "m1")
    assert dict(store.lyrics([*IDS, "unknown"])) == {SONGS[0].song.id: "salt and sand"}
    store.add([SONGS[0]], "m1")
    assert dict(store.lyrics(IDS)) == {}


def test_writing_while_the_index_is_kept_up_loses_nothing(store: Store) -> None:
    with store.indexing():
        store.add(SONGS, "m1")
    assert sorted(store.near(QUERY, 5).ids) == IDS


def test_a_reader_sees_what_a_writer_stored(open_store: Open) -> None:
    reader, writer = open_store(), open_store()
    assert reader.count() == 0
    writer.add(SONGS, "m1")
    assert reader.count() == len(SONGS)


def test_songs_can_be_added_while_all_are_being_read(open_store: Open) -> None:
    reader, writer = open_store(), open_store()
    writer.add(SONGS[:2], "m1")
    reading = reader.all()
    next(reading)
    writer.add(SONGS[2:], "m1")
    assert len(list(reading)) == 1
    assert reader.count() == 3
