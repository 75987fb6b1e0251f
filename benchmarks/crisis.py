"""Are cries for help heard, and idioms let pass? Own lines, and texts in which nobody cries.

python benchmarks/crisis.py [--data ../shared/data] [--show] prints recall and false alarms on the
dev lines of training/crisis.tsv, and on the lines of crisis.tsv beside this file: `fresh` ones,
written after all others and measured once, and `test` ones by another hand; then the share of other
texts that is flagged, and the time that it takes; --show lists every mistake.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import heartsong
from heartsong.encoder import Encoder
from heartsong.understanding.crisis import cry_for_help
from heartsong.understanding.message import normalise

TRAINING: Final = Path(heartsong.__file__).parent / "training"
TEST: Final = Path(__file__).parent / "crisis.tsv"  # split, text, label: none, or whose danger


def table(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def labelled() -> Iterator[tuple[str, Sequence[dict[str, str]]]]:
    """The sets whose lines say whether they are cries."""
    yield "dev", [line for line in table(TRAINING / "crisis.tsv") if line["split"] == "dev"]
    for split in ("fresh", "open", "test"):
        yield split, [line for line in table(TEST) if line["split"] == split]


def calm(data: Path) -> Iterator[tuple[str, list[str]]]:
    """Sets in which hardly anybody cries for help."""
    own = [line["text"] for line in table(TRAINING / "messages.tsv") if line["split"] != "train"]
    yield "own messages, dev and test", own
    requests = data / "queries" / "reddit_requests.csv"
    if requests.exists():
        with requests.open(encoding="utf-8", newline="") as file:
            rows = [row["original"] for row in csv.DictReader(file)]
        yield "music requests", rows[::2]  # the others taught what is no danger
    feel = data / "text" / "carer" / "val.txt"
    if feel.exists():
        lines = feel.read_text(encoding="utf-8").splitlines()
        yield "'i feel …' lines (CARER val)", [line.rsplit(";", 1)[0] for line in lines]


def flagged(texts: Sequence[str], model: Encoder | None) -> list[bool]:
    return [cry_for_help(normalise(text), model) is not None for text in texts]


def milliseconds(text: str, model: Encoder) -> float:
    """The median time that the check adds to hearing a message, heard already."""
    heard = model.hear([[text]], "message")[0]
    taken = []
    for _ in range(20):
        start = time.perf_counter()
        cry_for_help(text, model, heard)
        taken.append(1000 * (time.perf_counter() - start))
    return statistics.median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--show", action="store_true", help="list every mistake")
    parser.add_argument("--phrases", action="store_true", help="phrases alone, without the head")
    arguments = parser.parse_args()
    model = Encoder(threads=1)
    ear = None if arguments.phrases else model
    for name, lines in labelled():
        found = flagged([line["text"] for line in lines], ear)
        for cries, word in ((True, "recall"), (False, "false alarms")):
            part = [
                (line["text"], hit)
                for line, hit in zip(lines, found, strict=True)
                if (line["label"] != "none") == cries
            ]
            if part:
                share = sum(hit for _, hit in part) / len(part)
                print(f"{name}: {word} {share:.3f} of {len(part)}")
            if arguments.show:
                print(*(f"    {text}" for text, hit in part if hit != cries), sep="\n")
    for name, texts in calm(arguments.data):
        found = flagged(texts, ear)
        print(f"{name}: flagged {sum(found)} of {len(texts)} ({sum(found) / len(texts):.4f})")
        if arguments.show:
            print(*(f"    {text}" for text, hit in zip(texts, found, strict=True) if hit), sep="\n")
    for name, text in (
        ("one sentence", "It rained all day and I sat at the window."),
        (
            "5,000 characters",
            ("It rained all day and I sat at the window with my tea. " * 91)[:5000],
        ),
    ):
        print(f"added time, {name}: {milliseconds(text, model):.1f} ms")


if __name__ == "__main__":
    main()
