"""The song heads: linear in what the trunk hears in whole lyrics, fitted to songs people labelled.

The trunk itself never sees what people said of a song, nor any song of an artist whom they judged
(what language models said of other artists' songs it does see). So fitting heads anew for each fold
judges exactly what ships: no song by a head that knows it, its artist, or its copy in another set;
and that takes seconds.
"""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from heartsong.lyrics.clean import clean_lines
from heartsong.training.examples import Example, artist_key
from heartsong.training.network import HEADS, cross_entropies, squares

SONG_HEADS: Final = ("song_groups", "song_affect")
FOLDS: Final = 5
# Each set has its own share of happy or sad songs and its own zero, so it gets an intercept of
# its own in the fit. The shipped head has the one of these sets: listeners' tags, in even shares.
REFERENCE: Final[Mapping[str, str]] = {"song_groups": "moodylyrics", "song_affect": "deezer"}
_FINGERPRINT: Final = slice(5, 30)  # words that two copies of a song share, whatever their heading
_WORD: Final = re.compile(r"\w+")

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Fit:
    """How a head is fitted.

    Attributes:
        decay: of the squared weights, over standardised vectors of length about 1.
        size_power: a set of n songs counts as n to this power; at .5, four times the songs count
            twice as much.
        without: sets whose judgements are left out.
    """

    decay: float
    size_power: float = 0.5
    without: frozenset[str] = frozenset()


FITS: Final[Mapping[str, Fit]] = {
    "song_groups": Fit(decay=6e-4),
    # Our own figures are of the sound: what listeners' tags say of arousal is told worse with them.
    "song_affect": Fit(decay=6e-3, without=frozenset({"own_songs"})),
}


@dataclass(frozen=True, slots=True)
class LinearHead:
    """Outputs = vectors @ weight.T + bias.

    Attributes:
        weight: (size, width).
        bias: (size,).
    """

    weight: Array
    bias: Array

    def __call__(self, vectors: Array) -> Array:
        outputs: Array = vectors @ self.weight.T + self.bias
        return outputs


def fit_head(
    name: str, vectors: Array, examples: Sequence[Example], how: Fit | None = None
) -> LinearHead:
    """Fit one of `SONG_HEADS` to the songs that judge it: regularised regression, by L-BFGS.

    Songs that taught the trunk may be among them; they are never among those that judge.

    Args:
        vectors: (songs, width) pooled vectors, a row for each example.
        how: as in `FITS` by default.
    """
    how = how or FITS[name]
    rows = judging(name, examples, how)
    lesson = Lesson.of(name, vectors[rows], [examples[row] for row in rows])
    return lesson.learnt(name, how)[0]


def judging(name: str, examples: Sequence[Example], how: Fit) -> list[int]:
    """The rows of those songs that a head is fitted to."""
    return [
        row
        for row, example in enumerate(examples)
        if name in example.targets and example.source not in how.without
    ]


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """What a head is to learn.

    Attributes:
        vectors: (songs, width) standardised, of length about 1.
        mean, spread: (width,) what standardised them.
        targets: (songs, size).
        sets: the set of each song, by its place among `names`.
        heard: (songs, size) what others say of the songs already, to be added to; None where
            nobody does.
    """

    vectors: Tensor
    mean: Array
    spread: Array
    targets: Tensor
    sets: Sequence[int]
    names: Sequence[str]
    heard: Tensor | None = None

    @classmethod
    def of(
        cls,
        name: str,
        vectors: Array,
        examples: Sequence[Example],
        heard: Array | None = None,
        least: float = 1e-6,
    ) -> Lesson:
        """The lesson for a head.

        Args:
            least: added to each feature's standard deviation, so that rare ones do not weigh more
                than others.
        """
        mean = vectors.mean(axis=0)
        spread = (vectors.std(axis=0) + least) * math.sqrt(vectors.shape[1])
        names = sorted({example.source for example in examples})
        return cls(
            torch.from_numpy((vectors - mean) / spread),
            mean,
            spread,
            torch.tensor([example.targets[name] for example in examples]),
            [names.index(example.source) for example in examples],
            names,
            None if heard is None else torch.from_numpy(heard),
        )

    def learnt(self, name: str, how: Fit) -> tuple[LinearHead, float]:
        """The head, with the intercept of the reference set, and what `heard` is multiplied by."""
        weight, biases, scale = _solve(name, self, how)
        reference = REFERENCE[name]
        bias = biases[self.names.index(reference)] if reference in self.names else biases.mean(0)
        slope = (weight.T.numpy() / self.spread).astype(np.float32)
        return LinearHead(slope, (bias.numpy() - slope @ self.mean).astype(np.float32)), scale


def _solve(name: str, lesson: Lesson, how: Fit) -> tuple[Tensor, Tensor, float]:
    """Weights (width, size), an intercept for each set (sets, size), and the scale of `heard`."""
    owner, weights = torch.tensor(lesson.sets), _weights(lesson.sets, how.size_power)
    size = HEADS[name]
    weight = torch.zeros((lesson.vectors.shape[1], size), requires_grad=True)
    biases = torch.zeros((int(owner.max()) + 1, size), requires_grad=True)
    scale = torch.ones(1, requires_grad=lesson.heard is not None)
    fitted = [weight, biases] + ([scale] if lesson.heard is not None else [])
    optimiser = torch.optim.LBFGS(fitted, max_iter=80, line_search_fn="strong_wolfe")
    measure = squares if name == "song_affect" else cross_entropies

    def closure() -> Tensor:
        optimiser.zero_grad()
        outputs = lesson.vectors @ weight + biases[owner]
        if lesson.heard is not None:
            outputs = outputs + scale * lesson.heard
        loss = (measure(outputs, lesson.targets) * weights).sum()
        loss = loss + how.decay * weight.square().sum()
        loss = loss + 1e-5 * biases.square().sum()  # classes that a set never judges stay at 0
        loss.backward()
        return loss

    optimiser.step(closure)
    return weight.detach(), biases.detach(), float(scale.detach())


def _weights(sets: Sequence[int], power: float) -> Tensor:
    """A weight a song, summing to 1; a set of n songs has a share as n to the power."""
    sizes = Counter(sets)
    shares = {each: size**power for each, size in sizes.items()}
    total = sum(shares.values())
    return torch.tensor([shares[each] / total / sizes[each] for each in sets])


def held_out(
    name: str, vectors: Array, examples: Sequence[Example], how: Fit | None = None
) -> Array:
    """What a head says of each song when it knows neither song nor artist, (songs, size).

    Five folds; copies of a song under different artists fall into the same fold too.
    """
    folds = np.array(list(fold_of(examples)))
    outputs = np.zeros((len(examples), HEADS[name]), np.float32)
    for fold in range(FOLDS):
        known = np.flatnonzero(folds != fold).tolist()
        asked = np.flatnonzero(folds == fold).tolist()
        head = fit_head(name, vectors[known], [examples[row] for row in known], how)
        outputs[asked] = head(vectors[asked])
    return outputs


def apart(source: str, examples: Sequence[Example]) -> tuple[list[int], list[int]]:
    """The rows of a set's songs, and of all songs that are no kin of theirs."""
    kin = list(_kin(examples))
    asked = [row for row, example in enumerate(examples) if example.source == source]
    theirs = {kin[row] for row in asked}
    return asked, [row for row in range(len(examples)) if kin[row] not in theirs]


def fold_of(examples: Sequence[Example]) -> Iterator[int]:
    """The fold of each song, the same for all that are kin."""
    return (zlib.crc32(root.encode()) % FOLDS for root in _kin(examples))


def _kin(examples: Sequence[Example]) -> Iterator[str]:
    """One name for all songs that share an artist or lyrics, by way of others too."""
    parents: dict[str, str] = {}

    def root(name: str) -> str:
        while (parent := parents.setdefault(name, name)) != name:
            parents[name] = name = parents[parent]
        return name

    keys = [f"artist {artist_key(example.artist)}" for example in examples]
    for key, example in zip(keys, examples, strict=True):
        if words := _shared_words(example.text):
            parents[root(key)] = root(f"words {words}")
    return (root(key) for key in keys)


@cache  # every head and every trial asks about the same songs
def _shared_words(lyrics: str) -> str:
    """Words that tell copies of a song; none for lyrics too short to tell."""
    words = _WORD.findall(" ".join(clean_lines(lyrics)).casefold())
    return " ".join(words[_FINGERPRINT]) if len(words) >= _FINGERPRINT.stop else ""
