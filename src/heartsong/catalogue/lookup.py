"""Lyrics that a source lacks, looked up at LRCLIB where the listener asks for it, and kept."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self, TypeGuard

from heartsong.catalogue.identity import name_key, song_id
from heartsong.catalogue.sources.base import RawSong, Unusable
from heartsong.catalogue.sources.lrc import plain_lyrics
from heartsong.errors import FileError, MissingExtraError
from heartsong.sqlite import write_ahead

if TYPE_CHECKING:
    from heartsong.catalogue.lrclib import Api, Track
    from heartsong.store.base import Store

LRCLIB: Final = "https://lrclib.net/api"
NOT_THERE: Final = "not at LRCLIB"

_AT_ONCE: Final = 64  # songs that the store is asked for
_FAILURES_IN_A_ROW: Final = 5  # songs; then the rest of the run goes without
_LONGEST_NAME: Final = 300
_NEAR: Final = 2.0  # seconds between two recordings of the same length
_SHORTEST, _LONGEST = 1.0, 3600.0  # seconds; LRCLIB's /get takes no others
_NO_SONG: Final = 24 * 3600.0  # seconds
_BELIEVED_FOR: Final = 30 * 24 * 3600.0  # seconds
_TABLES: Final = "SELECT name FROM sqlite_master WHERE type = 'table'"

_Key = tuple[str, str, int]


def looked_up(
    source: Iterable[RawSong | Unusable], lookup: LyricsLookup, store: Store
) -> Iterator[RawSong | Unusable]:
    """The rows of a source, with lyrics for those songs that had none and have some there.

    A song that the store has scored needs none: nobody is told of it, and it stays as it is.
    """
    rows = iter(source)
    while some := list(islice(rows, _AT_ONCE)):
        scored = store.fingerprints([_id(row) for row in some if _lacks_lyrics(row)])
        for row in some:
            if not _lacks_lyrics(row) or _id(row) in scored:
                yield row
                continue
            found = lookup.find(row)
            why = found.why or row.lacking
            yield replace(row, lyrics=found.lyrics, instrumental=found.instrumental, lacking=why)


def _lacks_lyrics(row: RawSong | Unusable) -> TypeGuard[RawSong]:
    if isinstance(row, Unusable):
        return False
    return not row.instrumental and not (row.lyrics or "").strip()


def _id(song: RawSong) -> str:
    return song_id(song.artist, song.title)


@dataclass(frozen=True, slots=True)
class Found:
    """What a lookup brought.

    Attributes:
        lyrics: plain ones, without time stamps.
        instrumental: True where LRCLIB says that nothing is sung.
        why: why neither is known, such as "not at LRCLIB"; else empty.
    """

    lyrics: str | None = field(default=None, repr=False)
    instrumental: bool = False
    why: str = ""


class LyricsLookup:
    """Lyrics by artist and title from LRCLIB. Answers are kept in a file and not asked for again.

    After five songs in a row without a usable answer only the file is asked: a million songs shall
    not wait for a network that is down. It is for one thread. Close it, or use it in a `with`
    statement.

    Args:
        cache: an SQLite file for the answers, made where it is absent.
        base: address of LRCLIB's API, or of a mirror; None asks nobody but the file.
        per_second: most requests a second, evenly spaced.
        timeout: seconds for a request.
        sleep: waits so many seconds.

    Raises:
        MissingExtraError: httpx or tenacity is not installed.
        FileError: the cache cannot be used.
        SettingsError: no web address, or a number that is not above 0.
    """

    def __init__(
        self,
        cache: Path,
        base: str | None = LRCLIB,
        per_second: float = 4.0,
        timeout: float = 10.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._api = _api(base, per_second, timeout, sleep) if base is not None else None
        try:
            self._cache = _Cache(cache)
        except FileError:
            if self._api:
                self._api.close()
            raise
        self._failures = 0
        self._why = ""

    def find(self, song: RawSong) -> Found:
        """The lyrics of a song, or why there are none. Raises for nothing that LRCLIB does."""
        wanted = _wanted(song)
        if not (wanted.artist and wanted.title):
            return Found(why=NOT_THERE)
        known = self._cache.get(wanted.key)
        if known is not None:
            return known
        if self._api is None or self._failures >= _FAILURES_IN_A_ROW:
            return Found(why=self._why)
        from heartsong.catalogue.lrclib import NoAnswerError

        try:
            found = _ask(self._api, wanted)
        except NoAnswerError as error:
            self._failures += 1
            self._why = error.why
            return Found(why=error.why)
        self._failures = 0
        self._cache.put(wanted.key, found)
        return found

    def close(self) -> None:
        if self._api:
            self._api.close()
        self._cache.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A song as LRCLIB is asked for it; names that it cannot be asked for are empty."""

    artist: str
    title: str
    album: str
    duration: float | None

    @property
    def key(self) -> _Key:
        return name_key(self.artist), name_key(self.title), round(self.duration or 0)


def _api(base: str, per_second: float, timeout: float, sleep: Callable[[float], None]) -> Api:
    try:
        from heartsong.catalogue.lrclib import Api
    except ImportError as error:
        raise MissingExtraError("lookup", "looking up lyrics") from error
    return Api(base, per_second, timeout, sleep)


def _ask(api: Api, wanted: _Wanted) -> Found:
    names = {"artist_name": wanted.artist, "track_name": wanted.title}
    if _SHORTEST <= (wanted.duration or 0) <= _LONGEST:
        album = {"album_name": wanted.album} if wanted.album else {}
        exactly = {**names, **album, "duration": f"{wanted.duration:g}"}
        found = _best(api.tracks("/get", exactly), wanted)
        # Asked for an album, LRCLIB looks at no other; the song may stand on one.
        if not (found.why and album):
            return found
    return _best(api.tracks("/search", names), wanted)


def _wanted(song: RawSong) -> _Wanted:
    names = [_sound(name or "") for name in (song.artist, song.title, song.album)]
    artist, title, album = (name if len(name) <= _LONGEST_NAME else "" for name in names)
    known = song.duration is not None and 0 < song.duration < _NO_SONG
    return _Wanted(artist, title, album, song.duration if known else None)


def _best(tracks: Sequence[Track], wanted: _Wanted) -> Found:
    """What the fittest of the tracks holds: plain lyrics, else synced ones, else none sung."""
    ours = [track for track in tracks if _agrees(track, wanted)]
    ours.sort(key=lambda track: not track.get("plainLyrics"))
    return min(
        map(_found, ours),
        key=lambda found: (found.lyrics is None, not found.instrumental),
        default=Found(why=NOT_THERE),
    )


def _agrees(track: Track, wanted: _Wanted) -> bool:
    for field_name, name in (("artistName", wanted.artist), ("trackName", wanted.title)):
        theirs = track.get(field_name) or ""
        if len(theirs) > _LONGEST_NAME or name_key(theirs) != name_key(name):
            return False
    if wanted.duration is None:
        return True
    length = track.get("duration")
    return length is not None and wanted.duration - _NEAR <= length <= wanted.duration + _NEAR


def _found(track: Track) -> Found:
    if track.get("instrumental"):
        return Found(instrumental=True)
    plain, synced = (_sound(track.get(name) or "") for name in ("plainLyrics", "syncedLyrics"))
    lyrics = plain or plain_lyrics(synced).strip()
    return Found(lyrics) if lyrics else Found(why=NOT_THERE)


def _sound(text: str) -> str:
    """Text that can be written anywhere: without halves of signs, as broken file names have."""
    return text.encode("utf-8", "replace").decode().replace("\0", "").strip()


class _Cache:
    """Answers by song, in an SQLite file; that there are no lyrics is believed for 30 days."""

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._answers = sqlite3.connect(path, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise FileError(
                f"The cache of lyrics {path} cannot be opened ({error}): name another file."
            ) from error
        try:
            self._prepare()
        except sqlite3.Error as error:
            self.close()
            raise FileError(
                f"{path} is no cache of lyrics, or it is damaged ({error}): name another file."
            ) from error

    def get(self, key: _Key) -> Found | None:
        # A cache that fails later on is as good as none: lyrics are then asked for again.
        with suppress(sqlite3.Error):
            for lyrics, instrumental in self._answers.execute(
                "SELECT lyrics, instrumental FROM answers WHERE artist = ? AND title = ? "
                "AND seconds = ? AND (lyrics IS NOT NULL OR instrumental OR asked > ?)",
                (*key, time.time() - _BELIEVED_FOR),
            ):
                nothing = lyrics is None and not instrumental
                return Found(lyrics, bool(instrumental), NOT_THERE if nothing else "")
        return None

    def put(self, key: _Key, found: Found) -> None:
        with suppress(sqlite3.Error):
            self._answers.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?)",
                (*key, found.lyrics, found.instrumental, time.time()),
            )

    def close(self) -> None:
        self._answers.close()

    def _prepare(self) -> None:
        tables = {name for (name,) in self._answers.execute(_TABLES)}
        if tables - {"answers"}:
            raise sqlite3.DatabaseError("it holds something else")
        write_ahead(self._answers)
        self._answers.execute("PRAGMA synchronous = NORMAL")
        self._answers.execute(
            "CREATE TABLE IF NOT EXISTS answers (artist TEXT, title TEXT, seconds INTEGER, "
            "lyrics TEXT, instrumental INTEGER, asked REAL, PRIMARY KEY (artist, title, seconds))"
        )
