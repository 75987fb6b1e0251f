"""The command `heartsong`."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NoReturn

import typer

from heartsong.errors import FileError, HeartsongError, MissingExtraError, RequestError, TextError
from heartsong.interfaces.files import (
    Format,
    given_words,
    named_columns,
    replacing,
    text_lines,
    write_songs,
)

if TYPE_CHECKING:
    from heartsong.recommender import Recommender

USER_ERROR: Final = 2
BROKEN_PIPE: Final = 141  # what a shell reports of a program that a closed pipe ended

app = typer.Typer(
    name="heartsong",
    help=(
        "What should I listen to, the way I feel now?\n\n"
        "Write how you feel in your own words; real songs that fit come back, offline. "
        'Begin with: heartsong recommend "I feel bad"'
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)

CatalogueOption = Annotated[
    Path | None,
    typer.Option("--catalogue", help="A catalogue of your own; the starter catalogue by default."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def main() -> None:
    """Run the command; an error that the user can mend becomes one sentence and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal without some sign still gets the rest; programs get every sign.
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
    try:
        try:
            app()
        finally:
            sys.stdout.flush()  # here, where a full disk or a closed pipe can still be told
    except HeartsongError as error:
        _fail(str(error), USER_ERROR)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(BROKEN_PIPE)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _fail(f"The answer cannot be written ({error.strerror}): write it elsewhere.", USER_ERROR)


def _fail(sentence: str, code: int) -> NoReturn:
    print(f"heartsong: {sentence}", file=sys.stderr)
    sys.exit(code)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(version("heartsong"))
        raise typer.Exit


@app.callback()
def heartsong(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command()
def recommend(
    text: Annotated[
        str, typer.Argument(help='How you feel, in your words; "-" reads them from a pipe.')
    ],
    k: Annotated[int, typer.Option("-k", "--songs", help="How many songs.")] = 10,
    catalogue: CatalogueOption = None,
    as_json: JsonOption = False,
) -> None:
    """Songs for the way you feel.

    Write as you would to a friend; ten songs come back, each with the reason why it fits.

    heartsong recommend "What music should I listen to if I feel bad"

    heartsong recommend "leg day, make it loud" -k 5 --json
    """
    from heartsong.recommender import Recommender

    answer = Recommender(catalogue).recommend(given_words(text), k)
    if as_json:
        from heartsong.interfaces.payloads import of_recommendation

        _print_json(of_recommendation(answer))
    else:
        from rich.console import Console

        from heartsong.interfaces import render

        render.recommendation(answer, Console())


@app.command()
def analyze(
    text: Annotated[str | None, typer.Argument(help='A text; "-" reads it from a pipe.')] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", help="A text file: one text a line, one JSON object each."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """The mood of a text, or of each line of a file.

    heartsong analyze "we got the keys today" --json
    """
    from heartsong.recommender import Recommender

    if (text is None) == (file is None):
        raise RequestError("Give either a text or --file LINES.txt.")
    recommender = Recommender()
    if file is not None:
        _analyze_lines(file, recommender)
        return
    words = given_words(text or "")
    (mood,) = recommender.analyze([words])
    if as_json:
        from heartsong.interfaces.payloads import of_analysis

        _print_json(of_analysis(words, mood))
    else:
        from rich.console import Console

        from heartsong.interfaces import render

        render.analysis(mood, Console())


@app.command()
def ingest(
    file: Annotated[Path, typer.Argument(help="A CSV or TSV file with artist, title and lyrics.")],
    catalogue: Annotated[
        Path | None,
        typer.Option("--catalogue", help="Where to; a library in your data folder by default."),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(help="Where a column's name is not recognised: title=song, lyrics=words …"),
    ] = None,
) -> None:
    """Score a table of lyrics into a catalogue of your own.

    Columns are found by the names that real files use; rows that cannot be used are counted.

    heartsong ingest songs.csv --catalogue my.db

    Run it again after an interruption: it goes on where it stopped.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from heartsong.interfaces import render
    from heartsong.recommender import Recommender

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    quiet = not sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=quiet) as bar:
        task = bar.add_task("scoring", total=None)
        found = Recommender(catalogue).ingest(
            file, named_columns(column or []), lambda done: bar.update(task, completed=done)
        )
    render.report(found, Console())
    if not found.stored and not found.unchanged:
        raise FileError(f"No row of {file} could be used: see the reasons above.")
    if catalogue is None:
        print(f"Ask it with: heartsong recommend TEXT --catalogue {found.catalogue}")


@app.command()
def export(
    catalogue: CatalogueOption = None,
    format: Annotated[Format, typer.Option(help="JSON Lines, or a table.")] = Format.JSONL,
    output: Annotated[Path | None, typer.Option(help="A file; the screen by default.")] = None,
) -> None:
    """Every song of a catalogue with its mood."""
    from heartsong.interfaces.payloads import of_song
    from heartsong.recommender import Recommender

    songs = (of_song(song) for song in Recommender(catalogue).songs())
    if output is None:
        write_songs(songs, format, sys.stdout)
        return
    if catalogue is not None and output.resolve() == catalogue.resolve():
        raise FileError(f"{output} is the catalogue itself: choose another file.")
    with replacing(output) as target:
        write_songs(songs, format, target)


@app.command()
def train(
    data: Annotated[Path, typer.Option(help="The folder with text/ and lyrics/.")],
    work: Annotated[
        Path, typer.Option(help="Checkpoints; a run that was cut off goes on from here.")
    ],
    output: Annotated[Path, typer.Option(help="A folder for the new model.")],
) -> None:
    """Train the encoder anew (extra: train).

    Reads the data sets, fine-tunes, exports int8 ONNX and prints how good the result is.
    """
    import logging

    try:
        from heartsong.training.pipeline import Run, make, unpack_base
    except ImportError as error:
        raise MissingExtraError("train", "training") from error

    logging.basicConfig(format="%(message)s")
    logging.getLogger("heartsong").setLevel(logging.INFO)
    print(make(Run(data, work, unpack_base(work)), output))


def _analyze_lines(file: Path, recommender: Recommender) -> None:
    """One JSON object a line; lines that cannot be heard are named on the error stream."""
    from heartsong.interfaces.payloads import of_analysis

    heard = failed = 0
    for number, line in enumerate(text_lines(file), 1):
        if not line.strip():
            continue
        try:
            (mood,) = recommender.analyze([line])
        except TextError as error:
            failed += 1
            print(f"heartsong: line {number} was passed over. {error}", file=sys.stderr)
            continue
        heard += 1
        _print_json(of_analysis(line, mood))
    if not heard:
        raise TextError(f"No line of {file} could be heard: give a file with one text a line.")
    if failed:
        print(f"heartsong: {heard} lines heard, {failed} passed over.", file=sys.stderr)


def _print_json(payload: dict[str, object]) -> None:
    print(json.dumps(payload, ensure_ascii=False))
