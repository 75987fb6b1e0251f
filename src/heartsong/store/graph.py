"""A graph of near neighbours (HNSW) for catalogues that are too large to look at every song."""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray
from usearch.index import Index

from heartsong.errors import StorageError
from heartsong.store.index import Floats, VectorIndex

_FORMAT: Final = 1
_END: Final = struct.Struct("<I8s")  # length of the label before it, and what the file is
_MAGIC: Final = b"HEARTGR1"
_LINKS: Final = 8  # of a row to its neighbours: more find little more and take room
_LOOKED_AT: Final = 3  # rows looked at for each that is asked for
_LEAST_LOOKED_AT: Final = 64
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Label:
    """What a graph's file says of itself.

    Attributes:
        identity: the catalogue that it belongs to.
        version: of the catalogue when the graph held all of its songs.
        width: numbers of a row.
    """

    identity: str
    version: int
    width: int
    format: int = _FORMAT


class GraphIndex(VectorIndex):
    """Hierarchical navigable small worlds (Malkov and Yashunin 2018), by usearch, in eight bits.

    Rows are found under keys of their own, and all have the same length, so that the largest
    inner product is the nearest by angle. A search finds nearly all of the nearest rows, nearly in
    their order: rank what it finds by the rows themselves.

    Args:
        weights: (width,) the weights by which queries usually scale a row. Other queries are
            answered too, the less completely the more they differ.
    """

    def __init__(self, weights: Floats) -> None:
        self._scale = np.sqrt(weights)
        self._graph = _empty(len(weights))

    def __len__(self) -> int:
        return len(self._graph)

    def put(self, keys: NDArray[np.int64], rows: Floats) -> None:
        """Add rows, in the place of those that have the same keys."""
        wanted = keys.astype(np.uint64)
        known = wanted[np.atleast_1d(self._graph.contains(wanted))]
        if len(known):
            self._graph.remove(known)
        self._graph.add(wanted, rows * self._scale)

    def search(self, query: Floats, k: int) -> NDArray[np.intp]:
        count = min(k, len(self))
        if not count:
            return np.empty(0, np.intp)
        # Looking at more than are asked for finds more of them (measured in benchmarks/).
        self._graph.expansion_search = max(_LEAST_LOOKED_AT, _LOOKED_AT * count)
        keys: NDArray[np.intp] = self._graph.search(query / self._scale, count).keys.astype(np.intp)
        return keys

    def save(self, path: Path, label: Label) -> None:
        """Write it to a file, which takes the place of an older one only once it is whole.

        Raises:
            StorageError: it cannot be written.
        """
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            self._graph.save(str(part))
            _sign(part, label)
            part.replace(path)
        except (OSError, RuntimeError) as error:
            raise StorageError(f"{path} cannot be written ({error}).") from error
        finally:
            part.unlink(missing_ok=True)

    @classmethod
    def open(cls, path: Path, weights: Floats, *, change: bool = False) -> Self | None:
        """A graph from its file, which `read_label` has found whole; None if it cannot be had.

        Args:
            change: read it into memory, to put more into it; else it is mapped, and not changed.
        """
        opened = cls(weights)
        with suppress(OSError, RuntimeError, ValueError):
            if change:
                opened._graph.load(str(path))
            else:
                opened._graph.view(str(path))
            return opened
        return None


def read_label(path: Path) -> Label | None:
    """What a graph's file says of itself; None where it is absent, or is not as it was written."""
    try:
        with path.open("rb") as file:
            file.seek(-_END.size, os.SEEK_END)
            length, magic = _END.unpack(file.read())
            end = file.seek(-_END.size - length, os.SEEK_END)
            said = json.loads(file.read(length))
        if magic != _MAGIC or said.pop("checksum") != _checksum(path, end):
            return None
        label = Label(**said)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, struct.error):
        return None
    return label if label.format == _FORMAT else None


def _empty(width: int) -> Any:
    return Index(ndim=width, metric="cos", dtype="i8", connectivity=_LINKS, expansion_add=128)


def _sign(path: Path, label: Label) -> None:
    """Add to a file what it is, and by what to see that it is whole."""
    said = asdict(label) | {"checksum": _checksum(path, path.stat().st_size)}
    content = json.dumps(said).encode()
    with path.open("ab") as file:
        file.write(content + _END.pack(len(content), _MAGIC))
        file.flush()
        os.fsync(file.fileno())


def _checksum(path: Path, end: int) -> int:
    total = 0
    for chunk in _chunks(path, end):
        total = zlib.crc32(chunk, total)
    return total


def _chunks(path: Path, end: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        while end > 0 and (chunk := file.read(min(_CHUNK, end))):
            end -= len(chunk)
            yield chunk
