"""Lyrics without labels: a catalogue's songs, whose meaning the student learns from the teacher."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from heartsong.language import is_english
from heartsong.training.examples import Example, Split
from heartsong.training.readers.tables import rows

_GLANCE = 400  # characters that show the language


def read(folder: Path, split: Split) -> Iterator[Example]:
    """English songs with some words; none is held out, as there is nothing to judge."""
    if split == "dev":
        return
    for row in rows(folder / "catalogue/songs.csv"):
        text = row["text"]
        if len(text.split()) >= 20 and is_english(text[:_GLANCE]):
            yield Example("catalogue", "song", text, {}, row["artist"])
