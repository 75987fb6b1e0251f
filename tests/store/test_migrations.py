from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect, select, text
from sqlalchemy.exc import OperationalError

from heartsong.catalogue.identity import artist_number
from heartsong.errors import StorageError
from heartsong.store import migrations, schema
from heartsong.store.quantise import to_bytes
from heartsong.store.sqlite import SqliteStore
from heartsong.types import EMOTIONS, GROUPS, SENTIMENTS, UnscoredSong
from tests.builders import WIDTH, a_stored_song, an_embedding


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return create_engine(f"sqlite:///{tmp_path / 'migrated.db'}")


def shape(connection: Connection) -> dict[str, dict[str, tuple[object, ...]]]:
    """Every table's columns: type, whether it may be empty, whether it is the key."""
    found = inspect(connection)
    return {
        table: {
            column["name"]: (str(column["type"]), column["nullable"], column["primary_key"])
            for column in found.get_columns(table)
        }
        for table in found.get_table_names()
    }


def test_the_scripts_make_the_same_tables_as_the_schema(engine: Engine, tmp_path: Path) -> None:
    with engine.begin() as connection:
        migrations.upgrade(connection)
        migrated = shape(connection)
    fresh = create_engine(f"sqlite:///{tmp_path / 'fresh.db'}")
    with fresh.begin() as connection:
        schema.metadata.create_all(connection)
        assert shape(connection) == migrated


def made(connection: Connection) -> set[tuple[str, str, str]]:
    """Indexes, triggers and tables for searching, as they were told to SQLite."""
    query = text("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    found = {(kind, name, " ".join(sql.split())) for kind, name, sql in connection.execute(query)}
    return {each for each in found if each[0] != "table" or "VIRTUAL" in each[2]}


def test_the_scripts_make_the_same_indexes_and_triggers_as_the_schema(
    engine: Engine, tmp_path: Path
) -> None:
    with engine.begin() as connection:
        migrations.upgrade(connection)
        migrated = made(connection)
    fresh = create_engine(f"sqlite:///{tmp_path / 'fresh.db'}")
    with fresh.begin() as connection:
        schema.metadata.create_all(connection)
        assert made(connection) == migrated
    assert {"songs_of_a_genre", "songs_of_a_year", "words", "lyrics_stored"} <= {
        name for _, name, _ in migrated
    }


def test_the_newest_script_is_the_revision_that_the_schema_names(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_current_head() == schema.REVISION
    with engine.begin() as connection:
        migrations.upgrade(connection)
        version = connection.execute(select(schema.alembic_version.c.version_num)).scalar_one()
    assert version == schema.REVISION


def test_upgrading_again_changes_nothing(engine: Engine) -> None:
    with engine.begin() as connection:
        migrations.upgrade(connection)
        before = shape(connection)
        migrations.upgrade(connection)
        assert shape(connection) == before


def test_an_old_catalogue_is_brought_up_to_date_when_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.db"
    store = SqliteStore(path, create=True)
    store.add([a_stored_song()], "m1")
    store.close()
    asked: list[str] = []

    def upgrade(connection: Connection) -> None:
        asked.append("upgrade")
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    monkeypatch.setattr("heartsong.store.database.upgrade", upgrade)
    monkeypatch.setattr(schema, "REVISION", "9999")
    for _ in range(2):
        store = SqliteStore(path)
        assert store.count() == 1
        store.close()
    assert asked == ["upgrade"]


def test_a_catalogue_of_the_first_revision_keeps_its_songs_and_takes_unscored_ones(
    tmp_path: Path,
) -> None:
    path = tmp_path / "first.db"
    first = create_engine(f"sqlite:///{path}")
    with first.begin() as connection:
        migrations.upgrade(connection, "0001")
    first.dispose()
    store = SqliteStore(path)
    store.add([a_stored_song()], "m1")
    song = UnscoredSong("a", "Bea Moor", "Reel", "instrumental")
    store.add_unscored([song])
    store.close()
    again = SqliteStore(path)
    assert again.count() == 1
    assert list(again.unscored()) == [song]
    again.close()


ENDED = 9
# Ends at once, as a kill does, when the upgrade is done but not yet committed.
KILLED = f"""
import os, sys
from pathlib import Path
from heartsong.store import database, migrations

def upgrade(connection):
    migrations.upgrade(connection)
    os._exit({ENDED})

database.upgrade = upgrade
database.Database(Path(sys.argv[1]), create=False)
"""

FIGURES = {
    **dict.fromkeys(EMOTIONS, 0.1),
    "joy": 0.5,
    "valence": 0.12345,
    "arousal": -1.0,
    **dict.fromkeys(SENTIMENTS, 0.25),
    "positive": 0.5,
    **dict.fromkeys(GROUPS, 0.1),
    "happy": 0.7,
}


def of_the_second_revision(path: Path) -> None:
    """A catalogue as the version before wrote it: two songs, one with words, one without a mood."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        migrations.upgrade(connection, "0002")
        names = ["id", "artist", "title", "album", "fingerprint", *FIGURES, "embedding"]
        into = (
            f"INSERT INTO songs ({', '.join(names)}) VALUES ({', '.join(f':{n}' for n in names)})"
        )
        for song_id, artist, title in (("a", "Zoë Vale", "Low Tide"), ("b", "Bo", "Reel Two")):
            row = {"id": song_id, "artist": artist, "title": title, "album": None}
            vector = to_bytes(an_embedding(7))
            row |= {"fingerprint": f"f{song_id}", **FIGURES, "embedding": vector}  # type: ignore[dict-item]
            connection.execute(text(into), row)
        connection.execute(text("INSERT INTO lyrics VALUES ('a', 'salt and sand')"))
        connection.execute(text("INSERT INTO facts VALUES ('model', 'm1')"))
        connection.execute(
            text(
                "INSERT INTO unscored (id, artist, title, reason) VALUES ('c', 'Bo', 'Jig', 'none')"
            )
        )
    engine.dispose()


def test_a_catalogue_of_the_second_revision_keeps_all_that_it_held(tmp_path: Path) -> None:
    path = tmp_path / "second.db"
    of_the_second_revision(path)
    store = SqliteStore(path)
    assert (store.model, store.count()) == ("m1", 2)
    first, second = store.all()
    assert (first.song.artist, first.song.title, first.fingerprint) == (
        "Zoë Vale",
        "Low Tide",
        "fa",
    )
    assert second.song.id == "b"
    mood = first.song.mood
    assert dict(mood.emotions) == pytest.approx({name: FIGURES[name] for name in EMOTIONS})
    assert dict(mood.groups) == pytest.approx({name: FIGURES[name] for name in GROUPS})
    assert (mood.valence, mood.arousal) == pytest.approx((0.12345, -1), abs=1e-4)
    assert float(first.embedding @ an_embedding(7)) > 0.999
    assert dict(store.lyrics(["a", "b"])) == {"a": "salt and sand"}
    assert [song.reason for song in store.unscored()] == ["none"]
    assert [song.id for song in store.find("zoe", 9)] == ["a"]
    assert {song.id for song in store.find("bo", 9)} == {"b", "c"}
    assert len(store.near(np.ones(10 + WIDTH, np.float32), 9)) == 2
    store.close()


def test_a_catalogue_that_was_brought_up_to_date_takes_songs_and_finds_them(tmp_path: Path) -> None:
    path = tmp_path / "second.db"
    of_the_second_revision(path)
    store = SqliteStore(path)
    store.near(np.ones(10 + WIDTH, np.float32), 9)
    store.add([a_stored_song("Ada", "New")], "m1")
    assert len(store.near(np.ones(10 + WIDTH, np.float32), 9)) == 3
    assert [song.title for song in store.find("ada", 9)] == ["New"]
    store.close()


def test_an_empty_catalogue_of_the_second_revision_can_be_filled(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        migrations.upgrade(connection, "0002")
    engine.dispose()
    store = SqliteStore(path)
    assert (store.model, store.count()) == (None, 0)
    store.add([a_stored_song()], "m2")
    assert (store.model, store.count()) == ("m2", 1)
    store.close()


def of_the_third_revision(path: Path, songs: int = 1) -> None:
    """A catalogue as the version before wrote it: songs with words, and one without a mood."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        migrations.upgrade(connection, "0003")
        names = ["song", "changed", "fingerprint", *FIGURES, "embedding"]
        into = (
            f"INSERT INTO moods ({', '.join(names)}) VALUES ({', '.join(f':{n}' for n in names)})"
        )
        units = {name: round(10_000 * figure) for name, figure in FIGURES.items()}
        for n in range(1, songs + 1):
            connection.execute(
                text(
                    "INSERT INTO songs (number, id, artist_number, artist, title, genre) "
                    "VALUES (:n, :id, :artist, 'Ada', :title, 'Folk; Pop')"
                ),
                {"n": n, "id": f"s{n:04}", "artist": artist_number("Ada"), "title": f"Reel {n}"},
            )
            row = {"song": n, "changed": 1, "fingerprint": "f", **units}
            connection.execute(text(into), row | {"embedding": to_bytes(an_embedding(n))})
            connection.execute(
                text("INSERT INTO lyrics VALUES (:n, 'it was raining on the café')"), {"n": n}
            )
        connection.execute(
            text(
                "INSERT INTO songs (id, artist_number, artist, title, genre, reason) "
                "VALUES ('u', 1, 'Bo', 'Jig', 'Folk', 'no lyrics')"
            )
        )
        for name, value in (("model", "m1"), ("version", "1")):
            connection.execute(
                text("INSERT INTO facts VALUES (:name, :value)"), {"name": name, "value": value}
            )
    engine.dispose()


def test_the_words_of_a_catalogue_of_the_third_revision_are_found(tmp_path: Path) -> None:
    path = tmp_path / "third.db"
    of_the_third_revision(path)
    store = SqliteStore(path)
    assert (store.model, store.count()) == ("m1", 1)
    assert dict(store.matching(["rain"], 9)) == dict(store.matching(["cafe"], 9)) == {"s0001": 1}
    assert dict(store.lyrics(["s0001"])) == {"s0001": "it was raining on the café"}
    assert [song.id for song in store.find("reel", 9)] == ["s0001"]
    assert [song.popularity for song in store.unscored()] == [None]
    store.close()


def test_songs_of_the_third_revision_are_had_by_name_and_can_be_told_popular(
    tmp_path: Path,
) -> None:
    path = tmp_path / "third.db"
    of_the_third_revision(path)
    store = SqliteStore(path)
    assert dict(store.names("genre")) == {"Folk": 1, "Pop": 1}
    assert dict(store.names("artist")) == {"Ada": 1}
    assert store.having("genre", "pop", 9) == store.having("artist", "ADA", 9) == ["s0001"]
    assert [each.popularity for each in store.facts(["s0001"])] == [None]
    store.set_popularity({"s0001": 12.0})
    assert [each.popularity for each in store.facts(["s0001"])] == [12]
    store.add([a_stored_song("Ada", "New", lyrics="thunder")], "m1")
    assert len(store.matching(["thunder"], 9)) == 1
    store.close()


def test_an_upgrade_that_breaks_off_leaves_the_catalogue_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "third.db"
    of_the_third_revision(path)
    before = path.read_bytes()
    real = migrations.upgrade

    def broken(connection: Connection) -> None:
        real(connection)
        raise OperationalError("all but the last step", None, Exception("disk is full"))

    with monkeypatch.context() as patched:
        patched.setattr("heartsong.store.database.upgrade", broken)
        with pytest.raises(StorageError, match="full"):
            SqliteStore(path)
    assert path.read_bytes() == before
    store = SqliteStore(path)
    assert dict(store.matching(["rain"], 9)) == {"s0001": 1}
    store.close()


def test_an_upgrade_that_is_killed_leaves_the_catalogue_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "third.db"
    of_the_third_revision(path, songs=300)
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert killed.returncode == ENDED
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        assert "words" not in tables
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [
            ("0003",)
        ]
    store = SqliteStore(path)
    assert len(store.matching(["rain"], 999)) == 300
    store.close()
