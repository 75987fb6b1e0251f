from __future__ import annotations

import io
import json
import re
import signal
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from heartsong.catalogue.pack import export_pack, import_pack, write_pack
from heartsong.catalogue.pack_file import FORMAT, PackFile, read_manifest
from heartsong.errors import CatalogueError, PackError
from heartsong.store.base import StoredSong
from heartsong.store.sqlite import SqliteStore
from heartsong.types import IngestPlan, IngestReport
from tests.builders import WIDTH, a_mood, a_stored_song, an_embedding
from tests.conftest import isolated

SONGS = [
    a_stored_song(
        "Ada Vale",
        "Low Tide",
        seed=1,
        album="Shore",
        year=1999,
        genre="folk",
        link="/1",
        popularity=1234.5,
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


def imported(pack: Path, store: SqliteStore, plan: IngestPlan | None = None) -> IngestReport:
    with PackFile(pack) as opened:
        return import_pack(opened, store, plan)


def held(store: SqliteStore) -> dict[str, StoredSong]:
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
    report = imported(pack, other)
    assert (report.read, report.stored, report.unchanged) == (len(SONGS), len(SONGS), 0)
    assert (report.catalogue, report.scored) == (other.name, False)
    assert other.model == "m1"
    found = held(other)
    for sent in SONGS:
        got = found[sent.song.id]
        for fact in ("artist", "title", "album", "year", "genre", "link", "popularity"):
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
    imported(pack, other)
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
    imported(tmp_path / "odd.pack", other)
    assert held(other)[sent.song.id].song.title == f"Low{sign}Tide"


def test_an_empty_catalogue_gives_no_pack(store: SqliteStore, tmp_path: Path) -> None:
    with pytest.raises(PackError, match="no songs to pack: ingest some first"):
        export_pack(store, tmp_path / "empty.pack")
    assert not (tmp_path / "empty.pack").exists()


FULL = """
import base64, random, resource, signal, sys
from dataclasses import replace
from pathlib import Path
from heartsong.catalogue.pack import write_pack
from heartsong.errors import StorageError
from tests.builders import a_stored_song, an_embedding

pack, room = sys.argv[1:]
links = [base64.b64encode(random.Random(n).randbytes(90)).decode() for n in range(60)]
songs = [
    replace(a_stored_song("Band", f"Song {n}", link=link), embedding=an_embedding(n, 128))
    for n, link in enumerate(links)
]
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(room), int(room)))
try:
    write_pack(Path(pack), "m1", songs)
except StorageError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sets no limit on a file's size")
@pytest.mark.parametrize("room", [100, 12_000])  # no member has room, or each but not the zip
def test_a_pack_that_cannot_be_written_leaves_the_old_one(
    pack: Path, tmp_path: Path, room: int
) -> None:
    before, files = pack.read_bytes(), set(tmp_path.iterdir())
    ended = subprocess.run(
        [sys.executable, "-c", FULL, pack, str(room)],
        env=isolated(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert re.fullmatch(
        r".*some\.pack cannot be written \(.+\): choose another place\.\n", ended.stdout
    )
    assert pack.read_bytes() == before
    assert set(tmp_path.iterdir()) == files


def test_what_is_too_much_for_a_pack_is_not_packed(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add(SONGS, "m1")
    monkeypatch.setattr("heartsong.catalogue.pack.LARGEST", 1020)
    with pytest.raises(PackError, match=r"more songs than a pack takes .*give the catalogue's own"):
        export_pack(store, tmp_path / "large.pack")
    assert not list(tmp_path.glob("*.pack*"))


WIDE = 384  # as the shipped model has


def wide(count: int) -> Iterator[StoredSong]:
    for number in range(count):
        song = a_stored_song(f"Band {number}", f"Song {number}")
        yield replace(song, embedding=an_embedding(number % 50, WIDE))


def peak_of(call: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_songs(tmp_path: Path) -> None:
    exporting, importing = [], []
    list(wide(3_600))  # a bounded number of spelling keys is remembered: they are not the pack's
    for count in (1_200, 3_600):
        path = tmp_path / f"{count}.pack"
        exporting.append(peak_of(lambda: write_pack(path, "m1", wide(count))))  # noqa: B023
        store = SqliteStore(tmp_path / f"{count}.db", create=True)
        importing.append(peak_of(lambda: imported(path, store)))  # noqa: B023
        assert store.count() == count
        store.close()
    assert exporting[1] < 1.2 * exporting[0] + 1_000_000, exporting
    assert importing[1] < 1.2 * importing[0], importing


def test_a_pack_of_another_model_is_refused_by_a_catalogue_with_songs(
    pack: Path, other: SqliteStore
) -> None:
    other.add([a_stored_song("Band", "Mine")], "m2")
    with pytest.raises(CatalogueError, match=r"m2.*m1"):
        imported(pack, other)
    assert [each.song.title for each in other.all()] == ["Mine"]


def test_a_pack_made_by_a_newer_version_is_refused(pack: Path, other: SqliteStore) -> None:
    def newer(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"])
        members["manifest.json"] = json.dumps(manifest | {"format": FORMAT + 1}).encode()

    with pytest.raises(PackError, match="newer Heartsong: upgrade"):
        imported(rewritten(pack, newer), other)
    assert other.count() == 0


def test_a_missing_pack_is_refused(tmp_path: Path, other: SqliteStore) -> None:
    with pytest.raises(PackError, match="There is no pack at"):
        imported(tmp_path / "absent.pack", other)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04" + b"\0" * 50])
def test_a_file_that_is_no_pack_is_refused(
    tmp_path: Path, other: SqliteStore, content: bytes
) -> None:
    path = tmp_path / "bad.pack"
    path.write_bytes(content)
    with pytest.raises(PackError, match="is not a pack, or it is damaged"):
        imported(path, other)


def test_a_file_that_cannot_be_read_is_said_to_be_so(tmp_path: Path, other: SqliteStore) -> None:
    (tmp_path / "folder.pack").mkdir()
    with pytest.raises(PackError, match=r"cannot be read \(.*\): check the file"):
        imported(tmp_path / "folder.pack", other)


def test_every_byte_counts(pack: Path, other: SqliteStore) -> None:
    content = bytearray(pack.read_bytes())
    start = content.index(b"embeddings.npy") + 40
    content[start] ^= 0xFF
    pack.write_bytes(content)
    with pytest.raises(PackError, match="damaged"):
        imported(pack, other)
    assert other.count() == 0


def test_a_pack_cut_short_is_refused(pack: Path, other: SqliteStore) -> None:
    content = pack.read_bytes()
    for length in range(0, len(content), len(content) // 9):
        pack.write_bytes(content[:length])
        with pytest.raises(PackError, match="damaged"):
            imported(pack, other)
    assert other.count() == 0


def manifest(**facts: object) -> Callable[[dict[str, bytes]], object]:
    """Damage: other facts in the manifest."""

    def change(members: dict[str, bytes]) -> None:
        members["manifest.json"] = json.dumps(
            {**json.loads(members["manifest.json"]), **facts}
        ).encode()

    return change


def names(**facts: object) -> Callable[[dict[str, bytes]], object]:
    """Damage: other facts in the names of the last song."""

    def change(members: dict[str, bytes]) -> None:
        *others, last = members["songs.jsonl"].split(b"\n")
        changed = json.dumps({**json.loads(last), **facts}).encode()
        members["songs.jsonl"] = b"\n".join([*others, changed])

    return change


def figures(
    row: int, value: float, name: str = "moods.npy"
) -> Callable[[dict[str, bytes]], object]:
    """Damage: another number in every column of a song."""

    def change(members: dict[str, bytes]) -> None:
        array = np.load(io.BytesIO(members[name]))
        array[row] = value
        members[name] = npy(array)

    return change


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
    "the format is nought": manifest(format=0),
    "the format is a truth": manifest(format=True),
    "the model has no name": manifest(model=" "),
    "the model's name has two lines": manifest(model="m\n1"),
    "the songs are more": manifest(songs=4),
    "the songs are far more": manifest(songs=10**15),
    "the songs are fewer": manifest(songs=2),
    "there are no songs": manifest(songs=0),
    "the manifest is deep": lambda m: m.update({"manifest.json": b"[" * 100_000}),
    "the manifest is long": manifest(more="a" * 1_000_000),
    "a line is missing": lambda m: m.update({"songs.jsonl": m["songs.jsonl"].rsplit(b"\n", 1)[0]}),
    "a line is too much": lambda m: m.update({"songs.jsonl": m["songs.jsonl"] + b"\n{}"}),
    "a line has no end": names(album="a" * 1_000_000),
    "a line is deep": lambda m: m.update({"songs.jsonl": b"\n\n" + b"[" * 100_000}),
    "a line is not text": lambda m: m.update({"songs.jsonl": b"\xff\n\xff\n\xff"}),
    "a title is blank": names(title=" "),
    "a title is half a sign": names(title="\ud800"),
    "an album is half a sign": names(album="\ud800"),
    "an album is a list": names(album=["a"]),
    "a year is a word": names(year="1999"),
    "a popularity is a word": names(popularity="12"),
    "a popularity is a truth": names(popularity=True),
    "a popularity is below nought": names(popularity=-1),
    "a popularity is no number": names(popularity=float("nan")),
    "a popularity is endless": names(popularity=float("inf")),
    "a popularity is beyond all numbers": names(popularity=10**400),
    "a year is beyond all numbers": names(year=10**30),
    "a share is below nought": figures(1, -0.1),
    "a share is no number": figures(2, float("nan")),
    "a share is beyond all numbers": figures(2, float("inf")),
    "the shares are too much": figures(0, 1),
    "an embedding is nought": figures(2, 0, "embeddings.npy"),
    "the embeddings are of another kind": lambda m: m.update(
        {"embeddings.npy": npy(np.ones((3, 16), np.int16))}
    ),
    "the embeddings are flat": lambda m: m.update({"embeddings.npy": npy(np.ones(48, np.int8))}),
    "the embeddings have no width": lambda m: m.update(
        {"embeddings.npy": npy(np.ones((3, 0), np.int8))}
    ),
    "the embeddings go by columns": lambda m: m.update(
        {"embeddings.npy": npy(np.ones((16, 3), np.int8).T)}
    ),
    "the embeddings are too few": lambda m: m.update(
        {"embeddings.npy": npy(np.ones((2, 16), np.int8))}
    ),
    "the embeddings promise more": lambda m: m.update(
        {"embeddings.npy": m["embeddings.npy"].replace(b"(3, 16), ", b"(3, 99), ")}
    ),
    "the embeddings go on": lambda m: m.update({"embeddings.npy": m["embeddings.npy"] + b"1"}),
    "the head of an array is code": lambda m: m.update(
        {"embeddings.npy": m["embeddings.npy"].replace(b"(3, 16)", b"exit(1)")}
    ),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_pack_is_refused_whole(
    pack: Path, other: SqliteStore, damage: Callable[[dict[str, bytes]], object]
) -> None:
    mine = a_stored_song("Band", "Mine")
    other.add([mine], "m1")

    def change(members: dict[str, bytes]) -> None:
        damage(members)

    with pytest.raises(PackError) as refused:
        imported(rewritten(pack, change), other)
    assert re.fullmatch(
        rf"[^\n]*{re.escape(str(pack))}[^\n]*: fetch it again\.", str(refused.value)
    )
    assert list(held(other)) == [mine.song.id]


@pytest.mark.parametrize("member", ["songs.jsonl", "moods.npy", "embeddings.npy"])
def test_a_wrong_checksum_is_noticed_before_anything_is_stored(
    pack: Path, other: SqliteStore, member: str
) -> None:
    wrong = {**read_manifest(pack).checksums, member: "0" * 64}
    with zipfile.ZipFile(pack) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest(checksums=wrong)(members)
    with zipfile.ZipFile(pack, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(PackError, match=rf"is damaged \({member}\): fetch it again"):
        imported(pack, other)
    assert other.count() == 0


def test_a_member_that_is_too_large_is_not_unpacked(
    pack: Path, other: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("heartsong.catalogue.pack_member.LARGEST", 150)
    with pytest.raises(PackError, match=r"unpacks to over .*get the pack from someone you trust"):
        imported(pack, other)
    assert other.count() == 0


def test_a_member_that_is_packed_in_another_way_is_refused(pack: Path, other: SqliteStore) -> None:
    with zipfile.ZipFile(pack) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(pack, "w", zipfile.ZIP_LZMA) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(PackError, match="damaged"):
        imported(pack, other)


def test_embeddings_of_another_width_are_refused(pack: Path) -> None:
    with PackFile(pack) as opened:
        with pytest.raises(PackError, match=r"damaged \(embeddings\.npy\)"):
            opened.check(WIDTH + 1)
        opened.check(WIDTH)


def test_what_the_catalogue_holds_stays_as_it_is(pack: Path, other: SqliteStore) -> None:
    known = replace(SONGS[0], fingerprint="mine", lyrics="words of my own")
    other.add([known], "m1")
    report = imported(pack, other)
    assert (report.read, report.stored, report.unchanged) == (3, 2, 1)
    assert held(other)[known.song.id].fingerprint == "mine"
    assert other.lyrics([known.song.id]) == {known.song.id: "words of my own"}


def test_a_song_that_a_pack_holds_twice_is_stored_once(tmp_path: Path, other: SqliteStore) -> None:
    write_pack(tmp_path / "twice.pack", "m1", [SONGS[0], SONGS[1], SONGS[0]])
    report = imported(tmp_path / "twice.pack", other)
    assert (report.read, report.stored, report.unchanged) == (3, 2, 1)
    assert other.count() == 2


def test_a_plan_limits_and_tries_an_import(pack: Path, other: SqliteStore) -> None:
    tried = imported(pack, other, IngestPlan(dry_run=True))
    assert (tried.read, tried.stored, other.count()) == (3, 3, 0)
    few = imported(pack, other, IngestPlan(limit=2))
    assert (few.read, few.stored, other.count()) == (2, 2, 2)


def test_an_import_tells_how_far_it_is(
    pack: Path, other: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("heartsong.catalogue.pack.BLOCK", 2)
    done: list[int] = []
    with PackFile(pack) as opened:
        import_pack(opened, other, progress=done.append)
    assert done == [2, 3]


KILLED = """
import os, signal, sys
from pathlib import Path
from heartsong.catalogue import pack, pack_file
from heartsong.store import sqlite

pack.BLOCK = 10
calls, real = 0, sqlite.delete

def now_and_then(*arguments):
    global calls
    calls += 1
    if calls == 3:  # in the third block: its songs are written, nothing of it is committed
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*arguments)

sqlite.delete = now_and_then
path, catalogue = map(Path, sys.argv[1:])
with pack_file.PackFile(path) as opened:
    pack.import_pack(opened, sqlite.SqliteStore(catalogue, create=True))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_a_killed_import_goes_on_with_nothing_lost_or_doubled(tmp_path: Path) -> None:
    songs = [a_stored_song(f"Band {n}", f"Song {n}", seed=n) for n in range(45)]
    path, catalogue = tmp_path / "many.pack", tmp_path / "my.db"
    write_pack(path, "m1", sorted(songs, key=lambda each: each.song.id))
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, path, catalogue],
        env=isolated(tmp_path),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    store = SqliteStore(catalogue)
    assert store.count() == 20
    report = imported(path, store)
    assert (report.read, report.stored, report.unchanged) == (45, 25, 20)
    assert set(held(store)) == {each.song.id for each in songs}
