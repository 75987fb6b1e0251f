"""Words in the LRC format, and text files of words: stamps and marks of the format taken out."""

from __future__ import annotations

import codecs
import re
from typing import Final

# [01:23.45], [01:23], [1:02:03.4], <01:23.45> before a word
_TIME: Final = r"-?\d{1,3}(?::\d{1,2}){1,2}(?:[.,]\d{1,4})?"
_LINE_STAMP: Final = re.compile(rf"\[{_TIME}\]")
_STAMP: Final = re.compile(rf"\[{_TIME}\]|<{_TIME}>")
# Who sings, in two dialects of the format: "[00:12.00]F: words", "[00:12.00]v1: words".
_VOICE: Final = re.compile(r"^\s*(?:[FMD]|v\d):\s*")
# Only keys of the format: "[Chorus: all]" is no concern of it.
_ID_TAG: Final = re.compile(
    r"\[(?:ar|ti|al|au|lr|by|re|tool|ve|la|id|length|offset|encoding|#)\s?:[^\]]{0,300}\]",
    re.IGNORECASE,
)
_NOT_TEXT: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_BLANKS: Final = re.compile(r"[ \t]{2,}")


def plain_lyrics(text: str) -> str:
    """The words alone: without time stamps, id tags and control characters, any line ends.

    Lines keep their order, and what is no LRC keeps its lines. An empty line parts verses;
    there is never more than one in a row, and none at the ends.
    """
    lines: list[str] = []
    for found in _NOT_TEXT.sub("", text.replace("\x85", "\n")).splitlines():
        line = _words(found)
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip()


def is_timed(text: str) -> bool:
    """Whether some line has a time stamp."""
    return _LINE_STAMP.search(text) is not None


def decoded(content: bytes) -> str:
    """Text as UTF-8, as UTF-16 where a byte-order mark says so, else as Windows-1252."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _words(line: str) -> str:
    bare, stamps = _STAMP.subn("", line)
    if stamps:
        bare = _BLANKS.sub(" ", _VOICE.sub("", bare))
    return _ID_TAG.sub("", bare).strip()
