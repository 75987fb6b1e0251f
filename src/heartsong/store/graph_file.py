"""The graph of a catalogue in a file beside it: opened, brought up to date, or made anew."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from heartsong.errors import CatalogueError, StorageError
from heartsong.store.base import Floats
from heartsong.store.figures import Figures
from heartsong.store.graph import GraphIndex, Label, read_label
from heartsong.store.space import rows_of, weighted

log = logging.getLogger(__name__)

EXACT_UP_TO: Final = 25_000  # songs; looking at every one takes some milliseconds
BESIDE: Final = 5_000  # songs newer than the graph that are looked at one by one
# The weights of emotions, groups and meaning that a graph is built for; a question of other
# weights is answered too. `heartsong.ranking.retrieve.Weights` asks with these.
USUAL: Final = (0.2, 0.5, 0.15)
_EVERY: Final = 20.0  # seconds between looks at what is being written


class GraphFile:
    """The graph over the songs of a catalogue.

    Args:
        figures: what the catalogue holds.
        path: the file; it can be lost or thrown away at any time.
    """

    def __init__(self, figures: Figures, path: Path) -> None:
        self._figures = figures
        self._path = path

    def newest(self) -> tuple[GraphIndex, int]:
        """A graph that misses few songs, and the version of the catalogue that it knows."""
        if (label := self._label()) and self._figures.count(label.version) <= BESIDE:
            graph = GraphIndex.open(self._path, self._weights())
            if graph:
                return graph, label.version
        log.warning("Indexing the songs that are new to %s: this is done once.", self._path.name)
        graph, version = self._grown(*self._to_grow())
        if self._save(graph, version):
            # Mapped from the file, it takes only the memory that questions touch.
            graph = GraphIndex.open(self._path, self._weights()) or graph
        return graph, version

    @contextmanager
    def keeping_up(self) -> Iterator[None]:
        """Meanwhile, put what is written to the catalogue into its graph, in the background."""
        done = threading.Event()
        keeper = threading.Thread(target=self._keep_up, args=(done,), daemon=True)
        keeper.start()
        try:
            yield
        finally:
            done.set()
            keeper.join()

    def _keep_up(self, done: threading.Event) -> None:
        grown: tuple[GraphIndex, int] | None = None
        last = False
        try:
            while not last:
                last = done.wait(_EVERY)
                if grown or self._is_behind():
                    grown = self._grown(*(grown or self._to_grow()))
            if grown:
                self._save(*grown)
        except CatalogueError as error:
            log.warning("The index of the catalogue will be made when it is asked: %s", error)

    def _is_behind(self) -> bool:
        """Whether there is more to look up than should be looked up beside the graph."""
        if self._figures.count() <= EXACT_UP_TO:
            return False
        label = self._label()
        return self._figures.count(label.version if label else 0) > BESIDE

    def _to_grow(self) -> tuple[GraphIndex, int]:
        """The graph that there is, or an empty one, and the version that it knows."""
        label = self._label()
        if label and (graph := GraphIndex.open(self._path, self._weights(), change=True)):
            return graph, label.version
        return GraphIndex(self._weights()), 0

    def _grown(self, graph: GraphIndex, since: int) -> tuple[GraphIndex, int]:
        """The graph with what is newer than a version, and the version that it knows then."""
        version = self._figures.version()
        for block in self._figures.changed(since):
            graph.put(block.numbers, rows_of(block.vectors))
        return graph, version

    def _save(self, graph: GraphIndex, version: int) -> bool:
        label = Label(self._figures.identity(), version, len(self._weights()))
        try:
            graph.save(self._path, label)
        except StorageError as error:
            log.warning("The index of the catalogue stays in memory: %s", error)
            return False
        return True

    def _label(self) -> Label | None:
        """The label of a whole file that belongs to this catalogue as it is, or was before."""
        label = read_label(self._path)
        ours = label and (label.identity, label.width) == (
            self._figures.identity(),
            len(self._weights()),
        )
        return label if label and ours and label.version <= self._figures.version() else None

    def _weights(self) -> Floats:
        return weighted(*USUAL, self._figures.width())
