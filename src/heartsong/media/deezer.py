"""Deezer's search, which needs no key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from heartsong.media.base import Candidate, Provider, entries, text

if TYPE_CHECKING:
    from heartsong.media.web import Web

DEEZER: Final = "https://api.deezer.com"


class Deezer(Provider):
    """Covers, and previews whose addresses hold for some hours."""

    name = "deezer"
    per_second = 8.0  # it allows 50 in five seconds

    def __init__(self, base: str = DEEZER, homes: tuple[str, ...] = ("dzcdn.net", "deezer.com")):
        self._base, self.homes = base, homes

    def search(self, artist: str, title: str, web: Web) -> Iterator[Candidate]:
        words = f'artist:"{_bare(artist)}" track:"{_bare(title)}"'
        found = web.json(f"{self._base}/search", {"q": words, "limit": "8"})
        for each in entries(found, "data"):
            yield Candidate(
                text(each, "artist", "name") or "",
                text(each, "title") or "",
                text(each, "album", "cover_big") or text(each, "album", "cover_medium"),
                text(each, "preview"),
            )


def _bare(name: str) -> str:
    return name.replace('"', " ")
