"""Lyrics as found in the wild → the distinct lines that were sung."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# [Verse 1], [Intro: a singer], ChordPro's {title: …}: each ends a line.
_MARKS: Final = re.compile(r"\[[^\]\n]{0,200}\]|\{[^}\n]{0,200}\}")
# "Verse One:", "Chorus x2", "Repeat chorus", "(Bridge)" on a line of their own.
_SECTION: Final = re.compile(
    r"^\W*(?:repeat\s+)?(?:(?:pre|post)[\s-]?|(?:guitar|instrumental|piano|drum)\s)?"
    r"(?:verse|chorus|bridge|intro|outro|hook|refrain|interlude|instrumental|solo|coda|tag|break)"
    r"(?:\s*(?:\d+|one|two|three|four|five|six|[ivx]+))?"
    r"(?:\s*[\(\[]?(?:x\s*\d+|\d+\s*x|repeat(?:ed)?|twice)[\)\]]?)?\W*$",
    re.IGNORECASE,
)
_COUNT: Final = re.compile(r"[\(\[]?\b(?:x\s?\d{1,2}|\d{1,2}\s?x)\b[\)\]]?", re.IGNORECASE)
_CREDIT: Final = re.compile(
    r"^\W*(?:"
    r"(?:lyrics|music|words|written|composed|produced|performed)(?:\s*(?:&|and)\s*\w+)?\s*(?:by\b|:)"
    r"|copyright\b|all rights reserved|you might also like|submit(?:ted)? (?:lyrics|by)\b"
    r")|\bASCAP\b|\bBMI\b",
    re.IGNORECASE,
)
_EMBED: Final = re.compile(r"(?<!\d)\d{0,5} ?Embed$")
_CHORD_NAME: Final = (
    r"[A-G][#b]?(?:maj|min|m|M|sus|dim|aug|add)?\d{0,2}(?:sus\d?|add\d+|[#b]\d+)?(?:/[A-G][#b]?)?"
)
_CHORD: Final = re.compile(f"^{_CHORD_NAME}$")
_INLINE_CHORD: Final = re.compile(rf"\[{_CHORD_NAME}\]")
_BAR: Final = re.compile(r"^(?:[|:.\-–/]+|\(?(?:[xX]\d+|\d+[xX])\)?|N\.?C\.?|\d+fr)$")
_LABEL: Final = re.compile(r"^\W*(?:verse|chorus|bridge|intro|outro|solo)\s*\d*\s*:", re.IGNORECASE)
_SPACE: Final = re.compile(r"\s+")
_WORDLESS: Final = re.compile(r"[^\w]+")


def clean_lines(lyrics: str) -> list[str]:
    """Give the distinct sung lines of raw lyrics, in order.

    Section marks, chords, credits, repeat counts and lines that come again (up to case and
    punctuation) are left out. Lyrics that stand on one long line stay on it.

    Args:
        lyrics: raw text, any line ends.
    """
    text = unicodedata.normalize("NFKC", lyrics).replace("’", "'").replace("‘", "'")
    lines: dict[str, str] = {}
    for found in _MARKS.sub("\n", _INLINE_CHORD.sub("", text)).splitlines():
        raw = _SPACE.sub(" ", found).strip()
        if _is_chords(raw) or _SECTION.match(raw) or _CREDIT.search(raw):
            continue
        line = _EMBED.sub("", _SPACE.sub(" ", _COUNT.sub(" ", raw)).strip()).strip()
        key = _WORDLESS.sub("", line).casefold()
        if key:
            lines.setdefault(key, line)
    return list(lines.values())


def _is_chords(line: str) -> bool:
    chords = False
    for word in _LABEL.sub("", line).split():
        if _CHORD.match(word):
            chords = True
        elif not _BAR.match(word):
            # "A" and "Am" are words too: a lone "A" beside lyrics is not a chord line.
            return False
    return chords
