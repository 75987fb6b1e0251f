"""What was heard and what was set → one request that can be granted, or a sentence why not."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, get_args

from heartsong.errors import RequestError
from heartsong.types import EMOTIONS
from heartsong.understanding.hearing import Hearing
from heartsong.wishes import Algorithm, Options, Request, Strategy, Wish

USUAL: Final = 10  # songs, where nobody says how many
_DOUBTFUL: Final = 0.4  # a leading mood group with less is hardly ahead of the next


def check(k: int | None, options: Options) -> None:
    """See that what was set can be done.

    Raises:
        RequestError: fewer than one song, sliders that say nothing, or an option out of range.
    """
    if k is not None and k < 1:
        raise RequestError(f"{k} songs cannot be given: ask for 1 or more.")
    if options.strategy is not None and options.strategy not in get_args(Strategy):
        raise _unknown("strategy", options.strategy, get_args(Strategy))
    if options.algorithm not in get_args(Algorithm):
        raise _unknown("algorithm", options.algorithm, get_args(Algorithm))
    for name, value, least in (("tilt", options.tilt, 0), ("familiarity", options.familiarity, -1)):
        if not least <= value <= 1:  # NaN is in no range
            raise RequestError(f"The {name} is {value}: give a number from {least} to 1.")
    if options.emotions is not None:
        _check_sliders(options.emotions)


def settle(hearing: Hearing, k: int | None, options: Options, held: int) -> Request:
    """One request of a hearing and the options beside it.

    Args:
        k: songs asked for; None leaves it to the words.
        held: songs that the catalogue has.
    """
    wishes, notices = agreed((*hearing.parsed.wishes, *options.wishes))
    if hearing.notice:
        notices.insert(0, hearing.notice)
    if hearing.parsed.unknown:
        notices.append(hearing.parsed.unknown)
    strategy = options.strategy or hearing.parsed.strategy or "match"
    if hearing.parsed.familiarity and not options.familiarity:
        options = replace(options, familiarity=hearing.parsed.familiarity)
    if hearing.parsed.purpose:
        notices.append(hearing.parsed.purpose.notice)
    elif _doubtful(hearing, options, wishes):
        notices.append("I am not sure how you feel: a few more words would help.")
    notices += [_lacking(wish) for wish in wishes if not wish.known and wish.stance != "avoid"]
    asked = k or hearing.parsed.k or USUAL
    if held < asked:
        songs = "1 song" if held == 1 else f"{held:,} songs"
        notices.append(f"The catalogue has only {songs}.")
    return Request(hearing.text, min(asked, held), strategy, tuple(wishes), options, tuple(notices))


def agreed(wishes: Sequence[Wish]) -> tuple[list[Wish], list[str]]:
    """Wishes without repeats or contradictions, and a sentence for each that was dropped.

    What a listener does not want counts more than what they want: a song too few is better than
    one that hurts.
    """
    avoided = {(wish.kind, wish.value) for wish in wishes if wish.stance == "avoid"}
    kept: dict[tuple[str, str, str], Wish] = {}
    notices: list[str] = []
    for wish in wishes:
        if wish.stance == "want" and (wish.kind, wish.value) in avoided:
            notices.append(f"You want {wish.value} and you do not: I left it out.")
        else:
            kept.setdefault((wish.kind, wish.stance, wish.value), wish)
    return list(kept.values()), list(dict.fromkeys(notices))


def _doubtful(hearing: Hearing, options: Options, wishes: Sequence[Wish]) -> bool:
    """Whether the mood is all there is to go by, and it is hardly told."""
    mood = hearing.heard.mood
    return (
        hearing.felt
        and mood.groups[mood.group] < _DOUBTFUL
        and options.emotions is None
        and not wishes
    )


def _lacking(wish: Wish) -> str:
    what = {"artist": "artist", "song": "song", "album": "album", "genre": "genre"}[wish.kind]
    return f"I know no {what} called {wish.value} in this catalogue."


def _check_sliders(sliders: Mapping[str, float]) -> None:
    for name, value in sliders.items():
        if name not in EMOTIONS:
            raise _unknown("emotion", name, EMOTIONS)
        if not (math.isfinite(value) and value >= 0):
            raise RequestError(f"The slider {name} is {value}: give a number of 0 or more.")
    if not any(sliders.values()):
        raise RequestError("All sliders are at 0: raise one of them, such as joy=1.")


def _unknown(what: str, name: str, choices: Sequence[str]) -> RequestError:
    return RequestError(f"There is no {what} '{name}': choose from {', '.join(choices)}.")
