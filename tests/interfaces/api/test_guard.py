"""Who may ask, and how much."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from heartsong.interfaces.api.config import ServerConfig
from heartsong.interfaces.api.guard import LARGEST_TURN, Limit
from tests.interfaces.api.conftest import BASE
from tests.serving import serving

if TYPE_CHECKING:
    import httpx

JSON = {"Content-Type": "application/json"}
SAID = {"text": "I feel bad", "k": 1}


@pytest.fixture(scope="module")
def closed(home: Path) -> Iterator[httpx.Client]:
    """A server that demands a token."""
    import httpx

    config = ServerConfig(str(home / "my.db"), token="s3cret")
    with serving(home, config) as url, httpx.Client(base_url=url, trust_env=False) as client:
        yield client


def raw(address: str, request: bytes, pause: float = 0.0) -> bytes:
    """What comes back for the bytes of a request."""
    with socket.create_connection(("127.0.0.1", urlsplit(address).port), timeout=20) as line:
        line.sendall(request)
        time.sleep(pause)
        found = b""
        while part := line.recv(65536):
            found += part
        return found


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil:8765", ""]
)
def test_another_host_is_not_answered(address: str, host: str) -> None:
    request = f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    assert b" 421 " in raw(address, request.encode()).splitlines()[0]


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1:99", "[::1]:8765", "LOCALHOST", "192.168.0.9:8765"]
)
def test_our_own_names_are(address: str, host: str) -> None:
    request = f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    assert b" 200 " in raw(address, request.encode()).splitlines()[0]


def test_another_site_may_not_post(api: httpx.Client) -> None:
    answer = api.post("/recommend", json=SAID, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "Access-Control-Allow-Origin" not in answer.headers
    own = str(api.base_url.copy_with(path="")).rstrip("/")
    assert api.post("/recommend", json=SAID, headers={"Origin": own}).status_code == 200


def test_every_answer_is_sealed(api: httpx.Client, address: str) -> None:
    import httpx

    for answer in (
        api.get("/health"),
        api.get("/nothing"),
        api.post("/recommend", content=b"x", headers=JSON),
        httpx.get(f"{address}/", trust_env=False),
    ):
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 20_000, "application/json", 400),
        (b"null", "application/json", 422),
        (b"[]", "application/json", 422),
        (json.dumps(SAID).encode(), "text/plain", 415),
        (json.dumps(SAID).encode(), "", 415),
        (b'{"text": "' + b"a" * LARGEST_TURN + b'"}', "application/json", 413),
    ],
)
def test_a_faulty_body_is_refused(
    api: httpx.Client, content: bytes, kind: str, status: int
) -> None:
    answer = api.post("/recommend", content=content, headers={"Content-Type": kind})
    assert answer.status_code == status, answer.text
    assert answer.json()["status"] == status


def test_a_body_that_grows_is_cut_off(api: httpx.Client) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'{"text": "'
        for _ in range(600):
            yield b"a" * 1000

    import httpx

    with suppress(httpx.WriteError):  # cut before all was sent, which is as good
        assert api.post("/recommend", content=pieces(), headers=JSON).status_code == 413


def test_a_slow_client_is_given_up_and_holds_nobody_up(
    api: httpx.Client, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("heartsong.interfaces.api.guard.SLOWEST", 0.5)
    request = (
        f"POST {BASE}/recommend HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        "Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{"
    )
    found: list[bytes] = []
    waiting = threading.Thread(target=lambda: found.append(raw(address, request.encode())))
    waiting.start()
    assert api.post("/recommend", json=SAID).status_code == 200
    waiting.join(10)
    assert b" 408 " in found[0].splitlines()[0]


def test_an_unknown_path_or_method_is_a_problem(api: httpx.Client) -> None:
    assert api.get("/nothing").json()["status"] == 404
    assert api.get("/recommend").json()["status"] == 405
    assert api.put("/recommend", json=SAID).json()["status"] == 405


@pytest.mark.parametrize(
    "path", ["/../../etc/passwd", "/js/../../api/app.py", "/%2e%2e/config.py", "/app.py"]
)
def test_no_path_leads_to_the_disk(address: str, path: str) -> None:
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    assert b" 404 " in raw(address, request.encode()).splitlines()[0]


def test_without_the_token_nothing_is_told(closed: httpx.Client) -> None:
    for path in ("/", f"{BASE}/map", f"{BASE}/metrics", "/style.css", "/?token=wrong"):
        answer = closed.get(path)
        assert answer.status_code == 401, path
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert closed.get(f"{BASE}/health").status_code == 200


def test_with_the_token_all_is(closed: httpx.Client) -> None:
    bearer = {"Authorization": "Bearer s3cret"}
    assert closed.post(f"{BASE}/recommend", json=SAID, headers=bearer).status_code == 200
    entered = closed.get("/", params={"token": "s3cret"})
    assert entered.status_code == 303
    assert "HttpOnly" in entered.headers["Set-Cookie"]
    assert "samesite=strict" in entered.headers["Set-Cookie"].lower()
    assert "s3cret" not in entered.headers["Location"]
    assert closed.get("/").status_code == 200
    closed.cookies.clear()


def test_a_client_in_a_hurry_is_told_to_wait() -> None:
    limit = Limit(rate=2)
    allowed = [limit.allows("a") for _ in range(30)]
    assert allowed == [True] * 10 + [False] * 20
    assert limit.allows("b")
    assert all(Limit(rate=0).allows("a") for _ in range(1000))


def test_the_limit_is_answered_with_429(home: Path) -> None:
    import httpx

    config = ServerConfig(str(home / "my.db"), rate=1)
    with serving(home, config) as url:
        answers = [httpx.get(f"{url}{BASE}/health", trust_env=False) for _ in range(9)]
    assert answers[-1].status_code == 429
    assert answers[-1].headers["Retry-After"] == "1"
    assert answers[0].status_code == 200
