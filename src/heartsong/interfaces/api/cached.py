"""Answers that a browser may keep: with an ETag, and nothing sent again that it has."""

from __future__ import annotations

from hashlib import blake2b

from starlette.requests import Request
from starlette.responses import Response


def etag_of(body: bytes) -> str:
    return f'"{blake2b(body, digest_size=12).hexdigest()}"'


def kept(
    request: Request, body: bytes, kind: str, seconds: int, headers: dict[str, str] | None = None
) -> Response:
    """An answer with its ETag; 304 where the browser has it.

    Args:
        seconds: how long it need not even ask.
    """
    etag = etag_of(body)
    told = {"ETag": etag, "Cache-Control": f"private, max-age={seconds}", **(headers or {})}
    known = {each.strip() for each in request.headers.get("if-none-match", "").split(",")}
    if etag in known or "*" in known:
        return Response(status_code=304, headers=told)
    return Response(body, media_type=kind, headers=told)
