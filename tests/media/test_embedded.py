from __future__ import annotations

from pathlib import Path

import pytest

from heartsong.media.embedded import picture, picture_in
from tests.media.pictures import GIF, SVG, mp3, png


def test_the_picture_in_a_recording_is_found(tmp_path: Path) -> None:
    found = picture_in(mp3(tmp_path / "a.mp3", png()))
    assert found is not None
    assert (found.data, found.kind) == (png(), "image/png")


def test_a_recording_without_one_has_none(tmp_path: Path) -> None:
    assert picture_in(mp3(tmp_path / "a.mp3")) is None


@pytest.mark.parametrize("cover", [SVG, b"<html>", b""])
def test_what_is_no_picture_is_not_shown(tmp_path: Path, cover: bytes) -> None:
    assert picture_in(mp3(tmp_path / "a.mp3", cover)) is None
    assert picture(cover) is None


def test_a_picture_is_told_by_its_bytes() -> None:
    assert getattr(picture(GIF), "kind", None) == "image/gif"
    assert picture(b"RIFF....WAVE") is None


def test_a_missing_or_broken_file_has_none(tmp_path: Path) -> None:
    broken = tmp_path / "b.mp3"
    broken.write_bytes(b"ID3\x03\x00\x00\x7f\x7f\x7f\x7f" + b"APIC" * 9)
    assert picture_in(broken) is None
    assert picture_in(tmp_path / "none.mp3") is None
