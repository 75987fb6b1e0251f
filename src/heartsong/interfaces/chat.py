"""The command that talks about songs, line by line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Final

import typer

from heartsong.errors import RequestError, TextError
from heartsong.interfaces.options import (
    CatalogueOption,
    ModelOption,
    SentimentModelOption,
    recommender,
)

if TYPE_CHECKING:
    from rich.console import Console

    from heartsong.conversation import Reply

_PROMPT: Final = "> "
_MOST_BYTES: Final = 1_000_000  # of one line; what lies beyond is passed over


def chat(
    songs: Annotated[int, typer.Option("-k", "--songs", help="How many songs at a time.")] = 10,
    catalogue: CatalogueOption = None,
    seed: Annotated[
        int | None, typer.Option("--seed", help="The same number gives the same songs.")
    ] = None,
    model: ModelOption = None,
    sentiment_model: SentimentModelOption = None,
) -> None:
    """Talk about how you feel, and get songs; each line goes on from the ones before.

    heartsong chat

    printf 'I feel bad\\nmore upbeat\\nwhy this one\\n' | heartsong chat -k 3

    Say "help" to see what can be said. It ends at "bye", Ctrl-D or Ctrl-C, and nothing that you
    wrote is kept.
    """
    from rich.console import Console

    from heartsong.conversation import START, Conversation
    from heartsong.wishes import Options

    songs_of = recommender(catalogue, model, sentiment_model)
    talk = Conversation(songs_of, songs, Options(seed=seed))
    songs_of.find("a", 1)  # a catalogue that cannot be used is better known before the first line
    console = Console()
    _say(START)
    with suppress(KeyboardInterrupt):
        for line in _lines():
            try:
                reply = talk.say(line)
            except (TextError, RequestError) as error:
                print(f"heartsong: {error}", file=sys.stderr, flush=True)
                continue
            _show(reply, console)
            if reply.over:
                return
    if _at_a_terminal():
        print()  # the next prompt of the shell begins a line of its own


def _show(reply: Reply, console: Console) -> None:
    from heartsong.interfaces import render

    answer = reply.recommendation
    if answer is None or not answer.songs:
        notice = answer.notice if answer and answer.notice != reply.text else None
        _say(" ".join(each for each in (reply.text, notice) if each))
        return
    _say(reply.text)
    # Help was said first already.
    again = answer.notice == reply.text
    render.recommendation(replace(answer, notice=None) if again else answer, console)
    sys.stdout.flush()


def _say(text: str) -> None:
    # At once, even through a pipe: whoever reads it may wait for it before they write.
    print(text, flush=True)


def _at_a_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _lines() -> Iterator[str]:
    """What is written, line by line, until it ends."""
    if sys.stdin is None:
        raise TextError("Nothing can be read from a closed input: pipe some words into it.")
    return _typed() if _at_a_terminal() else _piped()


def _typed() -> Iterator[str]:
    """Lines from a terminal, which can be edited and called back; they are never written down."""
    with suppress(ImportError):  # not on every system
        import readline

        readline.set_auto_history(True)
    sys.stdin.reconfigure(errors="surrogateescape")  # type: ignore[union-attr]
    with suppress(EOFError):
        while True:
            yield input(_PROMPT)


def _piped() -> Iterator[str]:
    """Lines from a pipe; bytes that are no UTF-8 become surrogates."""
    source = sys.stdin.buffer
    while raw := source.readline(_MOST_BYTES):
        rest = raw
        while rest and not rest.endswith(b"\n"):
            rest = source.readline(_MOST_BYTES)
        yield raw.decode("utf-8", "surrogateescape").rstrip("\r\n")
