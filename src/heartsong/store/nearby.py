"""Which songs of a catalogue are near a query: in memory while they are few, by a graph when many.

What is answered is always what the catalogue holds by then. Whatever a graph misses because it is
older is looked up beside it, and what it finds is ranked by the figures that are stored now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from heartsong.store.base import Floats, Vectors
from heartsong.store.figures import Figures, Numbered
from heartsong.store.graph import GraphIndex
from heartsong.store.graph_file import BESIDE, EXACT_UP_TO, GraphFile
from heartsong.store.index import ExactIndex
from heartsong.store.space import rows_of

_BEYOND: Final = 150  # songs that a graph is asked for beyond those wanted: it misses a few
_SCANNED_FROM: Final = 0.02  # of all songs: where more are asked for, the graph saves nothing


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """Songs in memory, by id, and the index over them."""

    songs: Numbered
    index: ExactIndex

    def near(self, query: Floats, k: int) -> Numbered:
        rows = self.index.search(query, k)
        return self.songs.take(rows)


class Nearby:
    """The songs of a catalogue that are near a query."""

    def __init__(self, figures: Figures, graph_file: GraphFile) -> None:
        self._figures = figures
        self._file = graph_file
        self.forget()

    def forget(self) -> None:
        """Give back the memory; the next call reads the catalogue again."""
        self._version = 0
        self._count = 0
        self._held: _Held | None = None  # every song, or those that the graph does not know
        self._graph: GraphIndex | None = None
        self._graph_version = 0

    def near(self, query: Floats, k: int) -> Vectors:
        """As `Store.near`."""
        self._catch_up()
        if self._graph is None:
            return self._held.near(query, k).vectors if self._held else Vectors.none()
        if k > _SCANNED_FROM * self._count:
            return _scan(self._figures.changed(), query, k)
        keys = self._graph.search(query, k + _BEYOND)
        if self._held:
            keys = np.union1d(keys, self._held.near(query, k).numbers)
        return _best(self._figures.rows(keys.tolist()), query, k)

    def _catch_up(self) -> None:
        """See what has been written since the last look."""
        version = self._figures.version()
        if version == self._version:
            return
        if version < self._version:  # a backup came back: what is known may never have been
            self.forget()
        self._count = self._figures.count()
        if self._count <= EXACT_UP_TO:
            seen, self._graph = (0 if self._graph else self._version), None
            self._held = _hold(self._held if seen else None, self._figures.changed(seen))
        else:
            if not self._graph or self._figures.count(self._graph_version) > BESIDE:
                self._graph, self._graph_version = self._file.newest()
            self._held = _hold(None, self._figures.changed(self._graph_version))
        self._version = version


def _hold(held: _Held | None, changed: Iterable[Numbered]) -> _Held | None:
    """What is held, and what has changed since in its place."""
    newer = Numbered.joined(changed)
    if held and newer:
        stale = np.isin(held.songs.numbers, newer.numbers)
        newer = Numbered.joined([held.songs.take(np.flatnonzero(~stale)), newer])
    if not newer:
        return held
    songs = newer.take(np.argsort(newer.vectors.ids))
    return _Held(songs, ExactIndex(rows_of(songs.vectors)))


def _scan(blocks: Iterable[Numbered], query: Floats, k: int) -> Vectors:
    """The best of every song there is, read block by block."""
    best = Vectors.none()
    for block in blocks:
        best = _best(Vectors.joined([best, block.vectors]), query, k)
    return best


def _best(vectors: Vectors, query: Floats, k: int) -> Vectors:
    if not len(vectors):
        return vectors
    products = rows_of(vectors) @ query
    return vectors.take(np.lexsort((np.array(vectors.ids), -products))[:k])
