"""Small pictures and sounds."""

from __future__ import annotations

import base64
import struct
import zlib
from pathlib import Path


def png(shade: int = 200) -> bytes:
    """One grey pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        told = kind + data
        return struct.pack(">I", len(data)) + told + struct.pack(">I", zlib.crc32(told))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes([0, shade]))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def mp3(path: Path, cover: bytes | None = None, frames: int = 60) -> Path:
    """Silence, with the picture in its tags."""
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    tag = b""
    if cover is not None:
        body = b"\x00image/png\x00\x03\x00" + cover
        whole = b"APIC" + struct.pack(">I", len(body)) + b"\x00\x00" + body
        size = len(whole)
        tag = b"ID3\x03\x00\x00" + bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0)) + whole
    path.write_bytes(tag + frame * frames)
    return path


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
