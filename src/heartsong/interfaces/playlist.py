"""The command that leads from one mood to another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from heartsong.errors import FileError
from heartsong.interfaces.files import given_words
from heartsong.interfaces.options import (
    CatalogueOption,
    JsonOption,
    ModelOption,
    SentimentModelOption,
    print_json,
    recommender,
)
from heartsong.interfaces.playlists import PlaylistFormat, format_of, of_playlist, write_playlist

if TYPE_CHECKING:
    from rich.console import Console

    from heartsong.playlist import Playlist, PlaylistSong

_WIDEST: Final = 40  # signs of the chart
_NARROWEST: Final = 8
_BESIDE: Final = 46  # signs of figures to its right


def playlist(
    text: Annotated[
        str, typer.Argument(help='How you feel, in your words; "-" reads them from a pipe.')
    ],
    to: Annotated[str, typer.Option("--to", help="Where to: joy, calm, energy, love, sleep …")],
    k: Annotated[int, typer.Option("-k", "--songs", help="How many songs, from 2 to 100.")] = 12,
    output: Annotated[
        Path | None,
        typer.Option("--output", help="Write it to a file: .m3u8, .jspf, .csv or .json."),
    ] = None,
    format: Annotated[
        PlaylistFormat | None, typer.Option(help="What to write; by the file's name by default.")
    ] = None,
    picture: Annotated[
        Path | None,
        typer.Option("--picture", help="Draw the path into a PNG or SVG file (extra: moods)."),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, help="The same number gives the same songs.")
    ] = None,
    catalogue: CatalogueOption = None,
    as_json: JsonOption = False,
    model: ModelOption = None,
    sentiment_model: SentimentModelOption = None,
) -> None:
    """Songs that lead from how you feel to how you want to feel.

    The first song sounds like you, the last like where you want to be; each one between is a step
    nearer.

    heartsong playlist "everyone left and the flat is so quiet" --to joy --songs 12

    heartsong playlist "exams tomorrow, my heart is racing" --to sleep --output tonight.m3u8
    """
    from heartsong.wishes import Options

    # What cannot be written is said before the work.
    if output is not None:
        _check(output, format, catalogue)
    if picture is not None:
        from heartsong.interfaces import path_picture

        path_picture.check(picture)
    ours = recommender(catalogue, model, sentiment_model)
    found = ours.journey(given_words(text), to, k, Options(seed=seed))
    _show(found, as_json)
    if not found.songs:
        return
    if output is not None:
        write_playlist(found, output, format)
        _told(f"Wrote {len(found.songs)} songs to {output}.", as_json)
    if picture is not None:
        path_picture.draw(found, picture)
        _told(f"Drew the path into {picture}.", as_json)


def _check(output: Path, format: PlaylistFormat | None, catalogue: Path | None) -> None:
    format_of(output, format)
    if catalogue is not None and output.resolve() == catalogue.resolve():
        raise FileError(f"{output} is the catalogue itself: choose another file.")
    if not output.absolute().parent.is_dir():
        raise FileError(f"There is no folder {output.parent} to write to: make it first.")


def _show(found: Playlist, as_json: bool) -> None:
    if as_json:
        print_json(of_playlist(found))
        return
    from rich.console import Console

    chart(found, Console())


def _told(sentence: str, as_json: bool) -> None:
    """Say what was done, where it does not get between the JSON."""
    if not as_json:
        print(sentence)


def chart(found: Playlist, console: Console) -> None:
    """Print the songs in order, each with how far along the way it lies.

    A dot moves from left, the listener's mood, to right, the goal; it needs no colour, and no line
    is wider than a narrow terminal but for long names.
    """
    from heartsong.interfaces.render import heard

    if found.songs:
        _line(f"Heard: {heard(found.start)}", console, "bold")
        _line(f"To {found.to}: {heard(found.goal)}", console, "bold")
    if found.notice:
        _line(found.notice, console, "italic")
    width = max(_NARROWEST, min(_WIDEST, console.width - _BESIDE))
    for each in found.songs:
        _line(_named(each), console, "bold")
        _line(f"    {_bar(each.reached, width)} {_figures(each)}", console)


def _named(each: PlaylistSong) -> str:
    song = each.song
    known = ", ".join(str(fact) for fact in (song.album, song.year) if fact)
    return f"{each.rank:>2}. {song.artist} – {song.title}" + (f" ({known})" if known else "")


def _bar(reached: float, width: int) -> str:
    at = round(reached * (width - 1))
    return "─" * at + "●" + "·" * (width - 1 - at)


def _figures(each: PlaylistSong) -> str:
    mood = each.song.mood
    return (
        f"{each.reached:4.0%} {each.song.category:<11} V {mood.valence:+.2f} A {mood.arousal:+.2f}"
    )


def _line(text: str, console: Console, style: str = "") -> None:
    """Text as it is: no markup read in it, and no line breaks but the terminal's own."""
    console.print(text, style=style, highlight=False, markup=False, soft_wrap=True)
