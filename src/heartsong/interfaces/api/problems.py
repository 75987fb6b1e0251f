"""Errors as RFC 9457 has them: what is wrong in one sentence that a person understands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from heartsong.errors import (
    CatalogueError,
    HeartsongError,
    MissingExtraError,
    ModelError,
    RequestError,
    TextError,
)

MEDIA_TYPE: Final = "application/problem+json"
_STATUS: Final[Mapping[type[HeartsongError], int]] = {
    TextError: 422,
    RequestError: 422,
    CatalogueError: 503,
    ModelError: 503,
    MissingExtraError: 501,
}
SENTENCES: Final[Mapping[int, str]] = {
    400: 'This is no JSON: send an object such as {"text": "I feel bad"}.',
    401: "A token is needed: open /?token=TOKEN, or send 'Authorization: Bearer TOKEN'.",
    403: "This page is of another site: open Heartsong's own.",
    404: "There is nothing here: see /api/v1/openapi.json for what there is.",
    405: "This cannot be done here: see /api/v1/openapi.json for what can.",
    408: "The request did not come in time: send it again.",
    413: "This is too much to read at once: send less.",
    415: "Only JSON is read: send 'Content-Type: application/json'.",
    416: "The file has no such part.",
    421: "The server is not called that: use its own name, or start it with --allow-host.",
    429: "These are too many requests: wait a moment.",
    500: "Something went wrong on our side; nothing was changed.",
    503: "Too many are waiting: try again in a moment.",
    504: "The answer took too long: try again.",
}


def problem(
    status: int, detail: str | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """An answer that is no success."""
    title = HTTPStatus(status).phrase
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail or SENTENCES.get(status, title + "."),
    }
    return Response(
        json.dumps(body, ensure_ascii=False), status, dict(headers or {}), media_type=MEDIA_TYPE
    )


async def of_heartsong(_: Request, error: Exception) -> Response:
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 422)
    return problem(status, str(error))


async def of_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    told = error.detail if error.detail.endswith(".") else None  # the framework's are no sentences
    return problem(error.status_code, told, error.headers)


async def of_validation(_: Request, error: Exception) -> Response:
    """The first thing that is wrong with a request, and where; what was sent is not repeated."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return problem(400)
    where = ".".join(str(each) for each in first["loc"] if each not in {"body", "query", "path"})
    said = first["msg"].removeprefix("Value error, ")
    return problem(422, f"{where or 'The request'}: {said[:1].lower()}{said[1:]}.")


async def of_anything(_: Request, error: Exception) -> Response:
    return problem(500)
