"""How wishes of several turns come together: pure functions over tuples of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from heartsong.catalogue.identity import words_of
from heartsong.model import Heard
from heartsong.understanding.blend import EVEN
from heartsong.understanding.blend import moved as further
from heartsong.understanding.dialogue.state import MOST_VALUE, MOST_WISHES, Aim
from heartsong.understanding.steering import Direction, Move
from heartsong.wishes import Wish, WishKind

Wishes = tuple[Wish, ...]

# A later one of these takes the place of an earlier one; there can be several themes and words.
_ONE: Final = frozenset({"artist", "song", "album", "genre", "years", "mood", "pace"})
# Words that say nothing of a wish, and names of kinds: "forget the years".
_EMPTY: Final = frozenset({"the", "a", "an", "my", "songs", "song", "music", "about", "by", "from"})
_KINDS: Final[Mapping[str, WishKind]] = {
    "artist": "artist",
    "singer": "artist",
    "band": "artist",
    "album": "album",
    "genre": "genre",
    "year": "years",
    "years": "years",
    "decade": "years",
    "theme": "theme",
    "mood": "mood",
    "pace": "pace",
    "tempo": "pace",
}
_DECADE: Final = re.compile(r"(?:19|20)?(\d)0'?s?")
_DECADES: Final = {"sixties": "6", "seventies": "7", "eighties": "8", "nineties": "9"}
# The moods that a direction leads to, by the names that wishes have for them.
_MOODS: Final[Mapping[Direction, frozenset[str]]] = {
    "upbeat": frozenset({"happy", "joy"}),
    "sad": frozenset({"sad", "sadness"}),
    "calm": frozenset({"relaxed"}),
    "energetic": frozenset({"happy", "angry"}),
    "angry": frozenset({"angry", "anger"}),
    "dark": frozenset({"sad", "fear"}),
    "loving": frozenset({"love"}),
    "hopeful": frozenset({"happy", "joy"}),
    "fast": frozenset(),
}


def merged(before: Sequence[Wish], new: Sequence[Wish]) -> Wishes:
    """The wishes of before with new ones, which come last and win where two contradict."""
    about = {(wish.kind, words(wish.value)) for wish in new}
    replaced = {wish.kind for wish in new if wish.stance == "want"} & _ONE
    kept = [
        wish
        for wish in before
        if (wish.kind, words(wish.value)) not in about
        and not (wish.stance == "want" and wish.kind in replaced)
    ]
    return tuple([*kept, *dict.fromkeys(new)][-MOST_WISHES:])


def less(before: Sequence[Wish], about: Sequence[Wish]) -> Wishes:
    """Wishes after "less about …": one that was wanted is wanted no more; else it is avoided."""
    unwanted = {(wish.kind, words(wish.value)) for wish in about}
    kept = tuple(
        wish
        for wish in before
        if wish.stance != "want" or (wish.kind, words(wish.value)) not in unwanted
    )
    return kept if len(kept) < len(before) else merged(before, about)


def moved(aim: Aim, moves: Sequence[Move], unheard: Heard) -> Aim:
    """An aim with its mood moved, and without wishes that say the contrary.

    Args:
        unheard: what is heard in no words: where moving starts while no feeling was heard.
    """
    aim = aim if aim.mood else aim.hearing(Heard(EVEN, unheard.embedding))
    return replace(aim, steps=further(aim.steps, moves), wishes=steered(aim.wishes, moves))


def steered(before: Sequence[Wish], moves: Sequence[Move]) -> Wishes:
    """Wishes after a mood was steered: none that says the contrary, and the pace asked for."""
    kept = tuple(before)
    for move in moves:
        contrary = "avoid" if move.steps > 0 else "want"
        names = _MOODS[move.towards]
        kept = tuple(
            wish
            for wish in kept
            if not (wish.kind == "mood" and wish.stance == contrary and wish.value in names)
        )
        if move.towards == "fast":
            kept = tuple(wish for wish in kept if wish.kind != "pace")
            kept = merged(kept, [Wish("pace", "want", "fast" if move.steps > 0 else "slow")])
    return kept


def without(before: Sequence[Wish], said: str) -> Wishes:
    """The wishes but those that some words are about: "rain", "the eighties", "the artist"."""
    asked = frozenset(words_of(said)) - _EMPTY
    return tuple(wish for wish in before if not _is_about(wish, asked))


def stored(wishes: Sequence[Wish]) -> Wishes:
    """Wishes as a state holds them: not the words that they were heard in."""
    return tuple(replace(wish, value=wish.value[:MOST_VALUE], heard="") for wish in wishes)


def words(value: str) -> str:
    """A value by its words alone."""
    return " ".join(words_of(value))


def _is_about(wish: Wish, asked: frozenset[str]) -> bool:
    if len(asked) == 1:
        (word,) = asked
        if _KINDS.get(word) == wish.kind:
            return True
        decade = _DECADE.fullmatch(word)
        number = decade[1] if decade else _DECADES.get(word)
        if wish.kind == "years" and number:
            return wish.value[2:3] == number
    own = frozenset(words_of(wish.value)) - _EMPTY
    return bool(asked and own) and (asked <= own or own <= asked)
