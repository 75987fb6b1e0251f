"""A cover that is drawn: the colours of a song's mood, shapes from its names, its title in words.

The same song looks the same everywhere, and no cover needs a network or anybody's picture.
"""

from __future__ import annotations

import colorsys
import math
import random
import textwrap
from collections.abc import Iterator, Mapping
from html import escape
from typing import Final

from heartsong.types import GROUPS, Song

SIZE: Final = 640
# The hue of each mood group, in degrees, and how light and how strong its colours are.
_HUES: Final[Mapping[str, int]] = {"happy": 40, "sad": 226, "angry": 8, "relaxed": 158}
_LIGHTS: Final[Mapping[str, float]] = {"happy": 0.52, "sad": 0.34, "angry": 0.44, "relaxed": 0.38}
_DRIFT: Final = 26  # degrees that a song's hue may be away from its mood's
_LINE: Final = 15  # letters of a title in a line
_MOST_LINES: Final = 4
_LONGEST_ARTIST: Final = 34
_BOLD: Final = 'font-weight="800"'


def cover_of(song: Song) -> str:
    """An SVG of 640 by 640, of a few thousand letters at most, without scripts or links."""
    draw = random.Random(song.id)
    first, second, light = _colours(song, draw)
    shapes = draw.choice((_suns, _waves, _hills, _rays))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" '
        f'height="{SIZE}"><defs>'
        f'<linearGradient id="g" gradientTransform="rotate({draw.randrange(90)})">'
        f'<stop stop-color="{first}"/><stop offset="1" stop-color="{second}"/></linearGradient>'
        f'<linearGradient id="d" x2="0" y2="1"><stop offset=".35" stop-opacity="0"/>'
        f'<stop offset="1" stop-opacity=".72"/></linearGradient></defs>'
        f'<rect width="{SIZE}" height="{SIZE}" fill="url(#g)"/>'
        f'<g fill="{light}" stroke="{light}" fill-opacity=".2" stroke-opacity=".45">'
        f'{"".join(shapes(draw, song))}</g><rect width="{SIZE}" height="{SIZE}" fill="url(#d)"/>'
        f"{''.join(_words(song))}</svg>"
    )


def _colours(song: Song, draw: random.Random) -> tuple[str, str, str]:
    """Two colours that run into each other, by the two largest mood groups, and a light one."""
    lead, other = sorted(GROUPS, key=lambda name: -song.mood.groups[name])[:2]
    drift = draw.uniform(-_DRIFT, _DRIFT)
    sure = song.mood.groups[lead]
    first = _colour(_HUES[lead] + drift, _LIGHTS[lead], 0.45 + 0.35 * sure)
    second = _colour(_HUES[other] + drift, _LIGHTS[other] * 0.7, 0.4)
    return first, second, _colour(_HUES[lead] + 2 * drift, 0.86, 0.9)


def _colour(hue: float, light: float, strength: float) -> str:
    red, green, blue = colorsys.hls_to_rgb(hue % 360 / 360, light, strength)
    return f"#{round(255 * red):02x}{round(255 * green):02x}{round(255 * blue):02x}"


def _suns(draw: random.Random, song: Song) -> Iterator[str]:
    """Circles within each other; the more stirred the song, the more of them."""
    x, y = draw.randrange(120, 520), draw.randrange(90, 330)
    for step in range(3 + round(4 * (1 + song.mood.arousal) / 2)):
        radius = 50 + step * draw.randrange(38, 58)
        yield f'<circle cx="{x}" cy="{y}" r="{radius}" stroke-width="2"/>'


def _waves(draw: random.Random, song: Song) -> Iterator[str]:
    """Waves, higher the more stirred the song is."""
    height = 22 + 60 * (1 + song.mood.arousal) / 2
    for step in range(6):
        phase, y = draw.uniform(0, 2 * math.pi), 130 + 62 * step
        points = " ".join(
            f"{x},{y + height * math.sin(phase + x / 95):.0f}" for x in range(0, SIZE + 1, 40)
        )
        yield f'<polyline points="{points}" fill="none" stroke-width="{5 + 2 * step}"/>'


def _hills(draw: random.Random, _: Song) -> Iterator[str]:
    """Hills under a moon."""
    x, y = draw.randrange(120, 520), draw.randrange(90, 200)
    yield f'<circle cx="{x}" cy="{y}" r="58" fill-opacity=".7"/>'
    for step in range(4):
        y = 250 + 70 * step
        bend, far = draw.randrange(-140, 140), draw.randrange(-60, 60)
        yield (
            f'<path stroke="none" d="M0 {y}C200 {y - bend} 420 {y + bend} {SIZE} {y + far}'
            f'V{SIZE}H0z"/>'
        )


def _rays(draw: random.Random, song: Song) -> Iterator[str]:
    """Rays from one corner; the happier the song, the more of them."""
    x, y = draw.choice((0, SIZE)), draw.choice((0, 120))
    count = 7 + round(9 * song.mood.groups["happy"])
    for step in range(count):
        angle = math.pi * (step + draw.random() * 0.6) / count
        side = 1 if x == 0 else -1
        turned = [angle + wide - math.pi / 2 for wide in (0.0, 0.09)]
        tips = [f"{x + side * 900 * math.cos(a):.0f},{y + 900 * math.sin(a):.0f}" for a in turned]
        yield f'<polygon stroke="none" points="{x},{y} {" ".join(tips)}"/>'


def _words(song: Song) -> Iterator[str]:
    """The title in lines, and who sings it; large enough to be read on a small tile."""
    lines = textwrap.wrap(song.title, _LINE)[:_MOST_LINES] or [song.title[:_LINE]]
    if len(" ".join(lines)) < len(" ".join(song.title.split())):
        lines[-1] = lines[-1][: _LINE - 1] + "…"
    size = 68 if len(lines) < 3 else 54
    top = SIZE - 96 - (len(lines) - 1) * size * 1.08
    for number, line in enumerate(lines):
        yield _text(line, 36, round(top + number * size * 1.08), f'font-size="{size}" {_BOLD}')
    artist = textwrap.shorten(song.artist, _LONGEST_ARTIST, placeholder="…")
    artist = artist or song.artist[:_LONGEST_ARTIST]
    yield _text(artist, 38, SIZE - 42, 'font-size="32" fill-opacity=".85"')


def _text(words: str, x: int, y: int, style: str) -> str:
    font = 'font-family="system-ui,Helvetica,Arial,sans-serif" fill="#fff"'
    return f'<text x="{x}" y="{y}" {style} {font}>{_safe(words)}</text>'


def _safe(text: str) -> str:
    """Text as XML takes it: escaped, without signs that it forbids."""
    return escape("".join(sign for sign in text if sign.isprintable()))
