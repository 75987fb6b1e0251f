"""JoyDivision: songs called happy or sad by one person, by ear; hundreds are in musicMood too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from heartsong.training.examples import Example, Split, artist_split
from heartsong.training.readers.happy_sad import TARGETS
from heartsong.training.readers.tables import rows


def read(folder: Path, split: Split) -> Iterator[Example]:
    for row in rows(folder / "lyrics/joydivision_happy_sad.csv"):
        if artist_split(row["Artist"]) == split:
            yield Example(
                "joydivision",
                "song",
                row["text"],
                TARGETS[row["Mood"].strip().lower()],
                row["Artist"],
            )
