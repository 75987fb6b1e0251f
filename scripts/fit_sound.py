"""Fit what genres add to the shipped model's song heads: python scripts/fit_sound.py ../shared/data

Writes src/heartsong/models/mood-encoder/sound.json and leaves the model beside it as it is, as the
last step of `heartsong train` does for a new one. Needs the extra `train`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from heartsong.encoder import SHIPPED_MODEL, Encoder
from heartsong.sound import FILE
from heartsong.training.pipeline import Run, held_out_documents
from heartsong.training.report import outputs_of
from heartsong.training.sound import fit_sound


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder that holds lyrics/ and catalogue/")
    parser.add_argument("--model", type=Path, default=SHIPPED_MODEL)
    arguments = parser.parse_args()
    _, songs = held_out_documents(Run(arguments.data, Path(), arguments.model), arguments.model)
    vectors = outputs_of(Encoder(arguments.model), songs)["pooled"].astype(np.float32)
    sound = fit_sound(vectors, [doc.example for doc in songs])
    sound.write(arguments.model)
    size = (arguments.model / FILE).stat().st_size
    scales = f"{sound.groups.scale:.2f} and {sound.affect.scale:.2f}"
    print(f"{len(songs):,} songs; words count {scales}; {size / 1000:.0f} kB in {FILE}")


if __name__ == "__main__":
    main()
