"""The form of a pack, and how one is read: block by block, so that memory does not grow with it.

A pack is a zip of `manifest.json` (format, model, count, checksums), `songs.jsonl` (names),
`moods.npy` (float16) and `embeddings.npy` (int8), row by row in the order of the songs' ids.
Nothing in it is executed on loading.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from heartsong.catalogue.identity import song_id
from heartsong.catalogue.pack_check import FACTS, are_moods, is_song, must
from heartsong.catalogue.pack_member import DAMAGE, Names, Rows, damage_in
from heartsong.errors import PackError
from heartsong.store.base import Facts, StoredSong
from heartsong.store.quantise import from_bytes
from heartsong.types import EMOTIONS, GROUPS, SENTIMENTS, Mood, PackInfo, Song

FORMAT: Final = 1
BLOCK: Final = 1000  # songs that are read, checked and stored at once
MANIFEST: Final = "manifest.json"
NAMES, MOODS, EMBEDDINGS = "songs.jsonl", "moods.npy", "embeddings.npy"

_ZIP: Final = b"PK\x03\x04"
_LARGEST_MANIFEST: Final = 1_000_000  # bytes
_FIGURES: Final = len(EMOTIONS) + len(SENTIMENTS) + len(GROUPS) + 2


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


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """Songs of a pack, row by row, in the order of the pack.

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

    def facts(self, row: int, known: str) -> Facts:
        """What is known of a row's song, whose id is known."""
        facts = json.loads(self.names[row])
        return Facts(known, *(facts.get(name) for name in Facts._fields[1:]))

    def song(self, row: int, known: str | None = None) -> Song:
        """The song of a row; its id takes longest to make, so it is taken where it is known."""
        facts = json.loads(self.names[row])
        return Song(
            known or song_id(facts["artist"], facts["title"]),
            mood=_mood(self.moods[row].astype(np.float64)),
            **{name: facts.get(name) for name in FACTS},
        )

    def stored(self, row: int) -> StoredSong:
        """The song of a row with its embedding."""
        embedding = from_bytes([self.embeddings[row].tobytes()])[0]
        return StoredSong(self.song(row), embedding, fingerprint="")


class PackFile:
    """A pack that is open to be read. Close it, or use it in a `with` statement.

    Raises:
        PackError: it is missing, no pack, or made by a newer Heartsong.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._checked = False
        self._archive = _opened(path)
        try:
            self.manifest = _manifest(path, self._archive)
        except PackError:
            self._archive.close()
            raise

    def names(self) -> Iterator[str]:
        """The names of each song, as JSON.

        Raises:
            PackError: the pack is damaged.
        """
        with Names(*self._member(NAMES)) as names:
            for _ in range(self.manifest.songs):
                yield from names.take(1)
            names.end()

    def blocks(self, size: int = BLOCK) -> Iterator[Packed]:
        """All songs, so many at once; checksums are known to be right after the last block.

        Raises:
            PackError: the pack is damaged.
        """
        songs = self.manifest.songs
        with (
            Rows(*self._member(EMBEDDINGS)) as embeddings,
            Rows(*self._member(MOODS)) as moods,
            Names(*self._member(NAMES)) as names,
        ):
            with damage_in(self.path, MOODS):
                must(moods.kind == np.dtype("<f2") and moods.shape == (songs, _FIGURES))
            with damage_in(self.path, EMBEDDINGS):
                must(embeddings.kind == np.dtype("i1") and embeddings.shape[0] == songs)
            for start in range(0, songs, size):
                count = min(size, songs - start)
                lines, figures = names.take(count), moods.take(count)
                yield Packed(self.manifest, lines, figures, embeddings.take(count))
            for member in (names, moods, embeddings):
                member.end()

    def check(self, width: int | None = None) -> None:
        """See that every song can be stored, before any of them is; once is enough.

        Args:
            width: the length that embeddings must have, where that is known.

        Raises:
            PackError: the pack is damaged.
        """
        if self._checked:
            return
        for block in self.blocks():
            with damage_in(self.path, NAMES):
                must(all(map(is_song, block.names)))
            with damage_in(self.path, MOODS):
                must(are_moods(block.moods.astype(np.float32)))
            with damage_in(self.path, EMBEDDINGS):
                must(width in {None, block.embeddings.shape[1]})
                must(bool(block.embeddings.any(axis=1).all()))
        self._checked = True

    def close(self) -> None:
        self._archive.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _member(self, name: str) -> tuple[Path, zipfile.ZipFile, str, str]:
        return self.path, self._archive, name, self.manifest.checksums[name]


def is_pack(path: Path) -> bool:
    """Whether a file is meant as a pack: so called, or a zip like one. Never raises."""
    if path.suffix == ".pack":
        return not path.is_dir()
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            if file.read(len(_ZIP)) != _ZIP:
                return False
        with zipfile.ZipFile(path) as archive:
            return {MANIFEST, NAMES} <= set(archive.namelist())
    except DAMAGE:
        return False


def read_manifest(path: Path) -> Manifest:
    """What a pack says of itself, without reading its songs.

    Raises:
        PackError: it is missing, no pack, or made by a newer Heartsong.
    """
    with PackFile(path) as pack:
        return pack.manifest


def read_pack(path: Path) -> Packed:
    """All of a pack at once, checked against its checksums.

    Raises:
        PackError: it is missing, damaged, no pack, or made by a newer Heartsong.
    """
    with PackFile(path) as pack:
        (whole,) = pack.blocks(pack.manifest.songs)
        return whole


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except FileNotFoundError:
        raise PackError(f"There is no pack at {path}: check the name.") from None
    except DAMAGE as error:
        raise _no_pack(path, error) from error


def _manifest(path: Path, archive: zipfile.ZipFile) -> Manifest:
    try:
        must(archive.getinfo(MANIFEST).file_size <= _LARGEST_MANIFEST)
        found = json.loads(archive.read(MANIFEST))
        must(type(found["format"]) is int)
        if found["format"] > FORMAT:
            raise PackError(
                f"{path} was made by a newer Heartsong: upgrade with 'pip install -U heartsong'."
            )
        manifest = Manifest(**{name: found[name] for name in Manifest.__dataclass_fields__})
        must(manifest.format == FORMAT and _is_sound(manifest))
        return manifest
    except DAMAGE as error:
        raise _no_pack(path, error) from error


def _no_pack(path: Path, error: Exception) -> PackError:
    if isinstance(error, PermissionError | IsADirectoryError):
        return PackError(f"The pack {path} cannot be read ({error.strerror}): check the file.")
    return PackError(f"{path} is not a pack, or it is damaged: fetch it again.")


def _is_sound(manifest: Manifest) -> bool:
    """Whether it says what it must, in words that can be printed."""
    name, sums = manifest.model, manifest.checksums
    return (
        isinstance(name, str)
        and name.strip() != ""
        and name.isprintable()
        and type(manifest.songs) is int
        and manifest.songs > 0
        and isinstance(sums, dict)
        and all(isinstance(sums.get(member), str) for member in (NAMES, MOODS, EMBEDDINGS))
    )


def _mood(numbers: NDArray[np.float64]) -> Mood:
    shares = iter(numbers.tolist())

    def named(names: tuple[str, ...]) -> dict[str, float]:
        values = [next(shares) for _ in names]
        total = sum(values)  # sixteen bits make it 1 only nearly
        return {name: value / total for name, value in zip(names, values, strict=True)}

    emotions, sentiment, groups = named(EMOTIONS), named(SENTIMENTS), named(GROUPS)
    return Mood(emotions, next(shares), next(shares), sentiment, groups)
