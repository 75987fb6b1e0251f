"""A disk that is really full, where this system lets us make a small one."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from heartsong.recommender import Recommender
from tests.catalogue.test_interruptions import held
from tests.catalogue.test_together import FAST
from tests.conftest import Command
from tests.fakes import FakeEncoder
from tests.words import many, write_table

FULL = "my.db could not be written, the disk seems to be full: free some space and run the same"
SONGS = many(200, artists=200)
BLOCK = 4096


@dataclass(frozen=True)
class Disk:
    """A disk of sixteen megabytes."""

    folder: Path

    @property
    def catalogue(self) -> Path:
        return self.folder / "my.db"

    def fill(self, left: int) -> None:
        """Leave so many bytes."""
        room = os.statvfs(self.folder)
        (self.folder / "others").write_bytes(bytes(room.f_bavail * room.f_frsize - left))

    def free(self) -> None:
        (self.folder / "others").unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder]
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a small disk can be made here by root alone, and on Linux")
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.fixture
def fast(command: Command) -> Command:
    return replace(command, program=FAST)


@pytest.fixture
def filled(disk: Disk, with_fake: FakeEncoder, tmp_path: Path) -> Disk:
    """A disk with a catalogue of eight songs."""
    with Recommender(disk.catalogue) as recommender:
        recommender.ingest(write_table(tmp_path / "first.csv"))
    return disk


@pytest.mark.parametrize("left", [0, 2 * BLOCK, 9 * BLOCK, 40 * BLOCK])
def test_an_ingest_onto_a_full_disk_keeps_what_there_was_and_ends_well_once_there_is_space(
    fast: Command, filled: Disk, tmp_path: Path, left: int
) -> None:
    source = write_table(tmp_path / "songs.csv", SONGS)
    before = held(filled.catalogue)
    filled.fill(left)
    assert FULL in fast.refused("ingest", source, "--catalogue", filled.catalogue)
    filled.free()
    kept = held(filled.catalogue)
    assert before.songs.items() <= kept.songs.items()
    assert left < 40 * BLOCK or kept.count > before.count
    ended = fast("ingest", source, "--catalogue", filled.catalogue)
    assert ended.code == 0, ended
    assert f"{kept.count - before.count} already there" in ended.out
    assert held(filled.catalogue).count == before.count + len(SONGS)


@pytest.mark.parametrize("left", [0, 9 * BLOCK])
def test_a_catalogue_on_a_full_disk_answers_as_before(
    fast: Command, filled: Disk, left: int
) -> None:
    asked = ("recommend", "I feel sad and lonely", "-k", "5", "--catalogue", filled.catalogue)
    before = fast(*asked)
    assert before.code == 0, before
    filled.fill(left)
    assert fast(*asked) == before


@pytest.mark.parametrize("blocks", [0, 1, 4, 8, 16, 20])
def test_a_catalogue_that_could_not_be_made_is_made_once_there_is_space(
    fast: Command, disk: Disk, tmp_path: Path, blocks: int
) -> None:
    source = write_table(tmp_path / "songs.csv", SONGS)
    disk.fill(blocks * BLOCK)
    assert FULL in fast.refused("ingest", source, "--catalogue", disk.catalogue)
    disk.free()
    ended = fast("ingest", source, "--catalogue", disk.catalogue)
    assert ended.code == 0, ended
    assert held(disk.catalogue).count == len(SONGS)
