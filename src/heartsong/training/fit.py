"""Multi-task fine-tuning of the encoder, with a checkpoint after every epoch."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from tqdm import tqdm
from transformers import BertModel

from heartsong.training.documents import Batch, Document, batches
from heartsong.training.network import (
    MoodEncoder,
    cross_entropies,
    mean_pool,
    squares,
)

log = logging.getLogger(__name__)

WEIGHTS: Final = {
    "emotions": 1.0,
    "sentiment": 0.5,
    "affect": 4.0,
    "groups": 0.5,
    "song_affect": 4.0,
    "song_groups": 1.0,
    "embedding": 3.0,
}
SQUARED: Final = frozenset({"affect", "song_affect"})


@dataclass(frozen=True, slots=True)
class Recipe:
    """What one training run does; written beside its result."""

    epochs: int = 3
    tokens_a_batch: int = 2048
    learning_rate: float = 1e-4
    head_learning_rate: float = 1e-3
    warmup: float = 0.06
    weight_decay: float = 0.01
    song_pieces: int = 5
    seed: int = 13


def teach_embeddings(bert: BertModel, docs: Sequence[Document], tokenizer: Tokenizer) -> Tensor:
    """The pre-trained model's unit embedding of every piece, (pieces, width), half precision."""
    bert.eval()
    total = sum(len(doc.pieces) for doc in docs)
    vectors = torch.zeros((total, bert.config.hidden_size), dtype=torch.float16)
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for batch in tqdm(list(batches(docs, tokenizer, 8192)), desc="embed", mininterval=10):
            pooled = mean_pool(bert, batch.input_ids, batch.attention_mask)
            unit = nn.functional.normalize(pooled.float(), dim=-1)
            vectors[batch.numbers] = unit.to(torch.float16)
    return vectors


class Trainer:
    """One run of multi-task fine-tuning, in place.

    Args:
        model: the network to train.
        teacher: (pieces, width) the embedding that each piece is to keep.
        folder: where checkpoints go, and where one of the same recipe is picked up.
    """

    def __init__(self, model: MoodEncoder, teacher: Tensor, recipe: Recipe, folder: Path) -> None:
        self._model = model
        self._teacher = teacher
        self._recipe = recipe
        self._checkpoint = folder / "checkpoint.pt"
        self._optimiser = torch.optim.AdamW(_parameter_groups(model, recipe))

    def fit(self, docs: Sequence[Document], tokenizer: Tokenizer) -> list[float]:
        """Train for the epochs that are left; return the mean loss of each, earlier ones too."""
        recipe = self._recipe
        torch.manual_seed(recipe.seed)
        plan = [
            list(
                batches(
                    docs, tokenizer, recipe.tokens_a_batch, recipe.seed + epoch, recipe.song_pieces
                )
            )
            for epoch in range(recipe.epochs)
        ]
        steps = sum(map(len, plan))
        schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimiser, lambda step: _warm_then_cool(step, steps, recipe.warmup)
        )
        losses = self._resume(schedule)
        for epoch in range(len(losses), recipe.epochs):
            losses.append(self._epoch(plan[epoch], schedule, epoch))
            log.info("epoch %d: loss %.4f", epoch + 1, losses[-1])
            self._save(schedule, losses)
        return losses

    def _epoch(
        self, plan: list[Batch], schedule: torch.optim.lr_scheduler.LRScheduler, epoch: int
    ) -> float:
        self._model.train()
        torch.manual_seed(self._recipe.seed + epoch)  # so that a resumed run drops out the same
        total = 0.0
        for batch in (bar := tqdm(plan, desc=f"epoch {epoch + 1}", mininterval=10)):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = loss_of(self._model, batch, self._teacher)
            loss.backward()
            nn.utils.clip_grad_norm_(self._model.parameters(), 1.0)
            self._optimiser.step()
            schedule.step()
            self._optimiser.zero_grad(set_to_none=True)
            total += loss.item()
            bar.set_postfix(loss=f"{loss.item():.3f}", refresh=False)
        return total / max(1, len(plan))

    def _save(self, schedule: torch.optim.lr_scheduler.LRScheduler, losses: list[float]) -> None:
        state = {
            "recipe": asdict(self._recipe),
            "pieces": len(self._teacher),
            "model": self._model.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "schedule": schedule.state_dict(),
            "losses": losses,
        }
        part = self._checkpoint.with_suffix(".part")
        torch.save(state, part)
        part.replace(self._checkpoint)  # a kill while saving leaves the last whole checkpoint

    def _resume(self, schedule: torch.optim.lr_scheduler.LRScheduler) -> list[float]:
        if not self._checkpoint.exists():
            return []
        state = torch.load(self._checkpoint, weights_only=True)
        if state["recipe"] != asdict(self._recipe) or state["pieces"] != len(self._teacher):
            log.info("%s has another recipe; starting afresh", self._checkpoint)
            return []
        self._model.load_state_dict(state["model"])
        self._optimiser.load_state_dict(state["optimiser"])
        schedule.load_state_dict(state["schedule"])
        losses: list[float] = state["losses"]
        return losses


def loss_of(model: MoodEncoder, batch: Batch, teacher: Tensor) -> Tensor:
    """The weighted sum of all heads' losses on a batch, and of the drift of the embedding."""
    outputs = model(batch.input_ids, batch.attention_mask)
    total = outputs["embedding"].new_zeros((), dtype=torch.float32)
    for head, targets in batch.targets.items():
        measure = squares if head in SQUARED else cross_entropies
        losses = measure(batch.pooled(outputs[head].float()), targets)
        judged = (~targets.isnan()).any(dim=1).sum().clamp(min=1)
        total = total + WEIGHTS[head] * losses.sum() / judged
    kept = (outputs["embedding"].float() * teacher[batch.numbers].float()).sum(dim=1)
    loss: Tensor = total + WEIGHTS["embedding"] * (1 - kept).mean()
    return loss


def _parameter_groups(model: MoodEncoder, recipe: Recipe) -> list[dict[str, object]]:
    trunk = [
        parameter
        for name, parameter in model.named_parameters()
        if parameter.requires_grad and not name.startswith("heads.")
    ]
    return [
        {"params": trunk, "lr": recipe.learning_rate, "weight_decay": recipe.weight_decay},
        {"params": list(model.heads.parameters()), "lr": recipe.head_learning_rate},
    ]


def _warm_then_cool(step: int, steps: int, warmup: float) -> float:
    warm = max(1, math.ceil(steps * warmup))
    return step / warm if step < warm else max(0.0, (steps - step) / max(1, steps - warm))
