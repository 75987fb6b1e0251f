"""How every SQLite file of ours is begun, so that several programs may begin it at once."""

from __future__ import annotations

import sqlite3
import time
from typing import Final

_PATIENCE: Final = 5.0  # seconds that other programs may be beginning or writing the same file
_PAUSE: Final = 0.01  # seconds between two tries


def write_ahead(connection: sqlite3.Connection) -> None:
    """Give a file a write-ahead log, so that it is read while it is written; it remembers it.

    SQLite does not wait for its lock here, as it does elsewhere: of two programs that begin one
    file, the second is told at once that it is locked. So this tries again. A file that stays
    locked is left as it is, for it can be used without the log too.

    Args:
        connection: to a file, outside of a transaction.

    Raises:
        sqlite3.Error: the file is no database, or cannot be written.
    """
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:  # of whatever kind
                raise
            time.sleep(_PAUSE)
        else:
            return
