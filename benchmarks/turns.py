"""Does a long conversation stay small and quick? Ten thousand turns with the starter catalogue.

python benchmarks/turns.py [TURNS] prints, for each tenth of the turns, the size of the state that
the conversation goes on from and the time of a turn, as a ratio to that of the first tenth.
"""

from __future__ import annotations

import sys
from statistics import median
from time import perf_counter
from typing import Final

from heartsong import Conversation, Recommender

TURNS: Final = 10_000
PARTS: Final = 10
SAYINGS: Final = (
    "I feel sad about the harbour number {n}",
    "more upbeat",
    "less about rain",
    "who sings the second one",
    "more",
    "not this artist again",
    "I am so happy, let us dance {n}",
    "why this one",
    "more like the first one",
    "sadder",
    "undo",
    "what did you hear",
)


def main() -> None:
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else TURNS
    talk, first = Conversation(Recommender(), k=5), 0.0
    print("| turns | state, bytes | a turn, median | to the first tenth |")
    print("|---|---|---|---|")
    for part in range(PARTS):
        seconds = []
        for n in range(part * turns // PARTS, (part + 1) * turns // PARTS):
            began = perf_counter()
            talk.say(SAYINGS[n % len(SAYINGS)].format(n=n))
            seconds.append(perf_counter() - began)
        middle = median(seconds)
        first = first or middle
        size = len(talk.state.to_json().encode())
        print(
            f"| {(part + 1) * turns // PARTS:,} | {size:,} | {middle * 1000:.0f} ms "
            f"| {middle / first:.2f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
