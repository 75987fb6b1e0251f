"""Which of the songs of the last answer is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from heartsong.catalogue.identity import name_key
from heartsong.understanding.dialogue import words
from heartsong.understanding.dialogue.state import Shown, State
from heartsong.understanding.target import Target


def picked(state: State, target: Target, otherwise: int = 0) -> tuple[Shown | None, str]:
    """The song meant, or a sentence that says why there is none.

    Args:
        otherwise: the index of the song that "it" means where none was spoken of yet.
    """
    last = state.last
    if not last:
        return None, words.NO_SONG_YET
    if target.place > len(last) or (target.counted and not target.place):
        return None, words.only(last)
    if target.place:
        return last[target.place - 1], ""
    spoken_of = [song for song in last if song.id == state.focus]
    return (spoken_of or [last[otherwise]])[0], ""


def most_frequent(last: Sequence[Shown]) -> int:
    """The place of the first song of the artist with most of the songs: "this artist"."""
    artists = [name_key(song.artist) for song in last]
    return artists.index(Counter(artists).most_common(1)[0][0]) if artists else 0
