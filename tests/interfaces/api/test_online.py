"""Covers and previews of the web, over HTTP: only where both server and listener want them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from heartsong.catalogue.identity import song_id
from heartsong.interfaces.api.config import ServerConfig
from tests.interfaces.api.conftest import BASE
from tests.media.pictures import mp3, png
from tests.media.providers import CASES, PICTURES
from tests.servers import Answer, Server
from tests.serving import serving

httpx = pytest.importorskip("httpx", reason="needs the extra serve")

KITCHEN = song_id("Marrow Lane", "Kitchen Lights")
COVER = f"/songs/{KITCHEN}/cover?online=1"


@pytest.fixture
def web(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Server:
    """A Deezer on this machine that knows the song."""
    CASES[0].answers(server, "Marrow Lane", "Kitchen Lights")
    for path in PICTURES:
        server.at[path] = Answer(png(9))
    sound = mp3(tmp_path / "sound.mp3").read_bytes()
    server.at["/sound"] = Answer(sound, headers={"Content-Type": "audio/mpeg"})
    providers = [CASES[0].make(server)]
    monkeypatch.setattr("heartsong.media.media.shipped_providers", lambda: providers)
    return server


@pytest.fixture
def asked(web: Server, home: Path, tmp_path: Path) -> Iterator[object]:
    with (
        serving(tmp_path, ServerConfig(str(home / "my.db"))) as url,
        httpx.Client(base_url=url + BASE, trust_env=False) as client,
    ):
        yield client


def test_a_cover_of_the_web_is_fetched_where_it_is_wanted(asked: httpx.Client, web: Server) -> None:
    drawn = asked.get(COVER.partition("?")[0])
    assert drawn.headers["Content-Type"] == "image/svg+xml"
    assert not web.asked
    found = asked.get(COVER)
    assert (found.headers["Content-Type"], found.content) == ("image/png", png(9))
    told = " ".join(" ".join(each.values.values()) for each in web.asked)
    assert "Kitchen Lights" in told


def test_a_preview_is_played_through_the_server(asked: httpx.Client, web: Server) -> None:
    assert asked.get(f"/songs/{KITCHEN}/preview").json() == {"url": None, "source": None}
    told = asked.get(f"/songs/{KITCHEN}/preview?online=1").json()
    assert told == {"url": f"{BASE}/songs/{KITCHEN}/audio?online=1", "source": "web"}
    part = asked.get(f"/songs/{KITCHEN}/audio?online=1", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.headers["Content-Type"]) == (206, "audio/mpeg")
    assert part.content == web.at["/sound"].body[:4]


def test_a_web_that_fails_leaves_a_drawn_cover_for_a_while(
    asked: httpx.Client, web: Server
) -> None:
    web.at[CASES[0].path] = Answer(b"", 503)
    found = asked.get(COVER)
    assert found.headers["Content-Type"] == "image/svg+xml"
    assert found.headers["Cache-Control"] == "private, max-age=120"


def test_a_server_that_may_not_ask_does_not(web: Server, home: Path, tmp_path: Path) -> None:
    with serving(tmp_path, ServerConfig(str(home / "my.db"), covers=False)) as url:
        found = httpx.get(url + BASE + COVER, trust_env=False)
        settings = httpx.get(f"{url}{BASE}/settings", trust_env=False).json()
    assert found.headers["Content-Type"] == "image/svg+xml"
    assert not settings["covers"]
    assert not web.asked
