"""Packs: songs' names and numbers in one file, without lyrics, so that nobody scores them twice.

A pack is a zip of `manifest.json` (format, model, count, checksums), `songs.jsonl` (names),
`moods.npy` (float16) and `embeddings.npy` (int8). Nothing in it is executed on loading.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from heartsong.catalogue.identity import song_id
from heartsong.errors import PackError, StorageError
from heartsong.store.base import Store, StoredSong
from heartsong.store.quantise import from_bytes, to_bytes
from heartsong.types import EMOTIONS, GROUPS, SENTIMENTS, Mood, PackInfo, Song

FORMAT: Final = 1
_MANIFEST: Final = "manifest.json"
_NAMES, _MOODS, _EMBEDDINGS = "songs.jsonl", "moods.npy", "embeddings.npy"
_FACTS: Final = ("artist", "title", "album", "year", "genre", "link")
_FIGURES: Final = len(EMOTIONS) + len(SENTIMENTS) + len(GROUPS) + 2
_LARGEST: Final = 1 << 30  # bytes of a member once unpacked: a million songs fit, a bomb does not
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)  # the zip's own clock, so that equal songs give equal bytes


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a pack says of itself.

    Attributes:
        model: name of the model that scored the songs.
        songs: how many there are.
        checksums: member → SHA-256 of its bytes.
    """

    format: int
    model: str
    songs: int
    checksums: dict[str, str]

    @property
    def digest(self) -> str:
        """One name for the whole content: the same for the same songs and numbers."""
        return sha256("".join(sorted(self.checksums.values())).encode()).hexdigest()[:16]

    @property
    def info(self) -> PackInfo:
        """What people are told of it."""
        return PackInfo(self.format, self.model, self.songs, self.digest)


def export_pack(store: Store, path: Path) -> Manifest:
    """Write every song of a store to a pack; an existing file is replaced only by a whole one.

    Raises:
        PackError: the store has no songs.
        StorageError: the file cannot be written.
    """
    stored = list(store.all())
    if not stored or store.model is None:
        raise PackError("The catalogue has no songs to pack: ingest some first.")
    members = {
        _NAMES: "\n".join(_names(each.song) for each in stored).encode(),
        _MOODS: _npy(np.array([_numbers(each.song.mood) for each in stored], np.float16)),
        _EMBEDDINGS: _npy(
            np.stack([np.frombuffer(to_bytes(each.embedding), np.int8) for each in stored])
        ),
    }
    checksums = {name: sha256(content).hexdigest() for name, content in members.items()}
    manifest = Manifest(FORMAT, store.model, len(stored), checksums)
    part = path.with_name(path.name + ".part")
    try:
        with zipfile.ZipFile(part, "w") as archive:
            _add(archive, _MANIFEST, json.dumps(vars_of(manifest), indent=1).encode())
            for name, content in members.items():
                _add(archive, name, content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StorageError(
            f"{path} cannot be written ({error.strerror}): choose another place."
        ) from error
    return manifest


def read_manifest(path: Path) -> Manifest:
    """What a pack says of itself, without reading its songs.

    Raises:
        PackError: it is missing, no pack, or made by a newer Heartsong.
    """
    with _opened(path) as archive:
        return _manifest(path, archive)


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """What a pack holds, row by row, in the order of the songs' ids.

    Attributes:
        names: a JSON object a song, not yet parsed.
        moods: (songs, 15): emotions, sentiment, groups, valence, arousal.
        embeddings: (songs, width) int8.
    """

    manifest: Manifest
    names: list[str]
    moods: NDArray[np.float16]
    embeddings: NDArray[np.int8]

    def id(self, row: int) -> str:
        """The id of a row's song."""
        facts = json.loads(self.names[row])
        return song_id(facts["artist"], facts["title"])

    def names_of(self, row: int) -> list[str]:
        """The artist, the title and, where it is known, the album of a row's song."""
        facts = json.loads(self.names[row])
        return [facts[name] for name in ("artist", "title", "album") if facts.get(name)]

    def song(self, row: int) -> Song:
        """The song of a row."""
        facts = json.loads(self.names[row])
        return Song(
            song_id(facts["artist"], facts["title"]),
            mood=_mood(self.moods[row].astype(np.float64)),
            **{name: facts.get(name) for name in _FACTS},
        )

    def stored(self, row: int) -> StoredSong:
        """The song of a row with its embedding."""
        embedding = from_bytes([self.embeddings[row].tobytes()])[0]
        return StoredSong(self.song(row), embedding, fingerprint="")


def read_pack(path: Path) -> Packed:
    """Read a pack and check it against its checksums.

    Raises:
        PackError: it is missing, damaged, no pack, or made by a newer Heartsong.
    """
    with _opened(path) as archive:
        manifest = _manifest(path, archive)
        names, moods, embeddings = (
            _member(path, archive, manifest, name) for name in (_NAMES, _MOODS, _EMBEDDINGS)
        )
    try:
        packed = Packed(manifest, names.decode().split("\n"), _array(moods), _array(embeddings))
        if not len(packed.names) == len(packed.moods) == len(packed.embeddings):
            raise ValueError("the members differ in length")
        if packed.moods.shape[1] != _FIGURES:
            raise ValueError("a mood has another number of figures")
    except (ValueError, IndexError) as error:
        raise PackError(f"The pack {path} is damaged: fetch it again.") from error
    return packed


def import_pack(path: Path, store: Store) -> int:
    """Store the songs of a pack that the store does not hold yet; return how many.

    Raises:
        PackError: it is damaged, or no pack.
        CatalogueError: the store holds songs scored by another model.
    """
    packed = read_pack(path)
    try:
        songs = [packed.stored(row) for row in range(len(packed.names))]
    except (ValueError, KeyError, TypeError, IndexError, ArithmeticError) as error:
        raise PackError(f"The pack {path} is damaged: fetch it again.") from error
    known = store.fingerprints([stored.song.id for stored in songs])
    new = [stored for stored in songs if stored.song.id not in known]
    store.check(packed.manifest.model)
    return store.add(new, packed.manifest.model)


def vars_of(manifest: Manifest) -> dict[str, Any]:
    """A manifest as JSON has it."""
    return {name: getattr(manifest, name) for name in Manifest.__dataclass_fields__}


def _names(song: Song) -> str:
    facts = {name: getattr(song, name) for name in _FACTS}
    return json.dumps(
        {name: value for name, value in facts.items() if value is not None}, ensure_ascii=False
    )


def _numbers(mood: Mood) -> list[float]:
    shares = (*mood.emotions.values(), *mood.sentiment.values(), *mood.groups.values())
    return [*shares, mood.valence, mood.arousal]


def _mood(numbers: NDArray[np.float64]) -> Mood:
    shares = iter(numbers.tolist())

    def named(names: tuple[str, ...]) -> dict[str, float]:
        values = [next(shares) for _ in names]
        total = sum(values)  # sixteen bits make it 1 only nearly
        return {name: value / total for name, value in zip(names, values, strict=True)}

    emotions, sentiment, groups = named(EMOTIONS), named(SENTIMENTS), named(GROUPS)
    return Mood(emotions, next(shares), next(shares), sentiment, groups)


def _array(content: bytes) -> NDArray[Any]:
    array: NDArray[Any] = np.load(io.BytesIO(content), allow_pickle=False)
    return array


def _npy(array: NDArray[Any]) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    member = zipfile.ZipInfo(name, _MOMENT)
    member.external_attr = 0o644 << 16
    archive.writestr(member, content, zipfile.ZIP_DEFLATED, 9)


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except FileNotFoundError:
        raise PackError(f"There is no pack at {path}: check the name.") from None
    except (OSError, zipfile.BadZipFile) as error:
        raise PackError(f"{path} is not a pack, or it is damaged: fetch it again.") from error


def _manifest(path: Path, archive: zipfile.ZipFile) -> Manifest:
    try:
        found = json.loads(archive.read(_MANIFEST))
        if found["format"] > FORMAT:
            raise PackError(
                f"{path} was made by a newer Heartsong: upgrade with 'pip install -U heartsong'."
            )
        manifest = Manifest(**found)
        if not isinstance(manifest.checksums, dict):
            raise TypeError("checksums are no mapping")
        return manifest
    except (KeyError, TypeError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise PackError(f"{path} is not a pack, or it is damaged: fetch it again.") from error


def _member(path: Path, archive: zipfile.ZipFile, manifest: Manifest, name: str) -> bytes:
    damaged = PackError(f"The pack {path} is damaged ({name}): fetch it again.")
    try:
        if archive.getinfo(name).file_size > _LARGEST:
            raise damaged
        content = archive.read(name)
    except (KeyError, OSError, zipfile.BadZipFile, EOFError) as error:
        raise damaged from error
    if sha256(content).hexdigest() != manifest.checksums.get(name):
        raise damaged
    return content
