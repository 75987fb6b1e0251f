from __future__ import annotations

from pathlib import Path

import pytest

from heartsong.media.own import file_of, kind_of
from tests.builders import a_song
from tests.media.pictures import mp3


def test_a_song_of_a_file_has_it(tmp_path: Path) -> None:
    path = mp3(tmp_path / "Ada Vale – 100% Tide.mp3")
    assert file_of(a_song(link=path.as_uri())) == path


@pytest.mark.parametrize(
    "link",
    [
        None,
        "https://music.example/a.mp3",
        "file:///etc/passwd",
        "file://elsewhere/a.mp3",
        "file:///nowhere/a.mp3",
        "file:///%00.mp3",
        "/a.mp3",
    ],
)
def test_any_other_link_has_none(link: str | None) -> None:
    assert file_of(a_song(link=link)) is None


def test_a_sound_is_told_by_its_name_or_its_bytes(tmp_path: Path) -> None:
    assert kind_of(mp3(tmp_path / "a.mp3")) == "audio/mpeg"
    assert kind_of(mp3(tmp_path / "a")) == "audio/mpeg"
    (tmp_path / "b").write_bytes(b"\0\0\0\x20ftypM4A ")
    assert kind_of(tmp_path / "b") == "audio/mp4"
