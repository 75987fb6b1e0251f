"""Examples → documents: pieces of token ids, and batches of a fixed number of tokens."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from heartsong.lyrics.clean import clean_lines
from heartsong.pieces import (
    MESSAGE_PIECE_TOKENS,
    MOST_PIECES,
    MOST_SONG_PIECES,
    SONG_PIECE_TOKENS,
    pack,
)
from heartsong.training.examples import Example
from heartsong.training.network import HEADS
from heartsong.understanding.message import normalise

UNLABELLED_PIECES: Final = 1  # of a song that only teaches meaning, so that many songs can


@dataclass(frozen=True, slots=True)
class Document:
    """An example as the network reads it; `first_piece` counts over all documents of a run."""

    example: Example
    pieces: tuple[tuple[int, ...], ...]
    first_piece: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded pieces of some documents.

    Attributes:
        input_ids, attention_mask: (pieces, tokens).
        owner: (pieces,) the row of `targets` that a piece belongs to.
        numbers: (pieces,) each piece's number over all documents.
        targets: head → (documents, size), NaN where a set does not judge.
    """

    input_ids: Tensor
    attention_mask: Tensor
    owner: Tensor
    numbers: Tensor
    targets: dict[str, Tensor]

    def pooled(self, outputs: Tensor) -> Tensor:
        """Means of (pieces, size) outputs over each document: (documents, size)."""
        count = next(iter(self.targets.values())).shape[0]
        sums = outputs.new_zeros((count, outputs.shape[1])).index_add(0, self.owner, outputs)
        return sums / torch.bincount(self.owner, minlength=count).unsqueeze(1).to(sums.dtype)


def documents(examples: Sequence[Example], tokenizer: Tokenizer) -> list[Document]:
    """Tokenise examples as the run time would: messages normalised, lyrics cleaned.

    Of a song without labels one piece is drawn from all of it.
    """
    start = 0
    found: list[Document] = []
    for example in examples:
        song = example.kind == "song"
        lines = clean_lines(example.text) if song else [normalise(example.text)]
        encoded = tokenizer.encode_batch(lines, add_special_tokens=False)
        limit = SONG_PIECE_TOKENS if song else MESSAGE_PIECE_TOKENS
        most = MOST_SONG_PIECES if song and example.targets else MOST_PIECES
        pieces = tuple(piece.ids for piece in pack((line.ids for line in encoded), limit, most))
        if not example.targets:
            pieces = _some(pieces, example.text)
        if pieces:
            found.append(Document(example, pieces, start))
            start += len(pieces)
    return found


def numbered(docs: Iterable[Document]) -> list[Document]:
    """Documents whose pieces are counted anew, after some were left out."""
    found: list[Document] = []
    start = 0
    for doc in docs:
        found.append(replace(doc, first_piece=start))
        start += len(doc.pieces)
    return found


def _some(pieces: tuple[tuple[int, ...], ...], text: str) -> tuple[tuple[int, ...], ...]:
    dice = random.Random(zlib.crc32(text.encode()))
    kept = dice.sample(range(len(pieces)), min(UNLABELLED_PIECES, len(pieces)))
    return tuple(pieces[i] for i in sorted(kept))


def batches(
    docs: Sequence[Document],
    tokenizer: Tokenizer,
    tokens: int,
    seed: int | None = None,
) -> Iterator[Batch]:
    """Give every document once, in batches of about `tokens` tokens, alike in length.

    With a seed, documents and batches are shuffled; without one the order is fixed.
    """
    dice = random.Random(seed)
    order = sorted(docs, key=lambda doc: _sort_key(doc, dice if seed is not None else None))
    groups: list[list[Document]] = [[]]
    pieces = longest = 0
    for doc in order:
        length = max(len(piece) + 2 for piece in doc.pieces)
        longest = max(longest, length)
        if groups[-1] and (pieces + len(doc.pieces)) * longest > tokens:
            groups.append([])
            pieces, longest = 0, length
        groups[-1].append(doc)
        pieces += len(doc.pieces)
    if seed is not None:
        dice.shuffle(groups)
    for group in groups:
        if group:
            yield _collate(group, tokenizer)


def _sort_key(doc: Document, dice: random.Random | None) -> tuple[float, int]:
    length = max(len(piece) for piece in doc.pieces)
    jitter = dice.uniform(0.9, 1.1) if dice else 1.0  # alike in length, yet new company every epoch
    return (length * jitter, doc.first_piece)


def _collate(group: Sequence[Document], tokenizer: Tokenizer) -> Batch:
    first, last = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    ids = [[first, *piece, last] for doc in group for piece in doc.pieces]
    width = max(map(len, ids))
    padded = np.zeros((len(ids), width), dtype=np.int64)
    for row, piece in zip(padded, ids, strict=True):
        row[: len(piece)] = np.array(piece, dtype=np.int64)
    mask = np.array([[1] * len(piece) + [0] * (width - len(piece)) for piece in ids])
    owner = [row for row, doc in enumerate(group) for _ in doc.pieces]
    numbers = [doc.first_piece + i for doc in group for i in range(len(doc.pieces))]
    targets = {
        head: torch.tensor(
            [doc.example.targets.get(head, (float("nan"),) * size) for doc in group],
            dtype=torch.float32,
        )
        for head, size in HEADS.items()
    }
    return Batch(
        torch.from_numpy(padded),
        torch.from_numpy(mask),
        torch.tensor(owner),
        torch.tensor(numbers),
        targets,
    )
