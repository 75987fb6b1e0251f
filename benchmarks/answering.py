"""What understanding, ranking and reasons add to the time of an answer.

python benchmarks/answering.py prints a Markdown table of milliseconds: a bare search (the words are
heard, the nearest songs are found and read) against whole answers to the same words, in turn, and
to words with wishes in them. The catalogue is the starter catalogue.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from heartsong import Recommender
from heartsong.ranking.aim import Aim
from heartsong.ranking.score import query_row
from heartsong.understanding.listen import listen

PLAIN: Final = (
    "my dog died and the house is quiet",
    "leg day, make it loud",
    "we got the keys to our first flat today",
    "porch light, fireflies, not a thing to do",
    "I feel bad",
)
WISHING: Final = (
    "I feel bad, nothing by Johnny Cash please",
    "songs about rain from the 90s",
    "like Johnny Cash, but nothing sad",
    "cheer me up, no love songs, five songs",
    "something slow about home, not too sad",
)
ROUNDS: Final = 30
SONGS: Final = 10


def main() -> None:
    with Recommender() as recommender:
        tasks: dict[str, tuple[Callable[[str], object], Sequence[str]]] = {
            "bare search": (lambda text: bare(recommender, text), PLAIN),
            "answer": (recommender.recommend, PLAIN),
            "answer to words with wishes": (recommender.recommend, WISHING),
        }
        times: dict[str, list[float]] = {name: [] for name in tasks}
        for task, texts in tasks.values():
            for text in texts:
                task(text)
        for number in range(ROUNDS * len(PLAIN)):
            for name, (task, texts) in tasks.items():
                started = time.perf_counter()
                task(texts[number % len(texts)])
                times[name].append(1000 * (time.perf_counter() - started))
    print("| what | p50, ms | p99, ms |\n|---|---|---|")
    for name, found in times.items():
        print(f"| {name} | {np.median(found):.1f} | {np.percentile(found, 99):.1f} |")
    base = np.median(times["bare search"])
    for name in list(tasks)[1:]:
        print(f"| added to {name} | {np.median(times[name]) - base:.1f} | |")


def bare(recommender: Recommender, text: str) -> object:
    """The ten songs nearest to what is heard, as they are stored."""
    model, store = recommender._model, recommender._store
    (heard,) = model.hear([[listen(text).heard]], "message")
    found = store.near(query_row(Aim(heard.mood, heard.embedding, felt=True)), SONGS)
    return store.songs(found.ids)


if __name__ == "__main__":
    main()
