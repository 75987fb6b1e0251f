"""The MIREX-like mood set (Panda et al. 2013): songs in five clusters of adjectives, by editors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from heartsong.training.examples import Example, Split, artist_split
from heartsong.training.labels import MIREX_GROUPS, group_target
from heartsong.training.readers.tables import rows


def read(folder: Path, split: Split) -> Iterator[Example]:
    for row in rows(folder / "lyrics/mirex.csv"):
        if artist_split(row["artist"]) == split:
            targets = {"song_groups": group_target(MIREX_GROUPS[row["cluster"]])}
            yield Example("mirex", "song", row["text"], targets, row["artist"])
