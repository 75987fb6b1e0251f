"""What every source must do. A new one is a line in SOURCES, or in WITHOUT_LYRICS."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heartsong.catalogue.identity import fingerprint, song_id
from heartsong.catalogue.pack import write_pack
from heartsong.catalogue.sources.base import RawSong, Unusable
from heartsong.catalogue.sources.recognise import open_source
from heartsong.errors import HeartsongError, MissingExtraError
from tests.builders import a_stored_song
from tests.words import SONGS, Written, many

FACTS = ("artist", "title", "lyrics")


def a_csv(folder: Path, songs: Sequence[Written]) -> Path:
    text = io.StringIO()
    csv.writer(text).writerows([FACTS, *((s.artist, s.title, s.lyrics) for s in songs)])
    path = folder / "songs.csv"
    path.write_bytes(text.getvalue().encode())
    return path


def a_packed_csv(folder: Path, songs: Sequence[Written]) -> Path:
    path = folder / "songs.csv.gz"
    path.write_bytes(gzip.compress(a_csv(folder, songs).read_bytes(), mtime=0))
    return path


def a_zipped_csv(folder: Path, songs: Sequence[Written]) -> Path:
    path = folder / "songs.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("songs.csv", a_csv(folder, songs).read_bytes())
    return path


def a_jsonl(folder: Path, songs: Sequence[Written]) -> Path:
    path = folder / "songs.jsonl"
    rows = [dict(zip(FACTS, (s.artist, s.title, s.lyrics), strict=True)) for s in songs]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def a_parquet(folder: Path, songs: Sequence[Written]) -> Path:
    pa = pytest.importorskip("pyarrow", reason="Parquet needs the extra 'parquet'")
    parquet = pytest.importorskip("pyarrow.parquet", reason="Parquet needs the extra 'parquet'")
    path = folder / "songs.parquet"
    columns = {name: [getattr(song, name) for song in songs] for name in FACTS}
    parquet.write_table(pa.table(columns), path)
    return path


def a_playlist(folder: Path, songs: Sequence[Written]) -> Path:
    path = folder / "songs.m3u8"
    for song in songs:
        stem = f"{song.artist} - {song.title}"
        (folder / f"{stem}.mp3").write_bytes(b"\0" * 200)
        (folder / f"{stem}.txt").write_text(song.lyrics, encoding="utf-8")
    names = "".join(f"{song.artist} - {song.title}.mp3\n" for song in songs)
    path.write_text(f"#EXTM3U\n{names}", encoding="utf-8")
    return path


def a_dump(folder: Path, songs: Sequence[Written]) -> Path:
    path = folder / "lrclib.sqlite3"
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "CREATE TABLE tracks (id INTEGER PRIMARY KEY, name TEXT, artist_name TEXT, "
            "album_name TEXT, duration FLOAT, last_lyrics_id INTEGER);"
            "CREATE TABLE lyrics (id INTEGER PRIMARY KEY, plain_lyrics TEXT, synced_lyrics TEXT, "
            "track_id INTEGER, instrumental BOOLEAN);"
        )
        for number, song in enumerate(songs, 1):
            connection.execute(
                "INSERT INTO tracks VALUES (?, ?, ?, NULL, NULL, ?)",
                (number, song.title, song.artist, number),
            )
            connection.execute(
                "INSERT INTO lyrics VALUES (?, ?, NULL, ?, 0)", (number, song.lyrics, number)
            )
    connection.close()
    return path


def a_pack(folder: Path, songs: Sequence[Written]) -> Path:
    path = folder / "songs.pack"
    write_pack(path, "m1", [a_stored_song(song.artist, song.title) for song in songs])
    return path


def a_jspf(folder: Path, songs: Sequence[Written]) -> Path:
    a_playlist(folder, songs)
    tracks = [{"location": f"{song.artist} - {song.title}.mp3"} for song in songs]
    path = folder / "songs.jspf"
    path.write_text(json.dumps({"playlist": {"track": tracks}}), encoding="utf-8")
    return path


SOURCES: dict[str, Callable[[Path, Sequence[Written]], Path]] = {
    "csv": a_csv,
    "packed csv": a_packed_csv,
    "zipped csv": a_zipped_csv,
    "jsonl": a_jsonl,
    "parquet": a_parquet,
    "playlist": a_playlist,
    "jspf": a_jspf,
    "dump": a_dump,
}
WITHOUT_LYRICS: dict[str, Callable[[Path, Sequence[Written]], Path]] = {
    "pack": a_pack,
}
ALL = {**SOURCES, **WITHOUT_LYRICS}


def test_a_source_tells_how_much_of_it_was_read(
    write: Callable[[Path, Sequence[Written]], Path], tmp_path: Path
) -> None:
    source = open_source(write(tmp_path, many(400)))
    assert source.share == 0
    shares = [source.share for _ in source]
    read = [share for share in shares if share is not None]
    assert len(read) == len(shares)
    assert read == sorted(read)
    assert 0 <= read[0] <= read[-1] <= 1
    assert source.share == 1


@pytest.fixture(params=ALL.values(), ids=ALL.keys())
def write(request: pytest.FixtureRequest) -> Callable[[Path, Sequence[Written]], Path]:
    return request.param  # type: ignore[no-any-return]


def check(rows: Sequence[RawSong | Unusable]) -> None:
    """Whatever a source gives can be stored."""
    assert [row.row for row in rows] == list(range(1, len(rows) + 1))
    for row in rows:
        if isinstance(row, Unusable):
            assert row.reason
            continue
        assert row.artist.strip()
        assert row.title.strip()
        song_id(row.artist, row.title)
        for text in (row.artist, row.title, row.lyrics, row.album, row.genre, row.link):
            if text is not None:
                text.encode("utf-8")
        fingerprint(row.lyrics or "")
        assert row.year is None or 1500 <= row.year < 2100
        assert row.duration is None or row.duration > 0


def test_every_source_gives_the_same_songs(
    write: Callable[[Path, Sequence[Written]], Path], tmp_path: Path
) -> None:
    rows = list(open_source(write(tmp_path, SONGS)))
    check(rows)
    found = [(row.artist, row.title) for row in rows if isinstance(row, RawSong)]
    assert found == [(song.artist, song.title) for song in SONGS]


@pytest.mark.parametrize("write_one", SOURCES.values(), ids=SOURCES.keys())
def test_every_source_gives_the_lyrics_that_it_has(
    write_one: Callable[[Path, Sequence[Written]], Path], tmp_path: Path
) -> None:
    rows = list(open_source(write_one(tmp_path, SONGS)))
    for row, song in zip(rows, SONGS, strict=True):
        assert isinstance(row, RawSong)
        assert row.lyrics is not None
        assert row.lyrics.split() == song.lyrics.split()


def test_iterating_twice_reads_twice(
    write: Callable[[Path, Sequence[Written]], Path], tmp_path: Path
) -> None:
    source = open_source(write(tmp_path, SONGS[:3]))
    assert list(source) == list(source)


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.data())
def test_a_damaged_source_gives_rows_or_one_sentence(
    write: Callable[[Path, Sequence[Written]], Path], tmp_path: Path, data: st.DataObject
) -> None:
    path = write(tmp_path, SONGS[:3])
    whole = bytearray(path.read_bytes())
    start = data.draw(st.integers(0, len(whole)))
    if data.draw(st.booleans()):
        del whole[start:]
    else:
        noise = data.draw(st.binary(min_size=1, max_size=60))
        whole[start : start + data.draw(st.integers(0, 60))] = noise
    path.write_bytes(whole)
    try:
        rows = list(open_source(path))
    except MissingExtraError:
        return  # damage can make it look like a Parquet file
    except HeartsongError as error:
        refusal = str(error)
    else:
        check(rows)
        return
    assert refusal.endswith(".")
    assert str(path) in refusal
