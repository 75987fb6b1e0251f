"""The commands `heartsong pack …`: songs' names and figures in one file, without lyrics."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from heartsong.interfaces.options import (
    CatalogueOption,
    ModelOption,
    SentimentModelOption,
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
    model: ModelOption = None,
    sentiment_model: SentimentModelOption = None,
) -> None:
    """Store the songs of a pack in a catalogue of your own.

    heartsong pack import my.pack --catalogue other.db
    """
    found = recommender(catalogue, model, sentiment_model).import_pack(file)
    print(f"Imported {_told(found)}.")


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
