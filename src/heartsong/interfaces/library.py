"""Commands over a catalogue: filling it, writing it out, and the moods it falls into."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from heartsong.errors import FileError, RequestError
from heartsong.interfaces.files import Format, named_columns, replacing, write_songs
from heartsong.interfaces.options import (
    CatalogueOption,
    JsonOption,
    ModelOption,
    SentimentModelOption,
    counting,
    print_json,
    recommender,
)

if TYPE_CHECKING:
    from heartsong.library import Library


class LyricsFrom(StrEnum):
    """Where missing lyrics can be looked up."""

    LRCLIB = "lrclib"


def ingest(
    source: Annotated[
        Path | None,
        typer.Argument(
            help="A table of lyrics (CSV, TSV, JSON Lines, Parquet; gzip or zip too), a folder of "
            "music, a playlist (M3U, JSPF), a dump of LRCLIB or a pack."
        ),
    ] = None,
    catalogue: Annotated[
        Path | None,
        typer.Option("--catalogue", help="Where to; a library in your data folder by default."),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(help="Where a column's name is not recognised: title=song, lyrics=words …"),
    ] = None,
    download: Annotated[
        bool,
        typer.Option(
            "--download",
            help="Instead of a source: the Spotify Million Song Dataset, fetched from Kaggle "
            "(extra: kaggle).",
        ),
    ] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Stop after so many rows.")] = None,
    lyrics: Annotated[
        LyricsFrom | None,
        typer.Option(help="Look up missing lyrics on the network (extra: lookup)."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Score and count; store nothing.")
    ] = False,
    model: ModelOption = None,
    sentiment_model: SentimentModelOption = None,
) -> None:
    """Score songs into a catalogue of your own.

    What the source is, it tells by itself; columns are found by the names that real files use.
    Songs without English lyrics are kept without a mood; rows that are no songs are counted.

    heartsong ingest songs.csv --catalogue my.db

    heartsong ingest ~/Music

    heartsong ingest --download --catalogue my.db

    Run it again after an interruption: it goes on where it stopped.
    """
    from rich.console import Console

    from heartsong.interfaces import render
    from heartsong.types import IngestPlan

    if (source is None) != download:
        raise RequestError("Give either a source of songs or --download.")
    ours = recommender(catalogue, model, sentiment_model)
    source = source or ours.download()
    with counting("scoring") as count:
        plan = IngestPlan(limit=limit, dry_run=dry_run, look_up=lyrics is not None)
        found = ours.ingest(source, named_columns(column or []), plan, count)
    if not found.read:
        raise FileError(f"There are no songs in {source}: give a table of lyrics or other music.")
    render.report(found, Console(), dry_run)
    if not found.stored and not found.unchanged:
        raise FileError(f"No song of {source} could be scored: see the reasons above.")
    if catalogue is None and not dry_run:
        given = {"--model": model, "--sentiment-model": sentiment_model}
        options = "".join(f" {option} {name}" for option, name in given.items() if name)
        print(f"Ask it with: heartsong recommend TEXT --catalogue {found.catalogue}{options}")


def export(
    catalogue: CatalogueOption = None,
    format: Annotated[
        Format, typer.Option(help="JSON Lines, a table, or a table of the prototype's.")
    ] = Format.JSONL,
    output: Annotated[Path | None, typer.Option(help="A file; the screen by default.")] = None,
) -> None:
    """Every song of a catalogue with its mood.

    A text that a spreadsheet would run as a formula stands behind a single quote in csv. The
    prototype's tables hold lyrics, lower-cased and cut; prototype-clustered needs the extra: moods.

    heartsong export --catalogue my.db --format prototype-traindata --output traindata.csv
    """
    from heartsong.recommender import Recommender

    ours = Recommender(catalogue)
    if output is None:
        _write(ours, format, sys.stdout)
        return
    if catalogue is not None and output.resolve() == catalogue.resolve():
        raise FileError(f"{output} is the catalogue itself: choose another file.")
    with replacing(output) as target:
        _write(ours, format, target)


def moods(
    catalogue: CatalogueOption = None,
    k: Annotated[str, typer.Option("--k", help='How many groups, or "auto".')] = "4",
    map: Annotated[
        Path | None, typer.Option("--map", help="Draw the catalogue into a PNG or SVG file.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """The mood groups that a catalogue falls into by itself.

    Songs are grouped by what they carry; a group is called Happy, Anxious/Sad, Energetic or Calm
    only where its middle is so. Needs the extra: moods.

    heartsong moods --catalogue my.db --map moods.svg
    """
    from heartsong.recommender import Recommender

    if k != "auto" and not k.isdecimal():
        raise RequestError(f"'{k}' is no number of groups: give one, or auto.")
    found = Recommender(catalogue).moods(None if k == "auto" else int(k), map)
    if as_json:
        from heartsong.interfaces.payloads import of_mood_groups

        print_json(of_mood_groups(found))
    else:
        from rich.console import Console

        from heartsong.interfaces import render

        render.mood_groups(found, Console())


def _write(ours: Library, format: Format, target: TextIO) -> None:
    from heartsong.interfaces.payloads import of_song
    from heartsong.interfaces.prototype import SHAPES, write_shape

    if format in SHAPES:
        write_shape(ours, format, target)
    else:
        write_songs((of_song(song) for song in ours.songs()), format, target)
