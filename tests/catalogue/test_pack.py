from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from heartsong.catalogue.pack import FORMAT, export_pack, import_pack, read_manifest
from heartsong.errors import CatalogueError, PackError, StorageError
from heartsong.store.base import StoredSong
from heartsong.store.sqlite import SqliteStore
from tests.builders import a_mood, a_stored_song

SONGS = [
    a_stored_song(
        "Ada Vale",
        "Low Tide",
        seed=1,
        album="Shore",
        year=1999,
        genre="folk",
        link="/1",
        lyrics="the harbour words that must not travel",
    ),
    a_stored_song("Zoë Ångström", "Ça “va”", seed=2, mood=a_mood("sad", 0.61)),
    a_stored_song("雨", "🌧", seed=3, mood=a_mood("angry", 0.333)),
]


@pytest.fixture
def pack(store: SqliteStore, tmp_path: Path) -> Path:
    store.add(SONGS, "m1")
    export_pack(store, tmp_path / "some.pack")
    return tmp_path / "some.pack"


@pytest.fixture
def other(tmp_path: Path) -> SqliteStore:
    return SqliteStore(tmp_path / "other.db", create=True)


def imported(pack: Path, store: SqliteStore) -> dict[str, StoredSong]:
    import_pack(pack, store)
    return {each.song.id: each for each in store.all()}


def rewritten(pack: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The pack with its members changed; its checksums are those of the changed members."""
    with zipfile.ZipFile(pack) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    if b'"checksums": {' in members["manifest.json"]:
        manifest = json.loads(members["manifest.json"])
        manifest["checksums"] = {
            name: sha256(members[name]).hexdigest() for name in members if name != "manifest.json"
        }
        members["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(pack, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return pack


def npy(array: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=True)
    return buffer.getvalue()


def test_songs_travel_with_their_facts_and_figures(pack: Path, other: SqliteStore) -> None:
    assert import_pack(pack, other) == len(SONGS)
    assert other.model == "m1"
    found = {each.song.id: each for each in other.all()}
    for sent in SONGS:
        got = found[sent.song.id]
        for fact in ("artist", "title", "album", "year", "genre", "link"):
            assert getattr(got.song, fact) == getattr(sent.song, fact)
        for kind in ("emotions", "sentiment", "groups"):
            shares = getattr(got.song.mood, kind)
            assert shares == pytest.approx(getattr(sent.song.mood, kind), abs=1e-3)
            assert sum(shares.values()) == pytest.approx(1)
        assert got.song.mood.valence == pytest.approx(sent.song.mood.valence, abs=1e-3)
        assert got.song.mood.arousal == pytest.approx(sent.song.mood.arousal, abs=1e-3)
        assert float(np.dot(got.embedding, sent.embedding)) > 0.999


def test_a_pack_holds_only_what_is_documented_and_no_lyrics(pack: Path) -> None:
    with zipfile.ZipFile(pack) as archive:
        assert archive.namelist() == [
            "manifest.json",
            "songs.jsonl",
            "moods.npy",
            "embeddings.npy",
        ]
        for name in archive.namelist():
            assert b"harbour" not in archive.read(name)
        moods = np.load(io.BytesIO(archive.read("moods.npy")))
        embeddings = np.load(io.BytesIO(archive.read("embeddings.npy")))
    assert (moods.dtype, len(moods)) == (np.float16, len(SONGS))
    assert (embeddings.dtype, len(embeddings)) == (np.int8, len(SONGS))


def test_the_manifest_says_what_is_inside(pack: Path) -> None:
    manifest = read_manifest(pack)
    assert (manifest.format, manifest.model, manifest.songs) == (FORMAT, "m1", len(SONGS))
    with zipfile.ZipFile(pack) as archive:
        for name, checksum in manifest.checksums.items():
            assert sha256(archive.read(name)).hexdigest() == checksum


def test_the_same_songs_give_the_same_bytes(
    pack: Path, store: SqliteStore, tmp_path: Path, other: SqliteStore
) -> None:
    export_pack(store, tmp_path / "again.pack")
    assert (tmp_path / "again.pack").read_bytes() == pack.read_bytes()
    import_pack(pack, other)
    assert (
        export_pack(other, tmp_path / "third.pack").checksums["songs.jsonl"]
        == (read_manifest(pack).checksums["songs.jsonl"])
    )


def test_another_song_gives_another_digest(pack: Path, store: SqliteStore, tmp_path: Path) -> None:
    store.add([a_stored_song("Band", "New")], "m1")
    assert export_pack(store, tmp_path / "new.pack").digest != read_manifest(pack).digest


@pytest.mark.parametrize("sign", ["\u2028", "\u0085", "\n", "\x1c", "\x0b", '"', "\\"])
def test_a_title_with_any_sign_travels(
    store: SqliteStore, other: SqliteStore, tmp_path: Path, sign: str
) -> None:
    sent = a_stored_song("Ada Vale", f"Low{sign}Tide")
    store.add([sent, a_stored_song("Band", "Other")], "m1")
    export_pack(store, tmp_path / "odd.pack")
    assert imported(tmp_path / "odd.pack", other)[sent.song.id].song.title == f"Low{sign}Tide"


def test_an_empty_catalogue_gives_no_pack(store: SqliteStore, tmp_path: Path) -> None:
    with pytest.raises(PackError, match="no songs to pack: ingest some first"):
        export_pack(store, tmp_path / "empty.pack")
    assert not (tmp_path / "empty.pack").exists()


def test_a_pack_that_cannot_be_written_leaves_the_old_one(
    pack: Path, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = pack.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("heartsong.catalogue.pack._add", full)
    with pytest.raises(StorageError, match=r"cannot be written \(No space left"):
        export_pack(store, pack)
    assert pack.read_bytes() == before
    assert not list(pack.parent.glob("*.part"))


def test_a_pack_of_another_model_is_refused_by_a_catalogue_with_songs(
    pack: Path, other: SqliteStore
) -> None:
    other.add([a_stored_song("Band", "Mine")], "m2")
    with pytest.raises(CatalogueError, match=r"m2.*m1"):
        import_pack(pack, other)
    assert [each.song.title for each in other.all()] == ["Mine"]


def test_a_pack_made_by_a_newer_version_is_refused(pack: Path, other: SqliteStore) -> None:
    def newer(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"])
        members["manifest.json"] = json.dumps(manifest | {"format": FORMAT + 1}).encode()

    with pytest.raises(PackError, match="newer Heartsong: upgrade"):
        import_pack(rewritten(pack, newer), other)
    assert other.count() == 0


def test_a_missing_pack_is_refused(tmp_path: Path, other: SqliteStore) -> None:
    with pytest.raises(PackError, match="There is no pack at"):
        import_pack(tmp_path / "absent.pack", other)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04" + b"\0" * 50])
def test_a_file_that_is_no_pack_is_refused(
    tmp_path: Path, other: SqliteStore, content: bytes
) -> None:
    path = tmp_path / "bad.pack"
    path.write_bytes(content)
    with pytest.raises(PackError, match="is not a pack, or it is damaged"):
        import_pack(path, other)


def test_every_byte_counts(pack: Path, other: SqliteStore) -> None:
    content = bytearray(pack.read_bytes())
    start = content.index(b"embeddings.npy") + 40
    content[start] ^= 0xFF
    pack.write_bytes(content)
    with pytest.raises(PackError, match="damaged"):
        import_pack(pack, other)
    assert other.count() == 0


def test_a_pack_cut_short_is_refused(pack: Path, other: SqliteStore) -> None:
    content = pack.read_bytes()
    for length in range(0, len(content), len(content) // 9):
        pack.write_bytes(content[:length])
        with pytest.raises(PackError, match="damaged"):
            import_pack(pack, other)
    assert other.count() == 0


DAMAGE: dict[str, Callable[[dict[str, bytes]], object]] = {
    "a member is missing": lambda m: m.pop("moods.npy"),
    "the manifest is missing": lambda m: m.update({"manifest.json": b""}),
    "the manifest is a list": lambda m: m.update({"manifest.json": b"[]"}),
    "the manifest is not text": lambda m: m.update({"manifest.json": b"\xff\xfe"}),
    "the checksums are a list": lambda m: m.update(
        {"manifest.json": b'{"format": 1, "model": "m", "songs": 3, "checksums": []}'}
    ),
    "the format is a word": lambda m: m.update(
        {"manifest.json": b'{"format": "x", "model": "m", "songs": 3, "checksums": null}'}
    ),
    "a name is missing": lambda m: m.update({"songs.jsonl": b'{"artist": "A", "title": "B"}'}),
    "a name is a number": lambda m: m.update({"songs.jsonl": b'{"artist": 1, "title": "B"}\n' * 3}),
    "a line is a list": lambda m: m.update({"songs.jsonl": b"[]\n[]\n[]"}),
    "a line is not JSON": lambda m: m.update({"songs.jsonl": b"x\ny\nz"}),
    "the figures are too few": lambda m: m.update({"moods.npy": npy(np.ones((3, 4)))}),
    "the figures are all nought": lambda m: m.update({"moods.npy": npy(np.zeros((3, 15)))}),
    "the figures are code": lambda m: m.update(
        {"moods.npy": npy(np.array([print, print, print], dtype=object))}
    ),
    "the figures are no array": lambda m: m.update({"moods.npy": b"123"}),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_pack_is_refused_whole(
    pack: Path, other: SqliteStore, damage: Callable[[dict[str, bytes]], object]
) -> None:
    def change(members: dict[str, bytes]) -> None:
        damage(members)

    with pytest.raises(PackError):
        import_pack(rewritten(pack, change), other)
    assert other.count() == 0
