"""The catalogue as a whole: its points, its moods, all of it."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated, Any, Final, Literal

import numpy as np
from fastapi import APIRouter, Query, Request
from starlette.responses import Response, StreamingResponse

from heartsong.interfaces.api.answers import PROBLEMS, PointsModel
from heartsong.interfaces.api.cached import kept
from heartsong.interfaces.api.routes.common import Asked, documented
from heartsong.interfaces.files import Format, write_songs
from heartsong.interfaces.payloads import of_mood_groups, of_song
from heartsong.recommender import Recommender

router = APIRouter(tags=["catalogue"])
MOST_POINTS: Final = 20_000
_BLOCK: Final = 500


@router.get("/map", **documented(PointsModel))
async def points(request: Request, ask: Asked) -> Response:
    """Every song over valence and arousal; of more than 20,000 songs an even part."""
    body = await ask(_points)
    return kept(request, body, "application/json", 300)


def _points(recommender: Recommender) -> bytes:
    moods = recommender.every_mood()
    count = len(moods.ids)
    rows = np.unique(np.linspace(0, count - 1, min(count, MOST_POINTS)).astype(int)).tolist()
    facts = recommender.facts_of([moods.ids[row] for row in rows])
    found: dict[str, Any] = {
        "songs": count,
        "ids": [each.id for each in facts],
        "artists": [each.artist for each in facts],
        "titles": [each.title for each in facts],
        "categories": moods.groups[rows].argmax(axis=1).tolist(),
        "valence": np.round(moods.affects[rows, 0].astype(float), 3).tolist(),
        "arousal": np.round(moods.affects[rows, 1].astype(float), 3).tolist(),
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


@router.get("/moods", response_model=None, responses=PROBLEMS)
async def moods(
    request: Request, ask: Asked, k: Annotated[int, Query(ge=2, le=12)] = 4
) -> Response:
    """The groups that the catalogue falls into by itself; needs the extra `moods`."""
    found = await ask(lambda ours: of_mood_groups(ours.moods(k)))
    return kept(request, json.dumps(found, ensure_ascii=False).encode(), "application/json", 300)


@router.get("/export", response_class=StreamingResponse)
async def export(ask: Asked, format: Literal["jsonl", "csv"] = "jsonl") -> StreamingResponse:
    """All songs with their moods, without lyrics."""
    ids = await ask(lambda ours: list(ours.every_mood().ids))

    async def pieces() -> AsyncIterator[str]:
        for start in range(0, len(ids), _BLOCK):
            some = ids[start : start + _BLOCK]
            text = await ask(partial(_written, ids=some, format=Format(format)))
            # The names of the columns stand above the first songs alone.
            yield text.partition("\n")[2] if start and format == "csv" else text

    kind = "text/csv" if format == "csv" else "application/x-ndjson"
    headers = {"Content-Disposition": f'attachment; filename="heartsong.{format}"'}
    return StreamingResponse(pieces(), media_type=kind, headers=headers)


def _written(recommender: Recommender, ids: list[str], format: Format) -> str:
    target = io.StringIO(newline="")
    write_songs(map(of_song, recommender.songs_of(ids)), format, target)
    return target.getvalue()
