"""Spotify's search (extra `spotify`), for who has a key.

The key is read from SPOTIPY_CLIENT_ID and SPOTIPY_CLIENT_SECRET, as spotipy documents.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from heartsong.errors import MissingExtraError
from heartsong.media.base import Candidate, Provider, entries, text
from heartsong.media.failing import NotFetchedError

if TYPE_CHECKING:
    from heartsong.media.web import Web

SPOTIFY: Final = "https://api.spotify.com/v1/"
ACCOUNTS: Final = "https://accounts.spotify.com/api/token"
KEY: Final = ("SPOTIPY_CLIENT_ID", "SPOTIPY_CLIENT_SECRET")
_TIMEOUT: Final = 6  # seconds


class Spotify(Provider):
    """Covers; its previews are no longer given to new keys.

    Raises:
        MissingExtraError: spotipy is not installed.
    """

    name = "spotify"
    per_second = 3.0

    def __init__(
        self, base: str = SPOTIFY, accounts: str = ACCOUNTS, homes: tuple[str, ...] = ("scdn.co",)
    ) -> None:
        try:
            import spotipy
            from spotipy.cache_handler import MemoryCacheHandler
            from spotipy.oauth2 import SpotifyClientCredentials
        except ModuleNotFoundError as error:
            raise MissingExtraError("spotify", "Spotify's covers") from error
        key = SpotifyClientCredentials(
            requests_timeout=_TIMEOUT, cache_handler=MemoryCacheHandler()
        )
        key.OAUTH_TOKEN_URL = accounts
        self._client: Any = spotipy.Spotify(
            auth_manager=key, requests_timeout=_TIMEOUT, retries=0, status_retries=0
        )
        self._client.prefix = base
        self.homes = homes

    def search(self, artist: str, title: str, web: Web) -> Iterator[Candidate]:
        del web  # spotipy has a connection of its own
        words = f'track:"{_bare(title)}" artist:"{_bare(artist)}"'
        try:
            found = self._client.search(words, limit=8, type="track")
        except Exception as error:  # spotipy's own, of requests, and of answers that are no JSON
            raise NotFetchedError("spotify") from error
        if not isinstance(found, Mapping):  # what spotipy makes of no JSON
            raise NotFetchedError("spotify")
        for each in entries(found.get("tracks"), "items"):
            album = each.get("album")
            pictures = entries(album, "images")
            yield Candidate(
                ", ".join(text(one, "name") or "" for one in entries(each, "artists")),
                text(each, "name") or "",
                text(pictures[0], "url") if pictures else None,
                text(each, "preview_url"),
            )


def has_key(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the environment holds a key of Spotify's."""
    return all(environment.get(name) for name in KEY)


def _bare(name: str) -> str:
    return name.replace('"', " ")
