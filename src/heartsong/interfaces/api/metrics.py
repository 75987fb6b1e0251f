"""What Prometheus counts: how often, how fast, never what was asked."""

from __future__ import annotations

import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from heartsong.interfaces.api.config import API


class Metrics:
    """An ASGI layer that counts the requests below it."""

    def __init__(self, app: ASGIApp, registry: CollectorRegistry) -> None:
        self._app = app
        self._requests = Counter(
            "heartsong_requests", "Requests", ["route", "method", "status"], registry=registry
        )
        self._seconds = Histogram(
            "heartsong_request_seconds",
            "Seconds until an answer was sent",
            ["route"],
            registry=registry,
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0),
        )
        self._running = Gauge("heartsong_requests_running", "Requests", registry=registry)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, began = 500, time.perf_counter()

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self._running.inc()
        try:
            await self._app(scope, receive, sending)
        finally:
            self._running.dec()
            route = template(scope)
            self._requests.labels(route, scope["method"], str(status)).inc()
            self._seconds.labels(route).observe(time.perf_counter() - began)


def template(scope: Scope) -> str:
    """The route of a request with its parameters left open; "other" where there is none."""
    route = scope.get("route")
    if route is not None:
        path = str(route.path)
        # A route that is included in another does not name what stands before it.
        inner = scope["path"].startswith(API) and not path.startswith(API)
        return API + path if inner else path
    app = scope.get("app")
    for each in getattr(app, "routes", ()):
        if each.matches(scope)[0] is not Match.NONE:
            return str(getattr(each, "path", "other"))
    return "other"


def written(registry: CollectorRegistry) -> bytes:
    """The text format of Prometheus."""
    return generate_latest(registry)
