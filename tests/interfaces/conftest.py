"""A catalogue with hostile names, for the tests of the API and of the page."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from heartsong.encoder import Encoder
from heartsong.recommender import Recommender
from tests.media.pictures import mp3, png

HOSTILE = "<script>alert(1)</script>"
# Artist, title, lyrics and link; of the first it is the recording that lies there.
ROWS = (
    (
        HOSTILE,
        HOSTILE,
        "We sing beside the river while the morning comes in bright\n"
        "The bridge is hung with ribbons and the boats are painted white\n"
        "And everyone we ever loved is dancing in the light\n",
        None,
    ),
    (
        "Dot Harrow",
        "Gone Link",
        "I wept into the letterbox, the postman shook his head\n"
        "Your coat is on the banister, your side is cold in bed\n"
        "I never got to tell you all the things I should have said\n",
        "file:///nowhere/gone.mp3",
    ),
    (
        "Dot Harrow",
        "Elsewhere",
        "The garden keeps its quiet and the water keeps the moon\n"
        "A moth is at the window and the kettle hums a tune\n"
        "There is nowhere we are needed until some time after noon\n",
        "file:///etc/hosts",
    ),
)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory, scored: Path, encoder: Encoder) -> Path:
    """A folder with a catalogue of our own songs, one of them hostile, with a file of its own."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copy(scored, folder / "my.db")
    sound = mp3(folder / "river.mp3", png())
    table = folder / "more.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("artist", "title", "lyrics", "link"))
        rows.writerows((*names, link or sound.as_uri()) for *names, link in ROWS)
    with Recommender(folder / "my.db") as recommender:
        recommender.ingest(table)
    return folder
