"""The interface of a source: a stream of rows, each a song or the reason why it is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RawSong:
    """A song as a source gives it.

    Attributes:
        row: where it stands in the source, counted from 1.
        lyrics: as found, uncleaned; None where the source has none.
        link: where the song can be found: an address, or the `file:` address of a recording.
        duration: seconds, where the source knows them.
        instrumental: True where the source says that nothing is sung.
        lacking: what is said of the song where there are no lyrics, in a few words.
        popularity: as for `Song`.
    """

    row: int
    artist: str
    title: str
    lyrics: str | None = field(repr=False)
    album: str | None = None
    year: int | None = None
    genre: str | None = None
    link: str | None = None
    duration: float | None = None
    instrumental: bool = False
    lacking: str = "no lyrics"
    popularity: float | None = None


@dataclass(frozen=True, slots=True)
class Unusable:
    """A row that is no song, and why, in a few words ("no artist")."""

    row: int
    reason: str
    name: str = ""


class Source(Protocol):
    """Anything that streams songs. Iterating twice reads twice."""

    def __iter__(self) -> Iterator[RawSong | Unusable]: ...

    @property
    def share(self) -> float | None:
        """How much of it the latest reading has read, in [0, 1]; None where that is not known."""


def part(done: float, whole: float) -> float:
    """A share in [0, 1], whatever damaged files say of their size."""
    return min(1.0, max(0.0, done / whole)) if whole > 0 else 0.0
