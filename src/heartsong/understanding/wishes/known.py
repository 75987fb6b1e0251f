"""What the words of a wish are looked up in: the names that a catalogue has."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class FoundSong(NamedTuple):
    """A song of the catalogue: its id, and "Artist – Title" as the catalogue spells them."""

    id: str
    name: str


class KnownNames(Protocol):
    """The names of a catalogue. A wrong match is worse than none, so all of these are strict."""

    def artist(self, words: str, *, close: bool = False) -> str | None:
        """The artist of this name; with `close`, also of one that is hardly another."""
        ...

    def surname(self, word: str) -> str | None:
        """The artist whom most people mean by this last name: "Dylan" → "Bob Dylan"."""
        ...

    def song(self, title: str, artist: str | None = None) -> FoundSong | None:
        """The song of this title, by this artist where one is given."""
        ...

    def album(self, words: str) -> str | None:
        """The album of this name."""
        ...

    def genre(self, words: str) -> str | None:
        """The genre of this name."""
        ...
