"""Is a request understood? Lines of our own, with the wishes that a person would hear in them.

python benchmarks/requests.py prints Markdown rows for the lines that the patterns were written
by (dev) and for those that nobody looked at (test): slots right, as micro F1 over wishes, number of
songs and strategy, and the share of lines with every slot right. With --wrong it also prints the
dev lines that are not. The last line counts the wishes heard where hardly any is meant.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

import heartsong
from heartsong.catalogue.identity import name_key
from heartsong.catalogue.names import Names
from heartsong.catalogue.starter import PackStore
from heartsong.understanding.hearing import Parsed
from heartsong.understanding.message import normalise
from heartsong.understanding.parse import parse

LINES: Final = Path(__file__).parent / "requests.tsv"
FEELINGS: Final = Path(heartsong.__file__).parent / "training" / "messages.tsv"


@dataclass(frozen=True, slots=True)
class Line:
    """A message and the slots that are expected of it."""

    split: str
    text: str
    slots: frozenset[str]


@dataclass(frozen=True, slots=True)
class Result:
    """A line and the slots that were heard in it, in so many milliseconds."""

    line: Line
    heard: frozenset[str]
    milliseconds: float


def lines() -> Iterator[Line]:
    with LINES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            wishes = [wish.split(":", 2) for wish in (row["wishes"] or "").split("|") if wish]
            slots = {slot(kind, stance, value) for kind, stance, value in wishes}
            slots |= {f"k:{row['k']}"} if row["k"] else set()
            slots |= {f"strategy:{row['strategy']}"} if row["strategy"] else set()
            yield Line(row["split"], row["text"], frozenset(slots))


def slot(kind: str, stance: str, value: str) -> str:
    """A wish, with its value up to case, accents and signs; what means the same is the same.

    A song is its title, for a line may leave out who sings it; not before 1990 is 1990 and later.
    """
    if kind == "years":
        first, _, last = value.partition("-")
        if stance == "avoid" and not (first and last):
            stance, value = "want", f"-{int(first) - 1}" if first else f"{int(last) + 1}-"
        return f"years:{stance}:{value}"
    title = value.rpartition(" – ")[2] if kind == "song" else value
    return f"{kind}:{stance}:{name_key(title)}"


def slots_of(parsed: Parsed) -> frozenset[str]:
    slots = {slot(wish.kind, wish.stance, wish.value) for wish in parsed.wishes}
    slots |= {f"k:{parsed.k}"} if parsed.k else set()
    slots |= {f"strategy:{parsed.strategy}"} if parsed.strategy else set()
    return frozenset(slots)


def feelings() -> Iterator[str]:
    """Our own dev lines of plain feelings: hardly any of them asks for anything."""
    with FEELINGS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["split"] == "dev":
                yield row["text"]


def results(names: Names) -> list[Result]:
    found = []
    for line in lines():
        start = perf_counter()
        parsed = parse(normalise(line.text), names)
        found.append(Result(line, slots_of(parsed), (perf_counter() - start) * 1000))
    return found


def as_markdown(split: str, found: list[Result]) -> str:
    right = sum(len(each.heard & each.line.slots) for each in found)
    heard = sum(len(each.heard) for each in found)
    expected = sum(len(each.line.slots) for each in found)
    f1 = 2 * right / (heard + expected) if heard + expected else 1.0
    exact = sum(each.heard == each.line.slots for each in found) / len(found)
    times = sorted(each.milliseconds for each in found)
    middle, last = times[len(times) // 2], times[len(times) * 95 // 100]
    return (
        f"| {split} | {len(found)} | {expected} | {f1:.3f} | {exact:.3f} "
        f"| {middle:.2f} | {last:.2f} |"
    )


if __name__ == "__main__":
    starter = Names(PackStore())
    everything = results(starter)
    print("| lines | number | slots | slots right (F1) | lines right | ms, median | ms, 95 % |")
    print("|---|---|---|---|---|---|---|")
    for split in ("dev", "test"):
        some = [each for each in everything if each.line.split == split]
        if some:
            print(as_markdown(split, some))
    wishing = [bool(parse(normalise(text), starter).wishes) for text in feelings()]
    print(f"\n{sum(wishing)} of {len(wishing)} lines of plain feelings give a wish.")
    if "--wrong" in sys.argv:
        for each in everything:
            if each.line.split == "dev" and each.heard != each.line.slots:
                missed, extra = each.line.slots - each.heard, each.heard - each.line.slots
                print(f"{each.line.text}\n  missed {sorted(missed)}, extra {sorted(extra)}")
