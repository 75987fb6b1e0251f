"""The three tables that the students' prototype worked with: its columns, in its order.

It began with Kaggle's Spotify Million Song Dataset, lower-cased the lyrics and cut them to what
BERT reads, scored six emotions, and named four clusters. Its notebooks read such tables back, so a
cell is what the catalogue holds, even where a spreadsheet would take it for a formula.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Final, TextIO

from heartsong.interfaces.files import QUOTING, Format
from heartsong.types import EMOTIONS, Song

if TYPE_CHECKING:
    from heartsong.library import Library

Row = tuple[object, ...]

PIECES: Final = 510  # BERT reads 512, two of which frame the text
CLUSTERS: Final = 4
PROCESSED: Final = ("artist", "song", "link", "text")
TRAINDATA: Final = (*PROCESSED, *EMOTIONS)
CLUSTERED: Final = (*TRAINDATA, "cluster", "mood")
SHAPES: Final = {Format.PROCESSED, Format.TRAINDATA, Format.CLUSTERED}


def write_shape(library: Library, shape: Format, target: TextIO) -> None:
    """Every song that has a mood, in one of the `SHAPES`.

    Raises:
        CatalogueError: the catalogue is unusable, or has too few songs to cluster.
        MissingExtraError: clusters need the extra `moods`.
    """
    cut = library.cutter(PIECES)
    songs = ((song, cut((words or "").lower())) for song, words in library.sung())
    if shape is Format.PROCESSED:
        write(PROCESSED, (processed(*each) for each in songs), target)
    elif shape is Format.TRAINDATA:
        write(TRAINDATA, (traindata(*each) for each in songs), target)
    else:
        write(CLUSTERED, clustered(songs, library.grouped(CLUSTERS)), target)


def processed(song: Song, text: str) -> Row:
    return song.artist, song.title, song.link, text


def traindata(song: Song, text: str) -> Row:
    return *processed(song, text), *(song.mood.emotions[name] for name in EMOTIONS)


def clustered(
    songs: Iterable[tuple[Song, str]], groups: Mapping[str, tuple[int, str]]
) -> Iterator[Row]:
    """Rows of the songs that are in a group; those stored after the grouping are left out."""
    for song, text in songs:
        if song.id in groups:
            yield *traindata(song, text), *groups[song.id]


def write(columns: Row, rows: Iterator[Row], target: TextIO) -> None:
    """One table, every text in quotes, every number with all its digits."""
    # The first row is had before anything is written: an unusable catalogue leaves no heading.
    first = list(islice(rows, 1))
    writer = csv.writer(target, lineterminator="\n", quoting=QUOTING)
    writer.writerow(columns)
    writer.writerows(first)
    writer.writerows(rows)
