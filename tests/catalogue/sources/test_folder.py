from __future__ import annotations

import io
import os
import struct
import time
import tracemalloc
import unicodedata
import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heartsong.catalogue.sources import folder as module
from heartsong.catalogue.sources.base import RawSong, Unusable
from heartsong.catalogue.sources.folder import FolderSource, names, read_recording
from heartsong.errors import FileError

as_root = hasattr(os, "geteuid") and os.geteuid() == 0
posix = pytest.mark.skipif(os.name != "posix", reason="links and bytes in names are of POSIX")

WORDS = "we walked along the shore\nand counted every boat"
TIMED = "[ar:Ada Vale]\n[00:01.00]we walked along the shore\n[00:04.50]and counted every boat\n"
SOUND = (b"\xff\xfb\x90\x00" + bytes(413)) * 20  # twenty silent frames of MPEG layer III, 128 kbps


def frame(name: bytes, content: bytes) -> bytes:
    return name + struct.pack(">IH", len(content), 0) + content


def text_frame(name: bytes, text: str) -> bytes:
    return frame(name, b"\x01" + text.encode("utf-16"))


def words_frame(words: str) -> bytes:
    return frame(b"USLT", b"\x01eng" + "".encode("utf-16") + b"\0\0" + words.encode("utf-16"))


def id3(*frames: bytes) -> bytes:
    body = b"".join(frames)
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + size + body


def mp3(artist: str = "", title: str = "", words: str = "", *more: bytes) -> bytes:
    """An MP3 with a tag of ID3v2.3, as far as it is told."""
    frames = [text_frame(b"TPE1", artist)] if artist else []
    frames += [text_frame(b"TIT2", title)] if title else []
    frames += [words_frame(words)] if words else []
    return id3(*frames, *more) + SOUND


def comments(**fields: str) -> bytes:
    """A block of Vorbis comments."""
    block = struct.pack("<I", 4) + b"ours" + struct.pack("<I", len(fields))
    for name, text in fields.items():
        field = f"{name}={text}".encode()
        block += struct.pack("<I", len(field)) + field
    return block


def flac(**fields: str) -> bytes:
    rate, channels, depth, samples = 44_100, 2, 16, 441_000
    packed = rate << 44 | (channels - 1) << 41 | (depth - 1) << 36 | samples
    info = struct.pack(">HH", 4096, 4096) + bytes(6) + struct.pack(">Q", packed) + bytes(16)
    block = comments(**fields)
    blocks = b"\x00" + len(info).to_bytes(3, "big") + info
    return b"fLaC" + blocks + b"\x84" + len(block).to_bytes(3, "big") + block


def page(number: int, content: bytes, granule: int = 0, last: bool = False) -> bytes:
    sizes = bytes([255] * (len(content) // 255) + [len(content) % 255])
    kind = (2 if number == 0 else 0) | (4 if last else 0)
    head = struct.pack("<4sBBqIIIB", b"OggS", 0, kind, granule, 7, number, 0, len(sizes))
    return head + sizes + content


def ogg(**fields: str) -> bytes:
    start = b"\x01vorbis" + struct.pack("<IBIiiiBB", 0, 2, 44_100, 0, 128_000, 0, 0xB8, 1)
    told = b"\x03vorbis" + comments(**fields) + b"\x01"
    return page(0, start) + page(1, told) + page(2, bytes(50), 441_000, last=True)


def opus(**fields: str) -> bytes:
    start = b"OpusHead" + struct.pack("<BBHIhB", 1, 2, 0, 48_000, 0, 0)
    told = b"OpusTags" + comments(**fields)
    return page(0, start) + page(1, told) + page(2, bytes(50), 480_000, last=True)


def atom(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + name + content


def m4a(artist: str, title: str, words: str) -> bytes:
    def item(name: bytes, text: str) -> bytes:
        return atom(name, atom(b"data", struct.pack(">II", 1, 0) + text.encode()))

    items = item(b"\xa9ART", artist) + item(b"\xa9nam", title) + item(b"\xa9lyr", words)
    told = atom(b"udta", atom(b"meta", bytes(4) + atom(b"ilst", items)))
    length = atom(b"mvhd", bytes(12) + struct.pack(">II", 1000, 10_000) + bytes(80))
    return atom(b"ftyp", b"M4A \0\0\0\0") + atom(b"moov", length + told)


def wav(artist: str, title: str, words: str) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(100)
        sound.writeframes(bytes(1000))
    tag = mp3(artist, title, words).removesuffix(SOUND)
    return file.getvalue() + b"id3 " + struct.pack("<I", len(tag)) + tag


def wma(artist: str, title: str, words: str) -> bytes:
    kinds = ("3026b2758e66cf11a6d900aa0062ce6c", "40a4d0d207e3d21197f000a0c95ea850")
    head, told = map(bytes.fromhex, kinds)
    fields = {"Title": title, "Author": artist, "WM/Lyrics": words}
    body = struct.pack("<H", len(fields))
    for name, text in fields.items():
        for value, kind in ((name, b""), (text, struct.pack("<H", 0))):
            content = f"{value}\0".encode("utf-16-le")
            body += kind + struct.pack("<H", len(content)) + content
    described = told + struct.pack("<Q", len(body) + 24) + body
    return head + struct.pack("<QIBB", len(described) + 30, 1, 1, 2) + described


def as_comments(make: Callable[..., bytes]) -> Callable[[str, str, str], bytes]:
    return lambda artist, title, words: make(ARTIST=artist, TITLE=title, LYRICS=words)


def put(path: Path, content: bytes | str = b"") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(folder: Path) -> list[RawSong | Unusable]:
    return list(FolderSource(folder))


def song(folder: Path) -> RawSong:
    (row,) = read(folder)
    assert isinstance(row, RawSong), row
    return row


def fault(folder: Path) -> Unusable:
    (row,) = read(folder)
    assert isinstance(row, Unusable), row
    return row


@pytest.mark.parametrize(
    ("name", "make", "duration"),
    [
        ("a.mp3", mp3, 0.52),
        ("a.MP3", mp3, 0.52),
        ("a.flac", as_comments(flac), 10),
        ("a.ogg", as_comments(ogg), 10),
        ("a.opus", as_comments(opus), 10),
        ("a.m4a", m4a, 10),
        ("a.mp4", m4a, 10),
        ("a.aac", m4a, 10),
        ("a.wav", wav, 10),
        ("a.wma", wma, None),
    ],
)
def test_each_format_tells_artist_title_words_and_length(
    tmp_path: Path, name: str, make: Callable[..., bytes], duration: float | None
) -> None:
    path = put(tmp_path / name, make("Zoë Vale", "Low Tide", WORDS))
    row = song(tmp_path)
    assert (row.row, row.artist, row.title, row.lyrics) == (1, "Zoë Vale", "Low Tide", WORDS)
    assert row.link == path.resolve().as_uri()
    assert row.duration == (duration and pytest.approx(duration, abs=0.01))


def test_other_facts_are_read_where_the_tags_tell_them(tmp_path: Path) -> None:
    put(
        tmp_path / "a.flac",
        flac(ARTIST="Ada Vale", TITLE="Low Tide", ALBUM="Shore", DATE="1999-05-01", GENRE="Folk"),
    )
    row = song(tmp_path)
    assert (row.album, row.year, row.genre, row.lyrics) == ("Shore", 1999, "Folk", None)


def test_folders_are_walked_in_order_and_twice_the_same(tmp_path: Path) -> None:
    for name in ("b/2.mp3", "c.mp3", "a.mp3", "b/1.mp3", "b/x/3.mp3", "cover.jpg", "b/notes.txt"):
        put(tmp_path / name, mp3("Ada Vale", name))
    source = FolderSource(tmp_path)
    rows = list(source)
    assert [(row.row, row.title) for row in rows if isinstance(row, RawSong)] == [
        (1, "a.mp3"),
        (2, "b/1.mp3"),
        (3, "b/2.mp3"),
        (4, "b/x/3.mp3"),
        (5, "c.mp3"),
    ]
    assert rows == list(source)


def test_the_share_of_a_folder_takes_all_that_lies_in_one_for_equally_large(
    tmp_path: Path,
) -> None:
    for name in ("a.mp3", "b/1.mp3", "b/2.mp3", "b/x/3.mp3", "b/x/4.mp3", "c.mp3", "d/no.txt"):
        put(tmp_path / name, mp3("Ada Vale", name))
    source = FolderSource(tmp_path)
    assert source.share == 0
    parts = [3 / 12, 4 / 12, 5 / 12, 5.5 / 12, 6 / 12, 9 / 12]
    assert [source.share for _ in source] == pytest.approx(parts)
    assert source.share == 1  # the last folder had nothing to read


def test_recordings_are_read_one_after_the_other(tmp_path: Path) -> None:
    put(tmp_path / "a.mp3", mp3("Ada Vale", "One"))
    late = put(tmp_path / "b.mp3", mp3("Ada Vale", "Two"))
    rows = iter(FolderSource(tmp_path))
    assert next(rows).row == 1
    late.write_bytes(mp3("Ada Vale", "Three"))
    assert [row.title for row in rows if isinstance(row, RawSong)] == ["Three"]


def test_hidden_folders_and_files_are_passed_over(tmp_path: Path) -> None:
    put(tmp_path / ".trash" / "a.mp3", mp3("Ada Vale", "Gone"))
    put(tmp_path / "._a.mp3", b"what a Mac leaves")
    assert read(tmp_path) == []


def test_a_folder_without_recordings_has_no_rows(tmp_path: Path) -> None:
    put(tmp_path / "notes" / "readme.txt", "nothing here")
    assert read(tmp_path) == []


@pytest.mark.parametrize("suffix", [".lrc", ".LRC", ".lRc", ".txt", ".Txt"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_words_beside_a_recording_are_read(tmp_path: Path, suffix: str, encoding: str) -> None:
    put(tmp_path / "01. Low Tide.mp3", mp3("Ada Vale", "Low Tide"))
    put(tmp_path / f"01. Low Tide{suffix}", f"{TIMED}[00:09.00]at Zoë’s café".encode(encoding))
    assert song(tmp_path).lyrics == f"{WORDS}\nat Zoë’s café"


def test_words_inside_come_before_an_lrc_and_that_before_a_text(tmp_path: Path) -> None:
    put(tmp_path / "a.mp3", mp3("Ada Vale", "Low Tide"))
    put(tmp_path / "a.txt", "of the text")
    assert song(tmp_path).lyrics == "of the text"
    put(tmp_path / "a.lrc", "[00:01.00]of the lrc")
    assert song(tmp_path).lyrics == "of the lrc"
    put(tmp_path / "a.mp3", mp3("Ada Vale", "Low Tide", "of the tags"))
    assert song(tmp_path).lyrics == "of the tags"


def test_words_inside_lose_their_stamps_and_empty_ones_are_none(tmp_path: Path) -> None:
    put(tmp_path / "a.flac", flac(ARTIST="Ada Vale", TITLE="Low Tide", LYRICS=TIMED))
    assert song(tmp_path).lyrics == WORDS
    put(tmp_path / "a.flac", flac(ARTIST="Ada Vale", TITLE="Low Tide", LYRICS="[ar:Ada Vale]"))
    assert song(tmp_path).lyrics is None


@pytest.mark.parametrize("key", ["LYRICS", "UNSYNCEDLYRICS", "lyrics-eng", "SYNCEDLYRICS"])
def test_words_are_known_under_the_names_that_programs_use(tmp_path: Path, key: str) -> None:
    fields = {"ARTIST": "Ada Vale", "TITLE": "Low Tide", "LYRICIST": "Bea Moor", key: WORDS}
    put(tmp_path / "a.flac", flac(**fields))
    assert song(tmp_path).lyrics == WORDS


def test_words_cut_into_syllables_yield_to_whole_ones(tmp_path: Path) -> None:
    cut = b"".join(
        text.encode() + b"\0" + struct.pack(">I", at)
        for at, text in enumerate(("we", "wal", "ked"))
    )
    synced = frame(b"SYLT", b"\x00eng\x02\x01\0" + cut)
    put(
        tmp_path / "a.mp3",
        id3(synced, text_frame(b"TPE1", "Ada"), text_frame(b"TIT2", "Tide"), words_frame(WORDS)),
    )
    assert song(tmp_path).lyrics == WORDS


def test_a_text_too_long_for_words_is_left_alone(tmp_path: Path) -> None:
    put(tmp_path / "a.mp3", mp3("Ada Vale", "Low Tide", "la " * 400_000))
    put(tmp_path / "a.lrc", "la " * 400_000)
    put(tmp_path / "a.txt", "the true words")
    assert song(tmp_path).lyrics == "the true words"


def test_what_stands_beside_is_no_words_when_it_is_a_folder(tmp_path: Path) -> None:
    put(tmp_path / "a.mp3", mp3("Ada Vale", "Low Tide"))
    (tmp_path / "a.txt").mkdir()
    assert song(tmp_path).lyrics is None


@pytest.mark.parametrize(
    ("name", "artist", "title"),
    [
        ("Ada Vale - Low Tide.mp3", "Ada Vale", "Low Tide"),
        ("01 - Ada Vale - Low Tide.mp3", "Ada Vale", "Low Tide"),
        ("01. Ada Vale – Low Tide.mp3", "Ada Vale", "Low Tide"),
        ("1-03 Ada Vale - Low Tide.mp3", "Ada Vale", "Low Tide"),
        ("Ada Vale - Shore - 07 - Low Tide.mp3", "Ada Vale", "Low Tide"),
        ("Ada Vale - Low Tide - Live.mp3", "Ada Vale", "Low Tide - Live"),
        ("Ada_Vale_-_Low_Tide.mp3", "Ada Vale", "Low Tide"),
        ("311 - Down Here.mp3", "311", "Down Here"),
        ("Ada Vale - 99 Balloons.mp3", "Ada Vale", "99 Balloons"),
        ("Ada Vale - 1999.mp3", "Ada Vale", "1999"),
        ("Ada Vale/Shore/01 - Low Tide.mp3", "Ada Vale", "Low Tide"),
        ("Ada Vale/Shore/01. Low Tide.mp3", "Ada Vale", "Low Tide"),
        ("Ada Vale/Shore/01 Low Tide.mp3", "Ada Vale", "Low Tide"),
        ("Ada Vale/Shore/1-03 Low Tide.mp3", "Ada Vale", "Low Tide"),
        ("Ada Vale/Shore/CD 2/03 - Low Tide.mp3", "Ada Vale", "Low Tide"),
        ("Ada Vale/1999 - Shore/03 - Low Tide.mp3", "Ada Vale", "Low Tide"),
        ("Folk/Ada Vale/Shore/03 - Low Tide.mp3", "Ada Vale", "Low Tide"),
        ("Ada Vale - Shore (1999)/03 - Low Tide.mp3", "Ada Vale", "Low Tide"),
        ("Various Artists/Summer/03 - Ada Vale - Low Tide.mp3", "Ada Vale", "Low Tide"),
    ],
)
def test_without_tags_names_tell_artist_and_title(
    tmp_path: Path, name: str, artist: str, title: str
) -> None:
    put(tmp_path / name, SOUND)
    row = song(tmp_path)
    assert (row.artist, row.title) == (artist, title)


@pytest.mark.parametrize(
    "name",
    [
        "Low Tide.mp3",
        "01 - Low Tide.mp3",
        "Shore/01 - Low Tide.mp3",
        "Folk/Shore/Low Tide.mp3",
        "Folk/Ada Vale - Shore/01 - Low Tide.mp3",
        "Various Artists/Shore/01 - Low Tide.mp3",
        "Unknown Artist/Shore/01 - Low Tide.mp3",
    ],
)
def test_without_a_clear_artist_a_recording_is_no_song(tmp_path: Path, name: str) -> None:
    put(tmp_path / name, SOUND)
    assert fault(tmp_path) == Unusable(1, "no artist", Path(name).name)


@pytest.mark.parametrize("name", ["99 Balloons", "7 Seas", "50-50", "24-7 Love", "20-Something"])
def test_a_number_that_is_a_part_of_a_title_stays(name: str) -> None:
    assert names(Path(f"{name}.mp3")) == {"title": name}


def test_tags_come_before_names_each_by_itself(tmp_path: Path) -> None:
    put(tmp_path / "Wrong - Low Tide.mp3", mp3(title="High Tide"))
    assert (song(tmp_path).artist, song(tmp_path).title) == ("Wrong", "High Tide")
    put(tmp_path / "Wrong - Low Tide.mp3", mp3("Ada Vale", "High Tide"))
    assert (song(tmp_path).artist, song(tmp_path).title) == ("Ada Vale", "High Tide")


def test_a_dash_in_a_title_is_no_artist_where_the_tags_tell_another(tmp_path: Path) -> None:
    put(tmp_path / "01 - Low Tide - Live.mp3", mp3(artist="Ada Vale"))
    assert (song(tmp_path).artist, song(tmp_path).title) == ("Ada Vale", "Low Tide - Live")


def test_the_artist_of_the_album_stands_in_but_various_ones_are_nobody(tmp_path: Path) -> None:
    put(tmp_path / "a.flac", flac(TITLE="Low Tide", ALBUMARTIST="Ada Vale"))
    assert song(tmp_path).artist == "Ada Vale"
    put(tmp_path / "a.flac", flac(TITLE="Low Tide", ARTIST="[Unknown Artist]", ALBUMARTIST="VA"))
    assert fault(tmp_path).reason == "no artist"


def test_a_tag_is_only_text_whatever_it_holds(tmp_path: Path) -> None:
    tagged = flac(
        ARTIST="../../etc/passwd", TITLE=" Low\0\r\n\x1b[31m  Tide\u2028", LYRICS="a\0b\nc"
    )
    put(tmp_path / "a.flac", tagged)
    row = song(tmp_path)
    assert (row.artist, row.title, row.lyrics) == ("../../etc/passwd", "Low [31m Tide", "ab\nc")
    assert [path.name for path in tmp_path.iterdir()] == ["a.flac"]


def test_a_tag_too_long_for_a_name_is_none(tmp_path: Path) -> None:
    put(tmp_path / "Ada Vale - Low Tide.flac", flac(ARTIST="x" * 100_000, TITLE="y" * 501))
    assert (song(tmp_path).artist, song(tmp_path).title) == ("Ada Vale", "Low Tide")


@pytest.mark.parametrize("content", [b"", b"fLaC\x84\0\0\x10\1", b"no sound at all"])
def test_a_damaged_recording_is_a_song_by_its_name_alone(tmp_path: Path, content: bytes) -> None:
    path = put(tmp_path / "Ada Vale - Low Tide.flac", content)
    put(tmp_path / "Ada Vale - Low Tide.lrc", TIMED)
    row = song(tmp_path)
    assert (row.artist, row.title, row.lyrics) == ("Ada Vale", "Low Tide", WORDS)
    path.rename(tmp_path / "track.flac")
    assert fault(tmp_path) == Unusable(1, "damaged tags", "track.flac")


def test_tags_are_read_though_the_sound_is_damaged(tmp_path: Path) -> None:
    whole = flac(ARTIST="Ada Vale", TITLE="Low Tide", LYRICS=WORDS)
    short = whole[:4] + b"\0\0\0\x02\0\0" + whole[4 + 4 + 34 :]
    put(tmp_path / "a.flac", short)
    row = song(tmp_path)
    assert (row.artist, row.title, row.lyrics, row.duration) == (
        "Ada Vale",
        "Low Tide",
        WORDS,
        None,
    )


def test_a_recording_without_end_is_not_searched_to_its_end(tmp_path: Path) -> None:
    path = put(tmp_path / "a.mp3", mp3("Ada Vale", "Low Tide").removesuffix(SOUND))
    os.truncate(path, 200_000_000)  # holes of zeros, in which no frame of sound is
    start = time.process_time()
    assert song(tmp_path).title == "Low Tide"
    assert time.process_time() - start < 10


def test_a_tag_that_claims_to_be_huge_takes_no_memory_for_it(tmp_path: Path) -> None:
    item = struct.pack(">I", 0xFFFFFFF0) + b"\xa9nam" + bytes(30)
    parents = atom(b"udta", atom(b"meta", bytes(4) + atom(b"ilst", item)))
    put(tmp_path / "Ada - Tide.m4a", atom(b"ftyp", b"M4A ") + atom(b"moov", parents))
    tracemalloc.start()
    try:
        assert song(tmp_path).title == "Tide"
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
    finally:
        tracemalloc.stop()


@posix
def test_links_that_loop_are_walked_once(tmp_path: Path) -> None:
    put(tmp_path / "music" / "album" / "a.mp3", mp3("Ada Vale", "Low Tide"))
    (tmp_path / "music" / "album" / "back").symlink_to(tmp_path / "music")
    (tmp_path / "music" / "again").symlink_to(tmp_path / "music" / "album")
    (tmp_path / "music" / "itself").symlink_to(tmp_path / "music" / "itself")
    assert song(tmp_path / "music").title == "Low Tide"


@posix
def test_a_linked_recording_gives_the_place_where_it_is(tmp_path: Path) -> None:
    real = put(tmp_path / "elsewhere" / "a.mp3", mp3("Ada Vale", "Low Tide"))
    (tmp_path / "music").mkdir()
    (tmp_path / "music" / "link.mp3").symlink_to(real)
    assert song(tmp_path / "music").link == real.resolve().as_uri()


@posix
def test_a_link_to_nothing_and_a_pipe_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "Ada - Gone.mp3").symlink_to(tmp_path / "nowhere.mp3")
    (tmp_path / "Ada - Loop.mp3").symlink_to(tmp_path / "Ada - Loop.mp3")
    os.mkfifo(tmp_path / "Ada - Pipe.mp3")
    put(tmp_path / "b.mp3", mp3("Ada Vale", "Low Tide"))
    rows = read(tmp_path)
    assert rows[:3] == [
        Unusable(1, "cannot be read", "Ada - Gone.mp3"),
        Unusable(2, "cannot be read", "Ada - Loop.mp3"),
        Unusable(3, "cannot be read", "Ada - Pipe.mp3"),
    ]
    assert isinstance(rows[3], RawSong)


@pytest.mark.skipif(as_root, reason="root may read everything")
def test_what_may_not_be_read_is_one_row_and_the_others_are_read(tmp_path: Path) -> None:
    shut = put(tmp_path / "a" / "1.mp3", mp3("Ada Vale", "One")).parent
    locked = put(tmp_path / "b.mp3", mp3("Ada Vale", "Two"))
    put(tmp_path / "c.mp3", mp3("Ada Vale", "Three"))
    shut.chmod(0)
    locked.chmod(0)
    try:
        rows = read(tmp_path)
    finally:
        shut.chmod(0o700)
    assert rows[:2] == [Unusable(1, "cannot be read", "a"), Unusable(2, "cannot be read", "b.mp3")]
    assert isinstance(rows[2], RawSong)


def test_a_folder_that_goes_away_is_one_row(tmp_path: Path) -> None:
    put(tmp_path / "a.mp3", mp3("Ada Vale", "One"))
    put(tmp_path / "b" / "x.mp3", mp3("Ada Vale", "Two"))
    rows = iter(FolderSource(tmp_path))
    next(rows)
    (tmp_path / "b" / "x.mp3").unlink()
    (tmp_path / "b").rmdir()
    assert list(rows) == [Unusable(2, "cannot be read", "b")]


@posix
@pytest.mark.parametrize(
    ("name", "title"),
    [
        (b"Ada Vale - Caf\xe9.mp3", "Café"),
        (b"Ada Vale - Low\nTide\x1b.mp3", "Low Tide"),
        ("Ada Vale - 潮 🌊.mp3".encode(), "潮 🌊"),
        (b"Ada Vale - -rf %2e%2e \\ 'x' \"y\" $(z).mp3", "-rf %2e%2e \\ 'x' \"y\" $(z)"),
    ],
)
def test_odd_names_are_only_names(tmp_path: Path, name: bytes, title: str) -> None:
    try:
        put(Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)), SOUND)
    except OSError:
        pytest.skip("this file system has no such names")
    row = song(tmp_path)
    assert (row.artist, row.title) == ("Ada Vale", title)
    assert row.link is not None
    assert row.link.isascii()


def test_a_folder_named_like_a_recording_is_a_folder(tmp_path: Path) -> None:
    put(tmp_path / "best.mp3" / "a.mp3", mp3("Ada Vale", "Low Tide"))
    assert song(tmp_path).title == "Low Tide"


def test_what_another_file_tells_stands_between_tags_and_name(tmp_path: Path) -> None:
    path = put(tmp_path / "Nobody - Nothing.mp3", mp3(title="Low Tide"))
    row = read_recording(5, path, told={"artist": "Ada Vale", "title": "High Tide"})
    assert isinstance(row, RawSong)
    assert (row.row, row.artist, row.title) == (5, "Ada Vale", "Low Tide")


def test_a_missing_folder_and_a_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"There is no folder .*absent: check the name"):
        FolderSource(tmp_path / "absent")
    with pytest.raises(FileError, match="is no folder: give a folder of recordings"):
        FolderSource(put(tmp_path / "a.mp3"))


@pytest.mark.skipif(as_root, reason="root may read everything")
def test_a_folder_that_may_not_be_listed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir(mode=0)
    with pytest.raises(FileError, match=r"cannot be read .*check its permissions"):
        FolderSource(tmp_path / "shut")


@posix
def test_a_folder_that_is_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(FileError, match="cannot be read"):
        FolderSource(tmp_path / "loop")


WHOLE = {
    "mp3": mp3("Ada Vale", "Low Tide", WORDS),
    "flac": flac(ARTIST="Ada Vale", TITLE="Low Tide", LYRICS=WORDS),
    "ogg": ogg(ARTIST="Ada Vale", TITLE="Low Tide", LYRICS=WORDS),
    "m4a": m4a("Ada Vale", "Low Tide", WORDS),
    "wma": wma("Ada Vale", "Low Tide", WORDS),
    "wav": wav("Ada Vale", "Low Tide", WORDS),
}
fuzzed = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def is_song_or_fault(path: Path) -> bool:
    row = read_recording(1, path)
    if isinstance(row, Unusable):
        return row.reason in {"no artist", "no title", "damaged tags"}
    told = row.artist + row.title
    signs_of_control = any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in told)
    return bool(row.artist and row.title) and not signs_of_control


@pytest.mark.parametrize("kind", WHOLE)
@fuzzed
@given(content=st.binary(max_size=400))
def test_no_bytes_stop_the_reading(tmp_path: Path, kind: str, content: bytes) -> None:
    assert is_song_or_fault(put(tmp_path / f"a.{kind}", content))


@pytest.mark.parametrize("kind", WHOLE)
@fuzzed
@given(data=st.data())
def test_no_damage_stops_the_reading(tmp_path: Path, kind: str, data: st.DataObject) -> None:
    content = bytearray(WHOLE[kind])
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, min(len(content), 700) - 1))
        content[at : at + 1] = data.draw(st.binary(max_size=4))
    assert is_song_or_fault(put(tmp_path / f"a.{kind}", bytes(content)))


def test_the_effort_for_a_recording_is_bounded_also_when_it_is_read_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module._Metered, "_left", 100)
    put(tmp_path / "Ada Vale - Low Tide.flac", flac(ARTIST="Bea Moor", TITLE="Other", LYRICS=WORDS))
    row = song(tmp_path)
    assert (row.artist, row.title, row.lyrics) == ("Ada Vale", "Low Tide", None)
