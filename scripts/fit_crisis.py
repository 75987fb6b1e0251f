"""Fit the head that hears hints of suicide or self-harm: python scripts/fit_crisis.py

Reads src/heartsong/training/crisis.tsv (split, text, label) and, as lines without danger,
messages.tsv, the "i feel …" lines of --data and every second music request there; writes
src/heartsong/understanding/crisis.json. Lines of the split `dev` are not read.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from heartsong.encoder import Encoder
from heartsong.understanding.crisis import in_phrases
from heartsong.understanding.crisis_head import HEAD, grams, parts
from heartsong.understanding.crisis_words import plain, without_idioms
from heartsong.understanding.message import normalise

TRAINING: Final = Path(__file__).parent.parent / "src" / "heartsong" / "training"
STRENGTH: Final = 2.0  # C of the regression
# Of a line without danger that was not written to mislead: more where music boxes hear its like.
MESSAGE, EXCLUDING, FEELING, REQUEST = 0.4, 0.1, 0.2, 0.3
SCALE: Final = 2.0  # of an embedding
WISHES: Final = (  # said after a third of our easy lines, since exclusions sound like despair
    "Nothing sad.",
    "No metal.",
    "Nothing calm please.",
    "no 80s music",
    "No rap.",
    "Not too slow.",
)
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Kind:
    """One kind of what is found in words.

    Attributes:
        found: what a line in plain words holds of it.
        scale: of its features.
        fewest: lines that hold one, for it to count.
        least: a smaller weight is not written down.
    """

    found: Callable[[str], Iterable[str]]
    scale: float
    fewest: int
    least: float

    def kept(self, lines: Sequence[str]) -> list[str]:
        seen = Counter(each for line in lines for each in set(self.found(line)))
        return sorted(each for each, count in seen.items() if count >= self.fewest)

    def matrix(self, lines: Sequence[str], kept: Sequence[str]) -> Any:
        """(lines, kept): 1 / sqrt(all that is found in the line), scaled, where it holds one."""
        places = {each: place for place, each in enumerate(kept)}
        rows, columns, values = [], [], []
        for row, line in enumerate(lines):
            found = set(self.found(line))
            held = [places[each] for each in found if each in places]
            rows += [row] * len(held)
            columns += held
            values += [self.scale * max(len(found), 1) ** -0.5] * len(held)
        return csr_matrix((values, (rows, columns)), shape=(len(lines), len(kept)))

    def written(self, kept: Sequence[str], weights: Array) -> dict[str, float]:
        weighed = zip(kept, self.scale * weights, strict=True)
        return {each: round(float(by), 2) for each, by in weighed if abs(by) >= self.least}


KINDS: Final = {
    "words": Kind(grams, scale=3.0, fewest=2, least=0.05),
    "parts": Kind(parts, scale=2.0, fewest=4, least=0.05),
}


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def told(text: str) -> str:
    return without_idioms(plain(normalise(text)))


def easy_lines(data: Path) -> list[tuple[str, float]]:
    """Lines without danger that nobody wrote to mislead, and what each weighs."""
    own = [line["text"] for line in table(TRAINING / "messages.tsv") if line["split"] == "train"]
    excluding = [f"{text}. {WISHES[at % len(WISHES)]}" for at, text in enumerate(own[::3])]
    feel = (data / "text" / "carer" / "train.txt").read_text(encoding="utf-8").split("\n")
    with (data / "queries" / "reddit_requests.csv").open(encoding="utf-8") as file:
        requests = [row["original"] for row in csv.DictReader(file)][1::2]
    weighed = (
        (own, MESSAGE),
        (excluding, EXCLUDING),
        ([line.rsplit(";", 1)[0] for line in feel if line], FEELING),
        (requests, REQUEST),
    )
    easy = [(text, weight) for texts, weight in weighed for text in texts]
    return [each for each in easy if not in_phrases(plain(normalise(each[0])))]


def embeddings(encoder: Encoder, texts: Sequence[str]) -> Array:
    heard = [encoder.hear([[normalise(text)]], "message")[0] for text in texts]
    return np.stack([each.embedding for each in heard]).astype(np.float64)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--output", type=Path, default=HEAD)
    arguments = parser.parse_args()
    own = [line for line in table(TRAINING / "crisis.tsv") if line["split"] == "train"]
    easy = easy_lines(arguments.data)
    texts = [line["text"] for line in own] + [text for text, _ in easy]
    danger = np.array([line["label"] != "none" for line in own] + [False] * len(easy))
    weight = np.array([1.0] * len(own) + [by for _, by in easy])

    encoder = Encoder(threads=1)
    lines = [told(text) for text in texts]
    kept = {name: kind.kept(lines[: len(own)]) for name, kind in KINDS.items()}
    features = [csr_matrix(SCALE * embeddings(encoder, texts))]
    features += [kind.matrix(lines, kept[name]) for name, kind in KINDS.items()]
    fitted = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=3000)
    fitted.fit(hstack(features).tocsr(), danger, sample_weight=weight)

    ends = np.cumsum([each.shape[1] for each in features])[:-1]
    embedding, *of_kinds = np.split(fitted.coef_[0], ends)
    head = {
        "model": encoder.name,
        "bias": round(float(fitted.intercept_[0]), 4),
        "embedding": [round(float(SCALE * each), 4) for each in embedding],
    } | {
        name: kind.written(kept[name], weights)
        for (name, kind), weights in zip(KINDS.items(), of_kinds, strict=True)
    }
    written = json.dumps(head, ensure_ascii=False, indent=0)
    arguments.output.write_text(written + "\n", encoding="utf-8")
    print(f"{len(own)} lines, {len(easy)} easy ones;", *(f"{len(kept[k])} {k}" for k in KINDS))


if __name__ == "__main__":
    main()
