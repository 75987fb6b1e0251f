"""The page's own files, read once and kept, also packed."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from heartsong.interfaces.api.cached import kept
from heartsong.interfaces.api.problems import problem

WEB: Final = Path(__file__).parent.parent / "web"
KINDS: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the page, as it is and packed."""

    body: bytes
    packed: bytes
    kind: str


@cache
def assets() -> dict[str, Asset]:
    """Path → file. Only what is here is ever served, so no path leads elsewhere."""
    found = {}
    for path in sorted(WEB.rglob("*")):
        if path.suffix in KINDS:
            body = path.read_bytes()
            name = f"/{path.relative_to(WEB).as_posix()}"
            found[name] = Asset(body, gzip.compress(body, 9, mtime=0), KINDS[path.suffix])
    found["/"] = found["/index.html"]
    return found


async def page(request: Request) -> Response:
    """A file of the page."""
    asset = assets().get(request.url.path)
    if asset is None:
        return problem(404)
    headers = {"Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return kept(request, asset.packed, asset.kind, 0, headers)
    return kept(request, asset.body, asset.kind, 0, headers)
