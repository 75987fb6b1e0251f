"""The listener's own recording of a song."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from urllib.request import url2pathname

from heartsong.types import Song

_SOUNDS: Final = frozenset(
    (".mp3", ".m4a", ".aac", ".flac", ".ogg", ".oga", ".opus", ".wav", ".webm")
)


def kind_of(path: Path) -> str:
    """The media type of a sound file, by its name, else by its first bytes."""
    told = mimetypes.guess_type(path.name)[0]
    if told is None:
        with path.open("rb") as file:
            told = "audio/mp4" if file.read(12)[4:8] == b"ftyp" else "audio/mpeg"
    return told


def file_of(song: Song) -> Path | None:
    """The sound file that the catalogue says a song lies in; None where it is none or is gone.

    Only what the listener ingested is named there, so nothing else of the disk can be reached.
    """
    address = urlsplit(song.link or "")
    if address.scheme.lower() != "file" or address.netloc not in {"", "localhost"}:
        return None
    try:
        path = Path(url2pathname(address.path))
        return path if path.suffix.lower() in _SOUNDS and path.is_file() else None
    except (OSError, ValueError):  # a name that no disk can hold
        return None
