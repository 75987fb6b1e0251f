"""A folder of music: recordings with their tags, and the words inside or beside them."""

from __future__ import annotations

import io
import os
import re
import stat
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Final

from tinytag import TinyTag

from heartsong.catalogue.identity import name_key
from heartsong.catalogue.sources.base import RawSong, Unusable
from heartsong.catalogue.sources.columns import song
from heartsong.catalogue.sources.lrc import decoded, is_timed, plain_lyrics
from heartsong.errors import FileError

_RECORDINGS: Final = frozenset(
    [".mp3", ".flac", ".ogg", ".oga", ".opus", ".m4a", ".m4b", ".mp4", ".aac", ".wav", ".wma"]
)
# File systems may tell cases apart: asking for each is cheaper than listing a large folder anew
# for every recording in it.
_BESIDE: Final = [
    "." + "".join(letters)
    for suffix in ("lrc", "txt")
    for letters in product(*zip(suffix, suffix.upper(), strict=True))
]
_LONGEST_LYRICS: Final = 1_000_000  # bytes or characters
_LONGEST_TAG: Final = 500  # characters: what is longer is no name
_LONGEST_SHOWN: Final = 60
# Damage can make the reader of tags crawl through a whole file, four bytes at a time. Tags take
# some kilobytes, and finding the length of an hour some thousand reads.
_MOST_EFFORT: Final = 64_000_000  # bytes
_EFFORT_OF_A_READ: Final = 256  # as bytes

_NO_SIGNS: Final = re.compile(r"[\x00-\x20\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff\s]+")
_LYRICS_KEY: Final = re.compile(
    r"lyrics(?:[-_:][a-z]{3})?|(?:un)?sync(?:ed|hroni[sz]ed)[ _]?lyrics", re.IGNORECASE
)
_NOBODY: Final = frozenset(
    ("", "unknown", "unknown artist", "various", "various artists", "va", "compilations")
)
# "01 - ", "1. ", "01 ", "1-03 "; of "99 Balloons" and "7 Seas" the number is a part.
_TRACK: Final = re.compile(
    r"^(?:\d-\d\d(?!\d)[\s.)–-]*|\d{1,2}(?:\s+[-–—]\s+|[.)]\s+)|0\d[\s._-]+)(?=\S)"
)
_DASH: Final = re.compile(r"\s+[-–—]\s+")
_NUMBER: Final = re.compile(r"\d{1,3}")
_DISC: Final = re.compile(r"(?:cd|dis[ck])[\s_-]*\d{1,2}\b.*", re.IGNORECASE)


class FolderSource:
    """Every recording below a folder, sorted by name, each folder once whatever links lead to it.

    What begins with "." is passed over. A folder without recordings has no rows.

    Args:
        path: the folder.

    Raises:
        FileError: it is missing, no folder, or cannot be listed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._share = 0.0
        try:
            os.scandir(path).close()
        except FileNotFoundError:
            raise FileError(f"There is no folder {path}: check the name.") from None
        except NotADirectoryError:
            raise FileError(f"{path} is no folder: give a folder of recordings.") from None
        except OSError as error:
            raise FileError(
                f"{path} cannot be read ({error.strerror}): check its permissions."
            ) from error

    def __iter__(self) -> Iterator[RawSong | Unusable]:
        for row, (path, listed, share) in enumerate(_walk(self._path), 1):
            self._share = share
            if listed:
                yield read_recording(row, path, self._path)
            else:
                yield Unusable(row, "cannot be read", shown(path.name))
        self._share = 1.0

    @property
    def share(self) -> float:
        """A guess, for what is below a folder is found while it is read; see `_walk`."""
        return self._share


def read_recording(
    row: int, path: Path, root: Path | None = None, told: Mapping[str, str] | None = None
) -> RawSong | Unusable:
    """The song of a recording: of its tags, else of what is told, else of its name.

    Args:
        row: where it stands in the source.
        path: the file; its folders may tell the artist too, below `root`.
        told: artist, title and other fields of a song, as another file says them.
    """
    told = told or {}
    try:
        tag = _tag(path)
        link = path.resolve().as_uri()
    except OSError:
        return Unusable(row, "cannot be read", shown(path.name))
    facts = _facts(tag) if tag else {}
    named = names(path, root, facts.get("artist") or told.get("artist", ""))
    words = {"lyrics": _lyrics(tag, path), "link": link}
    found = song(row, {**named, **told, **facts, **words})
    if isinstance(found, Unusable):
        return Unusable(row, found.reason if tag else "damaged tags", shown(path.name))
    return found


def is_recording(name: str) -> bool:
    """Whether a file's name is one of a recording that can be read."""
    return Path(name).suffix.lower() in _RECORDINGS


def names(path: Path, root: Path | None = None, artist: str = "") -> dict[str, str]:
    """Title, and the artist where it is clear, by the name of a file.

    Args:
        path: "Artist - Title.mp3", or "Artist/Album/01 - Title.mp3" below `root`.
        artist: where known: "Title - Live.mp3" then is a title alone.
    """
    stem = _name(path.stem)
    text = stem if " " in stem else flat(stem.replace("_", " "))
    bare = _TRACK.sub("", text)
    first, *others = _DASH.split(bare)
    for at, part in enumerate(others[:-1]):
        if _NUMBER.fullmatch(part):  # Artist - Album - 01 - Title
            others = others[at + 1 :]
            break
    if others and (not artist or name_key(first) == name_key(artist)):
        return {"artist": first, "title": " - ".join(others)}
    above = _folder_artist(path, root) if root and bare != text else ""
    return {"title": bare} | ({"artist": above} if above else {})


def flat(text: str) -> str:
    """Text on one line, without control characters: a name can be anything."""
    return _NO_SIGNS.sub(" ", text).strip()


def shown(name: str) -> str:
    """The name of a file as people can be shown it."""
    return _name(name)[:_LONGEST_SHOWN]


def _walk(root: Path) -> Iterator[tuple[Path, bool, float]]:
    """Recordings, and (path, False) for a folder that cannot be listed; each with the share done.

    All that lies in one folder is taken for equally large.
    """
    seen: set[tuple[int, int]] = set()
    waiting = [(root, True, 1.0, 1.0)]  # where it ends among all, and its part of it
    while waiting:
        path, is_folder, end, width = waiting.pop()
        if not is_folder:
            yield path, True, end
            continue
        try:
            status = path.stat()
            if (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                listing = _listing(path)[::-1]
                each = width / max(1, len(listing))
                waiting += [(*entry, end - n * each, each) for n, entry in enumerate(listing)]
        except OSError:
            yield path, False, end


def _listing(folder: Path) -> list[tuple[Path, bool]]:
    """The folders (True) and recordings (False) in a folder, by name."""
    with os.scandir(folder) as found:
        entries = [(each.name, _is_folder(each)) for each in found if each.name[0] != "."]
    return [
        (folder / name, is_folder)
        for name, is_folder in sorted(entries)
        if is_folder or is_recording(name)
    ]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself, or to where we may not look
        return False


class _Metered(io.BufferedReader):
    """A file that can be read only so much."""

    _left = _MOST_EFFORT

    def read(self, size: int | None = -1, /) -> bytes:
        if self._left <= 0:
            raise ValueError("too much to read")
        wanted = self._left if size is None or size < 0 else min(size, self._left)
        content = super().read(wanted)
        self._left -= len(content) + _EFFORT_OF_A_READ
        return content


def _tag(path: Path) -> TinyTag | None:
    """What the tags say; None where they are damaged.

    Raises:
        OSError: the file cannot be opened, or is none.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):  # opening a pipe would wait for ever
        raise OSError("not a file")
    # Where the sound is damaged, its length cannot be told, but the tags may be whole.
    for duration in (True, False) if status.st_size else ():
        with _Metered(io.FileIO(path)) as file:
            try:
                return TinyTag.get(path, file_obj=file, duration=duration)
            except Exception:
                # Files are damaged in more ways than the reader of tags foresees: besides its
                # own errors it lets through those of struct, of indexing, seeking and memory.
                pass
    return None


def _facts(tag: TinyTag) -> dict[str, str]:
    """What the tags say of a song, under the names of its fields."""
    artists = (flat(each or "") for each in (tag.artist, tag.albumartist))
    found = {
        "artist": next((each for each in artists if _is_somebody(each)), ""),
        "title": flat(tag.title or ""),
        "album": flat(tag.album or ""),
        "year": flat(tag.year or ""),
        "genre": flat(tag.genre or ""),
        "duration": str(tag.duration or ""),
    }
    return {name: text for name, text in found.items() if 0 < len(text) <= _LONGEST_TAG}


def _lyrics(tag: TinyTag | None, path: Path) -> str | None:
    """The words in the tags, else those beside the recording."""
    found = tag.other.items() if tag else ()
    texts = [
        text
        for key, values in found
        if _LYRICS_KEY.fullmatch(key)
        for text in values
        if len(text) <= _LONGEST_LYRICS
    ]
    # Words that run with the music may be cut into syllables: those that do not are better.
    plain = (plain_lyrics(text) for text in sorted(texts, key=is_timed))
    return next((words for words in plain if words), None) or _beside(path)


def _beside(path: Path) -> str | None:
    for suffix in _BESIDE:
        file = path.with_suffix(suffix)
        try:
            status = file.stat()
            if stat.S_ISREG(status.st_mode) and status.st_size <= _LONGEST_LYRICS:
                words = plain_lyrics(decoded(file.read_bytes()))
                if words:
                    return words
        except OSError:
            continue
    return None


def _folder_artist(path: Path, root: Path) -> str:
    """The artist of Artist/Album or "Artist - Album", with folders for discs or none; else ""."""
    above = [_name(part) for part in path.relative_to(root).parts[:-1]]
    while above and _DISC.fullmatch(above[-1]):
        above.pop()
    if not above:
        return ""
    head, *album = _DASH.split(above[-1])
    dashed = head if album and not head.isdigit() else ""
    artist = above[-2] if len(above) > 1 else dashed
    # Genre/Artist - Album looks like Artist/Album too: what could be either is not clear.
    if dashed and name_key(dashed) != name_key(artist):
        return ""
    return artist if _is_somebody(artist) else ""


def _is_somebody(artist: str) -> bool:
    return artist.strip("<>[]() ").casefold() not in _NOBODY


def _name(name: str) -> str:
    """The name of a file as text: one that is not UTF-8 comes with its bytes escaped."""
    return flat(decoded(name.encode("utf-8", "surrogateescape")))
