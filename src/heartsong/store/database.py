"""An SQLite file that is a catalogue: opening it, reading and writing in transactions."""

from __future__ import annotations

import os
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, cast
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, insert, inspect, select
from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from heartsong.errors import CatalogueError, NewerCatalogueError, StorageError
from heartsong.sqlite import write_ahead
from heartsong.store import schema
from heartsong.store.migrations import upgrade

_BUSY_SECONDS: Final = 30


class Database:
    """A catalogue's file in WAL mode, through SQLAlchemy Core.

    Args:
        path: the file; made, with its folder, where `create` is given and it is absent.

    Raises:
        CatalogueError: the file is absent, not a catalogue, or cannot be opened.
        NewerCatalogueError: it was made by a newer Heartsong.
    """

    def __init__(self, path: Path, create: bool) -> None:
        self.path = path
        if create:
            _make_folder(path.parent)
        elif not path.is_file():
            raise CatalogueError(
                f"There is no catalogue at {path}: make one with "
                f"'heartsong ingest FILE.csv --catalogue {path}'."
            )
        self._engine = _engine(path)
        self._unchanging = _engine(path, unchanging=True)
        for engine in (self._engine, self._unchanging):
            # Whoever forgets to close it still leaves no helper files of SQLite's behind.
            weakref.finalize(self, engine.dispose)
        with _explained(path), self._connected(reading=not create) as connection:
            _prepare(path, connection, create)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read by; the driver's errors become sentences."""
        with _explained(self.path), self._connected(reading=True) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in one transaction, which is rolled back where anything goes wrong."""
        with _explained(self.path), self._connected() as connection:
            _lock(connection)
            yield connection
            connection.commit()

    def close(self) -> None:
        """Give back the file."""
        self._engine.dispose()
        self._unchanging.dispose()

    def _connected(self, reading: bool = False) -> Connection:
        """A connection; to read by, also where there is no room for SQLite's helper files."""
        try:
            connection = self._engine.connect()
            connection.exec_driver_sql("SELECT 1 FROM sqlite_master LIMIT 1")
        except OperationalError:
            if not reading or self._is_being_written():
                raise
            return self._unchanging.connect()
        return connection

    def _is_being_written(self) -> bool:
        """Whether there are changes that are not in the file itself yet."""
        log = self.path.with_name(f"{self.path.name}-wal")
        return log.exists() and log.stat().st_size > 0


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"The folder {folder} cannot be made ({error.strerror}): choose another "
            "place with --catalogue."
        ) from error


def _engine(path: Path, unchanging: bool = False) -> Engine:
    """Connections to a file; where it may not be written, to one that is taken not to change."""
    unchanging = unchanging or not (
        os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))
    )

    def connect() -> sqlite3.Connection:
        if unchanging:
            return sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
        # Transactions begin where we say so: Python would begin one only at the first change.
        connection = sqlite3.connect(
            path, timeout=_BUSY_SECONDS, check_same_thread=False, isolation_level=None
        )
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")
        return connection

    return create_engine("sqlite://", creator=connect, poolclass=QueuePool)


def _lock(connection: Connection) -> None:
    """Begin a transaction in which nobody else writes, so that what it reads stays true."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _prepare(path: Path, connection: Connection, create: bool) -> None:
    """Make the tables of a new file, bring an old one up to date, refuse a foreign one."""
    if create and not inspect(connection).get_table_names():
        write_ahead(cast(sqlite3.Connection, connection.connection.driver_connection))
        _lock(connection)
        if not inspect(connection).get_table_names():  # or another program was quicker
            _make(connection)
        connection.commit()
    if _revision(path, connection) < schema.REVISION:
        _lock(connection)
        if _revision(path, connection) < schema.REVISION:
            upgrade(connection)
        connection.commit()


def _make(connection: Connection) -> None:
    schema.metadata.create_all(connection)
    connection.execute(insert(schema.alembic_version), {"version_num": schema.REVISION})
    connection.execute(insert(schema.facts), {"name": "identity", "value": uuid4().hex})


def _revision(path: Path, connection: Connection) -> str:
    tables = set(inspect(connection).get_table_names())
    foreign = CatalogueError(f"{path} is not a Heartsong catalogue: choose another file.")
    if not {"alembic_version", "songs", "facts"} <= tables:
        raise foreign
    revision = connection.execute(select(schema.alembic_version.c.version_num)).scalar()
    if revision is None:
        raise foreign
    if revision > schema.REVISION:
        raise NewerCatalogueError(
            f"{path} was made by a newer Heartsong (its revision is {revision}, this "
            f"version knows {schema.REVISION}): upgrade with 'pip install -U heartsong'."
        )
    return str(revision)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DatabaseError) else error
        raise _explain(path, str(cause)) from error


def _explain(path: Path, cause: str) -> CatalogueError:
    if "full" in cause or "disk I/O" in cause:
        return StorageError(
            f"{path} could not be written, the disk seems to be full: free some space and run the "
            "same command again; what was stored before is whole."
        )
    if "readonly" in cause or "read-only" in cause:
        return StorageError(f"{path} may not be written: choose another place with --catalogue.")
    if "locked" in cause or "busy" in cause:
        return CatalogueError(f"{path} is in use by another program: try again when it is done.")
    if "not a database" in cause or "malformed" in cause:
        return CatalogueError(
            f"{path} is not a Heartsong catalogue, or it is damaged: choose another file."
        )
    return CatalogueError(f"{path} cannot be used ({cause}): choose another file.")
