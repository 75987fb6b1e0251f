"""musicMood (Raschka 2014): songs called happy or sad by one person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from heartsong.training.examples import Example, Split, artist_split
from heartsong.training.readers.happy_sad import TARGETS
from heartsong.training.readers.tables import rows


def read(folder: Path, split: Split) -> Iterator[Example]:
    for row in rows(folder / "lyrics/musicmood_train.csv"):
        if artist_split(row["artist"]) == split:
            yield Example("musicmood", "song", row["lyrics"], TARGETS[row["mood"]], row["artist"])
