"""Classifiers of other people, and the encoder for all that they do not say, as one model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heartsong.errors import ModelError
from heartsong.hub.checkpoint import find
from heartsong.hub.classifier import Classifier
from heartsong.labels import HEARD, emotion_of, sentiments_of
from heartsong.model import Floats, Heard, Kind, MoodModel, named, spread_neutral
from heartsong.pieces import SONG_PIECE_TOKENS, pack
from heartsong.types import SENTIMENTS

Shares = NDArray[np.float64]


class HubModel:
    """Emotions or sentiments (or both) from classifiers; all else from another model.

    Args:
        base: gives valence, arousal, mood groups and embeddings.
        emotions, sentiment: a hub name or a folder, each.
        threads: cores for one pass.

    Raises:
        ModelError: a model cannot be had or loaded, or its labels are not known.
    """

    def __init__(
        self,
        base: MoodModel,
        emotions: str | Path | None = None,
        sentiment: str | Path | None = None,
        threads: int | None = None,
    ) -> None:
        self._base = base
        self._emotions = _Reader.of_emotions(emotions, threads) if emotions else None
        self._sentiment = _Reader.of_sentiments(sentiment, threads) if sentiment else None
        self.name = base.name
        for part, reader in (("emotions", self._emotions), ("sentiment", self._sentiment)):
            if reader:
                self.name += f" + {part} {reader.name}"

    @property
    def width(self) -> int:
        """The length of an embedding."""
        return self._base.width

    def hear(
        self, texts: Sequence[Sequence[str]], kind: Kind, genres: Floats | None = None
    ) -> list[Heard]:
        """Score texts; shares are averaged over the pieces of a song, and a message is one."""
        heard = self._base.hear(texts, kind, genres)
        pieces = [
            list(_pieces(lines)) if kind == "song" else [" ".join(lines).strip()] for lines in texts
        ]
        if self._emotions:
            for row, shares in enumerate(self._emotions.means(pieces)):
                emotions, neutral = spread_neutral(shares)
                heard[row] = _with(heard[row], emotions=emotions, neutral=neutral)
        if self._sentiment:
            for row, shares in enumerate(self._sentiment.means(pieces)):
                heard[row] = _with(heard[row], sentiment=named(SENTIMENTS, shares))
        return heard


class _Reader:
    """A classifier whose labels are said in our words.

    Args:
        meanings: label → the class that it means, or None where nobody knows.
        classes: in the order of the shares that are given.
    """

    def __init__(
        self, classifier: Classifier, meanings: Mapping[str, str | None], classes: Sequence[str]
    ) -> None:
        self.name = classifier.name
        self._classifier = classifier
        self._says = np.array(
            [[float(meanings[label] == name) for name in classes] for label in classifier.labels]
        )

    @classmethod
    def of_emotions(cls, reference: str | Path, threads: int | None) -> _Reader:
        classifier = Classifier(find(reference), threads)
        meanings = {label: emotion_of(label) for label in classifier.labels}
        if None in meanings.values():
            raise _unknown(reference, meanings, "emotions", "such as joy or anger")
        return cls(classifier, meanings, HEARD)

    @classmethod
    def of_sentiments(cls, reference: str | Path, threads: int | None) -> _Reader:
        classifier = Classifier(find(reference), threads)
        meanings = sentiments_of(classifier.labels)
        if None in meanings.values():
            raise _unknown(reference, meanings, "sentiments", "negative, neutral and positive")
        return cls(classifier, meanings, SENTIMENTS)

    def means(self, pieces: Sequence[Sequence[str]]) -> Iterator[Shares]:
        """(classes,) shares of each text, the mean over its pieces."""
        given = self._classifier.shares([piece for text in pieces for piece in text]) @ self._says
        end = 0
        for text in pieces:
            yield given[end : (end := end + len(text))].mean(axis=0)


_MOST_LISTED: Final = 30


def _unknown(
    reference: str | Path, meanings: Mapping[str, str | None], what: str, known: str
) -> ModelError:
    strange = [label for label, meaning in meanings.items() if meaning is None]
    return ModelError(
        f"The model {reference} does not name {what} that Heartsong knows: of its labels "
        f"{', '.join(list(meanings)[:_MOST_LISTED])}, {', '.join(strange[:_MOST_LISTED])} cannot "
        f"be understood; choose a model whose labels are {known}."
    )


def _with(heard: Heard, **shares: object) -> Heard:
    return Heard(replace(heard.mood, **shares), heard.embedding)  # type: ignore[arg-type]


def _pieces(lines: Sequence[str]) -> Iterator[str]:
    """Runs of whole lines, as the encoder reads them, but counted in words.

    Every model cuts words into tokens of its own; a piece's words fit whatever it is.
    """
    words = [line.split() for line in lines]
    every = [word for line in words for word in line]
    numbers = iter(range(len(every)))
    cut = pack([[next(numbers) for _ in line] for line in words], SONG_PIECE_TOKENS)
    yield from (" ".join(every[number] for number in piece.ids) for piece in cut)
    if not cut:
        yield ""
