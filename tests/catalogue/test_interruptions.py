"""An ingest that is killed at any moment and started again, in real processes on a real file."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from heartsong.recommender import Recommender
from heartsong.store.sqlite import SqliteStore
from heartsong.types import Song, UnscoredSong
from tests.conftest import Command
from tests.fakes import FakeEncoder
from tests.store.test_sqlite import sql
from tests.words import SONGS, Written, many, write_table

posix = pytest.mark.skipif(os.name != "posix", reason="kill -9 and pipes by number are of POSIX")

BATCH = 8
KILLS = 30
PHASES = {"i": "start-up", "r": "reading", "s": "scoring", "a": "storing", "c": "closing"}
# How long an aim waits, at most, once its phase has begun: about as long as the phase takes.
LONGEST = {"i": 0.6, "r": 0.001, "s": 0.004, "a": 0.006, "c": 0.05}

# The command, through a fast model, telling by a sign on a pipe which phase begins.
TELLING = f"""
import os, sys
tell = int(os.environ["TELL"])
os.write(tell, b"i")
import heartsong.catalogue.ingest
import heartsong.loading
from heartsong.catalogue.sources.csv import CsvSource
from heartsong.store.sqlite import SqliteStore
from tests.fakes import FakeEncoder

def telling(owner, name, sign):
    real = getattr(owner, name)
    def call(self, *arguments):
        if not arguments or arguments[0]:
            os.write(tell, sign)
        return real(self, *arguments)
    setattr(owner, name, call)

rows = CsvSource.__iter__
def told(self):
    for row in rows(self):
        os.write(tell, b"r")
        yield row

CsvSource.__iter__ = told
telling(FakeEncoder, "forward", b"s")
telling(SqliteStore, "add", b"a")
telling(SqliteStore, "add_unscored", b"a")
telling(SqliteStore, "close", b"c")
heartsong.catalogue.ingest.BATCH = {BATCH}
heartsong.loading.Encoder = lambda *_: FakeEncoder()
from heartsong.interfaces.cli import main
main()
"""

GERMAN = (
    "Wir gehen am Hafen entlang und sehen den Booten zu,\n"
    "die am Abend nach Hause kommen, wenn niemand mehr wartet\n"
)


@dataclass(frozen=True)
class Held:
    """Everything that a catalogue says of its songs."""

    songs: Mapping[str, tuple[Song, str, bytes]]
    unscored: Mapping[str, UnscoredSong]
    count: int


def held(path: Path) -> Held:
    assert sql(path, "PRAGMA integrity_check") == [("ok",)]
    with closing(SqliteStore(path)) as store:
        stored = list(store.all())
        unscored = list(store.unscored())
        found = Held(
            {s.song.id: (s.song, s.fingerprint, s.embedding.tobytes()) for s in stored},
            {song.id: song for song in unscored},
            store.count(),
        )
    # A song that came twice would be lost in the mappings.
    assert len(stored) == len(found.songs) == found.count
    assert len(unscored) == len(found.unscored)
    assert not set(found.songs) & set(found.unscored)
    return found


def mixed(count: int = 420) -> list[Written]:
    """Songs as files have them: some again, some not in English, some without lyrics."""
    rows = []
    for n, song in enumerate(many(count, artists=count)):
        if n % 11 == 0:
            song = song._replace(lyrics="")  # noqa: PLW2901 -- one name for a row
        elif n % 13 == 0:
            song = song._replace(lyrics=GERMAN)  # noqa: PLW2901
        rows.append(song)
        if n % 7 == 1:  # again at once, in other words
            rows.append(song._replace(lyrics=f"{SONGS[n % 8].lyrics} and on we go, take {n}"))
        if n % 22 == 10:  # with words, in a later batch than without
            rows.append(song._replace(artist=f"Band {n - 10}", title=f"Song {n - 10}"))
        if n % 10 == 9:  # again much later, as it was
            rows.append(rows[n // 2])
    return rows


@dataclass(frozen=True)
class Telling:
    """Starts the command so that it tells its phases."""

    command: Command

    @contextmanager
    def started(self, *arguments: str | Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
        ours, theirs = os.pipe()
        try:
            with subprocess.Popen(
                [sys.executable, "-c", TELLING, "ingest", *arguments],
                env={**self.command.environment, "TELL": str(theirs)},
                cwd=self.command.folder,
                pass_fds=[theirs],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            ) as process:
                os.close(theirs)
                try:
                    yield process, ours
                finally:
                    process.kill()
        finally:
            os.close(ours)

    def killed(self, aim: Aim, *arguments: str | Path) -> str | None:
        """The phase that had just begun when a run was killed; None where it had ended before.

        A batch is read while the one before is scored, so that phases overlap.
        """
        with self.started(*arguments) as (process, pipe):
            wait_for(pipe, aim)
            time.sleep(aim.seconds)
            process.kill()
            _, err = process.communicate(timeout=60)
            assert process.returncode in {-signal.SIGKILL, 0}, err
        return PHASES[aim.phase] if process.returncode else None


@dataclass(frozen=True)
class Aim:
    """When to kill: so many seconds after a phase began for the nth time."""

    phase: str
    nth: int
    seconds: float


def aims(seed: int) -> Iterator[Aim]:
    draw = random.Random(seed)
    while True:
        phases = list(PHASES)
        draw.shuffle(phases)
        for phase in phases:
            nth = draw.randint(1, 2) if phase in "sa" else draw.randint(1, 60)
            seconds = draw.uniform(0, LONGEST[phase])
            yield Aim(phase, nth if phase in "rsa" else 1, seconds)


def wait_for(pipe: int, aim: Aim) -> bool:
    """Wait for a sign; False where the run ended before it came."""
    left = aim.nth
    while left and (sign := os.read(pipe, 1)):
        left -= sign.decode() == aim.phase
    return not left


@pytest.fixture
def telling(command: Command) -> Telling:
    return Telling(command)


@posix
def test_thirty_kills_at_any_moment_lose_nothing_and_double_nothing(
    telling: Telling, with_fake: FakeEncoder, tmp_path: Path
) -> None:
    rows = mixed()
    source = write_table(tmp_path / "songs.csv", rows)
    path = tmp_path / "my.db"
    with Recommender(path) as recommender:  # what there was before
        recommender.ingest(write_table(tmp_path / "first.csv"))
    before, hits = held(path), Counter[str]()
    for run, aim in enumerate(aims(seed=14), 1):
        if hits.total() >= KILLS or run > 2 * KILLS:
            break
        # A little further every time, so that every run has something left to do, and ends.
        limit = str(min(len(rows), run * len(rows) // (KILLS + 5)))
        phase = telling.killed(aim, source, "--catalogue", path, "--limit", limit)
        hits.update([phase] if phase else [])
        after = held(path)
        assert before.songs.items() <= after.songs.items()
        assert before.unscored.keys() <= after.unscored.keys() | after.songs.keys()
        with Recommender(path) as recommender:
            assert len(recommender.recommend("I feel sad and lonely", 5).songs) == 5
        before = after
    assert hits.total() >= KILLS, hits
    assert min(hits[phase] for phase in PHASES.values()) >= 2, hits

    whole = tmp_path / "whole.db"
    with Recommender(path) as recommender:
        again = recommender.ingest(source)
    assert 0 < again.unchanged < len(rows)
    with Recommender(whole) as recommender:
        recommender.ingest(tmp_path / "first.csv")
        recommender.ingest(source)
    assert (last := held(path)) == held(whole)
    assert last.count > 300
    assert len(last.unscored) > 40


# An ingest that kills itself before its nth statement, on a catalogue of its own, for every second
# n: before the odd ones in a new catalogue, before the even ones in one that holds songs.
AT_EVERY_STATEMENT = f"""
import itertools, os, shutil, signal, sqlite3, sys
import heartsong.catalogue.ingest, heartsong.language, heartsong.loading
from heartsong.recommender import Recommender
from tests.fakes import FakeEncoder

folder, source, first = sys.argv[1:]
heartsong.catalogue.ingest.BATCH = {BATCH}
heartsong.loading.Encoder = lambda *_: FakeEncoder()
heartsong.language.is_english("some words, so that it is loaded once")
connect, left = sqlite3.connect, 0

def count(statement):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

def counting(*arguments, **more):
    connection = connect(*arguments, **more)
    connection.set_trace_callback(count)
    return connection

sqlite3.connect = counting
for left in itertools.count(int(first), 2):
    path = f"{{folder}}/{{left}}.db"
    if os.path.exists(f"{{folder}}/first.db"):
        shutil.copy(f"{{folder}}/first.db", path)
    child = os.fork()
    if child == 0:
        Recommender(path).ingest(source)
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        break
"""


@posix
@pytest.mark.parametrize("new", [False, True])
def test_a_kill_before_any_one_statement_loses_nothing_and_doubles_nothing(
    command: Command, with_fake: FakeEncoder, tmp_path: Path, new: bool
) -> None:
    source = write_table(tmp_path / "songs.csv", mixed(12))
    first, folder = tmp_path / "first.db", tmp_path / "killed"
    folder.mkdir()
    if not new:
        with Recommender(first) as recommender:
            recommender.ingest(write_table(tmp_path / "first.csv"))
        shutil.copy(first, folder)
    ended = replace(command, program=AT_EVERY_STATEMENT)(folder, source, "1" if new else "2")
    assert ended.code == 0, ended
    killed = sorted(folder.glob("[0-9]*.db"), key=lambda path: int(path.stem))
    assert len(killed) > 25
    whole = killed.pop()
    for path in killed:
        with Recommender(path) as recommender:
            recommender.ingest(source)
        assert held(path) == held(whole), path.stem
