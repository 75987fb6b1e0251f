"""What a listener asks for: wishes, heard in words or given, and how songs are to be chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Strategy = Literal["match", "lift", "calm"]
Algorithm = Literal["heartsong", "prototype"]
WishKind = Literal["artist", "song", "album", "genre", "years", "theme", "word", "mood", "pace"]
Stance = Literal["want", "like", "avoid"]


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that a listener wants, wants something like, or does not want.

    Attributes:
        kind: what it is about.
        stance: "like" is of artists and songs alone: others that resemble them.
        value: an artist, album or genre as the catalogue spells it; a song as "Artist – Title";
            years as "1970-1979", either end of which may be left out; the name of a theme; a word
            or a few of a lyric or a name; a mood group or an emotion; of a pace "fast" or "slow".
        heard: the words that it was heard in; none where it was given.
        id: of a song, its id.
        known: whether the catalogue has such an artist, song, album or genre.
    """

    kind: WishKind
    stance: Stance
    value: str
    heard: str = ""
    id: str | None = None
    known: bool = True


@dataclass(frozen=True, slots=True)
class Options:
    """How songs are to be chosen, where words alone do not say it.

    Attributes:
        strategy: "match" stays with the listener, "lift" brings them up, "calm" settles them;
            None takes what the words ask for.
        emotions: the prototype's sliders: emotion → weight, 0 or more; not all of them need be
            there, and they are scaled to sum to 1.
        tilt: how far the sliders replace the emotions heard, in [0, 1].
        wishes: more of them, beside those in the words.
        algorithm: "prototype" is the students' own: nearest by Euclid within a cluster.
        familiarity: from -1, hardly known songs first, to 1, well-known ones; 0 does not mind.
        seed: the same number gives the same songs; None varies the order of near equals.
        shown: ids of songs that have been shown, and shall not be again.
        quotes: quote the lines that carry a song's mood, where the catalogue holds its lyrics.
    """

    strategy: Strategy | None = None
    emotions: Mapping[str, float] | None = None
    tilt: float = 1.0
    wishes: tuple[Wish, ...] = ()
    algorithm: Algorithm = "heartsong"
    familiarity: float = 0.0
    seed: int | None = None
    shown: frozenset[str] = frozenset()
    quotes: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a catalogue, once words and options are settled.

    Attributes:
        text: as written.
        k: how many songs; 0 where words are the better answer.
        wishes: none of them contradicts another.
        notices: sentences that the answer should carry.
    """

    text: str
    k: int
    strategy: Strategy = "match"
    wishes: tuple[Wish, ...] = ()
    options: Options = Options()
    notices: tuple[str, ...] = ()

    def avoided(self, kind: WishKind) -> list[str]:
        """The values of this kind that no song may have."""
        return [wish.value for wish in self.wishes if (wish.kind, wish.stance) == (kind, "avoid")]

    def wanted(self, kind: WishKind) -> list[str]:
        """The values of this kind that are wanted and known."""
        return [
            wish.value
            for wish in self.wishes
            if (wish.kind, wish.stance) == (kind, "want") and wish.known
        ]
