"""A playlist that leads from one mood to another."""

from __future__ import annotations

from dataclasses import dataclass

from heartsong.types import Mood, Song


@dataclass(frozen=True, slots=True)
class PlaylistSong:
    """One song of a playlist.

    Attributes:
        rank: 1 for the first.
        reached: how far along the way it lies, in [0, 1]: 0 is the listener's mood, 1 the goal.
            Rises with every song.
        likeness: how near its mood is to the goal, in [0, 1]; 1 is the same. Rises with every song.
    """

    rank: int
    song: Song
    reached: float
    likeness: float


@dataclass(frozen=True, slots=True)
class Playlist:
    """Songs that start where a listener is and end where they want to be.

    Attributes:
        text: as written.
        start: the listener's mood; an even one where none was heard.
        to: the goal, by the name that it was asked for.
        goal: what that name means.
        notice: what the listener should know beside the songs, else None.
        songs: in the order to be heard; none where words are the better answer.
    """

    text: str
    start: Mood
    to: str
    goal: Mood
    notice: str | None
    songs: tuple[PlaylistSong, ...]

    @property
    def name(self) -> str:
        """What the playlist can be called; nothing that the listener wrote is in it."""
        return f"Heartsong: from {self.start.category} to {self.to}"
