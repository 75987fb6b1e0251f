"""Playlists: M3U and M3U8, and JSPF. The recordings that are there are read, others are named."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from heartsong.catalogue.sources.base import RawSong, Unusable, part
from heartsong.catalogue.sources.columns import song
from heartsong.catalogue.sources.folder import flat, is_recording, names, read_recording, shown
from heartsong.catalogue.sources.lines import DamagedError, Lines, LongLineError, unreadable
from heartsong.errors import FileError

_LONGEST_LINE: Final = 100_000  # characters
_LARGEST_JSPF: Final = 64_000_000  # bytes: it is read whole
_LONGEST_NAME: Final = 500
# #EXTINF:215,Ada Vale - Low Tide, with tvg-name="a, b" and the like before the comma.
_EXTINF: Final = re.compile(r'#EXTINF:\s*(-?\d{1,9}(?:\.\d{1,9})?)?(?:[^,"]|"[^"]*")*,(.*)', re.I)
_DASH: Final = re.compile(r"\s+[-–—]\s+")
_HTTP: Final = re.compile(r"https?://", re.I)
_FILE: Final = re.compile(r"file:(?://(?:localhost)?(?=/))?", re.I)


class PlaylistSource:
    """A playlist; what it names may lie anywhere, also outside its folder.

    Args:
        path: an M3U file, plain or packed (see `Lines`), or one of JSPF, told by its name.

    Raises:
        FileError: it is missing, unreadable, empty, binary, or no JSPF.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._share = 0.0
        self._is_jspf = path.suffix.lower() == ".jspf"
        if self._is_jspf:
            _tracks(path)
        else:
            Lines(path).close()

    def __iter__(self) -> Iterator[RawSong | Unusable]:
        return self._jspf() if self._is_jspf else self._m3u()

    @property
    def share(self) -> float:
        return self._share

    def _m3u(self) -> Iterator[RawSong | Unusable]:
        row, told = 0, dict[str, str]()
        with closing(Lines(self._path)) as lines:
            for line, fault in _usable(lines):
                self._share = lines.share
                if line.startswith("#"):
                    told = _extinf(line) or told
                    continue
                row += 1
                places = [line]
                yield (
                    Unusable(row, fault) if fault else _entry(row, self._path.parent, places, told)
                )
                told = {}
        self._share = 1.0

    def _jspf(self) -> Iterator[RawSong | Unusable]:
        tracks = _tracks(self._path)
        for row, track in enumerate(tracks, 1):
            self._share = part(row, len(tracks))
            if isinstance(track, dict):
                places = [*_texts(track.get("location")), *_texts(track.get("identifier"))]
                yield _entry(row, self._path.parent, places, _told(track))
            else:
                yield Unusable(row, "malformed row")


def _entry(
    row: int, folder: Path, places: list[str], told: Mapping[str, str]
) -> RawSong | Unusable:
    """The song at the first of some places that is a recording, else the one that is told.

    Args:
        folder: where relative places start.
        places: paths and addresses.
        told: fields of a song.
    """
    known = {name: text for name, text in told.items() if 0 < len(text) <= _LONGEST_NAME}
    paths = [_as_path(place) for place in places if not _HTTP.match(place)]
    for path in paths:
        found = _recording(folder, path)
        if found:
            return read_recording(row, found, told=known)
    links = [flat(place) for place in places if _HTTP.match(place)]
    gone = [Path(flat(path.replace("\\", "/"))) for path in paths if is_recording(path)]
    named = names(gone[0]) if gone else {}
    result = song(row, {**named, **known, "link": links[0] if links else ""})
    if isinstance(result, Unusable):
        name = known.get("title") or known.get("artist") or (places[0] if places else "")
        return replace(result, name=shown(flat(name)))
    return result


def _as_path(place: str) -> str:
    """The path that a place gives, plain or as an address; it need not be there."""
    if not _FILE.match(place):
        return place
    # Names that are not UTF-8 keep their bytes, as Python gives them everywhere.
    path = unquote(_FILE.sub("", place, count=1), errors="surrogateescape")
    return path.lstrip("/") if os.name == "nt" else path


def _recording(folder: Path, path: str) -> Path | None:
    """The recording at a path, if it is there."""
    for text in (path, path.replace("\\", "/")):  # written on Windows, read elsewhere
        try:
            if is_recording(text) and (folder / text).is_file():
                return folder / text
        except (OSError, ValueError):  # too long for a path, or no text that a path can be
            continue
    return None


def _usable(lines: Lines) -> Iterator[tuple[str, str]]:
    """Each line that is not blank and "", or "" and why it cannot be used."""
    while True:
        try:
            line = next(lines).strip()
        except StopIteration:
            return
        except DamagedError as error:
            yield "", str(error)
            return
        except LongLineError:
            yield "", "line too long"
            continue
        if len(line) > _LONGEST_LINE:
            yield "", "line too long"
        elif line:
            yield line, ""


def _extinf(line: str) -> dict[str, str]:
    found = _EXTINF.match(line)
    if not found:
        return {}
    first, *others = _DASH.split(flat(found[2]), maxsplit=1)
    artist, title = (first, others[0]) if others else ("", first)
    return {"artist": artist, "title": title, "duration": found[1] or ""}


def _told(track: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a track of JSPF, as far as they are what they should be."""
    fields = {"artist": "creator", "title": "title", "album": "album"}
    told = {
        name: flat(track[key]) for name, key in fields.items() if isinstance(track.get(key), str)
    }
    length: Any = track.get("duration")
    is_number = isinstance(length, int | float) and not isinstance(length, bool)
    if is_number and 0 < length < 1e9:
        told["duration"] = str(length / 1000)
    return told


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str)]


def _tracks(path: Path) -> list[Any]:
    """The tracks of a JSPF file.

    Raises:
        FileError: it cannot be read, is too large, or is no JSPF.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_JSPF + 1)
    except OSError as error:
        raise unreadable(path, error) from error
    if len(content) > _LARGEST_JSPF:
        raise FileError(f"{path} is over {_LARGEST_JSPF // 1_000_000} MB: give a shorter playlist.")
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise FileError(f"{path} is not JSON: give a playlist in JSPF, unpacked.") from error
    playlist = found.get("playlist") if isinstance(found, dict) else None
    tracks = playlist.get("track") if isinstance(playlist, dict) else None
    if not isinstance(tracks, list):
        raise FileError(f"{path} has no list playlist.track: give a playlist in JSPF.")
    return tracks
