"""What was tried for the part `mood` of a song's score, on songs that people labelled.

python benchmarks/ranking_trials.py ../shared/data prints a Markdown table: precision@10 on
moodylyrics, its mean over the sets, and the mean of precision@10, 20, 30 and 50 over the sets,
where the mood itself is the query. No song is judged by a head that knows it or its artist. The
order is by the part alone: no artist cap, no meaning, no variety. Needs the extra `train`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heartsong.evaluation.labelled import Labelled
from heartsong.evaluation.rankers import SURE, certain
from heartsong.ranking.aim import EMOTIONS_OF_GROUP, Aim
from heartsong.ranking.pool import Pool
from heartsong.ranking.score import score
from heartsong.ranking.seeds import Seeds
from heartsong.store.base import Facts, Vectors
from heartsong.training.unseen import JUDGED, unseen
from heartsong.types import EMOTIONS, GROUPS
from heartsong.wishes import Request

Array = NDArray[np.float64]

FIRST: Final = JUDGED[0]
DEPTHS: Final = (10, 20, 30, 50)
FAR: Final = (0.3, 0.18)  # of valence and arousal: twice the standard deviation of songs
CORNERS: Final = np.array([(1, 1), (-1, -1), (-1, 1), (1, -1)])  # of GROUPS


@dataclass(frozen=True, slots=True, eq=False)
class Songs:
    """The figures of one set: shares (songs, …), affects (songs, 2), groups (songs,) by number."""

    emotions: Array
    groups: Array
    affects: Array
    truth: NDArray[np.intp]


Form = Callable[[Songs, int], Array]  # songs, and the number of a mood group → scores


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sets = {name: songs_of(each) for name, each in unseen(Path(sys.argv[1])).items()}
    deep = ", ".join(map(str, DEPTHS[1:]))
    print(f"| score | {FIRST}, P@10 | mean, P@10 | mean, P@10, {deep} |\n|---|---|---|---|")
    for name, form in forms():
        tens = {of: precision(form, songs, (10,)) for of, songs in sets.items()}
        deeper = [precision(form, songs, DEPTHS) for songs in sets.values()]
        mean = np.mean(list(tens.values()))
        print(f"| {name} | {tens[FIRST]:.3f} | {mean:.3f} | {np.mean(deeper):.3f} |")


def songs_of(labelled: Labelled) -> Songs:
    moods = [each.song.mood for each in labelled.songs]
    return Songs(
        np.array([[mood.emotions[name] for name in EMOTIONS] for mood in moods]),
        np.array([[mood.groups[name] for name in GROUPS] for mood in moods]),
        np.array([[mood.valence, mood.arousal] for mood in moods]),
        np.array([GROUPS.index(labelled.groups[each.song.id]) for each in labelled.songs]),
    )


def precision(form: Form, songs: Songs, depths: Sequence[int]) -> float:
    """Mean precision over the mood groups that the set has, and over depths."""
    found = []
    for group in np.unique(songs.truth).tolist():
        order = np.argsort(-form(songs, group), kind="stable")
        right = songs.truth[order] == group
        found.append(np.mean([right[:depth].mean() for depth in depths]))
    return float(np.mean(found))


def forms() -> Iterator[tuple[str, Form]]:
    """Name → score, from the plainest on."""
    yield "Bhattacharyya of the groups", Mix()
    yield "log of the group's share", log_share
    for weight in (1 / 7, 2 / 7):
        yield f"… + emotions × {weight:.2f}", Mix(emotions=weight)
    for weight in (0.1, 0.2, 0.3, 0.4):
        yield f"… + valence × {weight}", Mix(valence=weight)
    for weight in (0.2, 0.4):
        yield f"… + valence and arousal × {weight}", Mix(both=weight)
    for power in (1.5, 2.0):
        yield f"groups asked for to the power {power}", Mix(power=power)
    yield "… 1.5, + emotions × 0.14, + valence × 0.2", Mix(1.5, emotions=1 / 7, valence=0.2)
    yield "as it ships", shipped


def query(group: int, power: float = 1.0) -> Array:
    """(4,) the shares that are looked for."""
    shares = np.full(len(GROUPS), (1 - SURE) / (len(GROUPS) - 1))
    shares[group] = SURE
    shares **= power
    return np.asarray(shares / shares.sum())


@dataclass(frozen=True, slots=True)
class Mix:
    """Groups, with what else counts beside them by its weight.

    Attributes:
        power: what the shares that are looked for are raised to: above 1, sad is surely sad.
        both: of valence and arousal alike.
    """

    power: float = 1.0
    emotions: float = 0.0
    valence: float = 0.0
    both: float = 0.0

    def __call__(self, songs: Songs, group: int) -> Array:
        wanted = np.array([EMOTIONS_OF_GROUP[GROUPS[group]].get(name, 0.0) for name in EMOTIONS])
        sides = (1 + CORNERS[group] * np.clip(songs.affects / FAR, -1, 1)) / 2
        return np.asarray(
            (1 - self.emotions) * (np.sqrt(songs.groups) @ np.sqrt(query(group, self.power)))
            + self.emotions * (np.sqrt(songs.emotions) @ np.sqrt(wanted))
            + self.valence * sides[:, 0]
            + self.both * sides.mean(axis=1)
        )


def log_share(songs: Songs, group: int) -> Array:
    return np.asarray(np.log(songs.groups[:, group] + 1e-9))


def shipped(songs: Songs, group: int) -> Array:
    """The part `mood`, by the very code that ranks."""
    ids = [str(number) for number in range(len(songs.truth))]
    shares = (each.astype(np.float32) for each in (songs.emotions, songs.groups))
    nothing = np.zeros((len(ids), 1), np.float32)
    vectors = Vectors(ids, *shares, nothing, songs.affects.astype(np.float32))
    facts = [Facts(each, "", each, None, None, None, None) for each in ids]
    aim = Aim(certain(GROUPS[group], 1).heard.mood, nothing[0], felt=True)
    scores = score(Pool(vectors, facts), aim, Request("", 10), Seeds([], frozenset()))
    return scores.parts["mood"]


if __name__ == "__main__":
    main()
