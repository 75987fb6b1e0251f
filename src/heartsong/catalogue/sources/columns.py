"""Which column of a table is what, under the names that real files use, and rows → songs."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from heartsong.catalogue.sources.base import RawSong, Unusable
from heartsong.errors import ColumnError

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "artist": (
        "artist",
        "artist_name",
        "artists",
        "artist_s",
        "track_artist",
        "performer",
        "singer",
        "band",
    ),
    "title": (
        "title",
        "song",
        "track_name",
        "song_name",
        "song_title",
        "track_title",
        "track",
        "name",
    ),
    "lyrics": ("lyrics", "text", "lyric", "song_lyrics", "lyrics_text", "plainlyrics", "words"),
    "album": ("album", "album_name", "album_title", "track_album_name", "release"),
    "year": (
        "year",
        "release_year",
        "release_date",
        "track_album_release_date",
        "released",
        "date",
    ),
    "genre": ("genre", "genres", "general_genre", "playlist_genre", "tag"),
    "link": ("link", "url", "song_url", "spotify_url", "href"),
    "duration": ("duration", "length", "duration_s", "seconds"),
    "popularity": (
        "popularity",
        "playcount",
        "play_count",
        "plays",
        "total_plays",
        "track_plays",
        "listeners",
        "listener_count",
        "listencount",
        "listen_count",
        "streams",
        "stream_count",
        "spotify_streams",
        "scrobbles",
        "track_popularity",
        "song_popularity",
        "spotify_popularity",
        "views",
    ),
}
REQUIRED: Final = ("artist", "title", "lyrics")
_YEAR: Final = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_NOT_A_LETTER: Final = re.compile(r"[^a-z0-9]+")
# What other programs write where they know nothing.
_MISSING: Final = frozenset({"", "nan", "null", "none", "n/a", "na", "unknown", "<na>"})
_LONGEST_SONG: Final = 24 * 3600
# "1,234,567" or "1.234.567,8": one sign parts the thousands, another may part the rest.
_IN_THREES: Final = re.compile(
    r"(?!0)\d{1,3}([.,' \u00a0\u2009\u202f’])\d{3}(?:\1\d{3})*(?:[.,]\d+)?"
)
_UNITS: Final = {"k": 1e3, "m": 1e6, "b": 1e9}


def places(path: Path, header: Sequence[str], given: Mapping[str, str]) -> dict[str, int]:
    """field → number of its column; names given come first, then the known ones in order.

    Raises:
        ColumnError: no column for artist, title or lyrics, or one given is not there.
    """
    names = [_NOT_A_LETTER.sub("_", name.strip().lower()).strip("_") for name in header]
    found: dict[str, int] = {}
    for field, column in given.items():
        if field not in COLUMNS:
            raise ColumnError(f"There is no field '{field}': choose from {', '.join(COLUMNS)}.")
        if column not in header:
            raise ColumnError(f"{path} has no column '{column}': it has {_listed(header)}.")
        found[field] = header.index(column)
    for field, known in COLUMNS.items():
        for name in known:
            if field not in found and name in names and names.index(name) not in found.values():
                found[field] = names.index(name)
    for field in REQUIRED:
        if field not in found:
            raise ColumnError(
                f"{path} has no column for the {field}: it has {_listed(header)}; name the right "
                f"one with --column {field}=NAME."
            )
    return found


def song(row: int, values: Mapping[str, object]) -> RawSong | Unusable:
    """The song of a row, from the values of its fields (the keys of `COLUMNS`)."""
    found = {name: _text(value) for name, value in values.items()}
    for name in ("artist", "title", "lyrics"):
        if found.get(name, "").casefold() == "nan":
            found[name] = ""
    for needed in ("artist", "title"):
        if not found.get(needed):
            named = f"{found.get('artist') or '?'} – {found.get('title') or '?'}"
            return Unusable(row, f"no {needed}", named)
    return RawSong(
        row,
        found["artist"],
        found["title"],
        found.get("lyrics") or None,
        album=_known(found.get("album", "")),
        year=_year(found.get("year", "")),
        genre=_known(found.get("genre", "")),
        link=_known(found.get("link", "")),
        duration=_seconds(found.get("duration", "")),
        popularity=_popularity(found.get("popularity", "")),
    )


def _text(value: object) -> str:
    """A value as text; of a list its members, of what is no text nothing."""
    if isinstance(value, str):
        # JSON can hold halves of signs, which no file or database takes.
        return value.strip().encode("utf-8", "replace").decode()
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else "" if math.isnan(value) else str(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list | tuple):
        return ", ".join(text for text in map(_text, value) if text)
    return str(value) if hasattr(value, "isoformat") else ""  # dates, as typed tables give them


def _known(text: str) -> str | None:
    return None if text.casefold() in _MISSING else text


def _year(text: str) -> int | None:
    found = _YEAR.search(text)
    return int(found.group()) if found else None


def _seconds(text: str) -> float | None:
    """ "215", "215.4" or "3:35"; None for what cannot be a song's length."""
    minutes, _, seconds = text.rpartition(":")
    try:
        found = 60 * float(minutes or 0) + float(seconds)
    except ValueError:
        return None
    return found if 0 < found < _LONGEST_SONG else None


def _popularity(text: str) -> float | None:
    """ "73", "1,234,567" or "1.2M"; None for what is no number of 0 or more."""
    unit = _UNITS.get(text[-1:].lower())
    number = text[:-1].rstrip() if unit else text
    parted = _IN_THREES.fullmatch(number)
    if parted and parted[1] != ".":
        number = number.replace(parted[1], "")
    elif number.count(".") > 1:
        number = number.replace(".", "")
    try:
        found = float(number.replace(",", ".")) * (unit or 1)
    except ValueError:
        return None
    return found if math.isfinite(found) and found >= 0 else None


def _listed(header: Sequence[str]) -> str:
    shown = ", ".join(f"'{name[:40]}'" for name in header[:12])
    return shown if len(header) <= 12 else f"{shown} and {len(header) - 12} more"
