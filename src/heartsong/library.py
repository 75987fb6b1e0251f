"""The listener's catalogue: searched, grouped and written out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from heartsong.catalogue.identity import words_of
from heartsong.config import Settings
from heartsong.encoder import Encoder
from heartsong.errors import FileError, RequestError
from heartsong.loading import load_model
from heartsong.model import MoodModel
from heartsong.store.sqlite import SqliteStore
from heartsong.types import MoodGroups, PackInfo, Song, UnscoredSong

if TYPE_CHECKING:
    from heartsong.store.base import Facts, Moods, Store

_BLOCK: Final = 100  # songs whose lyrics are held at once


class Library:
    """A catalogue of songs and the model that scores them.

    Args:
        catalogue: a catalogue file of the listener's own; the starter catalogue by default.
        settings: everything else that can be set; by default read from the settings file and
            the environment.

    Nothing is opened before it is needed. One object serves many calls; it is not safe to share
    between threads. Every method raises children of HeartsongError.
    """

    def __init__(
        self, catalogue: str | Path | None = None, *, settings: Settings | None = None
    ) -> None:
        self._settings = settings or Settings.load()
        chosen = catalogue if catalogue is not None else self._settings.catalogue
        self._catalogue = Path(chosen) if chosen is not None else None

    def moods(self, k: int | None = 4, picture: str | Path | None = None) -> MoodGroups:
        """The mood groups that the catalogue falls into by itself, found by k-means.

        Args:
            k: how many, from 2 to 12; None takes the number that is clearest.
            picture: a PNG or SVG file to draw the songs into.

        Raises:
            RequestError: `k` is out of range.
            CatalogueError: the catalogue is unusable, or has too few songs.
            FileError: the picture cannot be written.
            MissingExtraError: the extra `moods` is not installed.
        """
        from heartsong.catalogue import mood_map
        from heartsong.catalogue.moods import group

        if picture is not None:
            mood_map.check(Path(picture))
        grouped = group(self._store, k)
        if picture is not None:
            mood_map.draw(grouped, Path(picture))
        return grouped.found

    def export_pack(self, path: str | Path) -> PackInfo:
        """Write names and figures of the catalogue's songs, no lyrics, to one file.

        Raises:
            PackError: the catalogue has no songs.
            FileError: the file is the catalogue itself.
            CatalogueError: the catalogue is unusable, or the file cannot be written.
        """
        from heartsong.catalogue.pack import export_pack

        if Path(path).resolve() == Path(self._store.name).resolve():
            raise FileError(f"{path} is the catalogue itself: choose another file.")
        return export_pack(self._store, Path(path)).info

    def find(self, words: str, limit: int = 20) -> list[Song | UnscoredSong]:
        """The songs whose artist, title and album hold all of the words, nearest first.

        Args:
            words: words of a name, which may be cut short; case, accents and signs do not count.
            limit: how many at most.

        Raises:
            RequestError: there is no word, or `limit` is below 1.
            CatalogueError: the catalogue is missing or unusable.
        """
        if limit < 1:
            raise RequestError(f"{limit} songs cannot be given: ask for 1 or more.")
        if not words_of(words):
            raise RequestError("There is no word to search for: give a part of a name.")
        return self._store.find(words, limit)

    @property
    def name(self) -> str:
        """What people know the catalogue by: a file, or an address."""
        return self._store.name

    def count(self) -> int:
        """How many songs with a mood the catalogue has."""
        return self._store.count()

    def songs_of(self, ids: Sequence[str]) -> list[Song]:
        """The songs with these ids, in the order of the ids; unknown ids are left out."""
        return self._store.songs(ids)

    def facts_of(self, ids: Sequence[str]) -> list[Facts]:
        """What songs are called, without their moods; as `songs_of`."""
        return self._store.facts(ids)

    def every_mood(self) -> Moods:
        """The moods of every song, as arrays."""
        return self._store.moods()

    def songs(self) -> Iterator[Song]:
        """Every song of the catalogue with its mood, in the order of their ids."""
        for stored in self._store.all():
            yield stored.song

    def sung(self) -> Iterator[tuple[Song, str | None]]:
        """As `songs`, each with its lyrics where the catalogue holds them."""
        songs = self.songs()
        while block := list(islice(songs, _BLOCK)):
            lyrics = self._store.lyrics([song.id for song in block])
            yield from ((song, lyrics.get(song.id)) for song in block)

    def grouped(self, k: int = 4) -> Mapping[str, tuple[int, str]]:
        """Id of each song → the number, from 0, and the name of its group among those of `moods`.

        Raises:
            RequestError: `k` is out of range.
            CatalogueError: the catalogue is unusable, or has too few songs.
            MissingExtraError: the extra `moods` is not installed.
        """
        from heartsong.catalogue.moods import group

        grouped = group(self._store, k)
        groups = [(number, each.name) for number, each in enumerate(grouped.found.groups)]
        labels = map(groups.__getitem__, grouped.labels.tolist())
        return dict(zip(grouped.moods.ids, labels, strict=True))

    def cutter(self, pieces: int) -> Callable[[str], str]:
        """What cuts a text behind so many word pieces, as the shipped model reads them.

        Raises:
            ModelError: the model's files are damaged.
        """
        return partial(Encoder().cut, pieces=pieces)

    def close(self) -> None:
        """Give back the catalogue's file; the next call opens it again."""
        self._forget()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @cached_property
    def _model(self) -> MoodModel:
        settings = self._settings
        return load_model(settings.model, settings.sentiment_model, settings.threads)

    @cached_property
    def _store(self) -> Store:
        if self._catalogue is not None:
            return SqliteStore(self._catalogue)
        from heartsong.catalogue.starter import PackStore

        return PackStore()

    def _forget(self) -> None:
        if store := self.__dict__.pop("_store", None):
            store.close()


def pack_info(path: str | Path) -> PackInfo:
    """What a pack says of itself, without reading its songs.

    Raises:
        PackError: it is missing, no pack, or made by a newer Heartsong.
    """
    from heartsong.catalogue.pack_file import read_manifest

    return read_manifest(Path(path)).info
