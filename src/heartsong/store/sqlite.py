"""The default store: one SQLite file in WAL mode, through SQLAlchemy Core."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Final

import numpy as np
from sqlalchemy import (
    Connection,
    Engine,
    Table,
    bindparam,
    create_engine,
    delete,
    func,
    inspect,
    select,
)
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.exc import DatabaseError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from heartsong.errors import CatalogueError, NewerCatalogueError, StorageError
from heartsong.store import schema
from heartsong.store.base import Moods, Store, StoredSong, Vectors
from heartsong.store.migrations import upgrade
from heartsong.store.quantise import from_bytes
from heartsong.store.rows import row_of, song_of
from heartsong.types import EMOTIONS, GROUPS, Song, UnscoredSong

_BUSY_SECONDS: Final = 30
_IDS_A_QUERY: Final = 500  # SQLite's oldest limit on the variables of a statement is 999
# What goes when a song is stored anew.
_BESIDE_A_SONG: Final = (
    (schema.lyrics, schema.lyrics.c.song_id),
    (schema.unscored, schema.unscored.c.id),
)
_NO_EMBEDDING: Final = [c for c in schema.songs.c if c.name != "embedding"]


class SqliteStore(Store):
    """A catalogue in an SQLite file.

    Args:
        path: the file; made, with its folder, where `create` is given and it is absent.

    Raises:
        CatalogueError: the file is absent, not a catalogue, or cannot be opened.
        NewerCatalogueError: it was made by a newer Heartsong.
    """

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self._path = path
        if create:
            self._make_folder()
        elif not path.is_file():
            raise CatalogueError(
                f"There is no catalogue at {path}: make one with "
                f"'heartsong ingest FILE.csv --catalogue {path}'."
            )
        self._engine = _engine(path)
        with self._guard():
            self._prepare(create)

    @property
    def name(self) -> str:
        return str(self._path)

    @property
    def model(self) -> str | None:
        with self._guard(), self._engine.connect() as connection:
            return _model(connection)

    def check(self, model: str) -> None:
        self._compare(self.model, model)

    def add(self, songs: Sequence[StoredSong], model: str) -> int:
        rows = {stored.song.id: row_of(stored) for stored in songs}
        last = {stored.song.id: stored for stored in songs}
        words = [
            {"song_id": song_id, "text": stored.lyrics}
            for song_id, stored in last.items()
            if stored.lyrics is not None
        ]
        if not rows:
            return 0
        with self._guard(), self._engine.begin() as connection:
            self._claim(connection, model)
            connection.execute(_replacing(schema.songs), list(rows.values()))
            wanted = [{"wanted": song_id} for song_id in rows]
            for table, key in _BESIDE_A_SONG:
                connection.execute(delete(table).where(key == bindparam("wanted")), wanted)
            if words:
                connection.execute(
                    insert(schema.lyrics).on_conflict_do_nothing(index_elements=["song_id"]), words
                )
        return len(rows)

    def add_unscored(self, songs: Sequence[UnscoredSong]) -> int:
        with self._guard(), self._engine.begin() as connection:
            scored = _fingerprints(connection, [song.id for song in songs])
            rows = {song.id: asdict(song) for song in songs if song.id not in scored}
            if rows:
                connection.execute(_replacing(schema.unscored), list(rows.values()))
        return len(rows)

    def count(self) -> int:
        with self._guard(), self._engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(schema.songs)).scalar_one()

    def songs(self, ids: Sequence[str]) -> list[Song]:
        found: dict[str, Song] = {}
        with self._guard(), self._engine.connect() as connection:
            for some in _slices(ids):
                query = select(*_NO_EMBEDDING).where(schema.songs.c.id.in_(some))
                found |= {row.id: song_of(row) for row in connection.execute(query)}
        return [found[song_id] for song_id in ids if song_id in found]

    def all(self) -> Iterator[StoredSong]:
        query = select(schema.songs).order_by(schema.songs.c.id)
        with self._guard(), self._engine.connect() as connection:
            for row in connection.execution_options(yield_per=1000).execute(query):
                yield StoredSong(song_of(row), from_bytes([row.embedding])[0], row.fingerprint)

    def unscored(self) -> Iterator[UnscoredSong]:
        query = select(schema.unscored).order_by(schema.unscored.c.id)
        with self._guard(), self._engine.connect() as connection:
            for row in connection.execution_options(yield_per=1000).execute(query):
                yield UnscoredSong(**row._mapping)

    def fingerprints(self, ids: Sequence[str]) -> Mapping[str, str]:
        with self._guard(), self._engine.connect() as connection:
            return _fingerprints(connection, ids)

    def vectors(self) -> Vectors:
        names = ("id", "embedding", *EMOTIONS, *GROUPS)
        query = select(*(schema.songs.c[name] for name in names)).order_by(schema.songs.c.id)
        with self._guard(), self._engine.connect() as connection:
            rows = connection.execute(query).all()
        numbers = np.array([row[2:] for row in rows], np.float32).reshape(len(rows), len(names) - 2)
        emotions, groups = numbers[:, : len(EMOTIONS)], numbers[:, len(EMOTIONS) :]
        return Vectors([row[0] for row in rows], emotions, groups, from_bytes([r[1] for r in rows]))

    def moods(self) -> Moods:
        names = ("id", *EMOTIONS, "valence", "arousal", *GROUPS)
        query = select(*(schema.songs.c[name] for name in names)).order_by(schema.songs.c.id)
        with self._guard(), self._engine.connect() as connection:
            rows = connection.execute(query).all()
        numbers = np.array([row[1:] for row in rows], np.float32).reshape(len(rows), len(names) - 1)
        emotions, affects, groups = np.split(numbers, [len(EMOTIONS), len(EMOTIONS) + 2], axis=1)
        return Moods([row[0] for row in rows], emotions, affects, groups)

    def close(self) -> None:
        self._engine.dispose()

    def _make_folder(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                f"The folder {self._path.parent} cannot be made ({error.strerror}): choose another "
                "place with --catalogue."
            ) from error

    def _prepare(self, create: bool) -> None:
        """Make the tables of a new file, bring an old one up to date, refuse a foreign one."""
        with self._engine.connect() as connection:
            tables = set(inspect(connection).get_table_names())
            if not tables and create:
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")  # the file remembers it
                schema.metadata.create_all(connection)
                connection.execute(insert(schema.alembic_version), {"version_num": schema.REVISION})
                connection.commit()
                return
            if not {"alembic_version", "songs"} <= tables:
                raise CatalogueError(
                    f"{self._path} is not a Heartsong catalogue: choose another file."
                )
            revision = connection.execute(select(schema.alembic_version.c.version_num)).scalar()
            columns = {column["name"] for column in inspect(connection).get_columns("songs")}
            if revision is None or "fingerprint" not in columns:
                raise CatalogueError(
                    f"{self._path} is not a Heartsong catalogue: choose another file."
                )
            if revision > schema.REVISION:
                raise NewerCatalogueError(
                    f"{self._path} was made by a newer Heartsong (its revision is {revision}, this "
                    f"version knows {schema.REVISION}): upgrade with 'pip install -U heartsong'."
                )
            if revision < schema.REVISION:
                upgrade(connection)
                connection.commit()

    def _claim(self, connection: Connection, model: str) -> None:
        """Songs of two models cannot be compared, so a catalogue keeps to one."""
        held = _model(connection)
        if held is None:
            connection.execute(insert(schema.facts), {"name": "model", "value": model})
        self._compare(held, model)

    def _compare(self, held: str | None, model: str) -> None:
        if held not in {None, model}:
            raise CatalogueError(
                f"{self._path} holds songs scored by the model {held}, not {model}: give that one "
                "with --model, or ingest into a new catalogue."
            )

    @contextmanager
    def _guard(self) -> Iterator[None]:
        """Turn the driver's errors into sentences; the transaction is rolled back by then."""
        try:
            yield
        except SQLAlchemyError as error:
            cause = error.orig if isinstance(error, DatabaseError) else error
            raise _explain(self._path, str(cause)) from error


def _engine(path: Path) -> Engine:
    """Connections to a file; where it may not be written, to an unchanging copy of it."""
    writable = os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))

    def connect() -> sqlite3.Connection:
        if not writable:
            return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, check_same_thread=False)
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")
        return connection

    return create_engine("sqlite://", creator=connect, poolclass=NullPool)


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


def _replacing(table: Table) -> Insert:
    statement = insert(table)
    changed = {c.name: c for c in statement.excluded if c.name != "id"}
    return statement.on_conflict_do_update(index_elements=["id"], set_=changed)


def _fingerprints(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in _slices(ids):
        query = select(schema.songs.c.id, schema.songs.c.fingerprint)
        rows = connection.execute(query.where(schema.songs.c.id.in_(some)))
        found |= {row.id: row.fingerprint for row in rows}
    return found


def _slices(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _IDS_A_QUERY):
        yield ids[start : start + _IDS_A_QUERY]


def _model(connection: Connection) -> str | None:
    query = select(schema.facts.c.value).where(schema.facts.c.name == "model")
    return connection.execute(query).scalar()
