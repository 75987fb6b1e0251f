"""A library that can be added to: from sources, with lyrics that are looked up, and from packs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from heartsong.errors import PackError
from heartsong.library import Library
from heartsong.loading import how_to_load
from heartsong.store.sqlite import SqliteStore
from heartsong.types import IngestPlan, IngestReport

if TYPE_CHECKING:
    from heartsong.catalogue.sources.base import RawSong, Source, Unusable
    from heartsong.store.base import Store

# Takes the number of rows done, and the share of all, in [0, 1], where it is known.
Progress = Callable[[int, float | None], None]


class Collector(Library):
    """A library that can be added to. Everything else is as for `Library`."""

    def ingest(
        self,
        path: str | Path,
        columns: Mapping[str, str] | None = None,
        plan: IngestPlan | None = None,
        progress: Progress | None = None,
    ) -> IngestReport:
        """Score the songs of a source and store them in the listener's own catalogue.

        A pack needs no scoring: it is imported, as by `import_pack`.

        Where this Recommender has none, they go to `Settings.library`; the starter catalogue is
        never added to. Songs whose mood cannot be told are kept without one.

        Args:
            path: a table of lyrics (CSV, TSV, JSON Lines, Parquet), a folder of music, a playlist,
                a dump of LRCLIB or a pack.
            columns: field → column, where a table uses names that are not recognised.
            progress: called with the number of rows done, and the share of those to do that
                they are, in [0, 1], where it can tell.

        Raises:
            FileError: the source cannot be read, or lacks a column.
            PackError: it is a pack that is damaged, or scored by another model.
            CatalogueError: the catalogue cannot be used or written.
            MissingExtraError: the source needs an extra.
        """
        from heartsong.catalogue.pack_file import is_pack
        from heartsong.catalogue.sources.recognise import open_source

        if is_pack(Path(path)):
            return self.import_pack(path, plan=plan, progress=progress)
        return self._ingest(open_source(Path(path), columns), plan or IngestPlan(), progress)

    def download(self) -> Path:
        """Fetch the Spotify Million Song Dataset from Kaggle, for `ingest`, and say where it lies.

        It stays in the cache of kagglehub and is not fetched twice.

        Raises:
            MissingExtraError: the extra `kaggle` is not installed.
            FileError: it cannot be had.
        """
        from heartsong.catalogue.sources.kaggle import download

        return download()

    def import_pack(
        self,
        path: str | Path,
        *,
        rescore: bool = False,
        plan: IngestPlan | None = None,
        progress: Progress | None = None,
    ) -> IngestReport:
        """Store the songs of a pack in the listener's own catalogue, as `ingest` does.

        Songs that the catalogue has scored already keep what it knows of them. The pack is checked
        as a whole before anything is stored; an import that was cut off goes on where it stopped
        when it is run again.

        Args:
            rescore: where another model scored the pack, take its songs' names alone and score
                those whose lyrics are at hand: kept from an earlier lookup or, with
                `plan.look_up`, found at LRCLIB. The others are kept without a mood.
            plan: how much is read, and whether it is stored; by default all.
            progress: as for `ingest`.

        Raises:
            PackError: it is damaged, no pack, or scored by another model than this Recommender's
                while `rescore` is not given.
            CatalogueError: the catalogue cannot be used or written.
            FileError: the lyrics that were kept cannot be read.
            MissingExtraError: looking up lyrics needs the extra `lookup`.
        """
        from heartsong.catalogue.pack import import_pack
        from heartsong.catalogue.pack_file import PackFile
        from heartsong.catalogue.sources.pack import PackSource

        path, plan = Path(path), plan or IngestPlan()
        with PackFile(path) as pack:
            theirs = pack.manifest.model
            if theirs == self._model.name:
                pack.check(self._model.width)  # before a new catalogue is made for it
                with self._written(plan.dry_run) as store:
                    songs = max(1, pack.manifest.songs)
                    rows = min(plan.limit or songs, songs)
                    done = _told(progress, lambda read: read / rows)
                    return import_pack(pack, store, plan, done)
        if not rescore:
            raise PackError(
                f"{path} was scored by the model {theirs}, this is {self._model.name}: import it "
                f"{how_to_load(theirs)}, or have its songs scored anew with 'heartsong pack "
                f"import {path} --rescore'."
            )
        return self._ingest(PackSource(path), plan, progress, at_hand=True)

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

    def _ingest(
        self,
        source: Source,
        plan: IngestPlan,
        progress: Progress | None,
        at_hand: bool = False,
    ) -> IngestReport:
        """Score and store the rows of a source; with the lyrics at hand where that is told."""
        from heartsong.catalogue.ingest import ingest

        model = self._model
        rows: Iterable[RawSong | Unusable] = source
        with self._written(plan.dry_run) as store, ExitStack() as stack:
            if plan.look_up or (at_hand and self._settings.lyrics_cache.exists()):
                rows = stack.enter_context(self._looked_up(source, store, plan.look_up))
            return ingest(rows, model, store, plan, _telling(progress, source, plan.limit))

    @contextmanager
    def _looked_up(
        self, source: Iterable[RawSong | Unusable], store: Store, ask: bool
    ) -> Iterator[Iterable[RawSong | Unusable]]:
        """The rows of a source, with the lyrics that it lacks: kept ones, and others if asked."""
        from heartsong.catalogue.lookup import LRCLIB, LyricsLookup, looked_up

        settings = self._settings
        base = (settings.lrclib or LRCLIB) if ask else None
        with LyricsLookup(settings.lyrics_cache, base) as lookup:
            yield looked_up(source, lookup, store)


def _telling(
    progress: Progress | None, source: Source, limit: int | None
) -> Callable[[int, int], None] | None:
    """What tells, with the rows done of those read so far, the share of all that they are."""
    if progress is None:
        return None

    def tell(done: int, read: int) -> None:
        share = None if source.share is None else source.share * done / max(1, read)
        # A limit or the end, whichever is nearer.
        progress(done, max(share or 0.0, done / limit) if limit else share)

    return tell


def _told(
    progress: Progress | None, share: Callable[[int], float | None]
) -> Callable[[int], None] | None:
    """What tells, with the rows done, the share of all that they are."""
    return (lambda read: progress(read, share(read))) if progress else None
