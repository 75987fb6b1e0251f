"""A source → a scored catalogue, batch by batch; a killed run loses no more than its last batch."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from heartsong.catalogue.identity import fingerprint, song_id
from heartsong.catalogue.sources.base import RawSong, Unusable
from heartsong.language import is_english
from heartsong.lyrics.clean import clean_lines
from heartsong.lyrics.score import score
from heartsong.model import MoodModel
from heartsong.store.base import Store, StoredSong
from heartsong.types import IngestReport, Song

BATCH: Final = 256
FEWEST_WORDS: Final = 12  # fewer distinct ones say too little to judge a mood by

Progress = Callable[[int], None]


@dataclass(slots=True)
class _Tally:
    """Counts while they grow; `IngestReport` is what the caller gets."""

    read: int = 0
    stored: int = 0
    unchanged: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def skip(self, row: Unusable) -> None:
        self.skipped[row.reason] += 1
        where = f"row {row.row}: {row.name}" if row.name else f"row {row.row}"
        self.examples.setdefault(row.reason, where)


def ingest(
    source: Iterable[RawSong | Unusable],
    model: MoodModel,
    store: Store,
    *,
    keep_lyrics: bool = True,
    progress: Progress | None = None,
) -> IngestReport:
    """Score every usable row of a source and store it.

    Songs that the store holds with the same lyrics are passed over, so a run that was cut off
    goes on where it stopped.

    Args:
        keep_lyrics: store the lyrics beside the figures, for reasons that quote them.
        progress: called with the number of rows done, after each batch.

    Raises:
        CatalogueError: the store holds songs of another model, or cannot be written.
    """
    started = time.monotonic()
    tally = _Tally()
    store.check(model.name)
    for rows in _batches(source):
        songs = list(_usable(rows, store, tally))
        tally.stored += _store(songs, model, store, keep_lyrics)
        if progress:
            progress(tally.read)
    return IngestReport(
        store.name,
        tally.read,
        tally.stored,
        tally.unchanged,
        dict(tally.skipped.most_common()),
        tally.examples,
        time.monotonic() - started,
    )


def _batches(source: Iterable[RawSong | Unusable]) -> Iterator[list[RawSong | Unusable]]:
    rows = iter(source)
    while batch := list(islice(rows, BATCH)):
        yield batch


def _usable(
    rows: list[RawSong | Unusable], store: Store, tally: _Tally
) -> Iterator[tuple[str, RawSong]]:
    """The songs of a batch that must be scored, by id; the others are tallied."""
    ids = {row.row: song_id(row.artist, row.title) for row in rows if isinstance(row, RawSong)}
    known = store.fingerprints(list(ids.values()))
    for row in rows:
        tally.read += 1
        if isinstance(row, Unusable):
            tally.skip(row)
            continue
        name, key = f"{row.artist} – {row.title}", ids[row.row]
        if key in tally.seen:
            tally.skip(Unusable(row.row, "same artist and title again", name))
        elif known.get(key) == fingerprint(row.lyrics):
            tally.seen.add(key)
            tally.unchanged += 1
        elif reason := _doubt(row.lyrics):
            tally.skip(Unusable(row.row, reason, name))
        else:
            tally.seen.add(key)
            yield key, row


def _doubt(lyrics: str) -> str | None:
    """Why lyrics cannot be judged by a model of English, or None."""
    lines = clean_lines(lyrics)
    if len({word for line in lines for word in line.casefold().split()}) < FEWEST_WORDS:
        return "too few words"
    return None if is_english("\n".join(lines)) else "not in English"


def _store(
    songs: list[tuple[str, RawSong]], model: MoodModel, store: Store, keep_lyrics: bool
) -> int:
    heard = score([row.lyrics for _, row in songs], model)
    scored = [
        StoredSong(
            Song(key, row.artist, row.title, found.mood, row.album, row.year, row.genre, row.link),
            found.embedding,
            fingerprint(row.lyrics),
            row.lyrics if keep_lyrics else None,
        )
        for (key, row), found in zip(songs, heard, strict=True)
        if found is not None  # never so: a song with enough words has a piece
    ]
    return store.add(scored, model.name)
