from __future__ import annotations

import json
import os
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from heartsong.catalogue.identity import name_key
from heartsong.catalogue.pack import export_pack, read_manifest
from heartsong.catalogue.starter import SHIPPED_PACK, starter_catalogue
from heartsong.encoder import Encoder
from heartsong.errors import PackError, StorageError
from heartsong.store.sqlite import SqliteStore
from tests.builders import a_stored_song

as_root = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def pack(store: SqliteStore, tmp_path: Path) -> Path:
    store.add([a_stored_song("Band", f"Song {n}", seed=n) for n in range(5)], "m1")
    export_pack(store, tmp_path / "little.pack")
    return tmp_path / "little.pack"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's folder for temporary files, for this test alone."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(folder))
    return folder


def count(path: Path) -> int:
    store = SqliteStore(path)
    try:
        return store.count()
    finally:
        store.close()


def test_it_is_made_in_the_data_folder_and_nothing_else_is_left_there(
    pack: Path, tmp_path: Path
) -> None:
    path = starter_catalogue(tmp_path / "data", pack)
    assert path.parent == tmp_path / "data"
    assert read_manifest(pack).digest in path.name
    assert count(path) == 5
    assert list((tmp_path / "data").iterdir()) == [path]


def test_it_is_made_once(pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = starter_catalogue(tmp_path / "data", pack)
    monkeypatch.setattr(
        "heartsong.catalogue.starter.import_pack", lambda *_: pytest.fail("made again")
    )
    assert starter_catalogue(tmp_path / "data", pack) == first


def test_a_new_pack_gives_a_new_catalogue(pack: Path, store: SqliteStore, tmp_path: Path) -> None:
    old = starter_catalogue(tmp_path / "data", pack)
    store.add([a_stored_song("Band", "New")], "m1")
    export_pack(store, pack)
    new = starter_catalogue(tmp_path / "data", pack)
    assert new != old
    assert count(new) == 6


def test_where_the_folder_cannot_be_made_the_temporary_one_is_taken_and_found_again(
    pack: Path, tmp_path: Path, elsewhere: Path
) -> None:
    (tmp_path / "file").write_text("x")
    path = starter_catalogue(tmp_path / "file" / "data", pack)
    assert elsewhere in path.parents
    assert count(path) == 5
    assert starter_catalogue(tmp_path / "file" / "data", pack) == path


def test_where_the_folder_may_not_be_written_the_temporary_one_is_taken(
    pack: Path, tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o555)
    if as_root:  # root may write anywhere, so the answer to the question is changed instead
        access = os.access
        monkeypatch.setattr(
            "heartsong.store.sqlite.os.access",
            lambda path, mode: data not in (path, *Path(path).parents) and access(path, mode),
        )
    path = starter_catalogue(data, pack)
    assert elsewhere in path.parents
    assert count(path) == 5


def test_where_no_folder_can_be_written_it_says_so(
    pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "file"))
    with pytest.raises(StorageError, match=r"cannot be (made|written)"):
        starter_catalogue(tmp_path / "file" / "data", pack)


def test_a_failure_half_way_leaves_no_catalogue(
    pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path, store: SqliteStore) -> None:
        store.add([a_stored_song()], "m1")
        raise PackError("stopped here")

    monkeypatch.setattr("heartsong.catalogue.starter.import_pack", fail)
    with pytest.raises(PackError, match="stopped here"):
        starter_catalogue(tmp_path / "data", pack)
    assert list((tmp_path / "data").iterdir()) == []


def test_without_a_pack_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="There is no pack"):
        starter_catalogue(tmp_path / "data", tmp_path / "absent.pack")


# What ships.


@pytest.fixture(scope="module")
def shipped() -> list[dict[str, object]]:
    with zipfile.ZipFile(SHIPPED_PACK) as archive:
        return [json.loads(line) for line in archive.read("songs.jsonl").decode().split("\n")]


def test_the_shipped_pack_is_small_and_holds_names_and_numbers_alone(
    shipped: list[dict[str, object]],
) -> None:
    assert SHIPPED_PACK.stat().st_size <= 8_000_000
    with zipfile.ZipFile(SHIPPED_PACK) as archive:
        assert set(archive.namelist()) == {
            "manifest.json",
            "songs.jsonl",
            "moods.npy",
            "embeddings.npy",
        }
        assert set(json.loads(archive.read("manifest.json"))) == {
            "format",
            "model",
            "songs",
            "checksums",
        }
    keys = {key for song in shipped for key in song}
    assert {"artist", "title"} <= keys <= {"artist", "title", "album", "year", "genre", "link"}
    for song in shipped:
        for value in song.values():
            assert isinstance(value, int) or (isinstance(value, str) and len(value) < 400), song
            assert "\n" not in str(value), song


def test_the_shipped_songs_are_many_and_named_and_none_comes_twice(
    shipped: list[dict[str, object]],
) -> None:
    assert len(shipped) >= 10_000
    assert len(shipped) == read_manifest(SHIPPED_PACK).songs
    names = Counter(
        (name_key(str(song["artist"])), name_key(str(song["title"]))) for song in shipped
    )
    assert names.most_common(1)[0][1] == 1
    assert all(str(song["artist"]).strip() and str(song["title"]).strip() for song in shipped)


def test_not_more_than_a_quarter_of_the_shipped_songs_are_of_one_genre(
    shipped: list[dict[str, object]],
) -> None:
    genres = Counter(str(song["genre"]) for song in shipped if song.get("genre"))
    for genre, number in genres.items():
        assert number <= len(shipped) / 4, genre


def test_the_shipped_songs_were_scored_by_the_shipped_model(encoder: Encoder) -> None:
    assert read_manifest(SHIPPED_PACK).model == encoder.name
