"""The command `heartsong`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NoReturn

import typer

from heartsong.errors import HeartsongError, RequestError, TextError
from heartsong.interfaces import (
    chat,
    library,
    packs,
    playlist,
    recommend,
    search,
    serve,
    workshop,
)
from heartsong.interfaces.files import given_words, text_lines
from heartsong.interfaces.options import (
    JsonOption,
    ModelOption,
    SentimentModelOption,
    print_json,
    recommender,
)

if TYPE_CHECKING:
    from heartsong.model import Kind
    from heartsong.types import Mood

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
def analyze(
    text: Annotated[str | None, typer.Argument(help='A text; "-" reads it from a pipe.')] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", help="A text file: one text a line, one JSON object each."),
    ] = None,
    song: Annotated[bool, typer.Option("--song", help="The text is a song's lyrics.")] = False,
    artist: Annotated[
        str | None, typer.Option("--artist", help="Whose song it is: genres count as well.")
    ] = None,
    as_json: JsonOption = False,
    model: ModelOption = None,
    sentiment_model: SentimentModelOption = None,
) -> None:
    """The mood of a text, or of each line of a file.

    heartsong analyze "we got the keys today" --json

    heartsong analyze --song --artist "Nina Simone" - < lyrics.txt

    heartsong analyze "we got the keys today" --model bhadresh-savani/bert-base-uncased-emotion
    """
    if (text is None) == (file is None):
        raise RequestError("Give either a text or --file LINES.txt.")
    if artist and not song:
        raise RequestError("--artist goes with --song: messages have none.")
    ours = recommender(None, model, sentiment_model)
    kind: Kind = "song" if song else "message"
    hear = partial(ours.analyze, kind=kind, artist=artist)
    if file is not None:
        _analyze_lines(file, hear)
        return
    words = given_words(text or "")
    (mood,) = hear([words])
    if as_json:
        from heartsong.interfaces.payloads import of_analysis

        print_json(of_analysis(words, mood))
    else:
        from rich.console import Console

        from heartsong.interfaces import render

        render.analysis(mood, Console())


app.add_typer(packs.app, name="pack")
for command in (
    recommend.recommend,
    chat.chat,
    library.ingest,
    library.export,
    library.moods,
    playlist.playlist,
    search.search,
    serve.serve,
    workshop.train,
    workshop.evaluate,
):
    app.command()(command)


def _analyze_lines(file: Path, hear: Callable[[list[str]], list[Mood]]) -> None:
    """One JSON object a line; lines that cannot be heard are named on the error stream."""
    from heartsong.interfaces.payloads import of_analysis

    heard = failed = 0
    for number, line in enumerate(text_lines(file), 1):
        if not line.strip():
            continue
        try:
            (mood,) = hear([line])
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
