"""Multi-task fine-tuning of the encoder, with a checkpoint after every epoch."""

from __future__ import annotations

import logging
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from tqdm import tqdm

from heartsong.training.documents import Batch, Document, batches
from heartsong.training.network import MoodEncoder, cross_entropies, squares

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
    """What one training run does; written beside its result.

    Attributes:
        layers: those of the pre-trained model to start from; None keeps them all.
        averaging: the weights that come out are a moving average of those on the way, with this
            decay a step (Polyak & Juditsky 1992).
        repeats: data set → how often an epoch shows each of its messages; 1 where not named.
    """

    epochs: int = 3
    layers: tuple[int, ...] | None = (0, 1, 3, 5)
    tokens_a_batch: int = 2048
    learning_rate: float = 1.5e-4
    head_learning_rate: float = 1e-3
    warmup: float = 0.06
    weight_decay: float = 0.01
    averaging: float = 0.998
    repeats: Mapping[str, int] = field(default_factory=lambda: {"own": 2, "carer": 3})
    seed: int = 13


class Trainer:
    """One run of multi-task fine-tuning, in place.

    Args:
        model: the network to train.
        teacher: (pieces, width) the embedding to give for each piece; 0 where none is taught.
        folder: where checkpoints go, and where one of the same recipe is picked up.
    """

    def __init__(self, model: MoodEncoder, teacher: Tensor, recipe: Recipe, folder: Path) -> None:
        self._model = model
        self._teacher = teacher
        self._recipe = recipe
        self._checkpoint = folder / "checkpoint.pt"
        self._optimiser = torch.optim.AdamW(_parameter_groups(model, recipe), fused=True)
        self._average = AveragedModel(
            model, multi_avg_fn=get_ema_multi_avg_fn(recipe.averaging), use_buffers=False
        )

    def fit(self, docs: Sequence[Document], tokenizer: Tokenizer) -> list[float]:
        """Train for the epochs that are left; return the mean loss of each, earlier ones too.

        The model then holds the averaged weights.
        """
        recipe = self._recipe
        torch.manual_seed(recipe.seed)
        plan = [
            list(batches(some, tokenizer, recipe.tokens_a_batch, recipe.seed + epoch))
            for epoch, some in enumerate(shown(docs, recipe))
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
        self._model.load_state_dict(self._average.module.state_dict())
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
            self._average.update_parameters(self._model)
            self._optimiser.zero_grad(set_to_none=True)
            total += loss.item()
            bar.set_postfix(loss=f"{loss.item():.3f}", refresh=False)
        return total / max(1, len(plan))

    def _save(self, schedule: torch.optim.lr_scheduler.LRScheduler, losses: list[float]) -> None:
        state = {
            "recipe": asdict(self._recipe),
            "pieces": len(self._teacher),
            "model": self._model.state_dict(),
            "average": self._average.state_dict(),
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
        self._average.load_state_dict(state["average"])
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
    taught = teacher[batch.numbers].float()
    # One less the cosine; nothing for pieces without a teacher.
    drift = taught.norm(dim=1) - (outputs["embedding"].float() * taught).sum(dim=1)
    pupils = (taught.norm(dim=1) > 0).sum().clamp(min=1)
    loss: Tensor = total + WEIGHTS["embedding"] * drift.sum() / pupils
    return loss


def shown(docs: Sequence[Document], recipe: Recipe) -> list[list[Document]]:
    """What each epoch shows: messages with labels, as often as the recipe says, and of the rest
    its part.

    Texts without labels, which only teach meaning, are many: each is shown in one epoch. So is a
    song with labels: shown again it would be known by heart.
    """
    rest = [doc for doc in docs if doc.example.kind == "song" or not doc.example.targets]
    often = [
        doc
        for doc in docs
        if doc.example.kind == "message" and doc.example.targets
        for _ in range(recipe.repeats.get(doc.example.source, 1))
    ]
    random.Random(recipe.seed).shuffle(rest)
    return [[*often, *rest[epoch :: recipe.epochs]] for epoch in range(recipe.epochs)]


def _parameter_groups(model: MoodEncoder, recipe: Recipe) -> list[dict[str, object]]:
    trunk = [
        parameter
        for name, parameter in model.named_parameters()
        if parameter.requires_grad and name.startswith("bert.")
    ]
    fresh = [*model.heads.parameters(), *model.embedding.parameters()]
    return [
        {"params": trunk, "lr": recipe.learning_rate, "weight_decay": recipe.weight_decay},
        {"params": fresh, "lr": recipe.head_learning_rate},
    ]


def _warm_then_cool(step: int, steps: int, warmup: float) -> float:
    warm = max(1, math.ceil(steps * warmup))
    return step / warm if step < warm else max(0.0, (steps - step) / max(1, steps - warm))
