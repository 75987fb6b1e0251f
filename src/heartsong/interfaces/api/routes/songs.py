"""Songs by their names and ids: facts, covers, and what can be played of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from heartsong.interfaces.api.answers import PROBLEMS, PreviewModel, SearchModel, SongModel
from heartsong.interfaces.api.cached import kept
from heartsong.interfaces.api.routes.common import (
    Asked,
    SongPath,
    answered,
    documented,
    shelf_of,
)
from heartsong.interfaces.payloads import of_search, of_song
from heartsong.media.own import file_of, kind_of
from heartsong.recommender import Recommender
from heartsong.types import Song

router = APIRouter(tags=["songs"])
_A_DAY = 86_400
_UNKNOWN = "The catalogue has no song with this id."
_A_WHILE = 120


@router.get("/songs", **documented(SearchModel))
async def search(
    ask: Asked,
    search: Annotated[str, Query(min_length=1, max_length=300, examples=["nina simone"])],
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> Response:
    """The songs whose names hold all of the words."""
    return answered(of_search(search, await ask(lambda ours: ours.find(search, limit))))


async def song_of(song_id: str, ask: Asked) -> Song:
    def call(recommender: Recommender) -> list[Song]:
        return recommender.songs_of([song_id])

    found = await ask(call)
    if not found:
        raise HTTPException(404, _UNKNOWN)
    return found[0]


@router.get("/songs/{song_id}", **documented(SongModel))
async def song(song_id: SongPath, ask: Asked) -> Response:
    """One song."""
    return answered(of_song(await song_of(song_id, ask)))


@router.get("/songs/{song_id}/cover", response_class=Response)
async def cover(request: Request, song_id: SongPath, ask: Asked, online: bool = False) -> Response:
    """A cover: of the listener's own file, of the web where that is allowed, or a drawn one."""
    found = await song_of(song_id, ask)
    media = shelf_of(request)
    picture = await media(lambda ours: ours.cover(found, online and media.online))
    return kept(request, picture.data, picture.kind, _A_DAY if picture.lasting else _A_WHILE)


@router.get("/songs/{song_id}/preview", **documented(PreviewModel))
async def preview(
    request: Request, song_id: SongPath, ask: Asked, online: bool = False
) -> Response:
    """Where a song can be listened to here, if anywhere."""
    path, source = await _sound(request, await song_of(song_id, ask), online)
    url = f"/api/v1/songs/{song_id}/audio{'?online=1' if source == 'web' else ''}"
    return answered({"url": url if path else None, "source": source})


@router.get("/songs/{song_id}/audio", response_class=FileResponse, responses=PROBLEMS)
async def audio(request: Request, song_id: SongPath, ask: Asked, online: bool = False) -> Response:
    """The listener's own file of a song, or a preview, in parts where they are asked for."""
    path, _ = await _sound(request, await song_of(song_id, ask), online)
    if path is None:
        raise HTTPException(404, "There is no recording of this song here.")
    headers = {"Cache-Control": "private, max-age=3600"}
    return FileResponse(path, media_type=kind_of(path), headers=headers)


async def _sound(request: Request, song: Song, online: bool) -> tuple[Path | None, str | None]:
    """A file with the sound of a song, and whether it is the listener's own or of the web."""
    own = file_of(song)
    if own is not None:
        return own, "file"
    media = shelf_of(request)
    found = await media(lambda ours: ours.preview(song)) if online and media.online else None
    return found, "web" if found else None
