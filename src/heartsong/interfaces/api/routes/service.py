"""Whether the server is well, what the page needs to start, and what listeners thought of songs."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from heartsong.interfaces.api.answers import PROBLEMS, ServerModel
from heartsong.interfaces.api.bodies import FeedbackBody
from heartsong.interfaces.api.metrics import written
from heartsong.interfaces.api.routes.common import (
    Asked,
    answered,
    documented,
    shelf_of,
    worker_of,
)
from heartsong.recommender import Recommender

router = APIRouter(tags=["service"])


@router.get("/health")
async def health() -> dict[str, str]:
    """The process runs."""
    return {"status": "ok"}


@router.get("/ready", responses=PROBLEMS)
async def ready(ask: Asked) -> dict[str, str]:
    """The catalogue and the model can be used."""

    def call(recommender: Recommender) -> int:
        recommender.analyze("hello")
        return recommender.count()

    await ask(call)
    return {"status": "ready"}


@router.get("/metrics", response_class=Response)
async def metrics(request: Request) -> Response:
    """What Prometheus scrapes."""
    body = written(request.app.state.registry)
    return Response(body, media_type="text/plain; version=0.0.4; charset=utf-8")


@router.get("/settings", **documented(ServerModel))
async def settings(request: Request, ask: Asked) -> Response:
    """What the page needs to start."""
    name, count = await ask(lambda ours: (ours.name, ours.count()))
    return answered(
        {
            "version": version("heartsong"),
            "catalogue": Path(name).stem if name else "",
            "songs": count,
            "covers": shelf_of(request).online,
            "covers_on": worker_of(request).settings.covers == "on",
        }
    )


@router.post("/feedback", status_code=204, response_class=Response, responses=PROBLEMS)
async def feedback(body: FeedbackBody, ask: Asked) -> Response:
    """Keep what a listener thought of a song: its id, what, and when; no words, no name."""

    def call(recommender: Recommender) -> bool:
        if not recommender.songs_of([body.song]):
            return False
        recommender.remember(body.song, body.kind)
        return True

    if not await ask(call):
        raise HTTPException(404, "The catalogue has no song with this id.")
    return Response(status_code=204)
