"""Packs that another model scored: their songs' names, to be scored anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from heartsong.catalogue.pack_file import PackFile
from heartsong.catalogue.sources.base import RawSong, Unusable, part
from heartsong.catalogue.sources.columns import song

LACKING: Final = "no lyrics at hand"


class PackSource:
    """The names of a pack's songs; their figures are left where they are.

    Args:
        path: the pack, which is checked as a whole at once.

    Raises:
        PackError: it is missing, damaged, no pack, or made by a newer Heartsong.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._share = 0.0
        with PackFile(path) as pack:
            pack.check()

    def __iter__(self) -> Iterator[RawSong | Unusable]:
        with PackFile(self._path) as pack:
            for row, names in enumerate(pack.names(), 1):
                self._share = part(row, pack.manifest.songs)
                found = song(row, json.loads(names))
                # A pack never holds lyrics, which says nothing of the song.
                yield replace(found, lacking=LACKING) if isinstance(found, RawSong) else found

    @property
    def share(self) -> float:
        return self._share
