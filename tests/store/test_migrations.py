from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect, select, text

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
