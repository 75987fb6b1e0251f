from __future__ import annotations

from pathlib import Path

import pytest

from heartsong.catalogue.pack import write_pack
from heartsong.catalogue.sources.base import RawSong, Unusable
from heartsong.catalogue.sources.pack import PackSource
from heartsong.errors import PackError
from tests.builders import a_stored_song

FACTS = {"album": "Shore", "year": 1999, "genre": "folk", "link": "/1", "popularity": 12.5}


def a_pack(path: Path, count: int = 1) -> Path:
    songs = [a_stored_song("Ada Vale", f"Low Tide {n}", seed=n, **FACTS) for n in range(count)]
    write_pack(path, "m1", songs)
    return path


def test_a_song_comes_with_its_facts_and_without_lyrics(tmp_path: Path) -> None:
    (found,) = PackSource(a_pack(tmp_path / "my.pack"))
    assert found == RawSong(
        1,
        "Ada Vale",
        "Low Tide 0",
        None,
        "Shore",
        1999,
        "folk",
        "/1",
        lacking="no lyrics at hand",
        popularity=12.5,
    )


def test_a_name_that_no_song_has_is_told_by_its_row(tmp_path: Path) -> None:
    path = tmp_path / "odd.pack"
    write_pack(path, "m1", [a_stored_song(), a_stored_song("nan", "Low Tide")])
    first, second = PackSource(path)
    assert isinstance(first, RawSong)
    assert second == Unusable(2, "no artist", "? – Low Tide")


def test_a_pack_is_checked_before_a_song_of_it_is_given(tmp_path: Path) -> None:
    path = a_pack(tmp_path / "my.pack", 200)
    whole = path.read_bytes()
    middle = whole.index(b"embeddings.npy") + 500
    path.write_bytes(whole[:middle] + b"noise" + whole[middle + 5 :])
    with pytest.raises(PackError, match=r"is damaged \(embeddings\.npy\): fetch it again"):
        PackSource(path)


def test_a_source_that_is_left_early_can_be_read_again(tmp_path: Path) -> None:
    source = PackSource(a_pack(tmp_path / "my.pack", 3))
    rows = iter(source)
    next(rows)
    del rows
    assert len(list(source)) == 3
