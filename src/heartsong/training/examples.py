"""What a data set reader gives: texts with targets for some of the heads."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["message", "song"]
Split = Literal["train", "dev"]

UNKNOWN: Final = float("nan")  # marks a class that a data set does not judge
DEV_ARTISTS_IN: Final = 7  # one artist in seven is held out
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Example:
    """A text and what people (or hashtags) said of it.

    Attributes:
        source: name of the data set, for the report.
        targets: head → target. Distributions for `emotions` (7: the six and neutral),
            `sentiment` (3), `groups` (4), `song_groups` (4); pairs (valence, arousal) in
            [-1, 1] for `affect` and `song_affect`. A class that the set does not judge is
            `UNKNOWN` and takes no part in the softmax.
        artist: of a song, so that no song is judged by a model that knows its artist.
    """

    source: str
    kind: Kind
    text: str
    targets: Mapping[str, tuple[float, ...]]
    artist: str = ""


def artist_key(artist: str) -> str:
    """The artist whatever the set's spelling: `Brown, Ruth` and `Ruth Brown` are one."""
    plain = (c for c in unicodedata.normalize("NFKD", artist) if not unicodedata.combining(c))
    words = _WORD.findall("".join(plain).casefold())
    return " ".join(sorted(word for word in words if word not in {"the", "and"}))


def artist_split(artist: str) -> Split:
    """Every song of an artist, in every set, falls into the same split."""
    return "dev" if zlib.crc32(artist_key(artist).encode()) % DEV_ARTISTS_IN == 0 else "train"


def line_split(text: str, dev_in: int) -> Split:
    """A stable split for sets that come with none: one line in `dev_in` is held out."""
    return "dev" if zlib.crc32(text.encode()) % dev_in == 0 else "train"
