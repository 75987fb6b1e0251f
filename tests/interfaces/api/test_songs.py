"""Songs, their covers and their sounds, over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from heartsong.catalogue.identity import song_id
from heartsong.interfaces.api import answers
from tests.interfaces.conftest import HOSTILE
from tests.media.pictures import png

if TYPE_CHECKING:
    import httpx

KITCHEN = song_id("Marrow Lane", "Kitchen Lights")
RIVER = song_id(HOSTILE, HOSTILE)


def test_songs_are_found_by_their_names(api: httpx.Client) -> None:
    found = api.get("/songs", params={"search": "kitchen", "limit": 5}).json()
    answers.SearchModel.model_validate(found)
    assert [song["title"] for song in found["songs"]] == ["Kitchen Lights"]


def test_a_song_is_told_by_its_id(api: httpx.Client) -> None:
    found = api.get(f"/songs/{KITCHEN}").json()
    answers.SongModel.model_validate(found)
    assert found["artist"] == "Marrow Lane"


@pytest.mark.parametrize("name", ["cover", "preview", "audio", ""])
@pytest.mark.parametrize(
    ("song", "status"), [("nosuchsong", 404), ("A-Z", 422), ("a" * 65, 422), ("..%2f..%2fetc", 404)]
)
def test_an_unknown_song_is_not_there(api: httpx.Client, song: str, status: int, name: str) -> None:
    answer = api.get(f"/songs/{song}/{name}".rstrip("/"))
    assert answer.status_code in {status, 404}
    assert answer.json()["detail"].endswith(".")


def test_a_cover_is_drawn_and_kept_by_the_browser(api: httpx.Client) -> None:
    cover = api.get(f"/songs/{KITCHEN}/cover")
    assert cover.headers["Content-Type"] == "image/svg+xml"
    ElementTree.fromstring(cover.content)
    again = api.get(f"/songs/{KITCHEN}/cover", headers={"If-None-Match": cover.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_listeners_own_picture_is_shown(api: httpx.Client) -> None:
    cover = api.get(f"/songs/{RIVER}/cover")
    assert (cover.content, cover.headers["Content-Type"]) == (png(), "image/png")


def test_the_listeners_own_file_is_played_in_parts(api: httpx.Client, home: Path) -> None:
    told = api.get(f"/songs/{RIVER}/preview").json()
    assert told == {"url": f"/api/v1/songs/{RIVER}/audio", "source": "file"}
    whole = (home / "river.mp3").read_bytes()
    part = api.get(f"/songs/{RIVER}/audio", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, whole[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(whole)}"
    assert api.get(f"/songs/{RIVER}/audio").content == whole
    far = api.get(f"/songs/{RIVER}/audio", headers={"Range": f"bytes={len(whole)}-"})
    assert far.status_code == 416


@pytest.mark.parametrize("title", ["Gone Link", "Elsewhere"])
def test_no_other_file_of_the_disk_is_reached(api: httpx.Client, title: str) -> None:
    song = song_id("Dot Harrow", title)
    assert api.get(f"/songs/{song}").json()["link"].startswith("file:///")
    assert api.get(f"/songs/{song}/audio").status_code == 404
    assert api.get(f"/songs/{song}/preview").json() == {"url": None, "source": None}


@pytest.mark.parametrize("path", ["", "?search=", "?search=a&limit=0", "?search=a&limit=1000"])
def test_a_search_needs_words_and_a_sound_number(api: httpx.Client, path: str) -> None:
    assert api.get(f"/songs{path}").status_code == 422
