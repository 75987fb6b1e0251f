from __future__ import annotations

from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect, select, text

from heartsong.store import migrations, schema
from heartsong.store.sqlite import SqliteStore
from heartsong.types import UnscoredSong
from tests.builders import a_stored_song


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
