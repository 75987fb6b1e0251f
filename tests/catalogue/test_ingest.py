from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from heartsong.catalogue.ingest import NEARLY_THE_SAME, ingest
from heartsong.catalogue.sources.base import RawSong, Unusable
from heartsong.catalogue.sources.csv import CsvSource
from heartsong.encoder import Encoder
from heartsong.errors import CatalogueError, StorageError
from heartsong.store.sqlite import SqliteStore
from heartsong.types import IngestPlan, IngestReport
from tests.conftest import isolated
from tests.fakes import FakeEncoder
from tests.store.test_sqlite import limited_pages, sql
from tests.words import SONGS, Written, many, other_words, write_table

LONG = "we walk beside the harbour wall and watch the evening boats come home again"


def raw(row: int, artist: str = "Ada Vale", title: str = "Low Tide", lyrics: str = LONG) -> RawSong:
    return RawSong(row, artist, title, lyrics)


def taken(report: IngestReport) -> tuple[int, int, int, dict[str, int]]:
    left = {**report.unscored, **report.skipped}
    return report.read, report.stored, report.unchanged, left


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("heartsong.catalogue.ingest.BATCH", 3)


def test_every_song_is_scored_and_stored(
    store: SqliteStore, fake: FakeEncoder, songs_csv: Path
) -> None:
    report = ingest(CsvSource(songs_csv), fake, store)
    assert taken(report) == (len(SONGS), len(SONGS), 0, {})
    assert report.seconds > 0
    assert report.catalogue == store.name
    groups = {each.song.title: each.song.mood.group for each in store.all()}
    assert groups["Kitchen Lights"] == "happy"
    assert groups["Grief Is a Coat"] == "sad"
    assert groups["Break the Windows"] == "angry"
    assert groups["Slow Water"] == "relaxed"


def test_the_facts_of_the_source_are_stored(store: SqliteStore, fake: FakeEncoder) -> None:
    row = RawSong(1, "Ada Vale", "Low Tide", LONG, "Shore", 1999, "folk", "/low", 215.0)
    ingest([row], fake, store)
    (song,) = (each.song for each in store.all())
    assert (song.album, song.year, song.genre, song.link) == ("Shore", 1999, "folk", "/low")


def test_who_sings_it_and_its_genre_count_in_its_mood(store: SqliteStore, encoder: Encoder) -> None:
    songs = (("Slayer", None), ("Enya", None), ("The Copper Hens", None), ("Ada Vale", "ambient"))
    ingest(
        [RawSong(n, by, f"Low Tide {n}", LONG, genre=genre) for n, (by, genre) in enumerate(songs)],
        encoder,
        store,
    )
    moods = {each.song.artist: each.song.mood for each in store.all()}
    slayer, enya, nobody, ambient = (moods[by].groups["relaxed"] for by, _ in songs)
    assert slayer < nobody < enya
    assert nobody < ambient
    words = encoder.hear([[LONG]], "song")[0].mood.groups["relaxed"]
    assert nobody == pytest.approx(words, abs=1e-3)


def test_how_well_known_songs_are_is_stored_also_of_those_that_are_there_already(
    store: SqliteStore, fake: FakeEncoder
) -> None:
    bare = RawSong(2, "Ada Vale", "Ebb", None)
    ingest([raw(1), bare], fake, store)
    known = [replace(raw(1), popularity=12.5), replace(bare, popularity=3)]
    ingest(known, fake, store, IngestPlan(dry_run=True))
    assert [each.song.popularity for each in store.all()] == [None]
    report = ingest(known, fake, store)
    assert report.unchanged == 1
    ingest([raw(1)], fake, store)
    assert [each.song.popularity for each in store.all()] == [12.5]
    assert [song.popularity for song in store.unscored()] == [3]


def test_rows_that_cannot_be_used_are_counted_with_an_example(
    store: SqliteStore, fake: FakeEncoder
) -> None:
    german = "Wir gehen am Hafen entlang und sehen den Booten zu, die am Abend nach Hause kommen"
    rows = [
        raw(1),
        Unusable(2, "no artist", "? – Low Tide"),
        Unusable(3, "no artist", "? – High Tide"),
        Unusable(4, "malformed row"),
        raw(5, title="Short", lyrics="la la la\nla la la"),
        raw(6, title="Hafen", lyrics=german),
        raw(7, artist="ADA VALE", title="Low Tide (feat. Nobody)"),
        raw(8, title="Marks", lyrics="[Chorus]\n(x2)"),
    ]
    report = ingest(rows, fake, store)
    assert report.read == len(rows)
    assert report.stored == store.count() == 1
    assert report.skipped == {
        "no artist": 2,
        "malformed row": 1,
        "same artist and title again": 1,
    }
    assert report.unscored == {"too few words": 2, "not in English": 1}
    assert report.read == report.stored + sum(report.unscored.values()) + sum(
        report.skipped.values()
    )
    assert set(report.examples) == {*report.skipped, *report.unscored}
    assert "2" in report.examples["no artist"]
    assert "? – Low Tide" in report.examples["no artist"]
    assert "Hafen" in report.examples["not in English"]


def test_a_song_that_could_not_be_used_does_not_bar_a_later_one_of_its_name(
    store: SqliteStore, fake: FakeEncoder
) -> None:
    report = ingest([raw(1, lyrics="la la la"), raw(2)], fake, store)
    assert taken(report) == (2, 1, 0, {"too few words": 1})
    assert list(store.unscored()) == []


def test_a_song_without_a_mood_is_kept_with_the_reason(
    store: SqliteStore, fake: FakeEncoder
) -> None:
    rows = [
        RawSong(1, "Ada Vale", "Low Tide", None, "Shore", 1999, "folk", "/low"),
        RawSong(2, "Bea Moor", "Reel", LONG, instrumental=True),
        RawSong(3, "Bea Moor", "Jig", "(Instrumental)"),
        RawSong(4, "Cy Nunn", "Gone", "Lyrics not available"),
        RawSong(5, "Cy Nunn", "Tab", "|--3--5--| 0-0-2 " * 30),
        RawSong(6, "Cy Nunn", "夜", "夜の港を歩いて帰る船を見ている" * 9),
    ]
    report = ingest(rows, fake, store)
    assert report.stored == store.count() == 0
    kept = {song.title: song for song in store.unscored()}
    assert {title: song.reason for title, song in kept.items()} == {
        "Low Tide": "no lyrics",
        "Reel": "instrumental",
        "Jig": "instrumental",
        "Gone": "no lyrics",
        "Tab": "too few words",
        "夜": "too few words",
    }
    facts = kept["Low Tide"]
    assert (facts.album, facts.year, facts.genre, facts.link) == ("Shore", 1999, "folk", "/low")


def test_a_song_that_gets_lyrics_gets_a_mood_and_keeps_it(
    store: SqliteStore, fake: FakeEncoder
) -> None:
    bare = RawSong(1, "Ada Vale", "Low Tide", None)
    ingest([bare], fake, store)
    assert [song.reason for song in store.unscored()] == ["no lyrics"]
    ingest([raw(1)], fake, store)
    assert list(store.unscored()) == []
    report = ingest([bare, raw(2, lyrics="la la la")], fake, store)
    assert (report.unchanged, store.count(), list(store.unscored())) == (1, 1, [])


VERSIONS = [
    Written("Ada Vale", "Low Tide", f"{LONG}\n{other_words(1)}\n{other_words(2)}"),
    Written("Ada Vale", "Low Tide at Dawn", f"{LONG}\n{other_words(1)}\n{other_words(2)} oh"),
    Written("Bea Moor", "Low Tide", f"{LONG}\n{other_words(1)}\n{other_words(2)}"),
    Written("ADA VALE", "High Tide", f"{other_words(3)}\n{other_words(4)}\n{other_words(5)}"),
]


@pytest.mark.parametrize("batch", [1, 2, 9])
@pytest.mark.parametrize("dry", [False, True])
def test_nearly_the_same_lyrics_of_an_artist_are_scored_once(
    store: SqliteStore, fake: FakeEncoder, monkeypatch: pytest.MonkeyPatch, batch: int, dry: bool
) -> None:
    monkeypatch.setattr("heartsong.catalogue.ingest.BATCH", batch)
    rows = [raw(n, *written) for n, written in enumerate(VERSIONS, 1)]
    report = ingest(rows, fake, store, IngestPlan(dry_run=dry))
    assert taken(report) == (4, 3, 0, {NEARLY_THE_SAME: 1})
    assert report.examples == {NEARLY_THE_SAME: "row 2: Ada Vale – Low Tide at Dawn"}
    assert store.count() == (0 if dry else 3)
    assert [song.title for song in store.unscored()] == ([] if dry else ["Low Tide at Dawn"])
    if not dry:
        assert taken(ingest(rows, fake, store)) == (4, 0, 3, {NEARLY_THE_SAME: 1})


@pytest.mark.parametrize("batch", [1, 9])
def test_of_a_song_that_comes_twice_the_first_words_count(
    store: SqliteStore, fake: FakeEncoder, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr("heartsong.catalogue.ingest.BATCH", batch)
    rows = [raw(1, lyrics=f"{LONG} sad tears"), raw(2, lyrics=f"{LONG} happy dance")]
    report = ingest(rows, fake, store)
    assert taken(report) == (2, 1, 0, {"same artist and title again": 1})
    assert [each.song.mood.group for each in store.all()] == ["sad"]


def test_a_song_that_has_a_mood_keeps_one_when_its_lyrics_become_like_anothers(
    store: SqliteStore, fake: FakeEncoder
) -> None:
    first, version, _, other = VERSIONS
    ingest([raw(1, *first), raw(2, *other)], fake, store)
    report = ingest([raw(1, other.artist, other.title, version.lyrics)], fake, store)
    assert taken(report) == (1, 1, 0, {})
    assert store.count() == 2


def test_a_limit_reads_no_further(store: SqliteStore, fake: FakeEncoder) -> None:
    def endless() -> Iterator[RawSong]:
        for number in count(1):
            assert number <= 7, "read further than the limit"
            yield raw(number, artist=f"Band {number}")

    report = ingest(endless(), fake, store, IngestPlan(limit=7))
    assert taken(report) == (7, 7, 0, {})


def test_a_dry_run_counts_and_stores_nothing(store: SqliteStore, fake: FakeEncoder) -> None:
    rows = [raw(1), RawSong(2, "Ada Vale", "High Tide", None)]
    report = ingest(rows, fake, store, IngestPlan(dry_run=True))
    assert taken(report) == (2, 1, 0, {"no lyrics": 1})
    assert (store.count(), list(store.unscored()), store.model) == (0, [], None)


def test_ingesting_again_scores_nothing_again(
    store: SqliteStore, songs_csv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = FakeEncoder()
    ingest(CsvSource(songs_csv), fake, store)
    monkeypatch.setattr(fake, "forward", lambda _: pytest.fail("scored again"))
    report = ingest(CsvSource(songs_csv), fake, store)
    assert taken(report) == (len(SONGS), 0, len(SONGS), {})


def test_a_song_with_other_lyrics_is_scored_again(store: SqliteStore, fake: FakeEncoder) -> None:
    ingest([raw(1, lyrics=f"{LONG} and we dance")], fake, store)
    report = ingest([raw(1, lyrics=f"{LONG} and I cry")], fake, store)
    assert taken(report) == (1, 1, 0, {})
    assert [each.song.mood.group for each in store.all()] == ["sad"]


@pytest.mark.parametrize("changed", [False, True])
def test_songs_of_another_model_are_never_taken_for_this_ones(
    store: SqliteStore, changed: bool
) -> None:
    ingest([raw(1)], FakeEncoder("old"), store)
    before = list(store.all())
    row = raw(1, lyrics=f"{LONG} and on") if changed else raw(1)
    with pytest.raises(CatalogueError, match=r"old.*new"):
        ingest([row], FakeEncoder("new"), store)
    assert [each.song for each in store.all()] == [each.song for each in before]


def test_lyrics_are_kept_only_where_they_may_be(tmp_path: Path, fake: FakeEncoder) -> None:
    for keep in (True, False):
        path = tmp_path / f"{keep}.db"
        store = SqliteStore(path, create=True)
        ingest([raw(1)], fake, store, IngestPlan(keep_lyrics=keep))
        store.close()
        assert sql(path, "SELECT text FROM lyrics") == ([(LONG,)] if keep else [])
        assert (b"harbour" in path.read_bytes()) == keep


def test_progress_is_told_after_every_batch(
    store: SqliteStore, fake: FakeEncoder, songs_csv: Path
) -> None:
    told: list[tuple[int, int]] = []
    ingest(CsvSource(songs_csv), fake, store, None, lambda *rows: told.append(rows))
    assert told == [(3, 6), (6, 8), (8, 8)]


def test_an_empty_source_stores_nothing(store: SqliteStore, fake: FakeEncoder) -> None:
    assert taken(ingest([], fake, store)) == (0, 0, 0, {})
    assert store.model is None


def test_the_batches_do_not_change_what_is_stored(
    tmp_path: Path, fake: FakeEncoder, songs_csv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for size in (1, 3, 100):
        monkeypatch.setattr("heartsong.catalogue.ingest.BATCH", size)
        store = SqliteStore(tmp_path / f"{size}.db", create=True)
        ingest(CsvSource(songs_csv), fake, store)
        found.append([each.song for each in store.all()])
        store.close()
    assert found[0] == found[1] == found[2]


def test_a_disk_that_fills_up_keeps_the_batches_before_and_a_second_run_completes(
    tmp_path: Path, fake: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "my.db"
    rows = [
        replace(raw(n), artist=f"Band {n}", lyrics=f"{LONG} {'and on ' * 300} {n}")
        for n in range(60)
    ]
    SqliteStore(path, create=True).close()
    with limited_pages(monkeypatch, 30):
        store = SqliteStore(path)
        with pytest.raises(StorageError, match="the disk seems to be full"):
            ingest(rows, fake, store)
        store.close()
    kept = sql(path, "SELECT COUNT(*) FROM songs")[0][0]
    assert isinstance(kept, int)
    assert 0 < kept < len(rows)
    assert kept % 3 == 0
    assert sql(path, "PRAGMA integrity_check") == [("ok",)]
    store = SqliteStore(path)
    report = ingest(rows, fake, store)
    assert taken(report) == (len(rows), len(rows) - kept, kept, {})
    assert store.count() == len(rows)
    store.close()


# Run in a process of its own, which kills itself with a signal that nothing can catch.
KILLED = """
import os, signal, sys
from pathlib import Path
import heartsong.catalogue.ingest as ingest
import heartsong
import heartsong.loading as loading
import heartsong.store.sqlite as sqlite
from tests.fakes import FakeEncoder

ingest.BATCH = 10
calls = 0

def now_and_then(real, at):
    def call(*arguments, **more):
        global calls
        calls += 1
        if calls == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **more)
    return call

where, table, catalogue = sys.argv[1:]
if where == "scoring":
    FakeEncoder.forward = now_and_then(FakeEncoder.forward, 3)
else:  # in the third batch, of one deletion each: the songs are written, nothing is committed
    sqlite.delete = now_and_then(sqlite.delete, 3)
loading.Encoder = lambda *_: FakeEncoder()
heartsong.Recommender(catalogue).ingest(table)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
@pytest.mark.parametrize("where", ["scoring", "storing"])
def test_a_killed_run_goes_on_with_nothing_lost_or_doubled(
    tmp_path: Path, fake: FakeEncoder, where: str
) -> None:
    songs = many(45)
    source = write_table(tmp_path / "songs.csv", songs)
    path = tmp_path / "my.db"
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, where, source, path],
        env=isolated(tmp_path),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with closing(sqlite3.connect(path)) as other:
        (kept,) = other.execute("SELECT COUNT(*) FROM songs").fetchone()
        # While one batch is scored, the one before may not be stored yet.
        assert kept in ({10, 20} if where == "scoring" else {20})
        assert other.execute("SELECT COUNT(*) FROM lyrics").fetchone() == (kept,)

    store = SqliteStore(path, create=True)
    report = ingest(CsvSource(source), fake, store)
    assert taken(report) == (45, 45 - kept, kept, {})
    whole = SqliteStore(tmp_path / "whole.db", create=True)
    ingest(CsvSource(source), fake, whole)
    for one, other in zip(store.all(), whole.all(), strict=True):
        assert one.song == other.song
        assert np.array_equal(one.embedding, other.embedding)
    store.close()
    whole.close()
    assert sql(path, "SELECT COUNT(*) FROM lyrics") == [(45,)]
    assert sql(path, "PRAGMA integrity_check") == [("ok",)]


def test_the_part_of_the_spotify_file_gives_all_its_usable_rows(
    data: Path, store: SqliteStore, fake: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("heartsong.catalogue.ingest.BATCH", 256)
    report = ingest(CsvSource(data / "catalogue" / "spotify_millsongdata_part.csv"), fake, store)
    assert report.read == 2893
    assert report.stored == store.count() > 2600
    left = {**report.unscored, **report.skipped}
    assert report.read == report.stored + sum(left.values())
    reasons = {"too few words", "not in English", NEARLY_THE_SAME}
    assert set(report.unscored) <= reasons, json.dumps(report.examples)
    assert set(report.skipped) <= {"same artist and title again"}, json.dumps(report.examples)
    assert sum(report.unscored.values()) == len(list(store.unscored()))
