"""The default store: one SQLite file in WAL mode, with a graph beside it once songs are many."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    Connection,
    Table,
    bindparam,
    delete,
    select,
    table,
    text,
    update,
)
from sqlalchemy.dialects.sqlite import Insert, insert

from heartsong.catalogue.identity import artist_number
from heartsong.catalogue.spellings import Named
from heartsong.errors import CatalogueError
from heartsong.store import schema
from heartsong.store.base import Facts, Floats, Moods, Store, StoredSong, Vectors
from heartsong.store.database import Database
from heartsong.store.figures import Figures, among
from heartsong.store.graph_file import GraphFile
from heartsong.store.named import NamedSongs
from heartsong.store.nearby import Nearby
from heartsong.store.quantise import from_bytes
from heartsong.store.rows import mood_row_of, row_of, song_of, unscored_of
from heartsong.types import Song, UnscoredSong

_WORD: Final = re.compile(r"\w+")
# All but the embedding, which is most of a row.
_SONG: Final = [
    *schema.songs.c,
    *(c for c in schema.moods.c if c.name not in {"song", "embedding", "sketch"}),
]


class SqliteStore(Store):
    """A catalogue in an SQLite file.

    Args:
        path: the file; made, with its folder, where `create` is given and it is absent.

    Raises:
        CatalogueError: the file is absent, not a catalogue, or cannot be opened.
        NewerCatalogueError: it was made by a newer Heartsong.
    """

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self._database = Database(path, create)
        self._figures = Figures(self._database)
        self._graph = GraphFile(self._figures, path.with_name(f"{path.name}-graph"))
        self._nearby = Nearby(self._figures, self._graph)
        self._named = NamedSongs(self._database, self._figures)

    @property
    def name(self) -> str:
        return str(self._database.path)

    @property
    def model(self) -> str | None:
        with self._database.reading() as connection:
            return _fact(connection, "model")

    def check(self, model: str) -> None:
        self._compare(self.model, model)

    def add(self, songs: Sequence[StoredSong], model: str) -> int:
        last = {stored.song.id: stored for stored in songs}
        if not last:
            return 0
        with self._database.writing() as connection:
            self._claim(connection, model)
            version = _next_version(connection)
            names = [row_of(stored.song) for stored in last.values()]
            connection.execute(_replacing(schema.songs, "id"), names)
            numbers = _numbers(connection, list(last))
            moods = [mood_row_of(last[each], numbers[each], version) for each in last]
            connection.execute(_replacing(schema.moods, "song"), moods)
            _store_words(connection, {numbers[each]: last[each].lyrics for each in last})
        return len(last)

    def add_unscored(self, songs: Sequence[UnscoredSong]) -> int:
        with self._database.writing() as connection:
            scored = _fingerprints(connection, [song.id for song in songs])
            rows = {song.id: row_of(song) for song in songs if song.id not in scored}
            if rows:
                connection.execute(_replacing(schema.songs, "id"), list(rows.values()))
        return len(rows)

    def set_popularity(self, popularity: Mapping[str, float]) -> None:
        popular = schema.songs.c.popularity
        wanted: BindParameter[float] = bindparam("wanted")
        query = update(schema.songs).values(popularity=wanted)
        query = query.where(
            schema.songs.c.id == bindparam("song"), popular.is_distinct_from(wanted)
        )
        rows = [{"song": song_id, "wanted": known} for song_id, known in popularity.items()]
        if rows:
            with self._database.writing() as connection:
                connection.execute(query, rows)

    def count(self) -> int:
        return self._figures.count()

    def songs(self, ids: Sequence[str]) -> list[Song]:
        query = _scored(*_SONG).where(among(schema.songs.c.id, ids))
        with self._database.reading() as connection:
            found = {row.id: song_of(row) for row in connection.execute(query).all()}
        return [found[song_id] for song_id in ids if song_id in found]

    def all(self) -> Iterator[StoredSong]:
        query = _scored(*_SONG, schema.moods.c.embedding, schema.moods.c.sketch)
        with self._database.reading() as connection:
            rows = connection.execution_options(yield_per=1000).execute(
                query.order_by(schema.songs.c.id)
            )
            for row in rows:
                embedding = from_bytes([row.embedding])[0]
                yield StoredSong(song_of(row), embedding, row.fingerprint, sketch=row.sketch)

    def unscored(self) -> Iterator[UnscoredSong]:
        query = select(schema.songs).where(schema.songs.c.reason.is_not(None))
        with self._database.reading() as connection:
            rows = connection.execution_options(yield_per=1000).execute(
                query.order_by(schema.songs.c.id)
            )
            for row in rows:
                yield unscored_of(row)

    def lyrics(self, ids: Sequence[str]) -> Mapping[str, str]:
        query = select(schema.songs.c.id, schema.lyrics.c.text)
        query = query.join_from(schema.lyrics, schema.songs).where(among(schema.songs.c.id, ids))
        with self._database.reading() as connection:
            return {row.id: row.text for row in connection.execute(query)}

    def find(self, words: str, limit: int) -> list[Song | UnscoredSong]:
        parts = [f'"{word}"*' for word in _WORD.findall(words.replace("_", " "))]
        if not parts:
            return []
        # Join the names first: only those found are looked up among the songs.
        names = table("names")
        query = (
            select(*_SONG)
            .select_from(names)
            .join(schema.songs, text("songs.number = names.rowid"))
            .outerjoin(schema.moods)
            .where(text("names MATCH :words"))
            .order_by(text("names.rank"), schema.songs.c.artist, schema.songs.c.title)
            .limit(limit)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query, {"words": " ".join(parts)})
            return [unscored_of(row) if row.reason is not None else song_of(row) for row in rows]

    def near(self, query: Floats, k: int) -> Vectors:
        return self._nearby.near(query, k)

    def vectors(self, ids: Sequence[str]) -> Vectors:
        return self._figures.vectors(ids)

    def facts(self, ids: Sequence[str]) -> list[Facts]:
        return self._named.facts(ids)

    def names(self, of: Named) -> Mapping[str, int]:
        return self._named.names(of)

    def having(self, of: Named, name: str, limit: int) -> list[str]:
        return self._named.having(of, name, limit)

    def of_years(self, first: int, last: int, limit: int) -> list[str]:
        return self._named.of_years(first, last, limit)

    def matching(self, words: Sequence[str], limit: int) -> Mapping[str, float]:
        return self._named.matching(words, limit)

    def indexing(self) -> AbstractContextManager[None]:
        return self._graph.keeping_up()

    def sketches(self, artists: Sequence[str]) -> Mapping[int, Mapping[str, bytes]]:
        found: dict[int, dict[str, bytes]] = {}
        number = schema.songs.c.artist_number
        query = _scored(number, schema.songs.c.id, schema.moods.c.sketch)
        query = query.where(schema.moods.c.sketch.is_not(None))
        query = query.where(among(number, sorted({artist_number(artist) for artist in artists})))
        with self._database.reading() as connection:
            for row in connection.execute(query):
                found.setdefault(row.artist_number, {})[row.id] = row.sketch
        return found

    def fingerprints(self, ids: Sequence[str]) -> Mapping[str, str]:
        with self._database.reading() as connection:
            return _fingerprints(connection, ids)

    def moods(self) -> Moods:
        return self._figures.moods()

    def close(self) -> None:
        self._nearby.forget()
        self._database.close()

    def _claim(self, connection: Connection, model: str) -> None:
        """Songs of two models cannot be compared, so a catalogue keeps to one."""
        held = _fact(connection, "model")
        if held is None:
            connection.execute(insert(schema.facts), {"name": "model", "value": model})
        self._compare(held, model)

    def _compare(self, held: str | None, model: str) -> None:
        if held not in {None, model}:
            raise CatalogueError(
                f"{self.name} holds songs scored by the model {held}, not {model}: give that one "
                "with --model, or ingest into a new catalogue."
            )


def _scored(*columns: Any) -> Any:
    return select(*columns).join_from(schema.songs, schema.moods)


def _fact(connection: Connection, name: str) -> str | None:
    query = select(schema.facts.c.value).where(schema.facts.c.name == name)
    return connection.execute(query).scalar()


def _next_version(connection: Connection) -> int:
    version = int(_fact(connection, "version") or 0) + 1
    fact = {"name": "version", "value": str(version)}
    connection.execute(_replacing(schema.facts, "name"), fact)
    return version


def _numbers(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    query = select(schema.songs.c.id, schema.songs.c.number).where(among(schema.songs.c.id, ids))
    return {row.id: row.number for row in connection.execute(query)}


def _store_words(connection: Connection, words: Mapping[int, str | None]) -> None:
    """Put the lyrics of songs, by number, in the place of what was there."""
    wanted = [{"wanted": number} for number in words]
    connection.execute(
        delete(schema.lyrics).where(schema.lyrics.c.song == bindparam("wanted")), wanted
    )
    rows = [{"song": number, "text": text} for number, text in words.items() if text is not None]
    if rows:
        connection.execute(insert(schema.lyrics), rows)


def _replacing(into: Table, key: str) -> Insert:
    statement = insert(into)
    changed = {c.name: c for c in statement.excluded if c.name not in {key, "number"}}
    return statement.on_conflict_do_update(index_elements=[key], set_=changed)


def _fingerprints(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    query = _scored(schema.songs.c.id, schema.moods.c.fingerprint)
    rows = connection.execute(query.where(among(schema.songs.c.id, ids)))
    return {row.id: row.fingerprint for row in rows}
