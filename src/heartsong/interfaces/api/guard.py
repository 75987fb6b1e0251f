"""Who may ask, and how much: everything that is checked before a request is looked at."""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import time
from collections import OrderedDict
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from heartsong.interfaces.api.config import ServerConfig
from heartsong.interfaces.api.problems import problem

COOKIE: Final = "heartsong_token"
LARGEST: Final = 64 * 1024  # bytes of a body
LARGEST_TURN: Final = 512 * 1024  # of one with the state of a conversation
_WITH_STATE: Final = ("/conversation", "/recommend")
SLOWEST: Final = 10.0  # seconds for a body to come
BURST: Final = 5.0  # seconds' worth of requests that may come at once
MOST_CLIENTS: Final = 10_000
OPEN_PATHS: Final = frozenset(["/api/v1/health"])
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; media-src 'self'; object-src 'none'; "
        "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """An ASGI layer that refuses what must not come further, and seals every answer."""

    def __init__(self, app: ASGIApp, config: ServerConfig) -> None:
        self._app = app
        self._config = config
        self._limit = Limit(config.rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        headers = Headers(scope=scope)
        refused = self._refused(scope, headers)
        if refused is None and scope["method"] in {"POST", "PUT", "PATCH"}:
            largest = LARGEST_TURN if scope["path"].endswith(_WITH_STATE) else LARGEST
            body = await whole(headers, receive, largest)
            if isinstance(body, Response):
                refused = body
            else:
                receive = replayed(body, receive)
        await (refused or self._app)(scope, receive, sealed)

    def _refused(self, scope: Scope, headers: Headers) -> Response | None:
        host = (headers.get("host") or "").lower()
        if not _is_called(host, self._config.hosts):
            return problem(421)
        origin = headers.get("origin")
        if scope["method"] not in {"GET", "HEAD"} and origin and urlsplit(origin).netloc != host:
            return problem(403)
        if not self._limit.allows(scope["client"][0] if scope.get("client") else ""):
            return problem(429, headers={"Retry-After": "1"})
        return self._unknown(scope, headers)

    def _unknown(self, scope: Scope, headers: Headers) -> Response | None:
        """What is answered to who has no token; None to who needs none or has it."""
        token = self._config.token
        if token is None or scope["path"] in OPEN_PATHS:
            return None
        told = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if told and scope["path"] == "/" and _same(told, token):
            entered = RedirectResponse("/", 303)
            entered.set_cookie(COOKIE, token, httponly=True, samesite="strict")
            return entered
        bearer = headers.get("authorization", "").removeprefix("Bearer ").strip()
        cookies = SimpleCookie(headers.get("cookie", ""))
        given = cookies[COOKIE].value if COOKIE in cookies else ""
        if _same(bearer, token) or _same(given, token):
            return None
        return problem(401, headers={"WWW-Authenticate": "Bearer"})


def _same(given: str, token: str) -> bool:
    """Compared in a time that tells nothing."""
    return hmac.compare_digest(given.encode(), token.encode())


def _is_called(host: str, names: tuple[str, ...]) -> bool:
    """Whether a Host is one of ours: a name that we know, or an address, which no name server says.

    Else a page could have its own name lead here, and read the answers (DNS rebinding).
    """
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    if name in names:
        return True
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


async def whole(headers: Headers, receive: Receive, largest: int) -> bytes | Response:
    """The body of a request, or what is answered where it is too large or too slow."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        return problem(415)
    told = headers.get("content-length", "0")
    if not told.isdigit() or int(told) > largest:
        return problem(413)
    body = bytearray()
    try:
        async with asyncio.timeout(SLOWEST):
            while True:
                message = await receive()
                body += message.get("body", b"")
                if len(body) > largest:
                    return problem(413)
                if message["type"] == "http.disconnect" or not message.get("more_body"):
                    return bytes(body)
    except TimeoutError:
        return problem(408)


def replayed(body: bytes, receive: Receive) -> Receive:
    """Gives a body that was read already, then what comes after it."""
    sent = False

    async def again() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


class Limit:
    """A bucket of tokens for each client (Turner 1986): so many a second, some more at once."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._clients: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, client: str) -> bool:
        if self._rate <= 0:
            return True
        now, full = time.monotonic(), max(1.0, self._rate * BURST)
        left, at = self._clients.pop(client, (full, now))
        left = min(full, left + (now - at) * self._rate)
        self._clients[client] = (left - 1 if left >= 1 else left, now)
        if len(self._clients) > MOST_CLIENTS:
            self._clients.popitem(last=False)
        return left >= 1
