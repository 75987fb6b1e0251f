"""Songs of the catalogue in four mood groups, as language models judged them for Heartsong.

They read an excerpt of the lyrics and knew artist and title; no human checked them. The file
beside this code names the songs; their lyrics are the catalogue's. None of the artists has a song
in a labelled set, so a trunk that learns from these still knows nobody it is judged by.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from heartsong.training.examples import Example, Split
from heartsong.training.labels import group_target
from heartsong.training.readers.tables import rows
from heartsong.training.scale import standardise

FILE: Final = Path(__file__).parent.parent / "songs.tsv"
_ALSO: Final = 0.3  # the share of a second group, where a song has one


def read(folder: Path, split: Split) -> Iterator[Example]:
    """None is held out: they teach, and people's labels judge."""
    if split == "dev":
        return
    labels = list(rows(FILE, delimiter="\t"))
    figures = np.array([(float(row["valence"]), float(row["arousal"])) for row in labels])
    affects = standardise(figures, by=figures)
    wanted = {
        (row["artist"], row["song"]): (row, tuple(affect.tolist()))
        for row, affect in zip(labels, affects, strict=True)
    }
    for song in rows(folder / "catalogue/songs.csv"):
        if found := wanted.pop((song["artist"], song["song"]), None):
            row, affect = found
            groups = {row["group"]: 1.0}
            if row["also"]:
                groups = {row["group"]: 1 - _ALSO, row["also"]: _ALSO}
            targets = {"song_groups": group_target(groups), "song_affect": affect}
            yield Example("own_songs", "song", song["text"], targets, song["artist"])
