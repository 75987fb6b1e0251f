"""The lyrics that LRCLIB gives away: its whole database, one SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from heartsong.catalogue.sources.base import RawSong, Unusable, part
from heartsong.catalogue.sources.columns import song
from heartsong.catalogue.sources.lines import LONGEST_LINE
from heartsong.catalogue.sources.lrc import plain_lyrics
from heartsong.errors import FileError

_NEEDED: Final = {
    "tracks": ("id", "name", "artist_name", "album_name", "duration", "last_lyrics_id"),
    "lyrics": ("id", "plain_lyrics", "synced_lyrics", "instrumental"),
}
# Views are left out: a view may run for ever.
_COLUMNS: Final = """
    SELECT lower(found.name || '.' || column.name)
    FROM sqlite_master AS found, pragma_table_info(found.name) AS column
    WHERE found.type = 'table' AND lower(found.name) IN ('tracks', 'lyrics')
"""
_TRACKS: Final = """
    SELECT tracks.id, tracks.artist_name, tracks.name, tracks.album_name, tracks.duration,
        lyrics.plain_lyrics, lyrics.synced_lyrics, lyrics.instrumental
    FROM tracks LEFT JOIN lyrics ON lyrics.id = tracks.last_lyrics_id
    WHERE tracks.id > ? ORDER BY tracks.id
"""
_NEXT: Final = "SELECT min(id) FROM tracks WHERE id > ?"
# Each by itself, for SQLite finds only one end at a time without reading all.
_ENDS: Final = "SELECT (SELECT min(id) FROM tracks), (SELECT max(id) FROM tracks)"
_BEFORE_ALL: Final = -(2**63)
_MOST_BYTES: Final = 4 * LONGEST_LINE  # of a value; SQLite's own limit is a thousand million

_Track = tuple[object, ...]


class LrclibDump:
    """A dump of LRCLIB, read in the order of its tracks, one at a time.

    Args:
        path: the file, unpacked. It is never written to.

    Raises:
        FileError: it is missing, unreadable, no SQLite file, or no dump of LRCLIB.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._share: float | None = 0.0
        if path.is_dir():
            raise FileError(f"{path} is a folder: give a dump of LRCLIB.")
        if not path.exists():
            raise FileError(f"There is no file {path}: check the name.")
        missing = _missing(path)
        if missing:
            raise FileError(
                f"{path} is no dump of LRCLIB, for it has no column {missing[0]}: give the "
                "database that LRCLIB offers."
            )

    def __iter__(self) -> Iterator[RawSong | Unusable]:
        number = 0
        try:
            with closing(_opened(self._path)) as dump:
                ends = _ends(dump)
                for track in _tracks(dump):
                    number += 1
                    if track:
                        self._share = _share(track[0], ends)
                    yield _song(number, track) if track else Unusable(number, "malformed row")
        except sqlite3.DatabaseError:
            yield Unusable(number + 1, "damaged from here on")

    @property
    def share(self) -> float | None:
        return self._share


def is_dump(path: Path) -> bool:
    """Whether a file has the tables of LRCLIB's database. Never raises."""
    try:
        return not _missing(path)
    except (FileError, OSError, ValueError):  # a name with a NUL is a ValueError
        return False


def _missing(path: Path) -> list[str]:
    """The columns that a dump has and this database lacks.

    Raises:
        FileError: it cannot be opened, or it is no SQLite file.
    """
    try:
        with closing(_opened(path)) as dump:
            found = {name for (name,) in dump.execute(_COLUMNS)}
    except sqlite3.OperationalError as error:
        # Reading a database in WAL mode takes files beside it.
        raise FileError(
            f"{path} cannot be read ({error}): check its permissions and those of its folder."
        ) from error
    except sqlite3.DatabaseError as error:
        raise FileError(
            f"{path} is not an SQLite file, or it is damaged: fetch it again."
        ) from error
    needed = [f"{table}.{column}" for table, columns in _NEEDED.items() for column in columns]
    return [name for name in needed if name not in found]


def _opened(path: Path) -> sqlite3.Connection:
    dump = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    dump.text_factory = _decoded
    dump.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MOST_BYTES)
    return dump


def _ends(dump: sqlite3.Connection) -> tuple[object, object]:
    """The first and the last track's id; None where there is none, or damage hides it."""
    with suppress(sqlite3.DatabaseError):
        first, last = dump.execute(_ENDS).fetchone()
        return first, last
    return None, None


def _share(track_id: object, ends: tuple[object, object]) -> float | None:
    """How far an id is from the first to the last; None where ids are no whole numbers."""
    first, last = ends
    if isinstance(track_id, int) and isinstance(first, int) and isinstance(last, int):
        return part(track_id - first + 1, last - first + 1)
    return None  # SQLite lets a column hold anything


def _tracks(dump: sqlite3.Connection) -> Iterator[_Track | None]:
    """Each track in order; None for one with a value beyond `_MOST_BYTES`."""
    last: object = _BEFORE_ALL
    while last is not None:
        try:
            for track in dump.execute(_TRACKS, (last,)):
                last = track[0]
                yield track
            return
        except sqlite3.DataError:
            # SQLite ends a query at such a value: the next one starts behind it.
            (last,) = dump.execute(_NEXT, (last,)).fetchone()
            yield None


def _song(row: int, track: _Track) -> RawSong | Unusable:
    _, artist, title, album, duration, plain, synced, instrumental = track
    found = song(row, {"artist": artist, "title": title, "album": album, "duration": duration})
    if isinstance(found, Unusable):
        return found
    if instrumental == 1:
        return replace(found, instrumental=True)
    words = _words(plain, synced)
    if len(words) > LONGEST_LINE:
        return Unusable(row, "malformed row", f"{found.artist} – {found.title}")
    return replace(found, lyrics=words or None)


def _words(plain: object, synced: object) -> str:
    if isinstance(plain, str) and plain.strip():
        return plain.strip()
    return plain_lyrics(synced).strip() if isinstance(synced, str) else ""


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "replace").replace("\0", "")
