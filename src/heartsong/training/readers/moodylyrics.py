"""MoodyLyrics4Q (Çano & Morisio 2017): songs in four mood groups, from Last.fm listeners' tags."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from heartsong.training.examples import Example, Split, artist_split
from heartsong.training.labels import group_target
from heartsong.training.readers.tables import rows


def read(folder: Path, split: Split) -> Iterator[Example]:
    for row in rows(folder / "lyrics/moodylyrics4q_part.csv"):
        if artist_split(row["artist"]) == split:
            targets = {"song_groups": group_target({row["mood"]: 1.0})}
            yield Example("moodylyrics", "song", row["text"], targets, row["artist"])
