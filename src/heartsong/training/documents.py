"""Examples → documents: pieces of token ids, and batches of a fixed number of tokens."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from heartsong.lyrics.clean import clean_lines
from heartsong.pieces import MESSAGE_PIECE_TOKENS, SONG_PIECE_TOKENS, pack
from heartsong.training.examples import Example
from heartsong.training.network import HEADS
from heartsong.understanding.message import normalise


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


def documents(examples: Sequence[Example], tokenizer: Tokenizer, start: int = 0) -> list[Document]:
    """Tokenise examples as the run time would: messages normalised, lyrics cleaned."""
    found: list[Document] = []
    for example in examples:
        song = example.kind == "song"
        lines = clean_lines(example.text) if song else [normalise(example.text)]
        encoded = tokenizer.encode_batch(lines, add_special_tokens=False)
        limit = SONG_PIECE_TOKENS if song else MESSAGE_PIECE_TOKENS
        pieces = tuple(piece.ids for piece in pack((line.ids for line in encoded), limit))
        if pieces:
            found.append(Document(example, pieces, start))
            start += len(pieces)
    return found


def batches(
    docs: Sequence[Document],
    tokenizer: Tokenizer,
    tokens: int,
    seed: int | None = None,
    most_pieces: int | None = None,
) -> Iterator[Batch]:
    """Give every document once, in batches of about `tokens` tokens, alike in length.

    With a seed, documents are shuffled and, of a song with more than `most_pieces` pieces,
    that many are drawn at random; without one the order is fixed and all pieces are given.
    """
    dice = random.Random(seed)
    order = sorted(docs, key=lambda doc: _sort_key(doc, dice if seed is not None else None))
    groups: list[list[tuple[Document, Sequence[int]]]] = [[]]
    pieces = longest = 0
    for doc in order:
        drawn = _draw(doc, dice if seed is not None else None, most_pieces)
        longest_now = max(longest, *(len(doc.pieces[i]) + 2 for i in drawn))
        if groups[-1] and (pieces + len(drawn)) * longest_now > tokens:
            groups.append([])
            pieces, longest_now = 0, max(len(doc.pieces[i]) + 2 for i in drawn)
        groups[-1].append((doc, drawn))
        pieces, longest = pieces + len(drawn), longest_now
    if seed is not None:
        dice.shuffle(groups)
    for group in groups:
        if group:
            yield _collate(group, tokenizer)


def _sort_key(doc: Document, dice: random.Random | None) -> tuple[float, int]:
    length = max(len(piece) for piece in doc.pieces)
    jitter = dice.uniform(0.9, 1.1) if dice else 1.0  # alike in length, yet new company every epoch
    return (length * jitter, doc.first_piece)


def _draw(doc: Document, dice: random.Random | None, most: int | None) -> Sequence[int]:
    everything = range(len(doc.pieces))
    if dice is None or most is None or len(doc.pieces) <= most:
        return everything
    return sorted(dice.sample(everything, most))


def _collate(group: list[tuple[Document, Sequence[int]]], tokenizer: Tokenizer) -> Batch:
    first, last = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    ids = [[first, *doc.pieces[i], last] for doc, drawn in group for i in drawn]
    width = max(map(len, ids))
    padded = np.zeros((len(ids), width), dtype=np.int64)
    for row, piece in zip(padded, ids, strict=True):
        row[: len(piece)] = np.array(piece, dtype=np.int64)
    mask = np.array([[1] * len(piece) + [0] * (width - len(piece)) for piece in ids])
    owner = [row for row, (_, drawn) in enumerate(group) for _ in drawn]
    numbers = [doc.first_piece + i for doc, drawn in group for i in drawn]
    targets = {
        head: torch.tensor(
            [doc.example.targets.get(head, (float("nan"),) * size) for doc, _ in group],
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
