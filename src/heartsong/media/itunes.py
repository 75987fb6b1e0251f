"""Apple's iTunes search, which needs no key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from heartsong.media.base import Candidate, Provider, entries, text

if TYPE_CHECKING:
    from heartsong.media.web import Web

ITUNES: Final = "https://itunes.apple.com"


class ITunes(Provider):
    """Covers and previews."""

    name = "itunes"
    per_second = 0.33  # it allows some twenty a minute

    def __init__(
        self, base: str = ITUNES, homes: tuple[str, ...] = ("mzstatic.com", "apple.com")
    ) -> None:
        self._base, self.homes = base, homes

    def search(self, artist: str, title: str, web: Web) -> Iterator[Candidate]:
        asked = {"term": f"{artist} {title}", "media": "music", "entity": "song", "limit": "8"}
        for each in entries(web.json(f"{self._base}/search", asked), "results"):
            small = text(each, "artworkUrl100")
            yield Candidate(
                text(each, "artistName") or "",
                text(each, "trackName") or "",
                # The size is a part of the address.
                small.replace("100x100", "600x600") if small else None,
                text(each, "previewUrl"),
            )
