"""What every model offers: texts in, moods and embeddings out.

The rest of Heartsong depends on `MoodModel` alone, so that the shipped encoder and a classifier of
somebody else's are used in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from heartsong.types import EMOTIONS, Mood

Kind = Literal["message", "song"]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What a model heard in one text.

    Attributes:
        embedding: (width,) float32 of unit length; texts alike in meaning point the same way.
    """

    mood: Mood
    embedding: Floats


class MoodModel(Protocol):
    """Anything that hears moods."""

    @property
    def name(self) -> str:
        """Names the model and all its parts: songs scored under one name can be compared."""
        ...

    @property
    def width(self) -> int:
        """The length of an embedding."""
        ...

    def hear(
        self, texts: Sequence[Sequence[str]], kind: Kind, genres: Floats | None = None
    ) -> list[Heard]:
        """What is heard in each text, in their order.

        Args:
            texts: each one given as its lines, at least one; a message is one line. A text
                without any word is heard too, as a text that says nothing.
            kind: people labelled messages and songs separately, so models hear them separately.
            genres: (texts, genres) of songs, the shares that `Kin.shares` gives, in [0, 1]; NaN
                where nobody knows them. Words do not tell how a record sounds, and genres do.

        Raises:
            ModelError: the model's files are damaged.
        """
        ...


def named(names: Sequence[str], shares: NDArray[np.float64]) -> dict[str, float]:
    """(names,) shares as a mapping whose values sum to 1."""
    return dict(zip(names, map(float, shares / shares.sum()), strict=True))


def spread_neutral(shares: NDArray[np.float64]) -> tuple[dict[str, float], float]:
    """(7,) shares of `labels.HEARD` → those of the six emotions, and the neutral one.

    What is neutral belongs to each emotion alike, so a text without feeling leads nowhere.
    """
    shares = shares / shares.sum()
    return named(EMOTIONS, shares[:-1] + shares[-1] / len(EMOTIONS)), float(shares[-1])
