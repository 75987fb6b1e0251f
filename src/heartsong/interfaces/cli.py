"""The command `heartsong`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NoReturn

import typer

from heartsong.errors import FileError, HeartsongError, RequestError, TextError
from heartsong.interfaces import workshop
from heartsong.interfaces.files import (
    Format,
    given_words,
    named_columns,
    replacing,
    text_lines,
    write_songs,
)
from heartsong.interfaces.options import (
    CatalogueOption,
    JsonOption,
    ModelOption,
    SentimentModelOption,
    counting,
    print_json,
)

if TYPE_CHECKING:
    from heartsong.model import Kind
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
    model: ModelOption = None,
    sentiment_model: SentimentModelOption = None,
) -> None:
    """Songs for the way you feel.

    Write as you would to a friend; ten songs come back, each with the reason why it fits.

    heartsong recommend "What music should I listen to if I feel bad"

    heartsong recommend "leg day, make it loud" -k 5 --json
    """
    answer = _recommender(catalogue, model, sentiment_model).recommend(given_words(text), k)
    if as_json:
        from heartsong.interfaces.payloads import of_recommendation

        print_json(of_recommendation(answer))
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
    song: Annotated[bool, typer.Option("--song", help="The text is a song's lyrics.")] = False,
    as_json: JsonOption = False,
    model: ModelOption = None,
    sentiment_model: SentimentModelOption = None,
) -> None:
    """The mood of a text, or of each line of a file.

    heartsong analyze "we got the keys today" --json

    heartsong analyze --song - < lyrics.txt

    heartsong analyze "we got the keys today" --model bhadresh-savani/bert-base-uncased-emotion
    """
    if (text is None) == (file is None):
        raise RequestError("Give either a text or --file LINES.txt.")
    recommender = _recommender(None, model, sentiment_model)
    kind: Kind = "song" if song else "message"
    if file is not None:
        _analyze_lines(file, recommender, kind)
        return
    words = given_words(text or "")
    (mood,) = recommender.analyze([words], kind)
    if as_json:
        from heartsong.interfaces.payloads import of_analysis

        print_json(of_analysis(words, mood))
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
    model: ModelOption = None,
    sentiment_model: SentimentModelOption = None,
) -> None:
    """Score a table of lyrics into a catalogue of your own.

    Columns are found by the names that real files use; rows that cannot be used are counted.

    heartsong ingest songs.csv --catalogue my.db

    Run it again after an interruption: it goes on where it stopped.
    """
    from rich.console import Console

    from heartsong.interfaces import render

    recommender = _recommender(catalogue, model, sentiment_model)
    with counting("scoring") as count:
        found = recommender.ingest(file, named_columns(column or []), count)
    render.report(found, Console())
    if not found.stored and not found.unchanged:
        raise FileError(f"No row of {file} could be used: see the reasons above.")
    if catalogue is None:
        given = {"--model": model, "--sentiment-model": sentiment_model}
        options = "".join(f" {option} {name}" for option, name in given.items() if name)
        print(f"Ask it with: heartsong recommend TEXT --catalogue {found.catalogue}{options}")


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


for command in (workshop.train, workshop.evaluate):
    app.command()(command)


def _recommender(
    catalogue: Path | None, model: str | None, sentiment_model: str | None
) -> Recommender:
    from heartsong.config import Settings
    from heartsong.recommender import Recommender

    settings = Settings.load(model=model, sentiment_model=sentiment_model)
    return Recommender(catalogue, settings=settings)


def _analyze_lines(file: Path, recommender: Recommender, kind: Kind) -> None:
    """One JSON object a line; lines that cannot be heard are named on the error stream."""
    from heartsong.interfaces.payloads import of_analysis

    heard = failed = 0
    for number, line in enumerate(text_lines(file), 1):
        if not line.strip():
            continue
        try:
            (mood,) = recommender.analyze([line], kind)
        except TextError as error:
            failed += 1
            print(f"heartsong: line {number} was passed over. {error}", file=sys.stderr)
            continue
        heard += 1
        print_json(of_analysis(line, mood))
    if not heard:
        raise TextError(f"No line of {file} could be heard: give a file with one text a line.")
    if failed:
        print(f"heartsong: {heard} lines heard, {failed} passed over.", file=sys.stderr)
