"""EmoBank (Buechel & Hahn 2017): sentences with valence and arousal from 1 to 5, by a crowd."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from heartsong.training.examples import Example, Split
from heartsong.training.readers.tables import rows
from heartsong.training.scale import standardise


def read(folder: Path, split: Split) -> Iterator[Example]:
    """Most sentences sit near 3, so both axes are standardised by the training split's figures."""
    table = list(rows(folder / "text/emobank.csv"))
    values = np.array([(float(row["V"]), float(row["A"])) for row in table])
    train = np.array([row["split"] == "train" for row in table])
    scaled = standardise(values, by=values[train])
    for row, pair in zip(table, scaled, strict=True):
        if row["split"] == split and row["text"].strip():
            yield Example("emobank", "message", row["text"], {"affect": tuple(pair.tolist())})
