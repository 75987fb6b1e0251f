"""Tables of lyrics: CSV and TSV, under the column names that real files use."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from heartsong.catalogue.sources.base import RawSong, Unusable
from heartsong.errors import ColumnError, FileError

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "artist": (
        "artist",
        "artist_name",
        "artists",
        "artist_s",
        "track_artist",
        "performer",
        "singer",
        "band",
    ),
    "title": (
        "title",
        "song",
        "track_name",
        "song_name",
        "song_title",
        "track_title",
        "track",
        "name",
    ),
    "lyrics": ("lyrics", "text", "lyric", "song_lyrics", "lyrics_text", "words"),
    "album": ("album", "album_name", "album_title", "track_album_name", "release"),
    "year": (
        "year",
        "release_year",
        "release_date",
        "track_album_release_date",
        "released",
        "date",
    ),
    "genre": ("genre", "genres", "general_genre", "playlist_genre", "tag"),
    "link": ("link", "url", "song_url", "spotify_url", "href"),
}
REQUIRED: Final = ("artist", "title", "lyrics")
_LONGEST_FIELD: Final = 1_000_000  # characters: no lyrics are longer, broken quotes are
# What other programs write where they know nothing.
_MISSING: Final = frozenset({"", "nan", "null", "none", "n/a", "<na>"})
_BLOCK: Final = 1 << 20
_YEAR: Final = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_NOT_A_LETTER: Final = re.compile(r"[^a-z0-9]+")


class CsvSource:
    """A CSV or TSV file with a header.

    Args:
        path: the file, UTF-8 (with or without a byte-order mark) or Windows-1252.
        columns: field → column where the header's names are not known ones, such as
            {"title": "Titel"}; fields are the keys of `COLUMNS`.

    Raises:
        FileError: the file is missing, unreadable, empty or binary.
        ColumnError: no column for artist, title or lyrics, or one given is not there.
    """

    def __init__(self, path: Path, columns: Mapping[str, str] | None = None) -> None:
        self._path = path
        self._encoding = _encoding(path)
        header, self._delimiter = self._header()
        self._width = len(header)
        self._places = _places(path, header, columns or {})

    def __iter__(self) -> Iterator[RawSong | Unusable]:
        csv.field_size_limit(_LONGEST_FIELD)
        with self._path.open(encoding=self._encoding, errors="replace", newline="") as file:
            reader = csv.reader(file, delimiter=self._delimiter, strict=True)
            next(reader)
            number = 0
            while True:
                try:
                    fields = next(reader)
                except StopIteration:
                    return
                except csv.Error:
                    number += 1
                    yield Unusable(number, "malformed row")
                    continue
                if any(field.strip() for field in fields):
                    number += 1
                    yield self._song(number, fields)

    def _song(self, row: int, fields: list[str]) -> RawSong | Unusable:
        extra = fields[self._width :]
        if len(fields) < self._width or any(field.strip() for field in extra):
            return Unusable(row, "malformed row", " ".join(fields)[:60])
        found = {name: fields[place].strip() for name, place in self._places.items()}
        name = f"{found['artist'] or '?'} – {found['title'] or '?'}"
        for needed in REQUIRED:
            if not found[needed]:
                return Unusable(row, f"no {needed}", name)
        return RawSong(
            row,
            found["artist"],
            found["title"],
            found["lyrics"],
            album=_known(found.get("album", "")),
            year=_year(found.get("year", "")),
            genre=_known(found.get("genre", "")),
            link=_known(found.get("link", "")),
        )

    def _header(self) -> tuple[list[str], str]:
        with self._path.open(encoding=self._encoding, errors="replace", newline="") as file:
            line = file.readline(_LONGEST_FIELD)
        delimiter = max(",\t;", key=line.count)  # a comma where there is none of them
        try:
            header = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error as error:
            raise FileError(
                f"{self._path} does not start with a header: give a CSV file of lyrics."
            ) from error
        if not header:
            raise FileError(f"{self._path} is empty: give a CSV file with a header and songs.")
        return [name.strip() for name in header], delimiter


def _encoding(path: Path) -> str:
    """Read the file through once: UTF-8 if it is, else the old Windows code page."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            if b"\0" in (block := file.read(_BLOCK)):
                raise FileError(f"{path} is not a text file: give a CSV file of lyrics.")
            while block:
                decoder.decode(block)
                block = file.read(_BLOCK)
            decoder.decode(b"", final=True)
    except FileNotFoundError:
        raise FileError(f"There is no file {path}: check the name.") from None
    except IsADirectoryError:
        raise FileError(f"{path} is a folder: give a CSV file of lyrics.") from None
    except UnicodeDecodeError:
        return "cp1252"
    except OSError as error:
        raise FileError(
            f"{path} cannot be read ({error.strerror}): check its permissions."
        ) from error
    return "utf-8-sig"


def _places(path: Path, header: list[str], given: Mapping[str, str]) -> dict[str, int]:
    """field → number of its column; names given come first, then the known ones in order."""
    names = [_NOT_A_LETTER.sub("_", name.strip().lower()).strip("_") for name in header]
    places: dict[str, int] = {}
    for field, column in given.items():
        if field not in COLUMNS:
            raise ColumnError(f"There is no field '{field}': choose from {', '.join(COLUMNS)}.")
        if column not in header:
            raise ColumnError(f"{path} has no column '{column}': it has {_listed(header)}.")
        places[field] = header.index(column)
    for field, known in COLUMNS.items():
        for name in known:
            if field not in places and name in names and names.index(name) not in places.values():
                places[field] = names.index(name)
    for field in REQUIRED:
        if field not in places:
            raise ColumnError(
                f"{path} has no column for the {field}: it has {_listed(header)}; name the right "
                f"one with --column {field}=NAME."
            )
    return places


def _listed(header: list[str]) -> str:
    shown = ", ".join(f"'{name[:40]}'" for name in header[:12])
    return shown if len(header) <= 12 else f"{shown} and {len(header) - 12} more"


def _known(text: str) -> str | None:
    return None if text.casefold() in _MISSING else text


def _year(text: str) -> int | None:
    found = _YEAR.search(text)
    return int(found.group()) if found else None
