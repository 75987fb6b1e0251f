"""PMEmo (Zhang et al. 2018): valence and arousal that listeners gave to the sound of a song."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from heartsong.training.examples import Example, Split, artist_split
from heartsong.training.readers.tables import rows


def read(folder: Path, split: Split) -> Iterator[Example]:
    """Its figures lie in [-1, 1] already."""
    for row in rows(folder / "lyrics/pmemo_valence_arousal.csv"):
        if artist_split(row["artist"]) == split:
            pair = np.clip([float(row["valence_mean"]), float(row["arousal_mean"])], -1, 1)
            yield Example(
                "pmemo", "song", row["text"], {"song_affect": tuple(pair.tolist())}, row["artist"]
            )
