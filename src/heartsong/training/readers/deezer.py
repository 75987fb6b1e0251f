"""Deezer's mood set (Delbouys et al. 2018): valence and arousal from tags through word norms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from heartsong.training.examples import Example, Split, artist_split
from heartsong.training.readers.tables import rows
from heartsong.training.scale import standardise

_SLOPE = 2.0  # how fast one standard deviation makes a quadrant sure


def read(folder: Path, split: Split) -> Iterator[Example]:
    """Each song also gets soft shares of the four quadrants from its two figures."""
    table = list(rows(folder / "lyrics/deezer_valence_arousal.csv"))
    values = np.array([(float(row["valence"]), float(row["arousal"])) for row in table])
    train = np.array([artist_split(row["artist"]) == "train" for row in table])
    scaled = standardise(values, by=values[train])
    for row, pair, raw in zip(table, scaled, values, strict=True):
        if artist_split(row["artist"]) == split:
            targets = {"song_affect": tuple(pair.tolist()), "song_groups": _quadrants(*raw)}
            yield Example("deezer", "song", row["text"], targets, row["artist"])


def _quadrants(valence: float, arousal: float) -> tuple[float, ...]:
    pleasant = 1 / (1 + np.exp(-_SLOPE * valence))
    stirred = 1 / (1 + np.exp(-_SLOPE * arousal))
    happy, sad = pleasant * stirred, (1 - pleasant) * (1 - stirred)
    angry, relaxed = (1 - pleasant) * stirred, pleasant * (1 - stirred)
    return (float(happy), float(sad), float(angry), float(relaxed))
