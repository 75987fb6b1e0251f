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
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from heartsong.encoder import Encoder
from heartsong.understanding.crisis import HEAD, grams, in_phrases
from heartsong.understanding.crisis_words import plain, without_idioms
from heartsong.understanding.message import normalise

TRAINING: Final = Path(__file__).parent.parent / "src" / "heartsong" / "training"
STRENGTH: Final = 2.0  # C of the regression
PLAIN_WEIGHT: Final = 0.3  # of a line without danger that was not written to mislead
SCALE: Final = 2.0  # of an embedding
WORDS: Final = 3.0  # of the words
MOST_FEEL_LINES: Final = 6000
TOWARDS_RECALL: Final = 0.25  # added to the bias: a needless word of help costs little
FEWEST: Final = 2  # lines that hold a run of words, for it to count
WISHES: Final = (  # said after a third of our easy lines, since exclusions sound like despair
    "Nothing sad.",
    "No metal.",
    "Nothing calm please.",
    "no 80s music",
    "No rap.",
    "Not too slow.",
)
Array = NDArray[np.float64]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def told(text: str) -> str:
    return without_idioms(plain(normalise(text)))


def word_matrix(lines: Sequence[str], places: dict[str, int]) -> Any:
    """(lines, words): 1 / sqrt(runs of words in the line) where a line holds a run of words."""
    rows, columns, values = [], [], []
    for row, line in enumerate(lines):
        found = set(grams(line))
        for gram in found:
            if gram in places:
                rows.append(row)
                columns.append(places[gram])
                values.append(len(found) ** -0.5)
    return csr_matrix((values, (rows, columns)), shape=(len(lines), len(places)))


def embeddings(encoder: Encoder, texts: Sequence[str]) -> Array:
    heard = [encoder.hear([[normalise(text)]], "message")[0] for text in texts]
    return np.stack([each.embedding for each in heard]).astype(np.float64)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--output", type=Path, default=HEAD)
    arguments = parser.parse_args()
    lines = table(TRAINING / "crisis.tsv")
    own = [line for line in lines if line["split"] == "train"]
    easy = [line["text"] for line in table(TRAINING / "messages.tsv") if line["split"] == "train"]
    easy += [f"{text}. {WISHES[at % len(WISHES)]}" for at, text in enumerate(easy[::3])]
    feel = (arguments.data / "text" / "carer" / "train.txt").read_text(encoding="utf-8").split("\n")
    easy += [line.rsplit(";", 1)[0] for line in feel[:MOST_FEEL_LINES] if line]
    with (arguments.data / "queries" / "reddit_requests.csv").open(encoding="utf-8") as file:
        easy += [row["original"] for row in csv.DictReader(file)][1::2]
    easy = [text for text in easy if not in_phrases(plain(normalise(text)))]
    texts = [line["text"] for line in own] + easy
    danger = np.array([line["label"] != "none" for line in own] + [False] * len(easy))
    weight = np.array([1.0] * len(own) + [PLAIN_WEIGHT] * len(easy))

    encoder = Encoder(threads=1)
    words = [told(text) for text in texts]
    seen = Counter(gram for line in words[: len(own)] for gram in set(grams(line)))
    kept = sorted(gram for gram, count in seen.items() if count >= FEWEST)
    places = {gram: place for place, gram in enumerate(kept)}
    features = hstack(
        [csr_matrix(SCALE * embeddings(encoder, texts)), WORDS * word_matrix(words, places)]
    ).tocsr()
    fitted = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=3000)
    fitted.fit(features, danger, sample_weight=weight)

    width = encoder.width
    weights = fitted.coef_[0]
    arguments.output.write_text(
        json.dumps(
            {
                "model": encoder.name,
                "bias": round(float(fitted.intercept_[0]) + TOWARDS_RECALL, 4),
                "embedding": [round(float(SCALE * each), 4) for each in weights[:width]],
                "words": {
                    gram: round(float(WORDS * each), 2)
                    for gram, each in zip(kept, weights[width:], strict=True)
                    if WORDS * abs(each) >= 0.05
                },
            },
            ensure_ascii=False,
            indent=0,
        )
        + "\n",
        encoding="utf-8",
    )
    print(f"{len(own)} lines, {len(easy)} easy ones, {len(kept)} runs of words")


if __name__ == "__main__":
    main()
