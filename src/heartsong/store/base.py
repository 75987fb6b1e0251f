"""The store's interface. Every implementation passes the suite in tests/contracts/."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from heartsong.catalogue.spellings import Named
from heartsong.types import EMOTIONS, GROUPS, Song, UnscoredSong

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class StoredSong:
    """A song with what only the store keeps of it.

    Attributes:
        embedding: (width,) float32 of unit length; kept in eight bits a number.
        fingerprint: digest of the lyrics, to tell whether a song must be scored again.
        lyrics: only in a listener's own catalogue.
        sketch: short for the lyrics' words, to find others that are nearly the same.
    """

    song: Song
    embedding: NDArray[np.float32]
    fingerprint: str
    lyrics: str | None = field(default=None, repr=False)
    sketch: bytes | None = field(default=None, repr=False)


class Facts(NamedTuple):
    """What is known of a song but its mood: light, for ranking many; as for `Song`."""

    id: str
    artist: str
    title: str
    album: str | None
    year: int | None
    genre: str | None
    popularity: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """The numbers that ranking needs of songs, row by row, in the order of ids.

    Attributes:
        ids: (songs,) song ids.
        emotions, groups: (songs, 6) and (songs, 4) shares, float32.
        embeddings: (songs, width) float32 of unit length.
        affects: (songs, 2) valence and arousal in [-1, 1], float32.
    """

    ids: Sequence[str]
    emotions: NDArray[np.float32]
    groups: NDArray[np.float32]
    embeddings: NDArray[np.float32]
    affects: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, rows: NDArray[np.intp]) -> Vectors:
        """Some of the rows, in the order given."""
        return Vectors(
            [self.ids[row] for row in rows.tolist()],
            self.emotions[rows],
            self.groups[rows],
            self.embeddings[rows],
            self.affects[rows],
        )

    @staticmethod
    def none() -> Vectors:
        """No rows."""
        return Vectors(
            [],
            np.empty((0, len(EMOTIONS)), np.float32),
            np.empty((0, len(GROUPS)), np.float32),
            np.empty((0, 0), np.float32),
            np.empty((0, 2), np.float32),
        )

    @staticmethod
    def joined(several: Sequence[Vectors]) -> Vectors:
        """The rows of several, one after the other."""
        filled = [each for each in several if len(each)]
        if not filled:
            return Vectors.none()
        return Vectors(
            [song_id for each in filled for song_id in each.ids],
            np.concatenate([each.emotions for each in filled]),
            np.concatenate([each.groups for each in filled]),
            np.concatenate([each.embeddings for each in filled]),
            np.concatenate([each.affects for each in filled]),
        )


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
    def set_popularity(self, popularity: Mapping[str, float]) -> None:
        """Tell how well known songs are, by id; ids that are not stored are passed over."""

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
    def lyrics(self, ids: Sequence[str]) -> Mapping[str, str]:
        """The lyrics of those of these songs whose words are stored."""

    @abstractmethod
    def find(self, words: str, limit: int) -> list[Song | UnscoredSong]:
        """The songs, with a mood or without, whose artist, title and album hold all of the words.

        A word may be cut short; case, accents and signs do not count. Nearest first: the fewer
        other words a song's names have, the nearer it is.
        """

    @abstractmethod
    def near(self, query: Floats, k: int) -> Vectors:
        """The `k` songs whose rows have the largest inner product with a query, best first.

        Always by what is stored now. A store may find nearly all of them, instead of all, where
        looking at every song would take too long; the products that it orders by are exact.

        Args:
            query: (10 + width,) float32, against rows as `heartsong.store.space` lays them out.
        """

    @abstractmethod
    def vectors(self, ids: Sequence[str]) -> Vectors:
        """The rows of these songs, in the order of the ids; unknown ids are left out."""

    @abstractmethod
    def facts(self, ids: Sequence[str]) -> list[Facts]:
        """What is known of these songs, in the order of the ids; unknown ids are left out."""

    @abstractmethod
    def names(self, of: Named) -> Mapping[str, int]:
        """Every artist, album or genre of the songs with a mood → how many songs it has.

        Names that are equal up to `name_key` for artists, and up to case for others, come once:
        as most songs spell them. A song whose field lists several genres counts for each. It is
        kept until moods are written again, so it is not to be changed.
        """

    @abstractmethod
    def having(self, of: Named, name: str, limit: int) -> list[str]:
        """The ids of songs with a mood that are by an artist, of an album or of a genre.

        Names are compared as in `names`; of a field that lists several genres one has to be it.
        They come in the order of their ids, the first `limit` of them.
        """

    @abstractmethod
    def of_years(self, first: int, last: int, limit: int) -> list[str]:
        """The ids of songs with a mood from the year `first` to `last`, at most `limit` of them.

        They come in the order of their ids.
        """

    @abstractmethod
    def matching(self, words: Sequence[str], limit: int) -> Mapping[str, float]:
        """Songs with a mood whose names, or stored lyrics, hold any of these words, best first.

        The relevance is BM25 (Robertson and Zaragoza 2009) in the names, where a title counts
        twice as much as artist and album, plus BM25 in the lyrics; it is divided by that of the
        best song. Case and accents do not count; in lyrics "raining" is "rain" (Porter 1980).

        Args:
            words: words, and phrases of several words, which must stand one after the other.
                Signs in them do not count; what is no word matches nothing.
            limit: how many songs at most.

        Returns:
            Song id → relevance in (0, 1]; the best has 1.
        """

    @abstractmethod
    def sketches(self, artists: Sequence[str]) -> Mapping[int, Mapping[str, bytes]]:
        """The sketches of these artists' songs, as far as they have one.

        Returns:
            `artist_number` of an artist → song id → sketch.
        """

    @abstractmethod
    def fingerprints(self, ids: Sequence[str]) -> Mapping[str, str]:
        """The fingerprints of those of these songs that are stored."""

    @abstractmethod
    def moods(self) -> Moods:
        """The moods of every song."""

    def indexing(self) -> AbstractContextManager[None]:
        """While many songs are written: keep what `near` needs up to date in the background."""
        return nullcontext()

    @abstractmethod
    def close(self) -> None:
        """Give back files and connections; the store cannot be used after."""
