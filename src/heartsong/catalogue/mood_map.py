"""A picture of a catalogue: every song by valence and arousal, coloured by its mood group."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from heartsong.errors import FileError, MissingExtraError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from heartsong.catalogue.moods import Grouped

FORMATS: Final = (".png", ".svg")
# Told apart by people who do not see all colours (Okabe & Ito 2008).
_COLOURS: Final = (
    *("#E69F00", "#56B4E9", "#009E73", "#D55E00", "#CC79A7", "#0072B2"),
    *("#F0E442", "#999999", "#882255", "#44AA99", "#661100", "#332288"),
)


def draw(grouped: Grouped, path: Path) -> None:
    """Write the picture to a PNG or SVG file; check the name first with `check`.

    Raises:
        FileError: it cannot be written.
    """
    figure = _figure(grouped)
    try:
        figure.savefig(path)
    except OSError as error:
        raise FileError(
            f"{path} cannot be written ({error.strerror}): choose another place."
        ) from error


def check(path: Path) -> None:
    """See that a picture can be drawn, before anything else is done.

    Raises:
        FileError: the file's name ends otherwise than in .png or .svg.
        MissingExtraError: matplotlib is not installed.
    """
    if path.suffix.lower() not in FORMATS:
        raise FileError(f"{path} is neither a .png nor an .svg file: name one of them.")
    if find_spec("matplotlib") is None:
        raise MissingExtraError("moods", "drawing a map")


def _figure(grouped: Grouped) -> Figure:
    from matplotlib.figure import Figure

    found, affects = grouped.found, grouped.moods.affects
    figure = Figure(figsize=(9, 7), dpi=150, layout="constrained")
    axes = figure.add_subplot()
    size = max(1.0, min(24.0, 60_000 / found.songs))
    for number, (each, colour) in enumerate(zip(found.groups, _COLOURS, strict=False)):
        places = affects[grouped.labels == number]
        # As dots of one image: an SVG with a shape a song would be too large to open.
        axes.scatter(places[:, 0], places[:, 1], s=size, c=colour, alpha=0.5, lw=0, rasterized=True)
        axes.scatter([each.valence], [each.arousal], s=160, c=colour, edgecolors="black")
        axes.annotate(each.name, (each.valence, each.arousal), (8, 8), textcoords="offset points")
    axes.axhline(0, color="grey", lw=0.5)
    axes.axvline(0, color="grey", lw=0.5)
    axes.set(xlabel="valence: unpleasant to pleasant", ylabel="arousal: still to stirred")
    axes.set_title(f"{found.songs:,} songs in {len(found.groups)} mood groups")
    return figure
