"""Options that several commands share, and what they print in the same way."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from heartsong.recommender import Recommender

CatalogueOption = Annotated[
    Path | None,
    typer.Option("--catalogue", help="A catalogue of your own; the starter catalogue by default."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME",
        help="A Hugging Face classifier of emotions by hub name or folder (extra: hub), or an "
        "encoder that you trained; the shipped one by default.",
    ),
]
SentimentModelOption = Annotated[
    str | None,
    typer.Option(
        "--sentiment-model",
        metavar="NAME",
        help="A Hugging Face classifier of sentiments by hub name or folder (extra: hub).",
    ),
]


def print_json(payload: dict[str, object]) -> None:
    print(json.dumps(payload, ensure_ascii=False))


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, float | None], None]]:
    """A bar on the error stream, where a person sees it, and the call that moves it on.

    The call takes how many are done, and what share of all that is where it is known; then the bar
    tells how many there may be, and the time left.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("left:"),
        TimeRemainingColumn(),
    )
    quiet = not sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=quiet) as bar:
        task = bar.add_task(what, total=None, rate="")

        def move(done: int, share: float | None = None) -> None:
            elapsed = bar.tasks[task].elapsed or 0.0
            rate = f"{done / elapsed:.0f} a second" if elapsed > 1 else ""
            bar.update(
                task, completed=done, total=round(done / share) if share else None, rate=rate
            )

        yield move


def recommender(
    catalogue: Path | None, model: str | None, sentiment_model: str | None
) -> Recommender:
    from heartsong.config import Settings
    from heartsong.recommender import Recommender

    settings = Settings.load(model=model, sentiment_model=sentiment_model)
    return Recommender(catalogue, settings=settings)
