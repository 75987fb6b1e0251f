from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier, Timer

import pytest

from heartsong.sqlite import write_ahead


def mode(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("PRAGMA journal_mode").fetchone()[0])


def test_several_may_begin_a_file_at_once(tmp_path: Path) -> None:
    together = Barrier(8, timeout=30)

    def begin(_: int) -> None:
        for file in range(40):
            together.wait()
            with closing(sqlite3.connect(tmp_path / f"{file}.db")) as connection:
                write_ahead(connection)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(begin, range(8)))
    assert {mode(tmp_path / f"{file}.db") for file in range(40)} == {"wal"}


def locked(path: Path) -> sqlite3.Connection:
    """A connection that writes to a file, as another program may."""
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    return other


def test_it_waits_for_a_program_that_is_writing(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(locked(path)) as other, closing(sqlite3.connect(path, timeout=0)) as connection:
        done = Timer(0.2, other.rollback)
        done.start()
        write_ahead(connection)
        done.join()
    assert mode(path) == "wal"


def test_a_file_that_stays_locked_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("heartsong.sqlite._PATIENCE", 0.1)
    path = tmp_path / "a.db"
    with closing(locked(path)), closing(sqlite3.connect(path, timeout=0)) as connection:
        write_ahead(connection)
    assert mode(path) == "delete"


def test_what_is_no_database_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"this is something else" * 60)
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.DatabaseError):
        write_ahead(connection)
