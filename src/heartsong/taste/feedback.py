"""What listeners thought of songs, kept in a file of its own: song, verdict, time; no words.

Song ids are the same in every catalogue, so one file serves them all, the read-only starter too.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, cast

from heartsong.errors import StorageError
from heartsong.sqlite import write_ahead

Verdict = Literal["play", "like", "skip", "not_this_mood"]
_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS feedback (number INTEGER PRIMARY KEY, song TEXT NOT NULL, "
    "verdict TEXT NOT NULL, at REAL NOT NULL)"
)
_BEGUN: Final = "SELECT 1 FROM sqlite_master WHERE name = 'feedback'"
_PATIENCE: Final = 5.0  # seconds that another process may be writing


@dataclass(frozen=True, slots=True)
class Feedback:
    """One verdict.

    Attributes:
        song: the id of a song.
        at: seconds since 1970.
    """

    song: str
    verdict: Verdict
    at: float


class FeedbackLog:
    """Verdicts in a SQLite file, which is made with the first of them.

    Several processes may write to it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, song: str, verdict: Verdict) -> None:
        """Keep a verdict.

        Raises:
            StorageError: it cannot be written.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._opened() as connection, connection:
            write_ahead(connection)
            connection.execute(_TABLE)
            row = (song, verdict, time.time())
            connection.execute("INSERT INTO feedback (song, verdict, at) VALUES (?, ?, ?)", row)

    def all(self) -> list[Feedback]:
        """Every verdict, oldest first.

        Raises:
            StorageError: it cannot be read.
        """
        if not self._path.exists():
            return []
        with self._opened() as connection:
            if not connection.execute(_BEGUN).fetchone():  # another program is just making it
                return []
            rows = connection.execute("SELECT song, verdict, at FROM feedback ORDER BY number")
            return [Feedback(song, cast(Verdict, verdict), at) for song, verdict, at in rows]

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as connection:
                yield connection
        except sqlite3.Error as error:
            if "locked" in str(error):
                raise StorageError(
                    f"{self._path} is in use by another program: try again when it is done."
                ) from error
            raise StorageError(
                f"{self._path} cannot be used ({error}): move it away to start a new one."
            ) from error
