"""Songs with any of the nine emotions of the Geneva Emotional Music Scale (Zentner 2008)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from heartsong.training.examples import Example, Split, artist_split
from heartsong.training.labels import group_target
from heartsong.training.readers.tables import rows

# How the labels came about is not documented, so they train and are not measured on.
GROUPS: Final[dict[str, dict[str, float]]] = {
    "Amazement": {"happy": 0.7, "relaxed": 0.3},
    "Solemnity": {"sad": 0.6, "relaxed": 0.4},
    "Tenderness": {"relaxed": 0.6, "happy": 0.3, "sad": 0.1},
    "Nostalgia": {"sad": 0.6, "relaxed": 0.4},
    "Calmness": {"relaxed": 1},
    "Power": {"angry": 0.6, "happy": 0.4},
    "Joyful activation": {"happy": 1},
    "Tension": {"angry": 0.8, "sad": 0.2},
    "Sadness": {"sad": 1},
}


def read(folder: Path, split: Split) -> Iterator[Example]:
    """Several labels give the mean of their targets."""
    for row in rows(folder / "lyrics/gems_multilabel.csv"):
        labels = [label.strip() for label in row["labels"].split(",") if label.strip() in GROUPS]
        if labels and artist_split(row["artist"]) == split:
            mean = np.mean([group_target(GROUPS[label]) for label in labels], axis=0)
            targets = {"song_groups": tuple(mean.tolist())}
            yield Example("gems", "song", row["lyrics"], targets, row["artist"])
