"""The command that looks songs up by their names."""

from __future__ import annotations

from typing import Annotated

import typer

from heartsong.interfaces.options import CatalogueOption, JsonOption, print_json


def search(
    words: Annotated[
        list[str], typer.Argument(help="Words of an artist, a title, an album; they may be cut.")
    ],
    catalogue: CatalogueOption = None,
    limit: Annotated[int, typer.Option(help="How many songs at most.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """Songs of a catalogue by their names, with a mood or without.

    heartsong search nina simone

    Case, accents and signs do not count, and a word may be cut short.
    """
    from heartsong.recommender import Recommender

    asked = " ".join(words)
    found = Recommender(catalogue).find(asked, limit)
    if as_json:
        from heartsong.interfaces.payloads import of_search

        print_json(of_search(asked, found))
    else:
        from rich.console import Console

        from heartsong.interfaces import render

        render.songs(found, Console())
