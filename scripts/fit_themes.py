"""Fit the head of the themes: python scripts/fit_themes.py DATA [--cache FILE.npz]

Ridge regression of the shipped model's embeddings on three things: our labelled lines (the half
`dev` of benchmarks/themes.tsv), the descriptions of the themes, and, at a twentieth of the weight,
songs with the share of their lyrics that uses the words of a theme. A logistic function then turns
its sums into likelihoods: for lines on sums that each line had no part in, for songs on those
that we labelled by hand. Only numbers are kept. One artist in four is held out of it all.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

sys.path.append(str(Path(__file__).parent.parent))

from benchmarks.themes import (
    Text,
    Truths,
    auc,
    by_hand,
    f1,
    heard_lines,
    heard_songs,
    lines,
    often,
    shares,
    songs,
    truths,
)
from heartsong.encoder import Encoder
from heartsong.ranking.themes.described import NAMES, THEMES
from heartsong.ranking.themes.head import SCALE, SHIPPED_HEAD, described

RIDGE: Final = 3.0
A_SONG: Final = 0.05  # its weight beside a line's
FULLY: Final = 0.3  # the share of a song's windows from which it is wholly about a theme
FOLDS: Final = 5
BATCH: Final = 500
PRIOR: Final = 50

Array = NDArray[np.float64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--cache", type=Path, help="where embeddings of songs are kept")
    parser.add_argument("--output", type=Path, default=SHIPPED_HEAD)
    arguments = parser.parse_args()
    model = Encoder()
    dev = [each for each in lines() if each.split == "dev"]
    said, truth = heard_lines(model, dev), truths([each.themes for each in dev])
    told = heard_lines(model, [Text(text) for theme in THEMES for text in theme.descriptions])
    texts, sung = embedded(model, songs(arguments.data), arguments.cache)
    counts, share = shares([each.text for each in texts])

    labels = by_hand("dev")
    labelled = np.array([each.id in labels for each in texts])
    fitted = ~labelled & ~np.array([each.held_out for each in texts])
    background = (sung[fitted], np.clip(share[fitted] / FULLY, 0, 1))

    weights = unit(ridge(said, truth, told, *background))
    out_of_fold = np.zeros(truth.shape)
    fold = np.arange(len(said)) % FOLDS
    for number in range(FOLDS):
        rest = fold != number
        part = unit(ridge(said[rest], truth[rest], told, *background))
        out_of_fold[~rest] = said[~rest] @ part.T
    by_label = truths([labels[each.id] for each, kept in zip(texts, labelled, strict=True) if kept])
    prior = commonness(by_label, often(counts, share)[fitted])
    sums = sung @ weights.T
    found = {
        "message": likelihood(out_of_fold, out_of_fold, truth, np.zeros(len(NAMES))),
        "song": likelihood(sums[fitted], sums[labelled], by_label, prior),
    }
    report(out_of_fold, found["message"], truth)
    write(arguments.output, model.name, weights, found)
    for kind, heard, right in (("message", said, truth), ("song", sung[labelled], by_label)):
        print(kind, "DESCRIBED:", of_described(model.name, told, heard, right))


def embedded(
    model: Encoder, texts: list[Text], cache: Path | None
) -> tuple[list[Text], NDArray[np.float32]]:
    """The songs that have words, and their embeddings."""
    known: dict[str, NDArray[np.float32]] = {}
    if cache and cache.is_file():
        with np.load(cache) as kept:
            known = dict(zip(kept["ids"].tolist(), kept["embeddings"], strict=True))
    missing = [each for each in texts if each.id not in known]
    for start in range(0, len(missing), BATCH):
        heard, values = heard_songs(model, missing[start : start + BATCH])
        known.update(zip((each.id for each in heard), values, strict=True))
    texts = [each for each in texts if each.id in known]
    embeddings = np.stack([known[each.id] for each in texts])
    if cache:
        np.savez(cache, ids=np.array([each.id for each in texts]), embeddings=embeddings)
    return texts, embeddings


def ridge(
    said: NDArray[np.float32],
    truth: Truths,
    told: NDArray[np.float32],
    sung: NDArray[np.float32],
    share: NDArray[np.float32],
) -> Array:
    """(themes, width) weights; each kind of text is centred on its own mean."""
    own = np.repeat(np.arange(len(THEMES)), [len(theme.descriptions) for theme in THEMES])
    blocks = [(said, truth, 1.0), (told, np.eye(len(NAMES))[own], 1.0), (sung, share, A_SONG)]
    width = said.shape[1] + 1
    left, right = RIDGE * np.eye(width), np.zeros((width, len(NAMES)))
    for embeddings, wanted, weight in blocks:
        centred = embeddings.astype(np.float64) - embeddings.mean(axis=0)
        centred = np.hstack([centred, np.ones((len(centred), 1))])
        left += weight * centred.T @ centred
        right += weight * centred.T @ wanted
    solved: Array = np.linalg.solve(left, right)[:-1].T
    return solved


def unit(weights: Array) -> Array:
    """Of unit length, and as whole as they are written."""
    whole: Array = np.round(SCALE * weights / np.linalg.norm(weights, axis=1, keepdims=True))
    return whole / SCALE


def commonness(labelled: Truths, worded: Truths) -> Array:
    """(themes,) log odds: as we labelled songs, and as PRIOR more would be by their words."""
    shares = (labelled.sum(axis=0) + PRIOR * worded.mean(axis=0)) / (len(labelled) + PRIOR)
    odds: Array = np.log(shares / (1 - shares))
    return odds


def likelihood(background: Array, sums: Array, truth: Truths, prior: Array) -> Array:
    """(themes, 2) slopes and intercepts of logistic functions.

    Two numbers are fitted over all pairs of texts and themes, since a theme alone has too few:
    how much counts how far a sum is above its background, in standard deviations, and a constant
    beside how common the theme is, in log odds.
    """
    mean, spread = background.mean(axis=0), background.std(axis=0)
    far = ((sums - mean) / spread).ravel()
    steep, constant = logistic(far, np.tile(prior, len(sums)), truth.ravel())
    print(f"steep {steep:.2f}, constant {constant:.2f}")
    return np.column_stack([steep / spread, constant + prior - steep * mean / spread])


def logistic(values: Array, offsets: Array, truth: Truths) -> tuple[float, float]:
    """Slope and constant of a logistic regression with offsets, by Newton's method."""
    columns = np.column_stack([values, np.ones(len(values))])
    found = np.zeros(2)
    for _ in range(50):
        said = 1 / (1 + np.exp(-(columns @ found + offsets)))
        bend = columns.T @ (columns * (said * (1 - said))[:, None])
        found += np.linalg.solve(bend, columns.T @ (truth - said))
    return float(found[0]), float(found[1])


def of_described(
    model: str, told: NDArray[np.float32], heard: NDArray[np.float32], truth: Truths
) -> tuple[float, float]:
    """What head.py is to hold for models that were fitted on nothing: slope and intercept."""
    counts = [len(theme.descriptions) for theme in THEMES]
    head = described(model, told, counts, {"message": (1.0, 0.0)})
    slopes, shifts = head.lines["message"]
    far = (heard @ head.weights.T * slopes + shifts).astype(float).ravel()
    slope, constant = logistic(far, np.zeros(len(far)), truth.ravel())
    return round(slope, 2), round(constant, 2)


def report(sums: Array, pair: Array, truth: Truths) -> None:
    """How it does on lines that it was not fitted on."""
    scores = 1 / (1 + np.exp(-(sums * pair[:, 0] + pair[:, 1])))
    area = np.mean([auc(s[t], s[~t]) for s, t in zip(scores.T, truth.T, strict=True)])
    print(f"lines, cross-validated: AUC {area:.3f}, F1 at .5 {f1(truth, scores >= 0.5):.2f}")


def write(path: Path, model: str, weights: Array, found: dict[str, Array]) -> None:
    themes = dict(zip(NAMES, np.round(weights * SCALE).astype(int).tolist(), strict=True))
    pairs = {
        kind: dict(zip(NAMES, np.round(values, 4).tolist(), strict=True))
        for kind, values in found.items()
    }
    written = json.dumps({"model": model, "lines": pairs, "themes": themes})
    path.write_text(written.replace("], ", "],\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
