from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from heartsong.media.failing import NotFetchedError
from tests.media.providers import root
from tests.servers import Answer, Server

pytest.importorskip("httpx", reason="needs the extra serve")

from heartsong.media.web import Web


@pytest.fixture
def web() -> Iterator[Web]:
    ours = Web(timeout=0.5)
    yield ours
    ours.close()


def test_a_file_comes_with_its_kind(web: Web, server: Server) -> None:
    server.gives(Answer(b"abc", headers={"Content-Type": "image/png; x=y"}))
    assert web.file(root(server), ["127.0.0.1"], 3) == (b"abc", "image/png")


@pytest.mark.parametrize(
    "url", ["http://elsewhere.example/a", "file:///etc/passwd", "http://1127.0.0.1/", "not a url"]
)
def test_nothing_is_fetched_from_elsewhere(web: Web, url: str) -> None:
    with pytest.raises(NotFetchedError, match="elsewhere"):
        web.file(url, ["127.0.0.1"], 100)


def test_a_redirect_leads_nowhere_else(web: Web, server: Server) -> None:
    server.gives(Answer(b"", 307, {"Location": "http://localhost:1/secret"}))
    with pytest.raises(NotFetchedError, match="elsewhere"):
        web.file(root(server), ["127.0.0.1"], 100)


def test_redirects_come_to_an_end(web: Web, server: Server) -> None:
    server.gives(Answer(b"", 302, {"Location": "/again"}))
    with pytest.raises(NotFetchedError, match="turns"):
        web.file(root(server), ["127.0.0.1"], 100)
    assert len(server.asked) < 6


def test_a_redirect_at_home_is_followed(web: Web, server: Server) -> None:
    server.at["/there"] = Answer(b"abc")
    server.gives(Answer(b"", 307, {"Location": "/there"}))
    assert web.file(f"{root(server)}/here", ["127.0.0.1"], 100)[0] == b"abc"


def test_too_much_is_not_read(web: Web, server: Server) -> None:
    server.gives(Answer(b"a" * 101))
    with pytest.raises(NotFetchedError, match="large"):
        web.file(root(server), ["127.0.0.1"], 100)


def test_a_drip_is_not_waited_for(web: Web, server: Server) -> None:
    server.gives(Answer(b"a" * 50, drip=0.1))
    with pytest.raises(NotFetchedError, match=r"slow|connection"):
        web.file(root(server), ["127.0.0.1"], 100)


def test_the_log_tells_no_address(
    web: Web, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.gives(Answer(b"{}"))
    with caplog.at_level(logging.DEBUG):
        web.json(f"{root(server)}/search", {"q": "Ada Vale"})
    assert not [
        each for each in caplog.records if "Ada" in each.getMessage() and each.name == "httpx"
    ]
