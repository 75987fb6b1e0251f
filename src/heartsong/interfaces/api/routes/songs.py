"""Songs by their names and ids: facts, covers, and what can be played of them."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Annotated
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from fastapi import APIRouter, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from heartsong.interfaces.api.cached import kept
from heartsong.interfaces.api.models import PreviewModel, SearchModel, SongModel
from heartsong.interfaces.api.routes.common import Asked, SongPath, answered, documented
from heartsong.interfaces.payloads import of_search, of_song
from heartsong.media.generated import cover_of
from heartsong.recommender import Recommender
from heartsong.types import Song

router = APIRouter(tags=["songs"])
_A_DAY = 86_400
_UNKNOWN = "The catalogue has no song with this id."
_AUDIO = frozenset((".mp3", ".m4a", ".aac", ".flac", ".ogg", ".oga", ".opus", ".wav", ".webm"))


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
async def cover(request: Request, song_id: SongPath, ask: Asked) -> Response:
    """A cover: drawn from the song's names and mood."""
    found = await song_of(song_id, ask)
    return kept(request, cover_of(found).encode(), "image/svg+xml", _A_DAY)


@router.get("/songs/{song_id}/preview", **documented(PreviewModel))
async def preview(song_id: SongPath, ask: Asked) -> Response:
    """Where a song can be listened to here, if anywhere."""
    path = file_of(await song_of(song_id, ask))
    url = f"/api/v1/songs/{song_id}/audio" if path else None
    return answered({"url": url, "source": "file" if path else None})


@router.get("/songs/{song_id}/audio", response_class=FileResponse)
async def audio(song_id: SongPath, ask: Asked) -> Response:
    """The listener's own file of a song, in parts where they are asked for."""
    path = file_of(await song_of(song_id, ask))
    if path is None:
        raise HTTPException(404, "There is no file of this song here.")
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return FileResponse(path, media_type=kind, headers={"Cache-Control": "private, max-age=3600"})


def file_of(song: Song) -> Path | None:
    """The sound file that the catalogue says a song lies in; None where it is none or is gone.

    Only what the listener ingested is named there, so nothing else of the disk can be reached.
    """
    address = urlsplit(song.link or "")
    if address.scheme.lower() != "file" or address.netloc not in {"", "localhost"}:
        return None
    path = Path(
        url2pathname(unquote(address.path))
        if "%" not in address.path
        else url2pathname(address.path)
    )
    return path if path.suffix.lower() in _AUDIO and path.is_file() else None
