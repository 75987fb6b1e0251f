from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from heartsong.catalogue.sources import lines
from heartsong.catalogue.sources.lines import DamagedError, Lines, LongLineError
from heartsong.errors import FileError

TEXT = "first line\nsecond “line”\r\nthird\rlast, without an end"
FOUND = ["first line\n", "second “line”\r\n", "third\r", "last, without an end"]


def written(folder: Path, content: bytes, name: str = "songs.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def zipped(path: Path, *members: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            archive.writestr(member, TEXT)
    return path


def read(path: Path) -> list[str]:
    found = Lines(path)
    try:
        return list(found)
    finally:
        found.close()


def test_plain_gzip_and_zip_give_the_same_lines(tmp_path: Path) -> None:
    plain = written(tmp_path, TEXT.encode())
    packed = written(tmp_path, gzip.compress(TEXT.encode()), "songs.csv.gz")
    archive = zipped(tmp_path / "songs.zip", "songs.csv")
    assert read(plain) == read(packed) == read(archive) == FOUND


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_each_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    assert read(written(tmp_path, TEXT.encode(encoding))) == FOUND


def test_bytes_that_are_not_utf_8_are_windows_ones_each_by_itself(tmp_path: Path) -> None:
    content = "Zoë\n".encode() + b"Ren\xe9\n" + b"\x81\n" + "“Ångström”\n".encode()
    assert read(written(tmp_path, content)) == ["Zoë\n", "René\n", "\ufffd\n", "“Ångström”\n"]


def test_nuls_are_left_out(tmp_path: Path) -> None:
    assert read(written(tmp_path, b"a line with\0 dirt in it\n")) == ["a line with dirt in it\n"]


def test_a_line_too_long_is_passed_over_and_the_next_one_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 10)
    found = Lines(written(tmp_path, b"short\n" + b"x" * 95 + b"\nfit it is\nend"))
    assert next(found) == "short\n"
    with pytest.raises(LongLineError):
        next(found)
    assert list(found) == ["fit it is\n", "end"]
    found.close()


@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_a_gzip_that_was_cut_off_gives_what_can_be_read(tmp_path: Path, kept: float) -> None:
    text = "".join(f"line {n} of a long table {n * n}\n" for n in range(20_000))
    packed = gzip.compress(text.encode())
    found = Lines(written(tmp_path, packed[: int(len(packed) * kept)]))
    seen: list[str] = []
    with pytest.raises(DamagedError, match="cut off or damaged"):
        seen.extend(found)
    found.close()
    assert 1000 < len(seen) < 20_000
    assert text.startswith("".join(seen))


def test_what_unpacks_beyond_all_measure_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "_UNPACKED_FREELY", 100_000)
    found = Lines(written(tmp_path, gzip.compress(b"ab\n" * 1_000_000)))
    with pytest.raises(DamagedError, match="over 200 times its size"):
        list(found)
    found.close()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty: give a file with songs"),
        (b" \r\n\n", "is empty: give a file with songs"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0", "is not a text file: give a table of lyrics"),
        (b"\x1f\x8b\x08 and no more", "cannot be read|is cut off or damaged: fetch it again"),
        (b"PK\x03\x04 and no more", "is cut off or damaged: fetch it again"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    with pytest.raises(FileError, match=sentence):
        Lines(written(tmp_path, content))


def test_a_zip_of_several_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="holds 2 files: unpack it"):
        Lines(zipped(tmp_path / "two.zip", "a.csv", "b.csv"))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"There is no file .*absent"):
        Lines(tmp_path / "absent")
    with pytest.raises(FileError, match="is a folder"):
        Lines(tmp_path)
