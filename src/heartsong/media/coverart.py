"""The Cover Art Archive, asked through MusicBrainz for which release a song is on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from heartsong.media.base import Candidate, Provider, entries, text

if TYPE_CHECKING:
    from heartsong.media.web import Web

MUSICBRAINZ: Final = "https://musicbrainz.org/ws/2"
ARCHIVE: Final = "https://coverartarchive.org"
_FIT: Final = 90  # of 100, as MusicBrainz scores a recording


class CoverArt(Provider):
    """Covers of albums that listeners scanned."""

    name = "coverart"
    per_second = 1.0  # what MusicBrainz asks of everyone

    def __init__(
        self,
        base: str = MUSICBRAINZ,
        archive: str = ARCHIVE,
        homes: tuple[str, ...] = ("coverartarchive.org", "archive.org"),
    ) -> None:
        self._base, self._archive, self.homes = base, archive, homes

    def search(self, artist: str, title: str, web: Web) -> Iterator[Candidate]:
        query = f'recording:"{_bare(title)}" AND artist:"{_bare(artist)}"'
        found = web.json(f"{self._base}/recording", {"query": query, "fmt": "json", "limit": "8"})
        for each in entries(found, "recordings"):
            score = each.get("score")
            if not isinstance(score, int) or score < _FIT:
                continue
            credited = "".join(
                (text(one, "name") or "") + (text(one, "joinphrase") or "")
                for one in entries(each, "artist-credit")
            )
            for release in entries(each, "releases"):
                group = text(release, "release-group", "id")
                if group and group.replace("-", "").isalnum():
                    cover = f"{self._archive}/release-group/{group}/front-500"
                    yield Candidate(credited, text(each, "title") or "", cover)


def _bare(name: str) -> str:
    """Without what ends a quoted phrase of Lucene."""
    return name.replace("\\", " ").replace('"', " ")
