"""The commands `heartsong pack …`: songs' names and figures in one file, without lyrics."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from heartsong.errors import FileError, RequestError
from heartsong.interfaces.library import LyricsFrom
from heartsong.interfaces.options import (
    CatalogueOption,
    ModelOption,
    SentimentModelOption,
    counting,
    recommender,
)

if TYPE_CHECKING:
    from heartsong.types import PackInfo

app: Final = typer.Typer(
    help="Packs: songs' names and figures in one file, without lyrics.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_File = Annotated[Path, typer.Argument(help="The pack.")]


@app.command()
def export(file: _File, catalogue: CatalogueOption = None) -> None:
    """Write the songs of a catalogue to a pack, so that nobody scores them twice.

    heartsong pack export my.pack --catalogue my.db
    """
    from heartsong.recommender import Recommender

    print(f"Wrote {_told(Recommender(catalogue).export_pack(file))} to {file}.")


@app.command(name="import")
def import_(
    file: _File,
    catalogue: Annotated[
        Path | None,
        typer.Option("--catalogue", help="Where to; a library in your data folder by default."),
    ] = None,
    rescore: Annotated[
        bool,
        typer.Option(
            "--rescore",
            help="Where another model scored the pack: score those songs anew whose lyrics are "
            "at hand, and keep the others without a mood.",
        ),
    ] = False,
    lyrics: Annotated[
        LyricsFrom | None,
        typer.Option(help="With --rescore: look up lyrics on the network (extra: lookup)."),
    ] = None,
    model: ModelOption = None,
    sentiment_model: SentimentModelOption = None,
) -> None:
    """Store the songs of a pack in a catalogue of your own.

    heartsong pack import my.pack --catalogue other.db

    Run it again after an interruption: it goes on where it stopped.
    """
    from rich.console import Console

    from heartsong.interfaces import render
    from heartsong.types import IngestPlan

    if lyrics is not None and not rescore:
        raise RequestError("--lyrics looks up lyrics for scoring anew: give --rescore too.")
    ours = recommender(catalogue, model, sentiment_model)
    with counting("importing") as count:
        plan = IngestPlan(look_up=lyrics is not None)
        found = ours.import_pack(file, rescore=rescore, plan=plan, progress=count)
    render.report(found, Console())
    if not found.stored and not found.unchanged:
        raise FileError(f"No song of {file} could be scored: see the reasons above.")


@app.command()
def info(file: _File) -> None:
    """What a pack says of itself.

    heartsong pack info my.pack
    """
    from heartsong.library import pack_info

    found = pack_info(file)
    print(f"{_told(found)}; format {found.format}, content {found.digest}.")


def _told(found: PackInfo) -> str:
    return f"{found.songs:,} songs scored by {found.model}"
