"""Packs: songs' names and numbers in one file, without lyrics, so that nobody scores them twice."""

from __future__ import annotations

import io
import json
import tempfile
import time
import zipfile
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import asdict
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import IO, Final

import numpy as np
from numpy.lib import format as npy

from heartsong.catalogue.pack_check import FACTS
from heartsong.catalogue.pack_file import (
    BLOCK,
    EMBEDDINGS,
    FORMAT,
    MANIFEST,
    MOODS,
    NAMES,
    Manifest,
    PackFile,
)
from heartsong.catalogue.pack_member import LARGEST
from heartsong.errors import PackError, StorageError
from heartsong.store.base import Store, StoredSong
from heartsong.store.quantise import to_bytes
from heartsong.types import IngestPlan, IngestReport, Mood, Song

_MOMENT: Final = (1980, 1, 1, 0, 0, 0)  # the zip's own clock, so that equal songs give equal bytes
_CHUNK: Final = 1 << 20  # bytes
_HEADER: Final = 1000  # bytes; no header of NumPy's is longer here


def export_pack(store: Store, path: Path) -> Manifest:
    """Write every song of a store to a pack; an existing file is replaced only by a whole one.

    Raises:
        PackError: the store has no songs, or more than a pack takes.
        StorageError: the file cannot be written.
    """
    return write_pack(path, store.model or "", store.all())


def write_pack(path: Path, model: str, songs: Iterable[StoredSong]) -> Manifest:
    """Write songs, in the order of their ids, to a pack.

    They are read once and kept in nameless files beside the pack until they are packed, so memory
    does not grow with them.

    Args:
        model: the name of the model that scored them.

    Raises:
        PackError: there are no songs, or more than a pack takes.
        StorageError: the file cannot be written.
    """
    part = path.with_name(path.name + ".part")
    try:
        with ExitStack() as stack:
            members = [
                _Spool(name, stack.enter_context(tempfile.TemporaryFile(dir=path.parent)))
                for name in (NAMES, MOODS, EMBEDDINGS)
            ]
            count = _spool(songs, *members)
            checksums = {member.name: member.checksum() for member in members}
            manifest = Manifest(FORMAT, model, count, checksums)
            with zipfile.ZipFile(part, "w") as archive:
                _add(archive, MANIFEST, [json.dumps(asdict(manifest), indent=1).encode()])
                for member in members:
                    _add(archive, member.name, member.pieces())
        part.replace(path)
    except OSError as error:
        raise StorageError(
            f"{path} cannot be written ({error.strerror}): choose another place."
        ) from error
    finally:
        with suppress(OSError):
            part.unlink()
    return manifest


def import_pack(
    pack: PackFile,
    store: Store,
    plan: IngestPlan | None = None,
    progress: Callable[[int], None] | None = None,
) -> IngestReport:
    """Store the songs of a pack that the store does not hold yet, block by block.

    The pack is checked as a whole before anything is stored. An import that was cut off goes on
    where it stopped when it is run again.

    Args:
        plan: its `limit` and `dry_run` count here.
        progress: called with the number of songs done, after each block.

    Raises:
        PackError: it is damaged.
        CatalogueError: the store holds songs scored by another model, or cannot be written.
    """
    started, plan = time.monotonic(), plan or IngestPlan()
    model = pack.manifest.model
    store.check(model)
    pack.check()
    songs = islice(_songs(pack), plan.limit)
    read = stored = 0
    while block := list(islice(songs, BLOCK)):
        known = store.fingerprints([each.song.id for each in block])
        new = {each.song.id: each for each in block if each.song.id not in known}
        if not plan.dry_run:
            store.add(list(new.values()), model)
            store.set_popularity(_popularity(block, known))
        read += len(block)
        stored += len(new)
        if progress:
            progress(read)
    seconds = time.monotonic() - started
    return IngestReport(
        store.name, read, stored, read - stored, {}, {}, seconds=seconds, scored=False
    )


class _Spool:
    """A member of a pack while its rows come, in a file of its own."""

    def __init__(self, name: str, file: IO[bytes]) -> None:
        self.name = name
        self.header = b""
        self._file = file
        self._size = 0

    def add(self, row: bytes) -> None:
        self._size += len(row)
        if self._size > LARGEST - _HEADER:
            raise PackError(
                f"The catalogue has more songs than a pack takes ({LARGEST >> 20:,} MB of "
                f"{self.name}): give the catalogue's own file away instead."
            )
        self._file.write(row)

    def pieces(self) -> Iterator[bytes]:
        """All of the member, from its start."""
        yield self.header
        self._file.seek(0)
        while piece := self._file.read(_CHUNK):
            yield piece

    def checksum(self) -> str:
        digest = sha256()
        for piece in self.pieces():
            digest.update(piece)
        return digest.hexdigest()


def _spool(songs: Iterable[StoredSong], names: _Spool, moods: _Spool, embeddings: _Spool) -> int:
    """Put songs into the members; how many there are."""
    count, figures, numbers = 0, b"", b""
    for each in songs:
        figures = np.array(_figures(each.song.mood), "<f2").tobytes()
        numbers = to_bytes(each.embedding)
        names.add(b"\n" * (count > 0) + _names(each.song).encode())
        moods.add(figures)
        embeddings.add(numbers)
        count += 1
    if not count:
        raise PackError("The catalogue has no songs to pack: ingest some first.")
    moods.header = _header("<f2", count, len(figures) // 2)
    embeddings.header = _header("|i1", count, len(numbers))
    return count


def _header(kind: str, count: int, width: int) -> bytes:
    """What NumPy writes before the rows of an array."""
    header = io.BytesIO()
    told = {"descr": kind, "fortran_order": False, "shape": (count, width)}
    npy.write_array_header_1_0(header, told)
    return header.getvalue()


def _songs(pack: PackFile) -> Iterator[StoredSong]:
    for block in pack.blocks():
        for row in range(len(block.names)):
            yield block.stored(row)


def _popularity(songs: Iterable[StoredSong], of: Container[str]) -> dict[str, float]:
    """How well known some of the songs are, as far as that is told."""
    told = {each.song.id: each.song.popularity for each in songs if each.song.id in of}
    return {song_id: known for song_id, known in told.items() if known is not None}


def _names(song: Song) -> str:
    facts = {name: getattr(song, name) for name in FACTS}
    return json.dumps(
        {name: value for name, value in facts.items() if value is not None}, ensure_ascii=False
    )


def _figures(mood: Mood) -> list[float]:
    shares = (*mood.emotions.values(), *mood.sentiment.values(), *mood.groups.values())
    return [*shares, mood.valence, mood.arousal]


def _add(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> None:
    member = zipfile.ZipInfo(name, _MOMENT)
    member.external_attr = 0o644 << 16
    member.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(member, "w") as file:
        for piece in pieces:
            file.write(piece)
