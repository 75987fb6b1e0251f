from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from heartsong.errors import CatalogueError, NewerCatalogueError, StorageError
from heartsong.store.base import StoredSong
from heartsong.store.sqlite import SqliteStore
from tests.builders import a_stored_song

as_root = hasattr(os, "geteuid") and os.geteuid() == 0


@contextmanager
def opened(path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(path)
    try:
        yield store
    finally:
        store.close()


def made(path: Path, *songs: StoredSong) -> Path:
    store = SqliteStore(path, create=True)
    store.add(songs, "m1")
    store.close()
    return path


def sql(path: Path, *statements: str) -> list[tuple[object, ...]]:
    """Run statements on a file as another program would; the rows of the last one."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            rows = connection.execute(statement).fetchall()
        connection.commit()
    return rows


def test_a_new_file_is_made_with_its_folder(tmp_path: Path) -> None:
    path = made(tmp_path / "a" / "b" / "my.db", a_stored_song())
    assert path.is_file()


def test_a_file_that_is_closed_stands_alone(tmp_path: Path) -> None:
    path = made(tmp_path / "my.db", a_stored_song())
    assert [each.name for each in tmp_path.iterdir()] == ["my.db"]
    assert sql(path, "PRAGMA journal_mode") == [("wal",)]


def test_an_absent_file_is_refused_with_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"There is no catalogue at .*ingest"):
        SqliteStore(tmp_path / "absent.db")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=str(tmp_path)):
        SqliteStore(tmp_path)
    with pytest.raises(CatalogueError, match=str(tmp_path)):
        SqliteStore(tmp_path, create=True)


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError, match=r"folder .* cannot be made"):
        SqliteStore(tmp_path / "file" / "my.db", create=True)


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize("content", [b"artist,song,text\n" * 100, os.urandom(5000)])
def test_a_file_that_is_no_database_is_refused_and_left_alone(
    tmp_path: Path, content: bytes, create: bool
) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(content)
    with pytest.raises(CatalogueError, match="not a Heartsong catalogue"):
        SqliteStore(path, create=create)
    assert path.read_bytes() == content


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize("table", ["notes", "songs", "alembic_version"])
def test_a_database_of_another_program_is_refused_and_left_alone(
    tmp_path: Path, table: str, create: bool
) -> None:
    path = tmp_path / "other.db"
    sql(path, f"CREATE TABLE {table} (words TEXT)", f"INSERT INTO {table} VALUES ('mine')")
    before = path.read_bytes()
    with pytest.raises(CatalogueError, match="not a Heartsong catalogue"):
        SqliteStore(path, create=create)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["other.db"]


def test_another_programs_songs_are_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    sql(
        path,
        "CREATE TABLE songs (id INTEGER)",
        "CREATE TABLE alembic_version (version_num TEXT)",
        "INSERT INTO alembic_version VALUES ('0000beef')",
    )
    with pytest.raises(CatalogueError), opened(path) as store:
        store.count()
    assert sql(path, "SELECT version_num FROM alembic_version") == [("0000beef",)]


def test_an_empty_file_becomes_a_catalogue_only_where_one_may_be_made(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with pytest.raises(CatalogueError, match="not a Heartsong catalogue"):
        SqliteStore(path)
    assert made(path, a_stored_song()) == path


@pytest.mark.parametrize("revision", ["9999", "0006", "1a2b3c"])
def test_a_catalogue_of_a_newer_version_is_refused_and_left_alone(
    tmp_path: Path, revision: str
) -> None:
    path = made(tmp_path / "my.db", a_stored_song())
    sql(path, f"UPDATE alembic_version SET version_num = '{revision}'")
    before = path.read_bytes()
    for create in (False, True):
        with pytest.raises(NewerCatalogueError, match=f"newer.*{revision}.*upgrade"):
            SqliteStore(path, create=create)
    assert path.read_bytes() == before


def test_a_damaged_catalogue_is_refused_in_one_sentence(tmp_path: Path) -> None:
    songs = [a_stored_song("Band", f"Song {n}") for n in range(200)]
    path = made(tmp_path / "my.db", *songs)
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xaa" * (len(content) - 4096))
    damaged = r"my\.db is not a Heartsong catalogue, or it is damaged"
    with pytest.raises(CatalogueError, match=damaged), opened(path) as store:
        list(store.all())


def test_lyrics_are_kept_beside_the_songs_and_follow_them(tmp_path: Path) -> None:
    path = made(tmp_path / "my.db", a_stored_song(lyrics="first words"))
    assert sql(path, "SELECT text FROM lyrics") == [("first words",)]
    made(path, a_stored_song(lyrics="other words"))
    assert sql(path, "SELECT text FROM lyrics") == [("other words",)]
    made(path, a_stored_song())
    assert sql(path, "SELECT text FROM lyrics") == []


def test_of_a_song_given_twice_at_once_the_last_lyrics_count(tmp_path: Path) -> None:
    path = made(
        tmp_path / "my.db",
        a_stored_song(fingerprint="old", lyrics="old words"),
        a_stored_song(fingerprint="new", lyrics="new words"),
    )
    rows = sql(path, "SELECT fingerprint, text FROM moods JOIN lyrics USING (song)")
    assert rows == [("new", "new words")]


def test_a_full_disk_is_said_and_what_was_stored_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path / "my.db", a_stored_song("Ada Vale", "Low Tide"))
    pages = sql(path, "PRAGMA page_count")[0][0]
    with limited_pages(monkeypatch, int(str(pages)) + 2), opened(path) as store:
        many = [a_stored_song("Band", f"Song {n}", lyrics="x" * 5000) for n in range(50)]
        with pytest.raises(StorageError, match=r"the disk seems to be full.*free some space"):
            store.add(many, "m1")
        assert [each.song.title for each in store.all()] == ["Low Tide"]
    with opened(path) as store:
        assert store.add(many, "m1") == 50
        assert store.count() == 51
    assert sql(path, "PRAGMA integrity_check") == [("ok",)]


@contextmanager
def limited_pages(monkeypatch: pytest.MonkeyPatch, pages: int) -> Iterator[None]:
    """SQLite itself says that the disk is full once a file has so many pages."""
    connect = sqlite3.connect

    def limited(*arguments: object, **more: object) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **more)  # type: ignore[call-overload]
        connection.execute(f"PRAGMA max_page_count={pages}")
        return connection

    with monkeypatch.context() as patch:
        patch.setattr("heartsong.store.database.sqlite3.connect", limited)
        yield


def test_a_catalogue_that_another_program_holds_is_said_to_be_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path / "my.db", a_stored_song())
    monkeypatch.setattr("heartsong.store.database._BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other, opened(path) as store:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CatalogueError, match="in use by another program"):
            store.add([a_stored_song("Band", "New")], "m1")
        assert store.count() == 1  # reading goes on


def test_a_catalogue_that_may_only_be_read_is_read_and_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path / "my.db", a_stored_song())
    before = path.read_bytes()
    monkeypatch.setattr("heartsong.store.database.os.access", lambda *_: False)
    with opened(path) as store:
        assert store.count() == 1
        with pytest.raises(StorageError, match="may not be written"):
            store.add([a_stored_song("Band", "New")], "m1")
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["my.db"]


@pytest.mark.skipif(as_root, reason="root may write anywhere")
def test_a_catalogue_in_a_read_only_folder_is_read(tmp_path: Path) -> None:
    path = made(tmp_path / "shelf" / "my.db", a_stored_song())
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with opened(path) as store:
            assert store.count() == 1
            with pytest.raises(StorageError, match="may not be written"):
                store.add([a_stored_song("Band", "New")], "m1")
    finally:
        path.parent.chmod(0o755)


def test_a_path_with_unusual_signs_is_only_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path / "my?mode=rwc#100%.db", a_stored_song())
    monkeypatch.setattr("heartsong.store.database.os.access", lambda *_: False)
    with opened(path) as store:
        assert store.count() == 1
