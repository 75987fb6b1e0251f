"""A last fit of the linear heads on the trained trunk, each data set with its own weight.

Fine-tuning sees every text equally often, so the few hundred lines that sound like our
listeners drown in tens of thousands of tweets and comments. Linear heads over fixed vectors
take seconds to fit, and here each data set counts by a power of its size.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from typing import Final

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from tqdm import tqdm

from heartsong.training.documents import Document, batches
from heartsong.training.fit import SQUARED
from heartsong.training.network import HEADS, MoodEncoder, cross_entropies, squares

log = logging.getLogger(__name__)

SIZE_POWER: Final = 0.25  # a set of 16 times the texts counts twice as much
DECAY: Final = 1e-3
STEPS: Final = 400
RATE: Final = 0.02


def refit(model: MoodEncoder, docs: Sequence[Document], tokenizer: Tokenizer) -> None:
    """Fit every head anew, in place, on the pooled vectors of whole documents."""
    vectors = pooled_vectors(model, docs, tokenizer)
    for name, size in HEADS.items():
        rows = [row for row, doc in enumerate(docs) if name in doc.example.targets]
        if not rows:
            continue
        targets = torch.tensor([docs[row].example.targets[name] for row in rows])
        weights = _weights([docs[row].example.source for row in rows])
        head = nn.Linear(vectors.shape[1], size)
        loss = _fit(head, vectors[rows], targets, weights, name in SQUARED)
        model.heads[name].load_state_dict(head.state_dict())
        log.info("head %s: %d texts, loss %.4f", name, len(rows), loss)


def pooled_vectors(model: MoodEncoder, docs: Sequence[Document], tokenizer: Tokenizer) -> Tensor:
    """The mean pooled vector of every document, (documents, width)."""
    model.eval()
    place = {doc.first_piece: row for row, doc in enumerate(docs)}
    owner = torch.empty(sum(len(doc.pieces) for doc in docs), dtype=torch.long)
    for doc in docs:
        owner[doc.first_piece : doc.first_piece + len(doc.pieces)] = place[doc.first_piece]
    sums = torch.zeros((len(docs), model.embedding.in_features))
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for batch in tqdm(list(batches(docs, tokenizer, 8192)), desc="pool", mininterval=10):
            vectors = model.pool(batch.input_ids, batch.attention_mask).float()
            sums.index_add_(0, owner[batch.numbers], vectors)
    return sums / torch.bincount(owner, minlength=len(docs)).unsqueeze(1)


def _fit(
    head: nn.Linear, vectors: Tensor, targets: Tensor, weights: Tensor, squared: bool
) -> float:
    measure = squares if squared else cross_entropies
    optimiser = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, STEPS)
    loss = torch.zeros(())
    for _ in range(STEPS):
        fitted = (measure(head(vectors), targets) * weights).sum()
        loss = fitted + DECAY * head.weight.square().sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    return float(loss.detach())


def _weights(sources: Sequence[str]) -> Tensor:
    """A weight a text, summing to 1; a set of n texts has a share as n to SIZE_POWER."""
    sizes = Counter(sources)
    shares = {source: size**SIZE_POWER for source, size in sizes.items()}
    total = sum(shares.values())
    return torch.tensor([shares[source] / total / sizes[source] for source in sources])
