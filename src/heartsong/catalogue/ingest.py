"""A source → a scored catalogue, batch by batch; a killed run loses no more than two batches."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from heartsong.catalogue.gates import doubt
from heartsong.catalogue.identity import fingerprint, song_id
from heartsong.catalogue.kin import KIN
from heartsong.catalogue.sketch import Sketches
from heartsong.catalogue.sources.base import RawSong, Unusable
from heartsong.lyrics.clean import clean_lines
from heartsong.model import MoodModel
from heartsong.store.base import Store, StoredSong
from heartsong.types import IngestPlan, IngestReport, Mood, Song, UnscoredSong

BATCH: Final = 256
NEARLY_THE_SAME: Final = "nearly the same lyrics as another song of the artist"

# Takes the number of rows done, and that of rows read: one batch is read ahead.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Sung:
    """A song that can be scored, with its distinct lines and their sketch."""

    id: str
    raw: RawSong
    lines: list[str]
    sketch: bytes


@dataclass(frozen=True, slots=True)
class _Batch:
    """What will be stored once it is scored, and how many rows were read up to it."""

    scored: Future[list[StoredSong]]
    unscored: list[UnscoredSong]
    read: int


@dataclass(slots=True)
class _Tally:
    """Counts while they grow; `IngestReport` is what the caller gets."""

    read: int = 0
    stored: int = 0
    unchanged: int = 0
    unscored: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def count(self, counts: Counter[str], row: Unusable) -> None:
        counts[row.reason] += 1
        where = f"row {row.row}: {row.name}" if row.name else f"row {row.row}"
        self.examples.setdefault(row.reason, where)


def ingest(
    source: Iterable[RawSong | Unusable],
    model: MoodModel,
    store: Store,
    plan: IngestPlan | None = None,
    progress: Progress | None = None,
) -> IngestReport:
    """Score every usable song of a source and store it; keep the others without a mood.

    Songs that the store holds with the same lyrics are passed over, so a run that was cut off
    goes on where it stopped.

    Args:
        progress: called after each batch with the number of rows done, and that of rows read.

    Raises:
        CatalogueError: the store holds songs of another model, or cannot be written.
    """
    return _Run(model, store, plan or IngestPlan()).all(source, progress)


class _Run:
    def __init__(self, model: MoodModel, store: Store, plan: IngestPlan) -> None:
        self._model = model
        self._store = store
        self._plan = plan
        self._tally = _Tally()
        self._sketches = Sketches(store, remember=plan.dry_run)
        self._popularity: dict[str, float] = {}  # of songs that the store holds

    def all(self, source: Iterable[RawSong | Unusable], progress: Progress | None) -> IngestReport:
        started = time.monotonic()
        self._store.check(self._model.name)
        for done in self._batches(islice(source, self._plan.limit)):
            if progress:
                progress(done, self._tally.read)
        tally = self._tally
        return IngestReport(
            self._store.name,
            tally.read,
            tally.stored,
            tally.unchanged,
            dict(tally.unscored.most_common()),
            dict(tally.skipped.most_common()),
            tally.examples,
            time.monotonic() - started,
        )

    def _batches(self, rows: Iterator[RawSong | Unusable]) -> Iterator[int]:
        """Store batch after batch; yields how many rows were read for what is stored.

        While the model scores one batch, the next one is read and sorted.
        """
        with ThreadPoolExecutor(max_workers=1) as scorer:
            waiting: _Batch | None = None
            while batch := list(islice(rows, BATCH)):
                sung, unscored = self._sorted(batch)
                scored = scorer.submit(self._scored, sung)
                if waiting:
                    yield self._finish(waiting)
                waiting = _Batch(scored, unscored, self._tally.read)
            if waiting:
                yield self._finish(waiting)

    def _finish(self, batch: _Batch) -> int:
        scored = batch.scored.result()
        self._tally.stored += len(scored)
        if not self._plan.dry_run:
            self._store.add(scored, self._model.name)
            self._store.add_unscored(batch.unscored)
            self._store.set_popularity(self._popularity)
            self._popularity = {}
        return batch.read

    def _sorted(
        self, batch: Sequence[RawSong | Unusable]
    ) -> tuple[list[_Sung], list[UnscoredSong]]:
        """What of a batch is scored, and what is kept unscored; the rest is counted."""
        sung: list[_Sung] = []
        unscored: list[UnscoredSong] = []
        self._sketches.look_up([row.artist for row in batch if isinstance(row, RawSong)])
        for key, raw in self._new(batch):
            lines = clean_lines(raw.lyrics or "")
            reason = _reason(raw, lines)
            sketch = None if reason else self._sketches.take(key, raw.artist, lines)
            if sketch:
                self._tally.seen.add(key)
                sung.append(_Sung(key, raw, lines, sketch))
            else:
                unscored.append(self._kept(key, raw, reason or NEARLY_THE_SAME))
        return sung, unscored

    def _kept(self, key: str, raw: RawSong, reason: str) -> UnscoredSong:
        """A song without a mood, counted."""
        name = f"{raw.artist} – {raw.title}"
        self._tally.count(self._tally.unscored, Unusable(raw.row, reason, name))
        return UnscoredSong(
            key,
            raw.artist,
            raw.title,
            reason,
            raw.album,
            raw.year,
            raw.genre,
            raw.link,
            raw.popularity,
        )

    def _new(self, batch: Sequence[RawSong | Unusable]) -> Iterator[tuple[str, RawSong]]:
        """The songs of a batch, by id, that the store does not hold as they are."""
        tally = self._tally
        ids = {row.row: song_id(row.artist, row.title) for row in batch if isinstance(row, RawSong)}
        known = self._store.fingerprints(list(ids.values()))
        for row in batch:
            tally.read += 1
            if isinstance(row, Unusable):
                tally.count(tally.skipped, row)
                continue
            name, key = f"{row.artist} – {row.title}", ids[row.row]
            if key in tally.seen:
                again = Unusable(row.row, "same artist and title again", name)
                tally.count(tally.skipped, again)
            elif key in known and (not row.lyrics or known[key] == fingerprint(row.lyrics)):
                # A song that is already scored needs no lyrics again.
                tally.seen.add(key)
                tally.unchanged += 1
                if row.popularity is not None:
                    self._popularity[key] = row.popularity
            else:
                yield key, row

    def _scored(self, sung: Sequence[_Sung]) -> list[StoredSong]:
        raw = [song.raw for song in sung]
        genres = KIN.shares([each.artist for each in raw], [each.genre for each in raw])
        heard = self._model.hear([song.lines for song in sung], "song", genres)
        return [
            StoredSong(
                _song(song, found.mood),
                found.embedding,
                fingerprint(song.raw.lyrics or ""),
                song.raw.lyrics if self._plan.keep_lyrics else None,
                song.sketch,
            )
            for song, found in zip(sung, heard, strict=True)
        ]


def _reason(raw: RawSong, lines: Sequence[str]) -> str | None:
    """Why a song cannot be scored, or None."""
    if raw.instrumental:
        return "instrumental"
    lyrics = raw.lyrics or ""
    return doubt(lyrics, lines) if lyrics.strip() else raw.lacking


def _song(sung: _Sung, mood: Mood) -> Song:
    raw = sung.raw
    return Song(
        sung.id,
        raw.artist,
        raw.title,
        mood,
        raw.album,
        raw.year,
        raw.genre,
        raw.link,
        raw.popularity,
    )
