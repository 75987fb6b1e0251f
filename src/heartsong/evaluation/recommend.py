"""How good recommendations are: of the songs that come first, how many people gave the mood."""

from __future__ import annotations

import math
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from heartsong.errors import RequestError, TextError
from heartsong.evaluation.figures import Ranked, Ranking
from heartsong.evaluation.labelled import Labelled, Line
from heartsong.evaluation.rankers import Chance, Ranker, artists_of, ask, rankers
from heartsong.types import GROUPS
from heartsong.understanding.crisis import is_cry_for_help
from heartsong.understanding.listen import listen

K: Final = 10
SEEDS: Final = 10  # that each mood is asked with: one order of near equals is a matter of luck
DRAWS: Final = 20  # of songs by chance, whose figures are averaged
LINES: Final = "lines"
MOODS: Final = "moods"


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What a ranker gave for one line.

    Attributes:
        songs: ids, best first.
        seconds: how long it took.
    """

    line: Line
    songs: Sequence[str]
    seconds: float


def evaluate(
    labelled: Labelled,
    lines: Sequence[Line],
    threads: int | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Ranking:
    """Measure every ranker on the same songs, by lines as they are heard and by moods alone.

    Args:
        threads: cores for the model; None for all.
        progress: called with the number of questions answered so far.

    Raises:
        RequestError: no line can be asked, or no song was given a mood that a line expects.
    """
    counts = labelled.counts
    if not counts:
        raise RequestError(f"{labelled.name} has no song with a mood group: give labelled songs.")
    asked, left_out = usable(lines, counts)
    if not asked:
        raise RequestError(
            f"No line expects a mood group that the songs of {labelled.name} have: write lines "
            f"for {', '.join(counts)}."
        )
    modes = {LINES: asked, MOODS: certainties(counts)}
    done = 0
    results: list[Ranked] = []
    with rankers(labelled, threads) as several:
        for mode, questions in modes.items():
            for ranker in several:
                answers = answers_of(ranker, questions, heard=mode == LINES)
                results.append(judge(ranker.name, mode, answers, labelled))
                progress(done := done + len(questions))
            results.append(_by_chance(questions, mode, labelled))
    found = {**labelled.left_out, **left_out}
    return Ranking(labelled.name, counts, len(asked), found, labelled.notice, tuple(results))


def certainties(groups: Iterable[str]) -> list[Line]:
    """The moods that are asked for by themselves, each with every seed."""
    return [Line("", group, seed) for group in groups for seed in range(SEEDS)]


def usable(
    lines: Iterable[Line], counts: Mapping[str, int]
) -> tuple[list[Line], Mapping[str, int]]:
    """The lines that songs are an answer to, and reason → how many are not among them."""
    found = []
    left_out: Counter[str] = Counter()
    for line in lines:
        try:
            message = listen(line.text)
        except TextError:
            left_out["lines that cannot be understood"] += 1
            continue
        if is_cry_for_help(message.heard):
            left_out["lines that get help before songs"] += 1
        elif line.group not in counts:
            left_out[f"lines for {line.group}, which no song is"] += 1
        else:
            found.append(line)
    return found, dict(left_out)


def answers_of(ranker: Ranker, lines: Sequence[Line], *, heard: bool) -> list[Answer]:
    """What a ranker gives for each line; it is warm by the first."""
    ask(ranker, lines[0], K, heard=heard)
    found = []
    for line in lines:
        started = time.perf_counter()
        songs = ask(ranker, line, K, heard=heard)
        found.append(Answer(line, songs, time.perf_counter() - started))
    return found


def judge(name: str, mode: str, answers: Sequence[Answer], labelled: Labelled) -> Ranked:
    """The figures of one ranker's answers."""
    counts = labelled.counts
    hits = [[labelled.groups[song] == each.line.group for song in each.songs] for each in answers]
    places = min(K, len(labelled.songs))
    precisions = [precision(each, places) for each in hits]
    gains = [
        ndcg(hit, counts.get(each.line.group, 0), places)
        for hit, each in zip(hits, answers, strict=True)
    ]
    seconds = [1000 * each.seconds for each in answers]
    return Ranked(
        name,
        mode,
        statistics.fmean(precisions),
        statistics.fmean(gains),
        variety([each.songs for each in answers], artists_of(labelled)),
        len({song for each in answers for song in each.songs}) / len(labelled.songs),
        float(np.percentile(seconds, 50)),
        float(np.percentile(seconds, 99)),
        _by_group([each.line.group for each in answers], precisions),
    )


def precision(hits: Sequence[bool], places: int) -> float:
    """The share of the first places that hold a right song; an empty place is a wrong one."""
    return sum(hits[:places]) / places


def ndcg(hits: Sequence[bool], right: int, places: int) -> float:
    """Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002) of the first places.

    A right song gains 1 / log2(place + 1); the sum is divided by the best there could be.

    Args:
        right: how many right songs there are in all.
    """
    gains = [1 / math.log2(place + 1) for place in range(1, places + 1)]
    best = math.fsum(gains[:right])
    found = math.fsum(gain for gain, hit in zip(gains, hits, strict=False) if hit)
    return found / best if best else 0.0


def variety(answers: Sequence[Sequence[str]], artists: Mapping[str, str]) -> float | None:
    """Different artists in an answer of ten, over those that are full; None where none is known."""
    counts = [
        len({artists.get(song, song) for song in songs}) for songs in answers if len(songs) == K
    ]
    return statistics.fmean(counts) if artists and counts else None


def _by_group(groups: Sequence[str], precisions: Sequence[float]) -> dict[str, float]:
    pairs = list(zip(groups, precisions, strict=True))
    return {
        group: statistics.fmean(found for of, found in pairs if of == group)
        for group in GROUPS
        if group in groups
    }


def _by_chance(lines: Sequence[Line], mode: str, labelled: Labelled) -> Ranked:
    """The mean figures of several draws."""
    ids = [each.song.id for each in labelled.songs]
    draws = [
        judge("random", mode, answers_of(Chance(ids, seed), lines, heard=mode == LINES), labelled)
        for seed in range(DRAWS)
    ]

    def mean(of: Callable[[Ranked], float | None]) -> float:
        return statistics.fmean(of(each) or 0.0 for each in draws)

    return Ranked(
        "random",
        mode,
        mean(lambda each: each.precision),
        mean(lambda each: each.ndcg),
        None if draws[0].artists is None else mean(lambda each: each.artists),
        mean(lambda each: each.coverage),
        mean(lambda each: each.p50_ms),
        mean(lambda each: each.p99_ms),
        {group: mean(partial(_of_group, group)) for group in draws[0].groups},
    )


def _of_group(group: str, found: Ranked) -> float:
    return found.groups[group]
