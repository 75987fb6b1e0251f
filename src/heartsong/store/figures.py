"""The figures of a catalogue's songs, as arrays: read by what has changed, or by number."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, func, select

from heartsong.store.base import Moods, Vectors
from heartsong.store.database import Database
from heartsong.store.quantise import from_bytes
from heartsong.store.rows import UNIT
from heartsong.store.schema import facts, moods, songs
from heartsong.types import EMOTIONS, GROUPS

Numbers = NDArray[np.int64]

_BLOCK: Final = 10_000  # songs read at once: 16 MB of vectors
_SHARES: Final = tuple(moods.c[name] for name in (*EMOTIONS, *GROUPS))
_AXES: Final = (moods.c.valence, moods.c.arousal)
_VECTORS: Final = (moods.c.song, songs.c.id, moods.c.embedding, *_SHARES, *_AXES)


@dataclass(frozen=True, slots=True, eq=False)
class Numbered:
    """Vectors with the numbers that the catalogue gave their songs.

    Attributes:
        numbers: (songs,) int64.
    """

    numbers: Numbers
    vectors: Vectors

    def __len__(self) -> int:
        return len(self.numbers)

    def take(self, rows: NDArray[np.intp]) -> Numbered:
        """Some of the rows, in the order given."""
        return Numbered(self.numbers[rows], self.vectors.take(rows))

    @staticmethod
    def joined(blocks: Iterable[Numbered]) -> Numbered:
        """The rows of several, one after the other."""
        several = list(blocks)
        numbers = [np.empty(0, np.int64), *(block.numbers for block in several)]
        return Numbered(
            np.concatenate(numbers), Vectors.joined([block.vectors for block in several])
        )


class Figures:
    """Reads a catalogue's figures; every method sees what is stored by then."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._counted = (-1, 0)  # the version that was counted, and its songs

    def identity(self) -> str:
        """A name that no other catalogue has, whatever its file is called."""
        with self._database.reading() as connection:
            query = select(facts.c.value).where(facts.c.name == "identity")
            return str(connection.execute(query).scalar())

    def version(self) -> int:
        """Grows with every write of moods; 0 where there are none."""
        with self._database.reading() as connection:
            query = select(facts.c.value).where(facts.c.name == "version")
            return int(connection.execute(query).scalar() or 0)

    def count(self, since: int = 0) -> int:
        """How many songs have a mood that is newer than a version."""
        version = self.version()
        if not since and self._counted[0] == version:
            return self._counted[1]
        query = select(func.count()).select_from(moods)
        if since:
            query = query.where(moods.c.changed > since)
        with self._database.reading() as connection:
            count = connection.execute(query).scalar_one()
        if not since:
            self._counted = (version, count)
        return count

    def width(self) -> int:
        """How many numbers an embedding has; 0 where there is none."""
        query = select(func.length(moods.c.embedding)).limit(1)
        with self._database.reading() as connection:
            return connection.execute(query).scalar() or 0

    def changed(self, since: int = 0) -> Iterator[Numbered]:
        """The songs whose mood is newer than a version, in blocks that are never empty."""
        query = _joined(*_VECTORS)
        if since:
            query = query.where(moods.c.changed > since)
        with self._database.reading() as connection:
            found = connection.execution_options(yield_per=_BLOCK).execute(query)
            yield from map(_numbered, found.partitions())

    def rows(self, numbers: Sequence[int]) -> Vectors:
        """The vectors of the songs with these numbers; unknown numbers are left out."""
        query = _joined(*_VECTORS).where(among(moods.c.song, numbers))
        with self._database.reading() as connection:
            return _numbered(connection.execute(query).all()).vectors

    def vectors(self, ids: Sequence[str]) -> Vectors:
        """The vectors of the songs with these ids, in their order; unknown ids are left out."""
        query = _joined(*_VECTORS).where(among(songs.c.id, ids))
        with self._database.reading() as connection:
            found = {row.id: row for row in connection.execute(query).all()}
        return _numbered([found[each] for each in ids if each in found]).vectors

    def moods(self) -> Moods:
        """The moods of every song, by id."""
        names = (*EMOTIONS, *GROUPS, "valence", "arousal")
        query = _joined(songs.c.id, *(moods.c[name] for name in names)).order_by(songs.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        units = _table([row[1:] for row in rows], len(names))
        shares, axes = units[:, :-2], units[:, -2:] / np.float32(UNIT)
        emotions, groups = shares[:, : len(EMOTIONS)], shares[:, len(EMOTIONS) :]
        return Moods([row[0] for row in rows], _shares(emotions), axes, _shares(groups))


def among(column: Any, values: Sequence[int] | Sequence[str]) -> Any:
    """That a column holds one of some values, however many: they are one parameter."""
    each = func.json_each(json.dumps(list(values))).table_valued("value")
    return column.in_(select(each.c.value))


def _joined(*columns: Any) -> Select[Any]:
    return select(*columns).join_from(moods, songs)


def _numbered(rows: Sequence[Any]) -> Numbered:
    units = _table([row[3:] for row in rows], len(_SHARES) + len(_AXES))
    shares, axes = units[:, : len(_SHARES)], units[:, len(_SHARES) :] / np.float32(UNIT)
    return Numbered(
        np.array([row[0] for row in rows], np.int64),
        Vectors(
            [row[1] for row in rows],
            _shares(shares[:, : len(EMOTIONS)]),
            _shares(shares[:, len(EMOTIONS) :]),
            from_bytes([row[2] for row in rows]),
            axes,
        ),
    )


def _table(rows: Sequence[Sequence[int]], width: int) -> NDArray[np.float32]:
    return np.array(rows, np.float32).reshape(len(rows), width)


def _shares(units: NDArray[np.float32]) -> NDArray[np.float32]:
    shares: NDArray[np.float32] = units / units.sum(axis=1, keepdims=True)
    return shares
