"""How songs are looked up in every store: one that is written, and a pack that is only read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from heartsong.catalogue.pack import write_pack
from heartsong.catalogue.spellings import Named
from heartsong.catalogue.starter import PackStore
from heartsong.store.base import Facts, Store, StoredSong
from heartsong.store.sqlite import SqliteStore
from heartsong.types import EMOTIONS, GROUPS, UnscoredSong
from tests.builders import WIDTH, a_mood, a_stored_song
from tests.store.test_sqlite import sql

Make = Callable[[Sequence[StoredSong]], Store]


def written(folder: Path, songs: Sequence[StoredSong]) -> Store:
    store = SqliteStore(folder / "songs.db", create=True)
    store.add(songs, "m1")
    return store


def packed(folder: Path, songs: Sequence[StoredSong]) -> Store:
    write_pack(folder / "songs.pack", "m1", sorted(songs, key=lambda each: each.song.id))
    return PackStore(folder / "songs.pack")


@pytest.fixture(params=[written, packed], ids=["sqlite", "pack"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    made: list[Store] = []

    def make_it(songs: Sequence[StoredSong]) -> Store:
        made.append(request.param(tmp_path, songs))
        return made[-1]

    yield make_it
    for store in made:
        store.close()


SONGS = [
    a_stored_song(
        "Ada Vale",
        "Low Tide",
        seed=1,
        album="Shore",
        year=1999,
        genre="Rock; Indie Pop",
        popularity=1234567,
        mood=a_mood(valence=0.5, arousal=-0.25),
    ),
    a_stored_song("The Ada Vale", "Rain on Tin", seed=2, album="SHORE", genre="rock"),
    a_stored_song("Ada Vale", "Blue Moon Harbour", seed=3, album="Shore", genre="Hip-Hop/Rap"),
    a_stored_song("Zoë Ångström", "Moon So Blue", seed=4, popularity=0.5, mood=a_mood("sad")),
    a_stored_song("Rain Club", "Nothing", seed=5, album="!!!", genre="['soul', 'pop']"),
]
IDS = {each.song.title: each.song.id for each in SONGS}
ASKED = [IDS["Moon So Blue"], "unknown", IDS["Low Tide"], IDS["Low Tide"]]
DATED = (1950, 1962, 1962, 1970, 1971)
KINDS: tuple[Named, ...] = ("artist", "album", "genre")


def ids_of(*titles: str) -> list[str]:
    return sorted(IDS[title] for title in titles)


def test_rows_come_in_the_order_asked_with_all_their_figures(make: Make) -> None:
    given = {each.song.id: each for each in SONGS}
    found = make(SONGS).vectors(ASKED)
    assert list(found.ids) == [each for each in ASKED if each in given]
    assert found.embeddings.shape == (3, WIDTH)
    for row, song_id in enumerate(found.ids):
        mood = given[song_id].song.mood
        axes = [mood.valence, mood.arousal]
        assert found.affects[row].tolist() == pytest.approx(axes, abs=1e-3)
        emotions = [mood.emotions[name] for name in EMOTIONS]
        assert found.emotions[row].tolist() == pytest.approx(emotions, abs=1e-3)
        groups = [mood.groups[name] for name in GROUPS]
        assert found.groups[row].tolist() == pytest.approx(groups, abs=1e-3)
        assert float(found.embeddings[row] @ given[song_id].embedding) > 0.999
    assert found.affects.dtype == found.embeddings.dtype == np.float32


def test_what_is_near_has_its_valence_and_arousal(make: Make) -> None:
    store = make(SONGS)
    found = store.near(np.ones(len(EMOTIONS) + len(GROUPS) + WIDTH, np.float32), 9)
    again = store.vectors(found.ids)
    assert found.affects.shape == (len(SONGS), 2)
    np.testing.assert_allclose(found.affects, again.affects, atol=1e-6)


def test_of_unknown_songs_there_are_no_rows(make: Make) -> None:
    store = make(SONGS)
    assert len(store.vectors([])) == len(store.vectors(["unknown"])) == 0
    assert store.vectors(["unknown"]).affects.shape == (0, 2)
    assert store.facts([]) == store.facts(["unknown"]) == []


def test_facts_come_in_the_order_asked(make: Make) -> None:
    sad, tide, _ = found = make(SONGS).facts(ASKED)
    assert [each.id for each in found] == [each for each in ASKED if each != "unknown"]
    assert sad == Facts(IDS["Moon So Blue"], "Zoë Ångström", "Moon So Blue", None, None, None, 0.5)
    assert tide == Facts(
        IDS["Low Tide"], "Ada Vale", "Low Tide", "Shore", 1999, "Rock; Indie Pop", 1234567
    )


def test_thousands_of_songs_can_be_asked_for_at_once(make: Make) -> None:
    songs = [a_stored_song("Band", f"Song {n}", seed=n) for n in range(1500)]
    store = make(songs)
    ids = [each.song.id for each in songs]
    assert [each.id for each in store.facts(ids)] == list(store.vectors(ids).ids) == ids


def test_songs_tell_how_well_known_they_are(make: Make) -> None:
    store = make(SONGS)
    known = {song.title: song.popularity for song in store.songs(list(IDS.values()))}
    assert known == {each.song.title: each.song.popularity for each in SONGS}


def test_names_come_once_as_most_songs_spell_them(make: Make) -> None:
    store = make(SONGS)
    artists = dict(store.names("artist"))
    assert artists == {"Ada Vale": 3, "Zoë Ångström": 1, "Rain Club": 1}
    assert next(iter(artists)) == "Ada Vale"
    assert dict(store.names("album")) == {"Shore": 3, "!!!": 1}


def test_every_genre_that_a_field_lists_is_a_name(make: Make) -> None:
    found = {name.casefold(): count for name, count in make(SONGS).names("genre").items()}
    assert found == {"rock": 2, "indie pop": 1, "hip-hop": 1, "rap": 1, "soul": 1, "pop": 1}


@pytest.mark.parametrize(
    ("of", "name", "titles"),
    [
        ("artist", "ada vale", ["Low Tide", "Rain on Tin", "Blue Moon Harbour"]),
        ("artist", "Zoe Angstrom", ["Moon So Blue"]),
        ("artist", "Ada", []),
        ("album", "shore", ["Low Tide", "Rain on Tin", "Blue Moon Harbour"]),
        ("album", "!!!", ["Nothing"]),
        ("album", "Shor", []),
        ("album", "Shore Shore", []),
        ("genre", "ROCK", ["Low Tide", "Rain on Tin"]),
        ("genre", "rap", ["Blue Moon Harbour"]),
        ("genre", "pop", ["Nothing"]),
        ("genre", "indie", []),
    ],
)
def test_songs_are_had_by_what_they_are_of(
    make: Make, of: Named, name: str, titles: list[str]
) -> None:
    store = make(SONGS)
    assert store.having(of, name, 9) == ids_of(*titles)
    assert store.having(of, name, 1) == ids_of(*titles)[:1]


def test_songs_are_had_by_their_years(make: Make) -> None:
    dated = [a_stored_song("Bo", f"Song {n}", seed=n, year=year) for n, year in enumerate(DATED)]
    store = make([*dated, a_stored_song("Bo", "Undated", seed=20)])
    titles = {each.song.id: each.song.year for each in dated}
    found = store.of_years(1962, 1970, 9)
    assert found == sorted(found)
    assert sorted(titles[song_id] or 0 for song_id in found) == [1962, 1962, 1970]
    assert store.of_years(1962, 1970, 2) == found[:2]
    assert len(store.of_years(0, 9999, 99)) == len(DATED)
    assert store.of_years(1963, 1969, 9) == store.of_years(1970, 1962, 9) == []
    assert store.of_years(0, 9999, 0) == store.of_years(0, 9999, -1) == []


@pytest.mark.parametrize("of", KINDS)
@pytest.mark.parametrize("name", ["", " ", '"', "a\0b", "NEAR(", "%", "x" * 10_000, "\ud800"])
def test_a_name_that_nobody_has_has_no_songs(make: Make, of: Named, name: str) -> None:
    assert make(SONGS).having(of, name, 9) == []


@pytest.mark.parametrize("of", KINDS)
def test_every_name_has_as_many_songs_as_it_says(make: Make, of: Named) -> None:
    store = make(SONGS)
    for name, count in store.names(of).items():
        assert len(store.having(of, name, 99)) == count
        assert store.having(of, name, 0) == store.having(of, name, -1) == []


def test_songs_match_by_any_word_of_their_names(make: Make) -> None:
    found = make(SONGS).matching(["RAIN", "tide"], 9)
    assert set(found) == {IDS["Low Tide"], IDS["Rain on Tin"], IDS["Nothing"]}
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert next(iter(found.values())) == 1
    assert all(0 < relevance <= 1 for relevance in found.values())


def test_a_title_counts_for_more_than_an_artist(make: Make) -> None:
    found = make(SONGS).matching(["rain"], 9)
    assert list(found) == [IDS["Rain on Tin"], IDS["Nothing"]]


def test_rare_words_count_for_more_than_common_ones(make: Make) -> None:
    songs = [a_stored_song("Bo", f"Love {n}", seed=n) for n in range(20)]
    songs.append(a_stored_song("Bo", "Thunder 1", seed=30))
    found = make(songs).matching(["love", "thunder"], 9)
    assert next(iter(found)) == songs[-1].song.id


def test_several_words_are_found_as_they_stand(make: Make) -> None:
    store = make(SONGS)
    assert set(store.matching(["blue moon"], 9)) == {IDS["Blue Moon Harbour"]}
    assert set(store.matching(["moon"], 9)) == set(ids_of("Blue Moon Harbour", "Moon So Blue"))
    assert set(store.matching(["Blue-Moon!"], 9)) == {IDS["Blue Moon Harbour"]}


def test_only_the_best_that_are_asked_for_come(make: Make) -> None:
    store = make(SONGS)
    everything = list(store.matching(["rain", "moon"], 9))
    assert list(store.matching(["rain", "moon"], 2)) == everything[:2]
    assert dict(store.matching(["rain"], 0)) == dict(store.matching(["rain"], -1)) == {}


HOSTILE = ['"', "*", "", " ", "(", "^", ":", "-", "{}", "\0", "\ud800", '""', "雨雨", "';--", "%"]


@pytest.mark.parametrize("words", [[], *([word] for word in HOSTILE), HOSTILE])
def test_what_is_no_word_matches_nothing(make: Make, words: list[str]) -> None:
    assert dict(make(SONGS).matching(words, 9)) == {}


@pytest.mark.parametrize(
    "word",
    ['ti"de', "tide*", 'NEAR("tide" tin)', "tide AND", "NOT tide", "title : tide", "tide OR tin"],
)
def test_signs_and_operators_in_words_are_only_text(make: Make, word: str) -> None:
    found = make(SONGS).matching([word], 9)
    assert set(found) == ({IDS["Low Tide"]} if word == "tide*" else set())


def test_very_many_words_are_no_harm(make: Make) -> None:
    store = make(SONGS)
    assert set(store.matching(["tide", *(f"w{n}" for n in range(5000))], 9)) == {IDS["Low Tide"]}
    assert dict(store.matching(["tide " * 5000], 9)) == {}


def test_songs_without_a_mood_have_no_names_and_match_nothing(tmp_path: Path) -> None:
    store = written(tmp_path, SONGS[:1])
    store.add_unscored(
        [UnscoredSong("a", "Ada Vale", "Tide", "no lyrics", "Shore", 1999, "rock", "/1", 3.5)]
    )
    assert [song.popularity for song in store.unscored()] == [3.5]
    assert dict(store.names("artist")) == {"Ada Vale": 1}
    for of, name in zip(KINDS, ("Ada Vale", "Shore", "rock"), strict=True):
        assert store.having(of, name, 9) == [IDS["Low Tide"]]
    assert set(store.matching(["tide", "vale"], 9)) == {IDS["Low Tide"]}
    assert store.of_years(1999, 1999, 9) == [IDS["Low Tide"]]
    assert store.facts(["a"]) == []
    store.close()


def test_names_are_those_of_the_songs_by_then(tmp_path: Path) -> None:
    store, writer = written(tmp_path, SONGS[:1]), SqliteStore(tmp_path / "songs.db")
    assert dict(store.names("album")) == {"Shore": 1}
    assert store.having("genre", "folk", 9) == []
    song = replace(SONGS[0].song, album="Harbour", genre="folk")
    writer.add([replace(SONGS[0], song=song), SONGS[1]], "m1")
    assert dict(store.names("album")) == {"Harbour": 1, "SHORE": 1}
    assert store.having("genre", "folk", 9) == [song.id]
    for each in (store, writer):
        each.close()


def test_artists_are_counted_whatever_becomes_of_their_songs(tmp_path: Path) -> None:
    store = written(tmp_path, SONGS[:2])
    bare = UnscoredSong(IDS["Rain on Tin"] + "x", "Ada Vale", "Ebb", "no lyrics")
    store.add_unscored([bare])
    assert dict(store.names("artist")) == {"Ada Vale": 2}
    store.add(SONGS[:2], "m1")
    assert dict(store.names("artist")) == {"Ada Vale": 2}
    scored = a_stored_song("ADA VALE", "Ebb", seed=7)
    store.add([replace(scored, song=replace(scored.song, id=bare.id))], "m1")
    assert dict(store.names("artist")) == {"ADA VALE": 3}
    rows = sql(tmp_path / "songs.db", "SELECT artist, songs FROM artists ORDER BY artist")
    assert rows == [("ADA VALE", 1), ("Ada Vale", 1), ("The Ada Vale", 1)]
    other = replace(SONGS[1].song, artist="Marrow Lane")
    store.add([replace(SONGS[1], song=other)], "m1")
    assert dict(store.names("artist")) == {"ADA VALE": 2, "Marrow Lane": 1}
    gone = "DELETE FROM songs WHERE artist = 'Marrow Lane'"
    rows = sql(tmp_path / "songs.db", gone, "SELECT artist, songs FROM artists ORDER BY artist")
    assert rows == [("ADA VALE", 1), ("Ada Vale", 1)]
    store.close()


LYRICS = {
    "Low Tide": "it was raining on the harbour all that while",
    "Rain on Tin": "a quiet verse of other things",
    "Moon So Blue": "the café was shut and the rains came down in the blue moon light",
}


def sung(tmp_path: Path) -> Store:
    return written(tmp_path, [replace(each, lyrics=LYRICS.get(each.song.title)) for each in SONGS])


def test_lyrics_match_in_every_form_of_a_word(tmp_path: Path) -> None:
    store = sung(tmp_path)
    for word in ("rain", "rained", "raining"):
        assert {IDS["Low Tide"], IDS["Moon So Blue"]} <= set(store.matching([word], 9)), word
    assert set(store.matching(["CAFE"], 9)) == {IDS["Moon So Blue"]}
    store.close()


def test_lyrics_match_by_phrases_beside_names(tmp_path: Path) -> None:
    store = sung(tmp_path)
    found = store.matching(["blue moon"], 9)
    assert set(found) == set(ids_of("Blue Moon Harbour", "Moon So Blue"))
    store.close()


def test_names_and_lyrics_that_match_count_together(tmp_path: Path) -> None:
    songs = [
        a_stored_song("Bo", "Rain", seed=1, lyrics="rain falls on the roof of the house"),
        a_stored_song("Cy", "Rain", seed=2, lyrics="other words are on the roof of the house"),
        *(a_stored_song("Di", f"Reel {n}", seed=n, lyrics="la di da di da") for n in range(9)),
    ]
    store = written(tmp_path, songs)
    both, one = store.matching(["rain"], 9).items()
    assert (both, one[0]) == ((songs[0].song.id, 1.0), songs[1].song.id)
    assert one[1] < 1
    store.close()


def test_lyrics_that_change_or_go_match_by_what_they_are_now(tmp_path: Path) -> None:
    store = sung(tmp_path)
    store.add([replace(SONGS[0], lyrics="nothing but sunlight")], "m1")
    assert IDS["Low Tide"] not in store.matching(["rain"], 9)
    assert set(store.matching(["sunlight"], 9)) == {IDS["Low Tide"]}
    store.add([SONGS[0]], "m1")
    assert dict(store.matching(["sunlight"], 9)) == {}
    store.close()


def test_popularity_can_be_told_later(tmp_path: Path) -> None:
    store = written(tmp_path, SONGS)
    store.set_popularity({IDS["Nothing"]: 7.5, IDS["Low Tide"]: 8, "unknown": 9})
    store.set_popularity({})
    found = store.facts([IDS["Nothing"], IDS["Low Tide"], IDS["Moon So Blue"]])
    assert [each.popularity for each in found] == [7.5, 8, 0.5]
    store.close()
