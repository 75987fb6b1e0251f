"""Which source a path is: told by what it holds where that is sure, else by its name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from heartsong.catalogue.pack_file import is_pack
from heartsong.catalogue.sources.base import Source
from heartsong.catalogue.sources.lines import unreadable
from heartsong.errors import FileError

_PARQUET: Final = b"PAR1"
_SQLITE: Final = b"SQLite format 3\0"
_PLAYLISTS: Final = frozenset({".m3u", ".m3u8", ".jspf"})
_JSON: Final = frozenset({".jsonl", ".ndjson", ".json"})
_PACKED: Final = frozenset({".gz", ".zip"})


def open_source(path: Path, columns: Mapping[str, str] | None = None) -> Source:
    """The source that reads `path`: a table, music, a playlist, a dump of LRCLIB or a pack.

    Args:
        columns: field → column, for tables whose names are not known ones.

    Raises:
        FileError: it is missing, unreadable, or nothing that can be read as songs.
        ColumnError: a table without a column that is needed.
        PackError: a pack that is damaged.
        MissingExtraError: a kind of file that needs an extra.
    """
    # Each source is imported where it is chosen: most runs need one, and some bring libraries.
    if path.is_dir():
        from heartsong.catalogue.sources.folder import FolderSource

        return FolderSource(path)
    if is_pack(path):
        from heartsong.catalogue.sources.pack import PackSource

        return PackSource(path)
    head = _head(path)
    # One refusal that a reader of tables would word less well.
    if path.suffixes[-2:-1] == [".sqlite3"] and path.suffix in _PACKED:
        raise FileError(f"{path} is a packed database: unpack it first.")
    if head.startswith(_PARQUET):
        from heartsong.catalogue.sources.parquet import ParquetSource

        return ParquetSource(path, columns)
    if head.startswith(_SQLITE):
        from heartsong.catalogue.sources.lrclib_dump import LrclibDump

        return LrclibDump(path)
    return _by_name(path, columns)


def _by_name(path: Path, columns: Mapping[str, str] | None) -> Source:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    last = suffixes[-1] if suffixes else ""
    if last in _PACKED:
        last = suffixes[-2] if len(suffixes) > 1 else ""
    if last in _PLAYLISTS:
        from heartsong.catalogue.sources.playlist import PlaylistSource

        return PlaylistSource(path)
    if last in _JSON:
        from heartsong.catalogue.sources.jsonl import JsonlSource

        return JsonlSource(path, columns)
    from heartsong.catalogue.sources.csv import CsvSource

    return CsvSource(path, columns)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE))
    except OSError as error:
        raise unreadable(path, error) from error
