from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from heartsong.catalogue.sources.base import RawSong, Unusable
from heartsong.catalogue.sources.columns import COLUMNS
from heartsong.catalogue.sources.csv import CsvSource
from heartsong.errors import ColumnError, FileError
from tests.words import SONGS, table, write_table

as_root = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture(autouse=True)
def _fresh() -> None:
    """As in a new process: how long a field may be is a setting of the whole of Python."""
    csv.field_size_limit(131_072)


ROW = "Ada Vale,Low Tide,we walked along the shore\n"


def written(folder: Path, content: str | bytes, name: str = "songs.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(folder: Path, content: str | bytes, **columns: str) -> list[RawSong | Unusable]:
    return list(CsvSource(written(folder, content), columns))


def songs(rows: list[RawSong | Unusable]) -> list[RawSong]:
    return [row for row in rows if isinstance(row, RawSong)]


def reasons(rows: list[RawSong | Unusable]) -> list[str]:
    return [row.reason for row in rows if isinstance(row, Unusable)]


def test_the_spotify_form_is_read_with_line_breaks_inside_quotes(songs_csv: Path) -> None:
    rows = list(CsvSource(songs_csv))
    assert [(row.artist, row.title) for row in songs(rows)] == [song[:2] for song in SONGS]
    assert songs(rows)[0].lyrics == SONGS[0].lyrics.strip()
    assert songs(rows)[0].link == "/0.html"
    assert [row.row for row in rows] == list(range(1, len(SONGS) + 1))


def test_reading_twice_reads_the_same(songs_csv: Path) -> None:
    source = CsvSource(songs_csv)
    assert list(source) == list(source)


@pytest.mark.parametrize(
    "header",
    [
        "artist,song,text",
        "artist_name,track_name,lyrics",
        "Artist,Title,Lyrics",
        "ARTIST , Song Title , Lyrics Text",
        "Performer,name,words",
        "track_artist,track,lyric",
    ],
)
def test_the_names_that_real_files_use_are_recognised(tmp_path: Path, header: str) -> None:
    (row,) = songs(read(tmp_path, f"{header}\n{ROW}"))
    assert (row.artist, row.title, row.lyrics) == (
        "Ada Vale",
        "Low Tide",
        "we walked along the shore",
    )


@pytest.mark.parametrize(
    "column",
    [
        *("popularity", "playcount", "Play Count", "plays", "listeners", "streams"),
        *("track_popularity", "Spotify Streams", "listencount", "listen_count"),
    ],
)
def test_how_well_known_songs_are_is_read_under_the_names_that_files_use(
    tmp_path: Path, column: str
) -> None:
    (row,) = songs(read(tmp_path, f"artist,title,lyrics,{column}\nAda Vale,Low Tide,words,73\n"))
    assert row.popularity == 73


@pytest.mark.parametrize(
    ("written", "popularity"),
    [
        ("1234567", 1234567),
        ("1,234,567", 1234567),
        ("1,234", 1234),
        ("1.234.567", 1234567),
        ("1.234.567,8", 1234567.8),
        ("1,234.5", 1234.5),
        ("1 234 567", 1234567),
        ("1'234", 1234),
        ("1\u202f234", 1234),
        ("0.734", 0.734),
        ("0,734", 0.734),
        ("1.5", 1.5),
        ("1e6", 1e6),
        ("1.2M", 1.2e6),
        ("12 k", 12_000),
        ("0", 0),
        ("-1", None),
        ("nan", None),
        ("inf", None),
        ("1e999", None),
        ("9" * 400, None),
        ("", None),
        ("k", None),
        ("very", None),
        ("1,23,4", None),
        ("3/5", None),
    ],
)
def test_numbers_are_read_however_they_are_parted(
    tmp_path: Path, written: str, popularity: float | None
) -> None:
    line = f'artist,title,lyrics,plays\nAda Vale,Low Tide,words,"{written}"\n'
    (row,) = songs(read(tmp_path, line))
    assert row.popularity == (None if popularity is None else pytest.approx(popularity))


def test_other_facts_are_read_where_they_are_known(tmp_path: Path) -> None:
    content = (
        "album,year,genre,link,artist,title,lyrics,unknown\n"
        "Shore,1999-05-01,folk,http://x,Ada Vale,Low Tide,words,z\n"
        ",,,,Ada Vale,High Tide,words,\n"
        "nan,NaN,None,null,Ada Vale,Ebb,words,\n"
    )
    full, bare, blank = songs(read(tmp_path, content))
    assert (full.album, full.year, full.genre, full.link) == ("Shore", 1999, "folk", "http://x")
    assert (blank.album, blank.year, blank.genre, blank.link) == (None, None, None, None)
    assert (bare.album, bare.year, bare.genre, bare.link) == (None, None, None, None)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1999", 1999),
        ("01/05/2003", 2003),
        ("1999.0", 1999),
        ("c. 1975", 1975),
        ("12345", None),
        ("soon", None),
    ],
)
def test_a_year_is_found_in_a_date(tmp_path: Path, text: str, year: int | None) -> None:
    (row,) = songs(read(tmp_path, f"artist,title,lyrics,year\nAda,Tide,words,{text}\n"))
    assert row.year == year


def test_columns_can_be_given(tmp_path: Path) -> None:
    content = "wer,was,text,wie\nAda Vale,Low Tide,words,x\n"
    (row,) = songs(read(tmp_path, content, artist="wer", title="was"))
    assert (row.artist, row.title) == ("Ada Vale", "Low Tide")


def test_a_column_that_is_given_wins_over_one_that_is_recognised(tmp_path: Path) -> None:
    content = "artist,title,song,lyrics\nAda Vale,wrong,right,words\n"
    (row,) = songs(read(tmp_path, content, title="song"))
    assert row.title == "right"


def test_a_column_can_be_given_whatever_blanks_surround_it_in_the_header(tmp_path: Path) -> None:
    (row,) = songs(read(tmp_path, f"wer , was, text\n{ROW}", artist="wer", title="was"))
    assert row.title == "Low Tide"


def test_a_column_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(ColumnError, match=r"no column 'tune': it has 'artist', 'song', 'text'"):
        read(tmp_path, f"artist,song,text\n{ROW}", title="tune")


def test_a_field_that_does_not_exist_is_refused_with_those_that_do(tmp_path: Path) -> None:
    with pytest.raises(ColumnError, match=f"no field 'tune': choose from {', '.join(COLUMNS)}"):
        read(tmp_path, f"artist,song,text\n{ROW}", tune="song")


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        ("artist,song,link", "lyrics"),
        ("song,text", "artist"),
        ("artist,text", "title"),
        ("just one line of words", "artist"),
    ],
)
def test_a_missing_column_is_named_with_what_to_do(
    tmp_path: Path, header: str, missing: str
) -> None:
    with pytest.raises(
        ColumnError, match=f"no column for the {missing}: it has .*--column {missing}=NAME"
    ):
        read(tmp_path, f"{header}\n{ROW}")


def test_of_very_many_columns_only_some_are_listed(tmp_path: Path) -> None:
    header = ",".join(f"column{n}" for n in range(500))
    with pytest.raises(ColumnError, match="and 488 more") as refused:
        read(tmp_path, f"{header}\n")
    assert len(str(refused.value)) < 600


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",Low Tide,words", "no artist"),
        ("Ada Vale,  ,words", "no title"),
        ("Ada Vale,Low Tide", "malformed row"),
        ("Ada Vale", "malformed row"),
        ("Ada Vale,Low Tide,words,too,many", "malformed row"),
    ],
)
def test_a_row_that_cannot_be_used_says_why_and_the_others_are_read(
    tmp_path: Path, row: str, reason: str
) -> None:
    rows = read(tmp_path, f"artist,title,lyrics\n{ROW}{row}\n{ROW}")
    assert len(songs(rows)) == 2
    assert reasons(rows) == [reason]
    assert [each.row for each in rows] == [1, 2, 3]


def test_empty_lines_and_empty_fields_at_the_end_are_no_fault(tmp_path: Path) -> None:
    rows = read(tmp_path, f"artist,title,lyrics\n\n{ROW}\n,,\nAda,Tide,words,,\n\n")
    assert len(songs(rows)) == 2
    assert reasons(rows) == []


def test_a_quote_that_is_never_closed_loses_no_song_without_a_word(tmp_path: Path) -> None:
    whole = table()
    broken = whole.replace('that we had won\n"', "that we had won\n")
    assert broken != whole
    rows = read(tmp_path, broken)
    for row in songs(rows):
        others = [song.lyrics for song in SONGS if song.title != row.title]
        assert not any(lyrics[:40] in row.lyrics for lyrics in others), row.title
    named = {row.title for row in songs(rows)}
    assert "malformed row" in reasons(rows) or len(named) == len(SONGS)


@pytest.mark.parametrize(
    "after",
    ['Bea Moor,Two,"second words"\nCy Nunn,Three,third words\n', "Bea Moor,Two,second words\n"],
)
def test_a_quote_that_is_never_closed_makes_no_song_of_two_rows(tmp_path: Path, after: str) -> None:
    rows = read(tmp_path, f'artist,title,lyrics\nAda Vale,One,"first words\n{after}')
    assert not any("Bea Moor" in row.lyrics for row in songs(rows))
    assert "malformed row" in reasons(rows)


def test_a_stray_quote_inside_a_field_is_only_a_sign(tmp_path: Path) -> None:
    (row,) = songs(read(tmp_path, 'artist,title,lyrics\nAda "The Voice" Vale,Low Tide,oh "yes\n'))
    assert row.artist == 'Ada "The Voice" Vale'
    assert row.lyrics == 'oh "yes'


def test_a_field_too_long_for_lyrics_is_one_malformed_row(tmp_path: Path) -> None:
    content = f"artist,title,lyrics\n{ROW}Ada Vale,Long,{'la ' * 400_000}\n{ROW}"
    rows = read(tmp_path, content)
    assert len(songs(rows)) == 2
    assert reasons(rows) == ["malformed row"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_any_delimiter_and_line_end_is_read(tmp_path: Path, delimiter: str, line_end: str) -> None:
    rows = read(tmp_path, table(delimiter=delimiter, line_end=line_end))
    assert [row.title for row in songs(rows)] == [song.title for song in SONGS]
    assert reasons(rows) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_accents_are_read_in_each_encoding(tmp_path: Path, encoding: str) -> None:
    content = "artist,title,lyrics\nZoë Ångström,Café,it’s “here”\n".encode(encoding)
    (row,) = songs(read(tmp_path, content))
    assert (row.artist, row.title, row.lyrics) == ("Zoë Ångström", "Café", "it’s “here”")


def test_one_bad_byte_spoils_no_other_sign(tmp_path: Path) -> None:
    content = "artist,title,lyrics\nZoë,Café,“words”\n".encode() + b"Ren\xe9,T\xe9l\xe9,ha\x00lf\n"
    first, second = songs(read(tmp_path, content))
    assert (first.artist, first.title, first.lyrics) == ("Zoë", "Café", "“words”")
    assert (second.artist, second.title, second.lyrics) == ("René", "Télé", "half")


def test_a_song_without_lyrics_is_a_song(tmp_path: Path) -> None:
    rows = songs(read(tmp_path, 'artist,title,lyrics\nAda,Low Tide,""\nAda,High Tide,nan\n'))
    assert [row.lyrics for row in rows] == [None, None]


def test_an_accent_across_a_block_of_the_first_reading_is_no_fault(tmp_path: Path) -> None:
    head, fill = "artist,title,lyrics\n", "Ada,Tide,la\n"
    start = head + fill * (((1 << 20) - len(head)) // len(fill) - 1)
    padding = "a" * ((1 << 20) - len(start) - 1)
    rows = songs(read(tmp_path, f"{start}{padding}é,Tide,la\n"))
    assert rows[-1].artist == f"{padding}é"


@pytest.mark.parametrize("content", ["", "\n", "\n\n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(FileError, match="is empty: give a file with songs"):
        read(tmp_path, content)


def test_a_header_alone_has_no_rows(tmp_path: Path) -> None:
    assert read(tmp_path, "artist,title,lyrics\n") == []


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"ab\0" * 9, "artist,title".encode("utf-16-le")],
)
def test_a_binary_file_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(FileError, match="is not a text file: give a table of lyrics"):
        read(tmp_path, content)


@pytest.mark.parametrize("length", [200_000, 2_000_000])
def test_a_text_without_any_line_end_is_refused(tmp_path: Path, length: int) -> None:
    with pytest.raises(FileError, match=r"songs\.csv"):
        read(tmp_path, "a" * length)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"There is no file .*absent\.csv: check the name"):
        CsvSource(tmp_path / "absent.csv")
    with pytest.raises(FileError, match="is a folder: give a table of lyrics"):
        CsvSource(tmp_path)


@pytest.mark.skipif(as_root, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(songs_csv: Path) -> None:
    songs_csv.chmod(0)
    with pytest.raises(FileError, match=r"cannot be read .*check its permissions"):
        CsvSource(songs_csv)


def test_a_file_that_the_disk_refuses_is_said_to_be_unreadable(tmp_path: Path) -> None:
    loop = tmp_path / "loop.csv"
    loop.symlink_to(loop)
    with pytest.raises(FileError, match="cannot be read"):
        CsvSource(loop)


def test_the_part_of_the_spotify_file_is_read_whole(data: Path) -> None:
    rows = list(CsvSource(data / "catalogue" / "spotify_millsongdata_part.csv"))
    assert len(rows) == len(songs(rows)) == 2893


def test_a_table_written_by_us_is_whole(tmp_path: Path) -> None:
    assert len(songs(list(CsvSource(write_table(tmp_path / "x.csv"))))) == len(SONGS)
