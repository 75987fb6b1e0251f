"""Do the ten songs fit? Forty chat lines of our own, ten in each category, none trained on.

python benchmarks/chat.py prints a Markdown table: how many of the ten songs for each line are in
the category that we would expect, and what the line itself was heard as.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

from heartsong import Recommender
from heartsong.types import Category
from heartsong.wishes import Options

LINES: Final = Path(__file__).parent / "chat_lines.tsv"


@dataclass(frozen=True, slots=True)
class Result:
    """How one line went: `fitting` of its ten songs are in the category `expected`."""

    text: str
    expected: str
    heard: str
    fitting: int
    first: str


def lines() -> Iterator[tuple[str, str]]:
    """Every line, and the category that its songs are expected in."""
    for line in LINES.read_text(encoding="utf-8").splitlines()[1:]:
        text, expected = line.split("\t")
        yield text, expected


def results(recommender: Recommender) -> Iterator[Result]:
    for text, expected in lines():
        answer = recommender.recommend(text, options=Options(seed=0))
        fitting = sum(song.category == expected for song in answer.songs)
        first = answer.songs[0]
        yield Result(text, expected, answer.category, fitting, f"{first.artist} – {first.title}")


def as_markdown(found: list[Result]) -> str:
    lines = ["| line | expected | heard | songs that fit | first song |", "|---|---|---|---|---|"]
    for each in found:
        wart = "" if each.heard == each.expected else " ✗"
        lines.append(
            f"| {each.text} | {each.expected} | {each.heard}{wart} | {each.fitting}/10 "
            f"| {each.first} |"
        )
    return "\n".join(lines)


def summary(found: list[Result]) -> dict[str, float]:
    """The share of fitting songs in each category, and over all."""
    shares: dict[str, list[float]] = defaultdict(list)
    for each in found:
        shares[each.expected].append(each.fitting / 10)
    means = {name: sum(shares[name]) / len(shares[name]) for name in get_args(Category)}
    return means | {"all": sum(means.values()) / len(means)}


if __name__ == "__main__":
    with Recommender() as recommender:
        found = list(results(recommender))
    print(as_markdown(found))
    print()
    print(", ".join(f"{name} {share:.2f}" for name, share in summary(found).items()))
