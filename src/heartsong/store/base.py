"""The store's interface. Every implementation passes the suite in tests/contracts/."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from heartsong.types import Song, UnscoredSong


@dataclass(frozen=True, slots=True, eq=False)
class StoredSong:
    """A song with what only the store keeps of it.

    Attributes:
        embedding: (width,) float32 of unit length; kept in eight bits a number.
        fingerprint: digest of the lyrics, to tell whether a song must be scored again.
        lyrics: only in a listener's own catalogue.
    """

    song: Song
    embedding: NDArray[np.float32]
    fingerprint: str
    lyrics: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """The numbers that ranking needs of every song, row by row, in the order of ids.

    Attributes:
        ids: (songs,) song ids, ascending.
        emotions, groups: (songs, 6) and (songs, 4) shares, float32.
        embeddings: (songs, width) float32 of unit length.
    """

    ids: Sequence[str]
    emotions: NDArray[np.float32]
    groups: NDArray[np.float32]
    embeddings: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Moods:
    """The moods of every song, row by row, in the order of ids; all float32.

    Attributes:
        ids: (songs,) song ids, ascending.
        emotions, groups: (songs, 6) and (songs, 4) shares.
        affects: (songs, 2) valence and arousal in [-1, 1].
    """

    ids: Sequence[str]
    emotions: NDArray[np.float32]
    affects: NDArray[np.float32]
    groups: NDArray[np.float32]


class Store(ABC):
    """A catalogue of scored songs, all scored by one model.

    Methods raise CatalogueError, or its child StorageError where the disk refuses; a failed
    write leaves what was stored before as it was.
    """

    @property
    @abstractmethod
    def name(self) -> str:
        """What people know the catalogue by: a file, or an address."""

    @property
    @abstractmethod
    def model(self) -> str | None:
        """Name of the model that scored the songs; None while there are none."""

    @abstractmethod
    def check(self, model: str) -> None:
        """See that songs scored by this model may be added.

        Raises:
            CatalogueError: the catalogue holds songs scored by another model.
        """

    @abstractmethod
    def add(self, songs: Sequence[StoredSong], model: str) -> int:
        """Store songs in one transaction, replacing those with the same id; return how many.

        A song that was kept without a mood has one from now on.

        Raises:
            CatalogueError: the catalogue holds songs scored by another model.
        """

    @abstractmethod
    def add_unscored(self, songs: Sequence[UnscoredSong]) -> int:
        """Keep songs without a mood, replacing those with the same id; return how many.

        A song that is stored with a mood keeps it: those are left out.
        """

    @abstractmethod
    def count(self) -> int:
        """How many songs with a mood there are."""

    @abstractmethod
    def songs(self, ids: Sequence[str]) -> list[Song]:
        """The songs with these ids, in the order of the ids; unknown ids are left out."""

    @abstractmethod
    def all(self) -> Iterator[StoredSong]:
        """Every song, by id, without lyrics."""

    @abstractmethod
    def unscored(self) -> Iterator[UnscoredSong]:
        """Every song without a mood, by id."""

    @abstractmethod
    def fingerprints(self, ids: Sequence[str]) -> Mapping[str, str]:
        """The fingerprints of those of these songs that are stored."""

    @abstractmethod
    def vectors(self) -> Vectors:
        """The numbers of every song."""

    @abstractmethod
    def moods(self) -> Moods:
        """The moods of every song."""

    @abstractmethod
    def close(self) -> None:
        """Give back files and connections; the store cannot be used after."""
