"""Do playlists lead where they should? Forty chat lines of our own, from each to four goals.

python benchmarks/journey.py prints a Markdown table, a row a goal: the share of steps that move
towards it, how even they are, where they begin and end, and how long a playlist takes.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import mean, median
from typing import Final, get_args

sys.path.insert(0, str(Path(__file__).parent))

from chat import lines

from heartsong import Recommender
from heartsong.playlist import Playlist
from heartsong.ranking.way import angles, point_of
from heartsong.types import Category, Mood
from heartsong.wishes import Options

SONGS: Final = 12
SEED: Final = 5


@dataclass(frozen=True, slots=True)
class Measured:
    """How one playlist went; shares are in [0, 1].

    Attributes:
        nearer: share of steps that end nearer to the goal's mood than they began.
        by_affect: the same by valence and arousal, which the path prefers and does not insist on.
        even: the longest step against the mean one; 1 is even.
        starts, ends: whether the first and last song are in the listener's and the goal's category.
        near_start, near_goal: how like those moods they are.
        reached: how much of the way lies between them.
        artists: distinct artists among the first ten.
    """

    songs: int
    nearer: float
    by_affect: float
    even: float
    starts: bool
    ends: bool
    near_start: float
    near_goal: float
    reached: float
    artists: int
    seconds: float


def measure(found: Playlist, seconds: float) -> Measured:
    moods = [each.song.mood for each in found.songs]
    reached = [each.reached for each in found.songs]
    steps = [after - before for before, after in pairwise(reached)]
    return Measured(
        len(moods),
        _falling([_likeness(mood, found.goal) for mood in moods], -1),
        _falling([_apart(mood, found.goal) for mood in moods], 1),
        max(steps) / mean(steps),
        moods[0].category == found.start.category,
        moods[-1].category == found.goal.category,
        _likeness(moods[0], found.start),
        _likeness(moods[-1], found.goal),
        reached[-1] - reached[0],
        len({each.song.artist for each in found.songs[:10]}),
        seconds,
    )


def _likeness(one: Mood, other: Mood) -> float:
    return float(math.cos(angles(point_of(one)[None], point_of(other))[0]))


def _apart(one: Mood, other: Mood) -> float:
    return math.hypot(one.valence - other.valence, one.arousal - other.arousal)


def _falling(values: Sequence[float], sign: int) -> float:
    return mean(sign * after < sign * before for before, after in pairwise(values))


def row(name: str, found: Sequence[Measured]) -> str:
    cells = [
        f"{min(each.songs for each in found)}",
        f"{mean(each.nearer for each in found):.3f}",
        f"{mean(each.by_affect for each in found):.3f}",
        f"{mean(each.even for each in found):.2f}",
        f"{max(each.even for each in found):.2f}",
        f"{mean(each.starts for each in found):.3f}",
        f"{mean(each.ends for each in found):.3f}",
        f"{mean(each.near_start for each in found):.3f}",
        f"{mean(each.near_goal for each in found):.3f}",
        f"{mean(each.reached for each in found):.2f}",
        f"{min(each.artists for each in found)}",
        f"{1000 * median(each.seconds for each in found):.0f}",
        f"{1000 * max(each.seconds for each in found):.0f}",
    ]
    return f"| {name} | {' | '.join(cells)} |"


HEADER: Final = (
    "| goal | fewest songs | steps nearer | nearer by valence and arousal | longest step / mean "
    "| worst | first in the heard category | last in the goal's | likeness of first | of last "
    "| part of the way | fewest artists in ten | median ms | most ms |\n|---|" + "---|" * 13
)


def main() -> None:
    every: list[Measured] = []
    print(HEADER)
    with Recommender() as recommender:
        recommender.journey("hello there", "calm", 2)  # opens what is opened once
        for category in get_args(Category):
            found = []
            for text, _ in lines():
                began = time.perf_counter()
                playlist = recommender.journey(text, category, SONGS, Options(seed=SEED))
                found.append(measure(playlist, time.perf_counter() - began))
            print(row(category, found), flush=True)
            every += found
    print(row("all", every))


if __name__ == "__main__":
    main()
