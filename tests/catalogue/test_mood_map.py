from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="mood groups need the extra 'moods'")
pytest.importorskip("matplotlib", reason="a map needs the extra 'moods'")

from heartsong.catalogue.mood_map import check, draw
from heartsong.catalogue.moods import group
from heartsong.errors import FileError
from tests.catalogue.test_moods import PLANTED, planted


@pytest.mark.parametrize(
    ("name", "start"), [("map.png", b"\x89PNG"), ("map.SVG", b"<?xml"), ("map.svg", b"<?xml")]
)
def test_a_map_is_drawn_in_the_form_that_its_name_asks_for(
    tmp_path: Path, name: str, start: bytes
) -> None:
    path = tmp_path / name
    check(path)
    draw(group(planted(list(PLANTED))), path)
    assert path.read_bytes().startswith(start)


def test_an_svg_of_many_songs_is_no_larger_than_one_of_few(tmp_path: Path) -> None:
    few, many = tmp_path / "few.svg", tmp_path / "many.svg"
    draw(group(planted(list(PLANTED), 10)), few)
    draw(group(planted(list(PLANTED), 600)), many)
    assert many.stat().st_size < 5 * few.stat().st_size


def test_another_form_is_refused_before_the_work() -> None:
    with pytest.raises(FileError, match=r"map\.pdf is neither a \.png nor an \.svg file"):
        check(Path("map.pdf"))


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"cannot be written .*choose another place"):
        draw(group(planted(list(PLANTED), 5)), tmp_path / "absent" / "map.png")
