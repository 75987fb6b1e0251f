"""The listener's catalogue: filled, searched, grouped, packed, and scored by one model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING, Self

from heartsong.catalogue.identity import words_of
from heartsong.config import Settings
from heartsong.errors import PackError, RequestError
from heartsong.loading import how_to_load, load_model
from heartsong.model import MoodModel
from heartsong.store.sqlite import SqliteStore
from heartsong.types import IngestPlan, IngestReport, MoodGroups, PackInfo, Song, UnscoredSong

if TYPE_CHECKING:
    from heartsong.catalogue.sources.base import RawSong, Unusable
    from heartsong.store.base import Store


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

    def ingest(
        self,
        path: str | Path,
        columns: Mapping[str, str] | None = None,
        plan: IngestPlan | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> IngestReport:
        """Score the songs of a source and store them in the listener's own catalogue.

        Where this Recommender has none, they go to `Settings.library`; the starter catalogue is
        never added to. Songs whose mood cannot be told are kept without one.

        Args:
            path: a table of lyrics (CSV, TSV, JSON Lines, Parquet), a folder of music, a playlist
                or a dump of LRCLIB.
            columns: field → column, where a table uses names that are not recognised.
            progress: called with the number of rows done.

        Raises:
            FileError: the source cannot be read, or lacks a column.
            CatalogueError: the catalogue cannot be used or written.
            MissingExtraError: the source needs an extra.
        """
        from heartsong.catalogue.ingest import ingest
        from heartsong.catalogue.sources.recognise import open_source

        plan = plan or IngestPlan()
        source, model = open_source(Path(path), columns), self._model
        with self._written(plan.dry_run) as store, self._sung(source, plan.look_up) as rows:
            return ingest(rows, model, store, plan, progress)

    def download(self) -> Path:
        """Fetch the Spotify Million Song Dataset from Kaggle, for `ingest`, and say where it lies.

        It stays in the cache of kagglehub and is not fetched twice.

        Raises:
            MissingExtraError: the extra `kaggle` is not installed.
            FileError: it cannot be had.
        """
        from heartsong.catalogue.sources.kaggle import download

        return download()

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
            CatalogueError: the catalogue is unusable, or the file cannot be written.
        """
        from heartsong.catalogue.pack import export_pack

        return export_pack(self._store, Path(path)).info

    def import_pack(self, path: str | Path) -> PackInfo:
        """Store the songs of a pack in the listener's own catalogue, as `ingest` does.

        Songs that the catalogue holds already keep what it knows of them.

        Raises:
            PackError: it is damaged, no pack, or scored by another model than this Recommender's.
            CatalogueError: the catalogue cannot be used or written.
        """
        from heartsong.catalogue.pack import import_pack, read_manifest

        manifest = read_manifest(Path(path))
        if manifest.model != self._model.name:
            raise PackError(
                f"{path} was scored by the model {manifest.model}, this is {self._model.name}: "
                f"import it {how_to_load(manifest.model)}."
            )
        with self._written(dry=False) as store:
            import_pack(Path(path), store)
        return manifest.info

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

    def songs(self) -> Iterator[Song]:
        """Every song of the catalogue with its mood, in the order of their ids."""
        for stored in self._store.all():
            yield stored.song

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

    @contextmanager
    def _written(self, dry: bool) -> Iterator[Store]:
        """The catalogue to add to; for a dry run of a new one, one that is thrown away."""
        path = self._catalogue or self._settings.library
        with ExitStack() as stack:
            if dry and not path.exists():
                path = Path(stack.enter_context(TemporaryDirectory())) / path.name
            store = SqliteStore(path, create=not dry or not path.exists())
            try:
                with nullcontext() if dry else store.indexing():
                    yield store
            finally:
                store.close()
                self._forget()

    @contextmanager
    def _sung(
        self, source: Iterable[RawSong | Unusable], look_up: bool
    ) -> Iterator[Iterable[RawSong | Unusable]]:
        """The rows of a source, with the lyrics that it lacks where they are to be looked up."""
        if not look_up:
            yield source
            return
        from heartsong.catalogue.lookup import LRCLIB, LyricsLookup, looked_up

        settings = self._settings
        with LyricsLookup(settings.lyrics_cache, settings.lrclib or LRCLIB) as lookup:
            yield looked_up(source, lookup)

    def _forget(self) -> None:
        if store := self.__dict__.pop("_store", None):
            store.close()


def pack_info(path: str | Path) -> PackInfo:
    """What a pack says of itself, without reading its songs.

    Raises:
        PackError: it is missing, no pack, or made by a newer Heartsong.
    """
    from heartsong.catalogue.pack import read_manifest

    return read_manifest(Path(path)).info
