"""The picture inside the listener's own recording."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tinytag import TinyTag, TinyTagException

from heartsong.media.base import Picture

_MOST_BYTES: Final = 8_000_000  # of a picture
_LARGEST_FILE: Final = 500_000_000  # bytes; what is larger is no song
# By their first bytes, whatever a tag says. SVG is left out: it may hold scripts.
_SIGNS: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
)


def picture_in(path: Path) -> Picture | None:
    """The cover in a recording's tags; None where it has none that can be shown."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            return None
        found = TinyTag.get(path, image=True, duration=False).images.any
    except (OSError, TinyTagException, ValueError, AttributeError):
        return None
    return picture(found.data) if found and found.data else None


def picture(data: bytes) -> Picture | None:
    """Bytes as a picture, by what they are; None where they are none that browsers show."""
    if not data or len(data) > _MOST_BYTES:
        return None
    kind = next((kind for sign, kind in _SIGNS if data.startswith(sign)), None)
    if kind == "image/webp" and data[8:12] != b"WEBP":
        return None
    return Picture(data, kind) if kind else None
