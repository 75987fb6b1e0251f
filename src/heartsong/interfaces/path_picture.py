"""A picture of a playlist: its path through valence and arousal."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from heartsong.errors import FileError, MissingExtraError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from heartsong.playlist import Playlist

FORMATS: Final = (".png", ".svg")
# Told apart by people who do not see all colours (Okabe & Ito 2008), as on the map of a catalogue.
_COLOURS: Final = {
    "Happy": "#E69F00",
    "Anxious/Sad": "#56B4E9",
    "Energetic": "#D55E00",
    "Calm": "#009E73",
}


def check(path: Path) -> None:
    """See that a picture can be drawn, before anything else is done.

    Raises:
        FileError: the file's name ends otherwise than in .png or .svg.
        MissingExtraError: matplotlib is not installed.
    """
    if path.suffix.lower() not in FORMATS:
        raise FileError(f"{path} is neither a .png nor an .svg file: name one of them.")
    if find_spec("matplotlib") is None:
        raise MissingExtraError("moods", "drawing a path")


def draw(playlist: Playlist, path: Path) -> None:
    """Write the picture to a PNG or SVG file; check the name first with `check`.

    Raises:
        FileError: it cannot be written.
    """
    figure = _figure(playlist)
    try:
        figure.savefig(path)
    except OSError as error:
        raise FileError(
            f"{path} cannot be written ({error.strerror}): choose another place."
        ) from error


def _figure(playlist: Playlist) -> Figure:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 7), dpi=150, layout="constrained")
    axes = figure.add_subplot()
    moods = [each.song.mood for each in playlist.songs]
    places = [(mood.valence, mood.arousal) for mood in moods]
    axes.plot(*zip(*places, strict=True), color="grey", lw=1, zorder=1)
    for category, colour in _COLOURS.items():
        of_it = [mood for mood in moods if mood.category == category]
        if of_it:
            across, up = [each.valence for each in of_it], [each.arousal for each in of_it]
            axes.scatter(across, up, s=220, c=colour, label=category, zorder=2)
    for each, place in zip(playlist.songs, places, strict=True):
        axes.annotate(str(each.rank), place, ha="center", va="center", fontsize=8, zorder=3)
    goal = playlist.goal
    axes.scatter(
        [goal.valence], [goal.arousal], s=260, marker="*", c="black", label=f"goal: {playlist.to}"
    )
    axes.axhline(0, color="grey", lw=0.5)
    axes.axvline(0, color="grey", lw=0.5)
    axes.set(xlabel="valence: unpleasant to pleasant", ylabel="arousal: still to stirred")
    axes.set_title(f"{len(moods)} songs from {playlist.start.category} to {playlist.to}")
    axes.legend()
    return figure
