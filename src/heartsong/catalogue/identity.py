"""Which rows are the same song, and which lyrics are the same text."""

from __future__ import annotations

import base64
import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from typing import Final

_FEATURING: Final = re.compile(r"[\(\[]?\b(?:feat|ft|featuring)\b\.?[^)\]]*[\)\]]?", re.IGNORECASE)
_EDITION: Final = re.compile(
    r"\s*(?:[-–]\s*|[\(\[])(?:\d{4}\s+)?(?:digital\s+)?"
    r"(?:remaster(?:ed)?|album version|single version|radio edit|explicit|bonus track)\b"
    r"[^)\]]*[\)\]]?"
    r"|\s*[\(\[]\d{4}(?:\s+version)?[\)\]]\s*$",
    re.IGNORECASE,
)
_THE: Final = re.compile(r"^the\s+")
_LONGEST_NAME: Final = 1000  # characters that tell names apart
_WORDLESS: Final = re.compile(r"[\W_]+")


@lru_cache(maxsize=1 << 14)  # every answer asks for the keys of the same artists
def name_key(name: str) -> str:
    """A name up to case, accents, punctuation, a leading "The", guests and edition notes."""
    short = " ".join(name.split())[:_LONGEST_NAME]  # the patterns take the square of a blank run
    plain = _EDITION.sub("", _FEATURING.sub("", short))
    plain = unicodedata.normalize("NFKD", plain.replace("&", " and "))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    key = _WORDLESS.sub(" ", _THE.sub("", plain)).strip()
    # A name of signs alone ("!!!") is still a name.
    return key or name.strip().casefold()


def song_id(artist: str, title: str) -> str:
    """Sixteen characters that are the same for the same artist and title, in any catalogue."""
    digest = blake2b(f"{name_key(artist)}\0{name_key(title)}".encode(), digest_size=10).digest()
    return base64.b32encode(digest).decode().lower()


def artist_number(artist: str) -> int:
    """A signed 64-bit number, the same for all spellings of an artist, that a column can index."""
    digest = blake2b(name_key(artist).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def fingerprint(lyrics: str) -> str:
    """A digest of lyrics: another one means that the song must be scored again."""
    return blake2b(lyrics.encode("utf-8", "replace"), digest_size=12).hexdigest()


def words_of(text: str) -> list[str]:
    """The words of a name as a search compares them: without case, accents and signs."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _WORDLESS.sub(" ", plain.casefold()).split()
