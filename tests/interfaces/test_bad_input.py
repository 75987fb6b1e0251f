"""What files in the wild do to `heartsong ingest`: one sentence, or counted rows."""

from __future__ import annotations

import gzip
import json
import os
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.catalogue.sources.test_folder import mp3
from tests.conftest import MAIN, Command, Inside, Runner
from tests.contracts.test_source import a_csv
from tests.words import SONGS, Written, many, table

ASKED = ("recommend", "I feel sad and lonely", "-k", "4")
NEW = many(6, artists=6)
OLD = {song.title for song in SONGS}
as_root = hasattr(os, "geteuid") and os.geteuid() == 0


def titles(runner: Runner, catalogue: Path) -> set[str]:
    ended = runner("export", "--catalogue", catalogue)
    assert ended.code == 0, ended
    return {json.loads(line)["title"] for line in ended.out.splitlines()}


def taken(runner: Runner, source: Path, catalogue: Path) -> str:
    """What the command says of a source of which it could use something."""
    ended = runner("ingest", source, "--catalogue", catalogue)
    assert (ended.code, ended.err) == (0, ""), ended
    return ended.out


def packed(folder: Path, content: bytes, kind: str = "gz") -> Path:
    path = folder / f"songs.csv.{kind}"
    if kind == "gz":
        path.write_bytes(gzip.compress(content, mtime=0))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("songs.csv", content)
    return path


def saved(folder: Path, content: bytes) -> Path:
    path = folder / "songs.csv"
    path.write_bytes(content)
    return path


# Rows that can be read are read, whatever stands beside them.


@pytest.mark.parametrize(
    ("encode", "sign"),
    [
        (lambda text: text.encode("utf-8-sig"), "é"),
        (lambda text: text.encode("latin-1"), "é"),
        (lambda text: text.replace("\n", "\r\n").encode(), "é"),
        (lambda text: text.encode().replace(b"window", b"win\0dow"), "é"),
    ],
    ids=["a mark of the byte order", "Latin-1", "CRLF inside quotes", "NUL bytes"],
)
def test_the_form_of_a_text_does_not_change_its_songs(
    inside: Inside, tmp_path: Path, encode: Callable[[str], bytes], sign: str
) -> None:
    songs = [song._replace(title=f"{song.title} {sign}") for song in NEW]
    plain, odd = tmp_path / "plain.db", tmp_path / "odd.db"
    taken(inside, saved(tmp_path, table(songs, line_end="\n").encode()), plain)
    said = taken(inside, saved(tmp_path, encode(table(songs, line_end="\n"))), odd)
    assert f"{len(songs)} rows read" in said
    assert "skipped" not in said
    exported = [inside("export", "--catalogue", path).out for path in (plain, odd)]
    assert exported[0] == exported[1]
    assert exported[0].count(sign) == len(songs)


@pytest.mark.parametrize("field", ["=1+1", '=HYPERLINK("http://x","y")', "@SUM(A1)", "+1", "-1"])
def test_a_formula_is_a_name_like_any_other(
    inside: Inside, catalogue: Path, tmp_path: Path, field: str
) -> None:
    source = a_csv(tmp_path, [Written(field, field, NEW[0].lyrics)])
    taken(inside, source, catalogue)
    assert titles(inside, catalogue) == OLD | {field}
    assert inside(*ASKED, "--catalogue", catalogue).code == 0


def test_a_path_in_a_tag_is_only_a_name(inside: Inside, catalogue: Path, tmp_path: Path) -> None:
    music = tmp_path / "in" / "music"
    music.mkdir(parents=True)
    escape = "../../../escaped"
    (music / "a.mp3").write_bytes(mp3(escape, "/etc/passwd", NEW[0].lyrics))
    (music / "b.mp3").write_bytes(mp3("C:\\x", "..\\..\\nul", NEW[1].lyrics))
    before = sorted(tmp_path.rglob("*"))
    taken(inside, music, catalogue)
    assert titles(inside, catalogue) == OLD | {"/etc/passwd", "..\\..\\nul"}
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(os.name != "posix", reason="links are of POSIX")
def test_links_in_a_loop_and_to_nothing_are_counted_and_the_others_are_read(
    inside: Inside, catalogue: Path, tmp_path: Path
) -> None:
    music = tmp_path / "music"
    (music / "album").mkdir(parents=True)
    (music / "album" / "a.mp3").write_bytes(mp3("Ada Vale", "Low Tide", NEW[0].lyrics))
    (music / "album" / "back").symlink_to(music)
    (music / "itself").symlink_to(music / "itself")
    (music / "Ada Vale - Gone.mp3").symlink_to(tmp_path / "nowhere.mp3")
    said = taken(inside, music, catalogue)
    assert said.startswith("2 rows read")
    assert "1 skipped: cannot be read (first: row 1: Ada Vale - Gone.mp3)" in said
    assert titles(inside, catalogue) == OLD | {"Low Tide"}


@pytest.mark.skipif(as_root, reason="root may read everything")
def test_recordings_that_may_not_be_read_are_counted_and_the_others_are_read(
    inside: Inside, catalogue: Path, tmp_path: Path
) -> None:
    music = tmp_path / "music"
    music.mkdir()
    (music / "a.mp3").write_bytes(mp3("Ada Vale", "High Tide", NEW[0].lyrics))
    (music / "a.mp3").chmod(0)
    (music / "b.mp3").write_bytes(mp3("Ada Vale", "Low Tide", NEW[0].lyrics))
    assert "1 skipped: cannot be read (first: row 1: a.mp3)" in taken(inside, music, catalogue)
    assert titles(inside, catalogue) == OLD | {"Low Tide"}


def test_of_a_gzip_that_was_cut_off_the_songs_before_are_kept(
    inside: Inside, catalogue: Path, tmp_path: Path
) -> None:
    songs = many(300, artists=300)
    source = packed(tmp_path, table(songs).encode())
    whole = source.read_bytes()
    source.write_bytes(whole[: len(whole) // 2])
    said = taken(inside, source, catalogue)
    assert "1 skipped: cut off or damaged from here on (first: row " in said
    kept = titles(inside, catalogue)
    assert OLD < kept < OLD | {song.title for song in songs}
    source.write_bytes(whole)
    assert f"{len(kept) - len(OLD)} already there" in taken(inside, source, catalogue)
    assert titles(inside, catalogue) == OLD | {song.title for song in songs}


# What cannot be read at all is refused, and nothing changes.


def cut_early(folder: Path) -> Path:
    path = packed(folder, table(NEW).encode())
    path.write_bytes(path.read_bytes()[:14])
    return path


def of_another_schema(folder: Path) -> Path:
    pa = pytest.importorskip("pyarrow", reason="Parquet needs the extra 'parquet'")
    parquet = pytest.importorskip("pyarrow.parquet", reason="Parquet needs the extra 'parquet'")
    path = folder / "points.parquet"
    parquet.write_table(pa.table({"x": [1.0, 2.0], "y": [3, 4]}), path)
    return path


REFUSED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a gzip cut in its first bytes": (cut_early, r"is cut off or damaged: fetch it again"),
    "a Parquet of another schema": (
        of_another_schema,
        r"no column for the artist: it has 'x', 'y'; name the right one with --column",
    ),
}


@pytest.mark.parametrize(("make", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_read_is_refused_and_the_catalogue_is_as_it_was(
    inside: Inside, catalogue: Path, tmp_path: Path, make: Callable[[Path], Path], said: str
) -> None:
    before, answered = catalogue.read_bytes(), inside(*ASKED, "--catalogue", catalogue).out
    assert re.search(said, inside.refused("ingest", make(tmp_path), "--catalogue", catalogue))
    assert catalogue.read_bytes() == before
    assert inside(*ASKED, "--catalogue", catalogue).out == answered


def spoil(pack: Path, member: str) -> None:
    """Change a bit, which the zip's own sums do not tell, since they are made anew."""
    with zipfile.ZipFile(pack) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[member] = members[member][:-1] + bytes([members[member][-1] ^ 1])
    with zipfile.ZipFile(pack, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


@pytest.mark.parametrize("member", ["songs.jsonl", "moods.npy", "embeddings.npy"])
def test_a_pack_with_a_wrong_checksum_is_refused_and_the_catalogue_is_as_it_was(
    inside: Inside, catalogue: Path, tmp_path: Path, member: str
) -> None:
    pack = tmp_path / "my.pack"
    assert inside("pack", "export", pack, "--catalogue", catalogue).code == 0
    spoil(pack, member)
    before = catalogue.read_bytes()
    said = inside.refused("pack", "import", pack, "--catalogue", catalogue)
    assert f"my.pack is damaged ({member}): fetch it again" in said
    assert catalogue.read_bytes() == before


def test_a_damaged_pack_makes_no_catalogue(inside: Inside, catalogue: Path, tmp_path: Path) -> None:
    pack = tmp_path / "my.pack"
    assert inside("pack", "export", pack, "--catalogue", catalogue).code == 0
    spoil(pack, "moods.npy")
    assert "is damaged" in inside.refused("pack", "import", pack, "--catalogue", "new.db")
    assert not (tmp_path / "new.db").exists()


# Memory stays small whatever comes.

MEGABYTE = 1_000_000
GROWTH = 64  # megabytes more than for a small table; what comes would take hundreds
WEIGHED = f"""
import atexit, re, sys
import heartsong.loading
from tests.fakes import FakeEncoder
heartsong.loading.Encoder = lambda *_: FakeEncoder()
def weigh():
    with open("/proc/self/status") as status:
        print(re.search(r"VmHWM:\\s+(\\d+)", status.read()).group(1), file=sys.stderr)
atexit.register(weigh)
{MAIN}
"""


def weighed(command: Command, source: Path) -> tuple[int, str, float]:
    """The exit code, the report, and the most memory that a run held, in megabytes."""
    ended = replace(command, program=WEIGHED)("ingest", source, "--catalogue", "weighed.db")
    *said, weight = ended.err.splitlines(keepends=True)
    assert not said, ended
    return ended.code, ended.out, int(weight) / 1024


@pytest.fixture
def small(command: Command, tmp_path: Path) -> float:
    """What a run takes by itself, in megabytes."""
    if not Path("/proc/self/status").exists():
        pytest.skip("this system does not tell the most memory that a process held")
    code, _, weight = weighed(command, saved(tmp_path, table(NEW).encode()))
    assert code == 0
    return weight


LINE = b"la " * 330 + b"\n"
# A row's beginning, what it goes on with, and how often, and its end.
GIANTS = {
    "one line": (b'"Ada Vale","Long","/x","', b"la la la ", 11_000_000, b'"\r\n'),
    "lines inside quotes": (b'"Ada Vale","Long","/x","', LINE, 100_000, b'"\r\n'),
    "many long fields": (b'"Ada Vale","Long","/x","la"', b',"' + LINE * 400 + b'"', 250, b"\r\n"),
}


@pytest.mark.parametrize("kind", ["one line", "lines inside quotes", "many long fields"])
def test_a_row_of_a_hundred_megabytes_takes_no_memory_for_it(
    command: Command, tmp_path: Path, small: float, kind: str
) -> None:
    start, middle, times, end = GIANTS[kind]
    path = tmp_path / "giant.csv"
    with path.open("wb") as file:
        file.write(table(NEW[:3]).encode() + start)
        for _ in range(10):
            file.write(middle * (times // 10))
        file.write(end + table(NEW[3:]).encode().split(b"\r\n", 1)[1])
    assert path.stat().st_size > 95 * MEGABYTE
    code, said, weight = weighed(command, path)
    assert code == 0
    assert "skipped: malformed row" in said
    assert titles(command, command.folder / "weighed.db") == {song.title for song in NEW}
    assert weight < small + GROWTH


@pytest.mark.parametrize("kind", ["gz", "zip"])
def test_a_bomb_is_told_and_takes_no_memory(
    command: Command, tmp_path: Path, small: float, kind: str
) -> None:
    bomb = packed(tmp_path, table(NEW).encode() + b"x" * (300 * MEGABYTE), kind)
    assert bomb.stat().st_size < MEGABYTE
    code, said, weight = weighed(command, bomb)
    assert code == 0
    assert "skipped: unpacks to over 200 times its size" in said
    assert weight < small + GROWTH
