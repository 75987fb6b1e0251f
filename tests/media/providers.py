"""Every provider of covers, pointed at a server on this machine, with the answers of its shape."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from heartsong.media.base import Provider
from heartsong.media.coverart import CoverArt
from heartsong.media.deezer import Deezer
from heartsong.media.itunes import ITunes
from tests.servers import Answer, Server

HOMES = ("127.0.0.1",)


@dataclass(frozen=True)
class Case:
    """A provider and what it answers a search with.

    Attributes:
        path: of its search.
        found: its answer, for a server, an artist and a title.
    """

    name: str
    path: str
    make: Callable[[Server], Provider]
    found: Callable[[str, str, str], Any]
    has_preview: bool

    def answers(self, server: Server, artist: str = "Ada Vale", title: str = "Low Tide") -> None:
        body = json.dumps(self.found(root(server), artist, title)).encode()
        server.at[self.path] = Answer(body)
        server.at["/token"] = Answer(
            json.dumps({"access_token": "t", "token_type": "Bearer", "expires_in": 3600}).encode()
        )


def root(server: Server) -> str:
    return server.base.removesuffix("/api")


def _spotify(server: Server) -> Provider:
    pytest.importorskip("spotipy", reason="needs the extra spotify")
    from heartsong.media.spotify import Spotify

    return Spotify(f"{root(server)}/spotify/", f"{root(server)}/token", HOMES)


def _deezer_found(base: str, artist: str, title: str) -> Any:
    return {
        "data": [
            {
                "id": 1,
                "title": title,
                "preview": f"{base}/sound",
                "artist": {"id": 2, "name": artist},
                "album": {"id": 3, "title": "Shore", "cover_big": f"{base}/picture"},
            }
        ],
        "total": 1,
    }


def _itunes_found(base: str, artist: str, title: str) -> Any:
    found = {"artistName": artist, "trackName": title, "previewUrl": f"{base}/sound"}
    return {"resultCount": 1, "results": [found | {"artworkUrl100": f"{base}/100x100/picture"}]}


def _musicbrainz_found(base: str, artist: str, title: str) -> Any:
    group = {"id": "aaaa-bbbb", "primary-type": "Album"}
    recording = {
        "id": "c",
        "score": 100,
        "title": title,
        "artist-credit": [{"name": artist, "artist": {"name": artist}}],
        "releases": [{"id": "d", "title": "Shore", "release-group": group}],
    }
    return {"count": 1, "recordings": [recording]}


def _spotify_found(base: str, artist: str, title: str) -> Any:
    pictures = [{"url": f"{base}/picture", "width": 640}]
    track = {"name": title, "artists": [{"name": artist}], "preview_url": None}
    return {"tracks": {"items": [track | {"album": {"name": "Shore", "images": pictures}}]}}


CASES = [
    Case(
        "deezer",
        "/deezer/search",
        lambda server: Deezer(f"{root(server)}/deezer", HOMES),
        _deezer_found,
        True,
    ),
    Case(
        "itunes",
        "/itunes/search",
        lambda server: ITunes(f"{root(server)}/itunes", HOMES),
        _itunes_found,
        True,
    ),
    Case(
        "coverart",
        "/mb/recording",
        lambda server: CoverArt(f"{root(server)}/mb", f"{root(server)}/archive", HOMES),
        _musicbrainz_found,
        False,
    ),
    Case("spotify", "/spotify/search", _spotify, _spotify_found, False),
]
PICTURES = ("/picture", "/600x600/picture", "/archive/release-group/aaaa-bbbb/front-500")
