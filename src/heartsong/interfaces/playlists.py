"""Playlists as files: M3U8, JSPF, a table, JSON. What the listener wrote is in none of them."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final, TextIO
from urllib.parse import unquote, urlsplit

from heartsong.errors import RequestError
from heartsong.interfaces.files import Format, replacing, write_songs
from heartsong.interfaces.payloads import Payload, of_mood, of_song
from heartsong.playlist import Playlist, PlaylistSong
from heartsong.types import Song

_OURS: Final = "urn:x-heartsong"
# An address with its scheme; of one letter alone it would be a drive of Windows. What is relative
# to the source that a song came from leads nowhere from a playlist.
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]+:\S+", re.IGNORECASE)
_MARKED: Final = re.compile(r"#|\s|[a-z][a-z0-9+.-]+:", re.IGNORECASE)
_NO_SIGNS: Final = re.compile(r"[\x00-\x20\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff\s]+")
_DASH: Final = re.compile(r"\s+[-–—]\s+")


class PlaylistFormat(StrEnum):
    """What a playlist can be written as, by the ends of files' names."""

    M3U8 = "m3u8"
    JSPF = "jspf"
    CSV = "csv"
    JSON = "json"


def format_of(path: Path, given: PlaylistFormat | None = None) -> PlaylistFormat:
    """The format that is given, else the one that a file's name asks for.

    Raises:
        RequestError: the name asks for none that is known.
    """
    if given is not None:
        return given
    try:
        return PlaylistFormat(path.suffix.lower().removeprefix("."))
    except ValueError:
        raise RequestError(
            f"{path} names no kind of playlist: end it in .m3u8, .jspf, .csv or .json, or give "
            "--format."
        ) from None


def write_playlist(playlist: Playlist, path: Path, format: PlaylistFormat | None = None) -> None:
    """Write a playlist to a file, which is replaced only once the new one is whole.

    Args:
        format: by the file's name where it is not given.

    Raises:
        RequestError: the file's name asks for no format that is known.
        FileError: it cannot be written.
    """
    chosen = format_of(path, format)
    with replacing(path) as target:
        _write(playlist, chosen, path.absolute().parent, target)


def listed(name: str, songs: Sequence[Song], format: PlaylistFormat) -> str:
    """Songs as the text of a playlist file, with the addresses that they have."""
    target = io.StringIO(newline="")
    if format is PlaylistFormat.M3U8:
        target.writelines(line + "\n" for line in _m3u(_flat(name), songs, None))
    elif format is PlaylistFormat.CSV:
        write_songs(map(of_song, songs), Format.CSV, target)
    elif format is PlaylistFormat.JSPF:
        tracks = [_track(song, {}) for song in songs]
        _dump({"playlist": {"title": name, "creator": "Heartsong", "track": tracks}}, target)
    else:
        _dump({"name": name, "songs": [of_song(song) for song in songs]}, target)
    return target.getvalue()


def of_playlist(playlist: Playlist) -> Payload:
    """The JSON that programs get."""
    return {
        "text": playlist.text,
        "to": playlist.to,
        "notice": playlist.notice,
        "start": of_mood(playlist.start),
        "goal": of_mood(playlist.goal),
        "songs": [_of_song(each) for each in playlist.songs],
    }


def _of_song(each: PlaylistSong) -> Payload:
    return _figures(each) | of_song(each.song)


def _write(playlist: Playlist, format: PlaylistFormat, folder: Path, target: TextIO) -> None:
    if format is PlaylistFormat.M3U8:
        songs = [each.song for each in playlist.songs]
        target.writelines(line + "\n" for line in _m3u(playlist.name, songs, folder))
    elif format is PlaylistFormat.CSV:
        write_songs(map(_of_song, playlist.songs), Format.CSV, target)
    else:
        is_jspf = format is PlaylistFormat.JSPF
        payload = _jspf(playlist) if is_jspf else of_playlist(playlist)
        payload.pop("text", None)  # a file gets about, and what was written is the listener's own
        _dump(payload, target)


def _dump(payload: Payload, target: TextIO) -> None:
    target.write(json.dumps(payload, ensure_ascii=False, indent=2) + "\n")


def _m3u(name: str, songs: Sequence[Song], folder: Path | None) -> Iterator[str]:
    """The lines of an extended M3U; places of recordings start at its folder where they can."""
    yield "#EXTM3U"
    yield f"#PLAYLIST:{name}"
    for song in songs:
        # Readers split at the first dash between blanks, so an artist's name must have none.
        artist, title = _DASH.sub("-", _flat(song.artist)), _flat(song.title)
        if song.album and _flat(song.album):
            yield f"#EXTALB:{_flat(song.album)}"
        yield f"#EXTINF:-1,{artist} - {title}"
        # A song that can be found nowhere keeps its place by its name.
        yield _place(song, folder) or _bare(f"{artist} - {title}")


def _place(song: Song, folder: Path | None) -> str | None:
    """Where a playlist in a folder can say that a song lies: a path, else an address."""
    address = _address(song)
    if address is None or urlsplit(address).scheme.lower() != "file":
        return address
    path = _local(address)
    if path is None:
        return address
    if folder is None:
        return path
    try:
        return _bare(Path(path).relative_to(folder).as_posix())
    except ValueError:
        return path


def _bare(line: str) -> str:
    """A path or name that is taken for no remark or address, and whose blanks are kept."""
    return f"./{line}" if _MARKED.match(line) else line


def _local(address: str) -> str | None:
    """The path of a file: address; None where a line of text cannot hold it."""
    parts = urlsplit(address)
    path = unquote(parts.path, errors="surrogateescape")
    if os.name == "nt":
        path = path.lstrip("/")
    is_plain = path == _flat(path)  # no line breaks, no stray bytes
    return path if path and is_plain and parts.netloc in {"", "localhost"} else None


def _address(song: Song) -> str | None:
    """The link of a song where it is an address."""
    link = song.link or ""
    try:
        urlsplit(link)
    except ValueError:  # such as http://[
        return None
    return link if _ADDRESS.fullmatch(link) and link == _flat(link) else None


def _jspf(playlist: Playlist) -> Payload:
    """A playlist as JSPF (xspf.org/jspf), with our figures as an extension."""
    extension = {
        "to": playlist.to,
        "start": of_mood(playlist.start),
        "goal": of_mood(playlist.goal),
    }
    return {
        "playlist": {
            "title": playlist.name,
            "creator": "Heartsong",
            "extension": {f"{_OURS}:journey": [extension]},
            "track": [_track(each.song, _figures(each)) for each in playlist.songs],
        }
    }


def _figures(each: PlaylistSong) -> Payload:
    return {"rank": each.rank, "reached": each.reached, "likeness": each.likeness}


def _track(song: Song, more: Payload) -> Payload:
    address = _address(song)
    track: Payload = {"location": [address]} if address else {}
    track |= {
        "identifier": [f"{_OURS}:song:{song.id}"],
        "title": song.title,
        "creator": song.artist,
    }
    if song.album:
        track["album"] = song.album
    figures = {**more, "category": song.category, "mood": of_mood(song.mood)}
    return track | {"extension": {f"{_OURS}:song": [figures]}}


def _flat(text: str) -> str:
    """Text on one line, without control characters and halves of signs."""
    return _NO_SIGNS.sub(" ", text).strip()
