"""The encoder: pieces of text → moods and embeddings, in one forward pass.

The model is a small BERT with several heads as int8 ONNX; `training/` makes it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from heartsong.errors import ModelError
from heartsong.pieces import Piece
from heartsong.types import EMOTIONS, GROUPS, SENTIMENTS, Mood

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Kind = Literal["message", "song"]
Floats = NDArray[np.float32]

SHIPPED_MODEL: Final = Path(__file__).parent / "models" / "mood-encoder"
TOKENS_A_BATCH: Final = 4096

# Which heads speak for which kind of text: people labelled messages and songs separately.
_HEADS: Final[Mapping[Kind, tuple[str, str]]] = {
    "message": ("affect", "groups"),
    "song": ("song_affect", "song_groups"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What the encoder heard in one text.

    Attributes:
        embedding: (width,) float32 of unit length; texts alike in meaning point the same way.
    """

    mood: Mood
    embedding: Floats


class Encoder:
    """The shipped model, or another that `training` exported to a folder.

    Args:
        folder: holds model.onnx, tokenizer.json and model.json.
        threads: cores for one pass; all of them by default.

    Raises:
        ModelError: the folder does not hold a model that this version can run.
    """

    def __init__(self, folder: Path = SHIPPED_MODEL, threads: int | None = None) -> None:
        self._folder = folder
        self._threads = threads or os.cpu_count() or 1
        try:
            self._card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
            self.name = str(self._card["name"])
            self._frame = (int(self._card["cls"]), int(self._card["sep"]))
            self._width = int(self._card["width"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(
                f"There is no model in {folder}: reinstall Heartsong, or make one with "
                "'heartsong train'."
            ) from error

    @property
    def width(self) -> int:
        """The length of an embedding."""
        return self._width

    def tokenise(self, lines: Sequence[str]) -> list[list[int]]:
        """Word-piece ids of each line, without special tokens."""
        return [line.ids for line in self._tokenizer.encode_batch(lines, add_special_tokens=False)]

    def hear(self, texts: Sequence[Sequence[Piece]], kind: Kind) -> list[Heard]:
        """Score texts, each given as its pieces; every text needs one piece at least.

        The pieces of all texts share batches of like length. Shares are averaged over a
        text's pieces; affect and group scores are averaged before the softmax, as in training.
        """
        pieces = [piece for text in texts for piece in text]
        if not pieces:
            return []
        outputs = self.forward(pieces)
        ends = np.cumsum([len(text) for text in texts])
        return [
            _pool({name: values[end - len(text) : end] for name, values in outputs.items()}, kind)
            for text, end in zip(texts, ends, strict=True)
        ]

    def forward(self, pieces: Sequence[Piece]) -> dict[str, Floats]:
        """Every output for every piece: name → (pieces, size) logits, affects or embeddings."""
        names = [output.name for output in self._session.get_outputs()]
        found: dict[str, Floats] = {}
        for rows in _batches([len(piece.ids) for piece in pieces]):
            values = self._session.run(names, self._inputs([pieces[row] for row in rows]))
            for name, value in zip(names, values, strict=True):
                found.setdefault(name, np.empty((len(pieces), value.shape[1]), np.float32))
                found[name][rows] = value
        return found

    def _inputs(self, pieces: Sequence[Piece]) -> dict[str, NDArray[np.int64]]:
        first, last = self._frame
        width = max(len(piece.ids) for piece in pieces) + 2
        ids = np.zeros((len(pieces), width), np.int64)
        mask = np.zeros((len(pieces), width), np.int64)
        for row, piece in enumerate(pieces):
            framed = (first, *piece.ids, last)
            ids[row, : len(framed)] = framed
            mask[row, : len(framed)] = 1
        return {"input_ids": ids, "attention_mask": mask}

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        try:
            tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        except Exception as error:  # its binding raises plain Exceptions
            raise self._broken() from error
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    @cached_property
    def _session(self) -> InferenceSession:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.log_severity_level = 3
        try:
            return onnxruntime.InferenceSession(
                str(self._folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # ONNX Runtime raises classes of its own C++ binding
            raise self._broken() from error

    def _broken(self) -> ModelError:
        return ModelError(f"The model in {self._folder} cannot be loaded: reinstall Heartsong.")


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Row numbers in batches of like length, each at most TOKENS_A_BATCH tokens when padded."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * (lengths[row] + 2) > TOKENS_A_BATCH:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _pool(outputs: Mapping[str, Floats], kind: Kind) -> Heard:
    affect_head, group_head = _HEADS[kind]
    affect = np.clip(outputs[affect_head].mean(axis=0), -1.0, 1.0)
    return Heard(
        Mood(
            emotions=_named(EMOTIONS, _spread_neutral(_softmax(outputs["emotions"]).mean(axis=0))),
            valence=float(affect[0]),
            arousal=float(affect[1]),
            sentiment=_named(SENTIMENTS, _softmax(outputs["sentiment"]).mean(axis=0)),
            groups=_named(GROUPS, _softmax(outputs[group_head].mean(axis=0))),
        ),
        _unit(outputs["sentence_embedding"].mean(axis=0)),
    )


def _spread_neutral(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Seven shares, the last one neutral → six: what is neutral belongs to each alike."""
    spread: NDArray[np.float64] = shares[:-1] + shares[-1] / (len(shares) - 1)
    return spread


def _softmax(logits: Floats) -> NDArray[np.float64]:
    raised = np.exp(logits.astype(np.float64) - logits.max(axis=-1, keepdims=True))
    shares: NDArray[np.float64] = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def _unit(vector: Floats) -> Floats:
    unit: Floats = (vector / max(float(np.linalg.norm(vector)), 1e-12)).astype(np.float32)
    return unit


def _named(names: Sequence[str], shares: NDArray[np.float64]) -> dict[str, float]:
    return dict(zip(names, map(float, shares / shares.sum()), strict=True))
