"""Songs written as a playlist that other programs read."""

from __future__ import annotations

import re
from urllib.parse import quote

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from heartsong.interfaces.api.answers import PROBLEMS
from heartsong.interfaces.api.bodies import ExportBody
from heartsong.interfaces.api.routes.common import NO_STORE, Asked
from heartsong.interfaces.playlists import PlaylistFormat, listed

router = APIRouter(tags=["playlists"])
_KINDS = {
    "m3u8": "audio/x-mpegurl",
    "jspf": "application/jspf+json",
    "csv": "text/csv",
    "json": "application/json",
}
_UNSAFE = re.compile(r"[^\w .-]+")


@router.post("/playlists/export", response_class=Response, responses=PROBLEMS)
async def export(body: ExportBody, ask: Asked) -> Response:
    """The songs with these ids, in their order, as a file; unknown ones are left out."""
    songs = await ask(lambda ours: ours.songs_of(body.songs))
    if not songs:
        raise HTTPException(404, "The catalogue has none of these songs.")
    by_id = {song.id: song for song in songs}
    ordered = [by_id[each] for each in body.songs if each in by_id]
    text = listed(body.name, ordered, PlaylistFormat(body.format))
    headers = {"Content-Disposition": _attachment(body.name, body.format), **NO_STORE}
    return Response(text, media_type=_KINDS[body.format], headers=headers)


def _attachment(name: str, ending: str) -> str:
    """How a browser is told the name of a file (RFC 6266): once plain, once as it is."""
    safe = _UNSAFE.sub("", name).strip(" .")[:80] or "heartsong"
    plain = safe.encode("ascii", "ignore").decode().strip() or "heartsong"
    return f"attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{quote(safe)}.{ending}"
