"""The shipped songs, read from their pack as they are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from heartsong.catalogue.ingest import ingest
from heartsong.catalogue.pack import export_pack, import_pack
from heartsong.catalogue.pack_file import PackFile
from heartsong.catalogue.sources.csv import CsvSource
from heartsong.catalogue.starter import SHIPPED_PACK, PackStore
from heartsong.errors import CatalogueError, PackError
from heartsong.store.sqlite import SqliteStore
from heartsong.types import Song
from tests.builders import WIDTH
from tests.fakes import FakeEncoder

LARGEST = 8_000_000
FEWEST = 10_000


@pytest.fixture
def packed(store: SqliteStore, fake: FakeEncoder, songs_csv: Path, tmp_path: Path) -> PackStore:
    ingest(CsvSource(songs_csv), fake, store)
    export_pack(store, tmp_path / "own.pack")
    return PackStore(tmp_path / "own.pack")


@pytest.fixture
def imported(packed: PackStore, tmp_path: Path) -> SqliteStore:
    again = SqliteStore(tmp_path / "imported.db", create=True)
    with PackFile(Path(packed.name)) as pack:
        import_pack(pack, again)
    return again


def facts(song: Song) -> tuple[object, ...]:
    return (song.id, song.artist, song.title, song.album, song.year, song.genre, song.link)


def test_a_pack_holds_what_an_import_of_it_holds(packed: PackStore, imported: SqliteStore) -> None:
    assert packed.count() == imported.count() > 0
    assert packed.model == imported.model
    for one, other in zip(packed.all(), imported.all(), strict=True):
        assert facts(one.song) == facts(other.song)
        assert dict(one.song.mood.groups) == pytest.approx(dict(other.song.mood.groups), abs=1e-4)
        assert one.embedding == pytest.approx(other.embedding, abs=1e-6)


def test_the_same_songs_are_near_as_after_an_import(
    packed: PackStore, imported: SqliteStore
) -> None:
    query = np.ones(10 + WIDTH, np.float32)
    one, other = packed.near(query, 100), imported.near(query, 100)
    assert list(one.ids) == list(other.ids)
    assert len(one) == packed.count()
    for name in ("emotions", "groups", "embeddings"):
        np.testing.assert_allclose(getattr(one, name), getattr(other, name), atol=1e-3)


def test_names_are_found_as_after_an_import(packed: PackStore, imported: SqliteStore) -> None:
    for words in ("ada", "ADA tid", "tide low", "no such words", "", "%"):
        found = {song.id for song in packed.find(words, 50)}
        assert found == {song.id for song in imported.find(words, 50)}, words


def test_songs_are_found_by_id_in_the_order_asked(packed: PackStore) -> None:
    ids = [each.song.id for each in packed.all()]
    fresh = PackStore(Path(packed.name))
    asked = [ids[-1], "no-such-id", ids[0]]
    assert [song.id for song in fresh.songs(asked)] == [ids[-1], ids[0]]
    assert set(fresh.fingerprints(asked)) == {ids[-1], ids[0]}


def test_nothing_can_be_added(packed: PackStore) -> None:
    some = list(packed.all())[:1]
    with pytest.raises(CatalogueError, match="no songs can be added"):
        packed.add(some, "fake-1")


def test_a_closed_store_opens_again(packed: PackStore) -> None:
    before = packed.count()
    packed.close()
    assert packed.count() == before


def test_a_missing_or_damaged_pack_is_told(packed: PackStore, tmp_path: Path) -> None:
    with pytest.raises(PackError, match="no pack at"):
        PackStore(tmp_path / "absent.pack").count()
    content = Path(packed.name).read_bytes()
    (tmp_path / "cut.pack").write_bytes(content[: len(content) // 2])
    with pytest.raises(PackError, match="damaged"):
        PackStore(tmp_path / "cut.pack").count()


def test_the_shipped_songs_are_many_distinct_and_small(encoder: object) -> None:
    shipped = PackStore()
    names = [(song.song.artist, song.song.title) for song in shipped.all()]
    assert len(names) == len(set(names)) >= FEWEST
    assert all(artist.strip() and title.strip() for artist, title in names)
    ids = [each.song.id for each in shipped.all()]
    assert ids == sorted(set(ids))
    assert shipped.model == getattr(encoder, "name", None)
    assert SHIPPED_PACK.stat().st_size <= LARGEST
