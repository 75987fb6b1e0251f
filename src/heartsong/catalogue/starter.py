"""The starter catalogue: the shipped pack, read as it is, with nothing unpacked or written."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final, overload

import numpy as np
from numpy.typing import NDArray

from heartsong.catalogue.identity import words_of
from heartsong.catalogue.pack_file import Packed, read_pack
from heartsong.catalogue.pack_names import PackNames
from heartsong.catalogue.spellings import Named
from heartsong.errors import CatalogueError
from heartsong.store.base import Facts, Floats, Moods, Store, StoredSong, Vectors
from heartsong.store.index import ExactIndex
from heartsong.store.matching import scaled
from heartsong.store.space import OF_MEANING, rows_of
from heartsong.types import EMOTIONS, GROUPS, SENTIMENTS, Song, UnscoredSong

SHIPPED_PACK: Final = Path(__file__).parent.parent / "packs" / "starter.pack"


class PackStore(Store):
    """The songs of a pack, to be read only.

    Names are parsed when they are asked for, so that opening many songs costs little.

    Raises:
        PackError: the pack is missing or damaged.
    """

    def __init__(self, path: Path = SHIPPED_PACK) -> None:
        self._path = path

    @property
    def name(self) -> str:
        return str(self._path)

    @property
    def model(self) -> str | None:
        return self._packed.manifest.model

    def check(self, model: str) -> None:
        raise CatalogueError(
            f"{self._path} is a pack, to which no songs can be added: choose another catalogue."
        )

    def add(self, songs: Sequence[StoredSong], model: str) -> int:
        self.check(model)
        return 0

    def add_unscored(self, songs: Sequence[UnscoredSong]) -> int:
        self.check("")
        return 0

    def set_popularity(self, popularity: Mapping[str, float]) -> None:
        self.check("")

    def count(self) -> int:
        return len(self._packed.names)

    def songs(self, ids: Sequence[str]) -> list[Song]:
        return [self._packed.song(row, song_id) for song_id, row in self._rows(ids)]

    def facts(self, ids: Sequence[str]) -> list[Facts]:
        # Parsing them takes longer than ranking, and the same songs come up again and again.
        kept = self._facts
        for song_id, row in self._rows(ids):
            if song_id not in kept:
                kept[song_id] = self._packed.facts(row, song_id)
        return [kept[song_id] for song_id in ids if song_id in kept]

    def vectors(self, ids: Sequence[str]) -> Vectors:
        rows = [row for _, row in self._rows(ids)]
        return self._vectors.take(np.array(rows, np.intp)) if rows else Vectors.none()

    def all(self) -> Iterator[StoredSong]:
        return (self._packed.stored(row) for row in range(self.count()))

    def unscored(self) -> Iterator[UnscoredSong]:
        return iter(())  # a pack holds what has a mood

    def fingerprints(self, ids: Sequence[str]) -> Mapping[str, str]:
        return {song_id: "" for song_id, _ in self._rows(ids)}

    def lyrics(self, ids: Sequence[str]) -> Mapping[str, str]:
        return {}  # a pack holds no words

    def find(self, words: str, limit: int) -> list[Song | UnscoredSong]:
        found = {
            row: words_of(" ".join(self._packed.names_of(row)))
            for row in self._names.holding(words_of(words))
        }
        nearest = sorted(found, key=lambda row: (len(found[row]), found[row]))
        return [self._packed.song(row) for row in nearest[:limit]]

    def names(self, of: Named) -> Mapping[str, int]:
        return self._names.counts(of)

    def having(self, of: Named, name: str, limit: int) -> list[str]:
        return [self._ids[row] for row in self._names.rows(of, name)[: max(0, limit)]]

    def of_years(self, first: int, last: int, limit: int) -> list[str]:
        rows = np.flatnonzero((self._years >= first) & (self._years <= last))
        return sorted(self._ids[row] for row in rows.tolist())[: max(0, limit)]

    def matching(self, words: Sequence[str], limit: int) -> Mapping[str, float]:
        """As of any store, by names alone, which here are found in all forms of a word."""
        found = self._names.matching(words, max(0, limit))
        return scaled(((self._ids[row], rank) for row, rank in found), limit)

    def near(self, query: Floats, k: int) -> Vectors:
        rows = self._index.search(query, k)
        return self._vectors.take(rows)

    def sketches(self, artists: Sequence[str]) -> Mapping[int, Mapping[str, bytes]]:
        return {}

    def moods(self) -> Moods:
        moods = self._packed.moods.astype(np.float32)
        first = len(EMOTIONS) + len(SENTIMENTS)
        return Moods(
            self._ids,
            _shares(moods[:, : len(EMOTIONS)]),
            moods[:, first + len(GROUPS) :],
            _shares(moods[:, first : first + len(GROUPS)]),
        )

    def close(self) -> None:
        for name in ("_packed", "_ids", "_vectors", "_space", "_index", "_names", "_facts"):
            self.__dict__.pop(name, None)

    @cached_property
    def _facts(self) -> dict[str, Facts]:
        return {}

    @cached_property
    def _years(self) -> NDArray[np.int16]:
        """(songs,) the year of each song; -1 where nobody knows it."""
        years = (json.loads(names).get("year") for names in self._packed.names)
        return np.array([-1 if year is None else year for year in years], np.int16)

    @cached_property
    def _vectors(self) -> Vectors:
        return self._with(self._space[:, OF_MEANING])

    @cached_property
    def _space(self) -> Floats:
        """Songs as the index searches them; their embeddings are held here alone."""
        embeddings = self._packed.embeddings.astype(np.float32)
        embeddings /= np.linalg.norm(embeddings, axis=1, keepdims=True)
        return rows_of(self._with(embeddings))

    def _with(self, embeddings: Floats) -> Vectors:
        moods = self.moods()
        return Vectors(moods.ids, moods.emotions, moods.groups, embeddings, moods.affects)

    @cached_property
    def _index(self) -> ExactIndex:
        return ExactIndex(self._space)

    @cached_property
    def _names(self) -> PackNames:
        return PackNames(self._packed.names)

    def _rows(self, ids: Sequence[str]) -> Iterator[tuple[str, int]]:
        """The ids that the pack has, with their rows."""
        for song_id in ids:
            row = self._ids.row(song_id)
            if row is not None:
                yield song_id, row

    @cached_property
    def _packed(self) -> Packed:
        return read_pack(self._path)

    @cached_property
    def _ids(self) -> _Ids:
        return _Ids(self._packed)


class _Ids(Sequence[str]):
    """The ids of a pack's songs, ascending, each made from its names when it is asked for."""

    def __init__(self, packed: Packed) -> None:
        self._packed = packed
        self._known: dict[int, str] = {}
        self._rows: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._packed.names)

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> list[str]: ...
    def __getitem__(self, row: int | slice) -> str | list[str]:
        if isinstance(row, slice):
            return [self[each] for each in range(*row.indices(len(self)))]
        if row not in self._known:
            self._known[row] = self._packed.id(row)
            self._rows[self._known[row]] = row
        return self._known[row]

    def row(self, song_id: str) -> int | None:
        """The row of an id; None where the pack has no such song."""
        if song_id in self._rows:
            return self._rows[song_id]
        row = bisect_left(self, song_id)
        return row if row < len(self) and self[row] == song_id else None


def _shares(moods: NDArray[np.float32]) -> NDArray[np.float32]:
    shares: NDArray[np.float32] = moods / moods.sum(axis=1, keepdims=True)
    return shares
