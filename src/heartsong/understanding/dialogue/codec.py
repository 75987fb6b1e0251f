"""A conversation's state as JSON. What is read may come from anyone: every value is checked."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from typing import Any, Final, get_args

import numpy as np

from heartsong.errors import RequestError
from heartsong.types import EMOTIONS, GROUPS, SENTIMENTS, Category, Mood
from heartsong.understanding.blend import MOST_STEPS
from heartsong.understanding.dialogue.state import (
    LAST_YEAR,
    MOST_BACK,
    MOST_SHOWN,
    MOST_SONGS,
    MOST_VALUE,
    MOST_WISHES,
    Aim,
    Shown,
    State,
    Step,
)
from heartsong.understanding.steering import Direction
from heartsong.wishes import Stance, Strategy, Wish, WishKind

LONGEST: Final = 500_000  # characters: several times what the largest state needs
_VERSION: Final = 1
_REFUSED: Final = (
    "The state of the conversation cannot be read: send it back as it came, or leave it out to "
    "start over."
)


def written(state: State) -> str:
    """One line of JSON."""
    return json.dumps({"version": _VERSION} | asdict(state), default=_text, allow_nan=False)


def read(text: str) -> State:
    """The state that was written.

    Raises:
        RequestError: it is no such state, or not as it was written.
    """
    try:
        if len(text) > LONGEST:
            raise ValueError
        found = json.loads(text)
        if found["version"] != _VERSION:
            raise ValueError
        return _state(found)
    except (
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        raise RequestError(_REFUSED) from error


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(value)


def _state(read: Any) -> State:
    return State(
        aim=_aim(read["aim"]),
        last=tuple(_shown(each) for each in read["last"][:MOST_SONGS]),
        shown=tuple(_name(each) for each in read["shown"][-MOST_SHOWN:]),
        before=tuple(
            Step(_aim(each["aim"]), tuple(map(_name, each["ids"][:MOST_SONGS])))
            for each in read["before"][-MOST_BACK:]
        ),
        focus=_maybe(read["focus"]),
    )


def _aim(read: Any) -> Aim:
    meaning = base64.b64decode(read["meaning"], validate=True)
    if not np.isfinite(np.frombuffer(meaning, "<f2")).all():
        raise ValueError
    mood = None if read["mood"] is None else _mood(read["mood"])
    if (mood is None) != (not meaning):
        raise ValueError
    return Aim(
        mood,
        meaning,
        {_one_of(to, Direction): _number(read["steps"][to], MOST_STEPS) for to in read["steps"]},
        tuple(_wish(each) for each in read["wishes"][:MOST_WISHES]),
        None if read["strategy"] is None else _one_of(read["strategy"], Strategy),
        None if read["k"] is None else int(_number(read["k"], MOST_SONGS, 1)),
    )


def _mood(read: Any) -> Mood:
    return Mood(
        _shares(read["emotions"], EMOTIONS),
        _number(read["valence"], 1),
        _number(read["arousal"], 1),
        _shares(read["sentiment"], SENTIMENTS),
        _shares(read["groups"], GROUPS),
        _number(read["neutral"], 1, 0),
    )


def _wish(read: Any) -> Wish:
    return Wish(
        _one_of(read["kind"], WishKind),
        _one_of(read["stance"], Stance),
        _name(read["value"]),
        id=_maybe(read["id"]),
        known=bool(read["known"]),
    )


def _shown(read: Any) -> Shown:
    return Shown(
        _name(read["id"]),
        _name(read["artist"]),
        _name(read["title"]),
        _maybe(read["album"]),
        None if read["year"] is None else int(_number(read["year"], LAST_YEAR)),
        _one_of(read["category"], Category),
        _number(read["score"], 1),
        _name(read["reason"], 2 * MOST_VALUE),
        {_name(part): _number(value, 1) for part, value in read["parts"].items()},
        {name: _number(read["emotions"][name], 1, 0) for name in EMOTIONS},
    )


def _shares(read: Any, names: tuple[str, ...]) -> dict[str, float]:
    shares = {name: _number(read[name], 1, 0) for name in names}
    if abs(sum(shares.values()) - 1) > 1e-3:
        raise ValueError
    return shares


def _number(read: Any, most: float, least: float | None = None) -> float:
    """A number within bounds; NaN is within none."""
    number = float(read)
    if isinstance(read, (bool, str)) or not (-most if least is None else least) <= number <= most:
        raise ValueError
    return number


def _one_of(read: Any, choices: Any) -> Any:
    if read not in get_args(choices):
        raise ValueError
    return read


def _name(read: Any, longest: int = MOST_VALUE) -> str:
    if not isinstance(read, str) or len(read) > longest:
        raise ValueError
    return read


def _maybe(read: Any) -> str | None:
    return None if read is None else _name(read)
