from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from heartsong.media import cache as kept
from heartsong.media.media import Media
from tests.builders import a_song
from tests.media.pictures import SVG, mp3, png
from tests.media.providers import CASES, PICTURES, Case
from tests.servers import Answer, Server

pytest.importorskip("httpx", reason="needs the extra serve")

OURS = a_song()
KEYLESS = [case for case in CASES if case.name != "spotify"]
DEEZER, ITUNES, COVERART = KEYLESS
SOUND = Answer(b"ID3" + bytes(500), headers={"Content-Type": "audio/mpeg"})


@pytest.fixture
def pictured(server: Server) -> Server:
    for path in PICTURES:
        server.at[path] = Answer(png(), headers={"Content-Type": "image/jpeg"})
    server.at["/sound"] = SOUND
    return server


@pytest.fixture
def media(pictured: Server, tmp_path: Path) -> Iterator[Media]:
    ours = Media(tmp_path / "media", [case.make(pictured) for case in KEYLESS])
    yield ours
    ours.close()


def times(server: Server, case: Case) -> int:
    return sum(each.path == case.path for each in server.asked)


def test_without_the_web_nobody_is_asked(media: Media, pictured: Server) -> None:
    found = media.cover(OURS)
    assert found.kind == "image/svg+xml"
    assert found.lasting
    assert not pictured.asked


def test_the_listeners_own_picture_comes_first(
    media: Media, pictured: Server, tmp_path: Path
) -> None:
    path = mp3(tmp_path / "a.mp3", png(7))
    found = media.cover(a_song(link=path.as_uri()), online=True)
    assert found.data == png(7)
    assert not pictured.asked


@pytest.mark.parametrize("case", KEYLESS, ids=lambda case: case.name)
def test_each_provider_gives_a_cover(media: Media, pictured: Server, case: Case) -> None:
    case.answers(pictured)
    assert media.cover(OURS, online=True).data == png()


def test_a_cover_is_fetched_once(media: Media, pictured: Server) -> None:
    DEEZER.answers(pictured)
    for _ in range(3):
        media.cover(OURS, online=True)
    assert len(pictured.asked) == 2


def test_another_recording_is_passed_over(media: Media, pictured: Server) -> None:
    DEEZER.answers(pictured, artist="Karaoke Stars")
    ITUNES.answers(pictured)
    assert media.cover(OURS, online=True).data == png()
    assert times(pictured, ITUNES) == 1


def test_that_there_is_none_is_remembered(media: Media, pictured: Server) -> None:
    for case in KEYLESS:
        case.answers(pictured, title="Something Else")
    for _ in range(2):
        found = media.cover(OURS, online=True)
    assert found.kind == "image/svg+xml"
    assert not found.lasting
    assert [times(pictured, case) for case in KEYLESS] == [1, 1, 1]


def test_what_was_found_is_asked_for_again_in_time(
    media: Media, pictured: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    DEEZER.answers(pictured)
    media.cover(OURS, online=True)
    late = time.time() + kept.FOUND_FOR + 1
    monkeypatch.setattr("heartsong.media.cache.time.time", lambda: late)
    media.cover(OURS, online=True)
    assert times(pictured, DEEZER) == 2


def test_a_provider_that_fails_is_skipped_and_left_alone(media: Media, pictured: Server) -> None:
    pictured.at[DEEZER.path] = Answer(b"", 500)
    for number in range(4):
        COVERART.answers(pictured, title=f"Tide {number}")
        each = a_song(title=f"Tide {number}")
        assert media.cover(each, online=True).data == png()
    assert times(pictured, DEEZER) == 2


@pytest.mark.parametrize("body", [SVG, b"<html>", b"", bytes(5_000_000)], ids=range(4))
def test_what_is_no_picture_is_not_shown(media: Media, pictured: Server, body: bytes) -> None:
    DEEZER.answers(pictured)
    pictured.at["/picture"] = Answer(body)
    assert media.cover(OURS, online=True).kind == "image/svg+xml"


def test_a_preview_is_fetched_once(media: Media, pictured: Server) -> None:
    DEEZER.answers(pictured)
    paths = {media.preview(OURS) for _ in range(3)}
    (path,) = paths
    assert path is not None
    assert path.read_bytes() == SOUND.body
    assert len(pictured.asked) == 2


def test_what_is_no_sound_is_no_preview(media: Media, pictured: Server) -> None:
    DEEZER.answers(pictured)
    pictured.at["/sound"] = Answer(b"<html>", headers={"Content-Type": "text/html"})
    assert media.preview(OURS) is None


def test_the_oldest_files_are_forgotten(tmp_path: Path) -> None:
    ours = kept.MediaCache(tmp_path, most_bytes=2_500)
    paths = [ours.path(str(number), "deezer", "cover") for number in range(4)]
    for number, path in enumerate(paths):
        assert ours.write(path, bytes(1_000))
        os.utime(path, (number + 1, number + 1))
    ours.prune()
    assert [path.exists() for path in paths] == [False, False, True, True]
    ours.close()


def test_a_cache_that_cannot_be_written_does_not_stop_a_cover(
    pictured: Server, tmp_path: Path
) -> None:
    DEEZER.answers(pictured)
    folder = tmp_path / "media"
    folder.mkdir()
    (folder / "media.db").write_bytes(b"this is no database" * 100)
    (folder / "cover").write_bytes(b"in the way")
    ours = Media(folder, [DEEZER.make(pictured)])
    assert ours.cover(OURS, online=True).data == png()
    ours.close()
