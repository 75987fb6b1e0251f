"""Several processes at one catalogue: two that write, one that writes and one that asks."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest

from heartsong.recommender import Recommender
from heartsong.store.sqlite import SqliteStore
from heartsong.types import UnscoredSong
from tests.builders import a_stored_song
from tests.catalogue.test_interruptions import (
    BATCH,
    Aim,
    Telling,
    held,
    mixed,
    posix,
    wait_for,
)
from tests.conftest import MAIN, Command
from tests.contracts.test_source import a_csv
from tests.fakes import FakeEncoder
from tests.words import Written, write_table

FAST = f"""
import heartsong.catalogue.ingest, heartsong.loading
from tests.fakes import FakeEncoder
heartsong.catalogue.ingest.BATCH = {BATCH}
heartsong.loading.Encoder = lambda *_: FakeEncoder()
{MAIN}
"""
IMPATIENT = """
import sqlite3
connect = sqlite3.connect
sqlite3.connect = lambda *arguments, **more: connect(*arguments, **more | {"timeout": 0.2})
"""
ROUNDS = 10


def a_table(folder: Path, songs: Sequence[Written], name: str) -> Path:
    return a_csv(folder, songs).rename(folder / f"{name}.csv")


def started(command: Command, *arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", FAST, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(command.environment),
        cwd=command.folder,
        text=True,
    )


def test_two_ingests_of_overlapping_tables_lose_nothing_and_double_nothing(
    command: Command, with_fake: FakeEncoder, tmp_path: Path
) -> None:
    # Always in the same words: of two texts, the one that comes last would stay.
    songs = {song.title: song for song in mixed(240)[::-1]}
    rows = list(songs.values())
    tables = [a_table(tmp_path, part, name) for part, name in ((rows[:180], "1"), (rows[60:], "2"))]
    path, whole = tmp_path / "my.db", tmp_path / "whole.db"
    for each in (path, whole):
        with Recommender(each) as recommender:
            recommender.ingest(write_table(tmp_path / "first.csv"))
    runs = [started(command, "ingest", table, "--catalogue", path) for table in tables]
    reports = []
    for run in runs:
        out, err = run.communicate(timeout=120)
        assert (run.returncode, err) == (0, ""), err
        reports.append([int(n) for n in re.findall(r"(\d+) (?:songs scored|already there)", out)])
    with Recommender(whole) as recommender:
        for table in tables:
            recommender.ingest(table)
    assert held(path) == held(whole)
    assert all(scored > 0 for scored, _ in reports)


def at_once(path: Path, *, made: bool) -> list[BaseException | None]:
    """Two stores of one new file, opened and first written to at the same moment."""
    together = Barrier(2, timeout=30)
    if made:
        SqliteStore(path, create=True).close()

    def add(artist: str) -> None:
        if not made:
            together.wait()
        with closing(SqliteStore(path, create=True)) as store:
            if made:
                together.wait()
            store.add([a_stored_song(artist, f"Song {n}") for n in range(8)], "m1")

    with ThreadPoolExecutor(2) as pool:
        return [each.exception() for each in [pool.submit(add, name) for name in ("A", "B")]]


@pytest.mark.parametrize("made", [False, True])
def test_two_that_begin_a_catalogue_at_the_same_moment_both_succeed(
    tmp_path: Path, made: bool
) -> None:
    for number in range(ROUNDS):
        path = tmp_path / f"{number}.db"
        assert at_once(path, made=made) == [None, None]
        with closing(SqliteStore(path)) as store:
            assert store.count() == 16


def test_a_song_that_comes_with_and_without_words_at_the_same_moment_is_held_once(
    tmp_path: Path,
) -> None:
    for number in range(15 * ROUNDS):
        path = tmp_path / f"{number}.db"
        together = Barrier(2, timeout=30)
        songs = [a_stored_song("Ada Vale", f"Song {n}") for n in range(8)]
        silent = [UnscoredSong(s.song.id, "Ada Vale", s.song.title, "no lyrics") for s in songs]
        with (
            closing(SqliteStore(path, create=True)) as one,
            closing(SqliteStore(path)) as other,
            ThreadPoolExecutor(2) as pool,
        ):
            one.add([a_stored_song()], "m1")
            runs = [
                pool.submit(lambda: (together.wait(), one.add(songs, "m1"))),  # noqa: B023
                pool.submit(lambda: (together.wait(), other.add_unscored(silent))),  # noqa: B023
            ]
            assert [run.exception() for run in runs] == [None, None]
            assert one.count() == 9
            assert list(one.unscored()) == []


@posix
def test_who_asks_during_an_ingest_is_answered(
    command: Command, with_fake: FakeEncoder, tmp_path: Path
) -> None:
    path = tmp_path / "my.db"
    with Recommender(path) as recommender:
        recommender.ingest(write_table(tmp_path / "first.csv"))
    source = write_table(tmp_path / "songs.csv", mixed(800))
    answers: list[int] = []
    with Telling(command).started(source, "--catalogue", path) as (process, pipe):
        assert wait_for(pipe, Aim("a", 1, 0))
        asked = started(command, "recommend", "I feel sad and lonely", "--catalogue", path)
        while process.poll() is None:
            with Recommender(path) as recommender:
                answers.append(len(recommender.recommend("I feel sad and lonely", 5).songs))
        out, err = asked.communicate(timeout=60)
        assert (asked.returncode, err) == (0, "")
        assert "10. " in out
        _, told = process.communicate(timeout=60)
    assert (process.returncode, told) == (0, b"")
    assert len(answers) >= 10
    assert set(answers) == {5}


@posix
def test_an_ingest_beside_one_that_never_ends_says_so(
    command: Command, with_fake: FakeEncoder, tmp_path: Path
) -> None:
    path = tmp_path / "my.db"
    with Recommender(path) as recommender:
        recommender.ingest(write_table(tmp_path / "first.csv"))
    before = held(path)
    source = write_table(tmp_path / "songs.csv", mixed(40))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        impatient = replace(command, program=IMPATIENT + FAST)
        said = impatient.refused("ingest", source, "--catalogue", path)
    assert "my.db is in use by another program: try again when it is done" in said
    assert held(path) == before
    assert replace(command, program=FAST)("ingest", source, "--catalogue", path).code == 0
    assert held(path).count > before.count
