"""What every route needs."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import Depends, Path, Request
from starlette.responses import Response

from heartsong.interfaces.api.answers import PROBLEMS
from heartsong.interfaces.api.shelf import Shelf
from heartsong.interfaces.api.worker import Worker

NO_STORE = {"Cache-Control": "no-store"}
SongPath = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[a-z0-9]+$")]


def worker_of(request: Request) -> Worker:
    found: Worker = request.app.state.worker
    return found


def shelf_of(request: Request) -> Shelf:
    """The covers and previews of the process."""
    found: Shelf = request.app.state.shelf
    return found


Asked = Annotated[Worker, Depends(worker_of)]


def answered(payload: dict[str, Any]) -> Response:
    """JSON that nobody keeps: it says how somebody feels. A payload is not checked once more."""
    body = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    return Response(body, media_type="application/json", headers=NO_STORE)


def documented(model: type) -> dict[str, Any]:
    """The answers of a route, for the OpenAPI document."""
    return {"response_model": None, "responses": {200: {"model": model}, **PROBLEMS}}
