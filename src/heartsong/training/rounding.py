"""Eight-bit arithmetic, met in training: the trunk's matrices and what they read are rounded there.

The exported model multiplies unsigned eight-bit activations, with one range for each place of the
network, by signed weights. Ranges fixed once, not per batch, make what is heard in a text
independent of the texts beside it; a network that is trained with the rounding learns to live
within them (quantisation-aware training, Jacob et al. 2018).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import torch
from torch import Tensor, nn

from heartsong.training.documents import Batch
from heartsong.training.network import MoodEncoder

LEVELS: Final = 255
# Seven bits of a weight: a processor without VNNI adds two products in sixteen bits, and 255 x 127
# twice is more than they hold.
LARGEST_WEIGHT: Final = 63
LARGEST_WORD: Final = 127  # word vectors are looked up and never multiplied as integers
# Rare outliers are cut off: one range must serve all, and the network learns to do without them.
QUANTILE: Final = 0.9999
_SAMPLE: Final = 100_000  # numbers looked at, a place and batch

Range = tuple[float, float]


class Rounding:
    """Rounds what is read at one place of the network to 256 levels.

    Query, key and value read the same, so what came last is kept.

    Attributes:
        scale, zero: step and zero point of the levels.
    """

    def __init__(self, bounds: Range) -> None:
        self.scale, self.zero = scale_and_zero(bounds)
        self._last: tuple[Tensor, Tensor] | None = None

    def __call__(self, values: Tensor) -> Tensor:
        if self._last is None or self._last[0] is not values:
            rounded = torch.fake_quantize_per_tensor_affine(
                values.float(), self.scale, self.zero, 0, LEVELS
            )
            if torch.is_autocast_enabled("cpu"):  # once for all who read it
                rounded = rounded.to(torch.get_autocast_dtype("cpu"))
            self._last = (values, rounded)
        return self._last[1]


class RoundedLinear(nn.Linear):
    """A linear layer whose input and weights are rounded as in the exported model.

    Attributes:
        rounding: of the input.
        exact: True rounds nothing, for comparison.
    """

    rounding: Rounding
    exact: bool = False

    @classmethod
    def of(cls, linear: nn.Linear, rounding: Rounding) -> RoundedLinear:
        rounded = cls.__new__(cls)
        rounded.__dict__ = dict(linear.__dict__)
        rounded.rounding = rounding
        return rounded

    def forward(self, values: Tensor) -> Tensor:
        if self.exact:
            return super().forward(values)
        scales = weight_scales(self.weight.detach(), LARGEST_WEIGHT)
        weight = torch.fake_quantize_per_channel_affine(
            self.weight, scales, torch.zeros_like(scales), 0, -LARGEST_WEIGHT, LARGEST_WEIGHT
        )
        return nn.functional.linear(self.rounding(values), weight, self.bias)


def scale_and_zero(bounds: Range) -> tuple[float, int]:
    """Step and zero point of the 256 levels of a range that includes 0."""
    low, high = bounds
    scale = max(high - low, 1e-6) / LEVELS
    return scale, min(LEVELS, max(0, round(-low / scale)))


def weight_scales(weights: Tensor, largest: int) -> Tensor:
    """The step between levels for each row of (rows, columns), so that -largest … largest do."""
    scales: Tensor = weights.abs().amax(dim=1) / largest
    return scales.clamp(min=torch.finfo(torch.float32).tiny)


def round_words(model: MoodEncoder) -> None:
    """Round the word vectors once, in place: training leaves them as they are."""
    words = model.bert.embeddings.word_embeddings.weight
    scales = weight_scales(words.detach(), LARGEST_WORD)[:, None]
    with torch.no_grad():
        words.copy_((words / scales).round() * scales)


def round_trunk(model: MoodEncoder, some: Iterable[Batch]) -> None:
    """From now on, round the trunk's matrices and what they read; some batches show the ranges."""
    observed = _observe(model, some)
    roundings = {name: Rounding(bounds) for name, bounds in observed.items()}
    for name, parent, attribute in _places(model):
        rounded = RoundedLinear.of(getattr(parent, attribute), roundings[name])
        setattr(parent, attribute, rounded)


@contextmanager
def exactly(model: nn.Module) -> Iterator[None]:
    """Within, nothing is rounded."""
    rounded = [module for module in model.modules() if isinstance(module, RoundedLinear)]
    for module in rounded:
        module.exact = True
    try:
        yield
    finally:
        for module in rounded:
            module.exact = False


def _places(model: MoodEncoder) -> Iterator[tuple[str, Any, str]]:
    """Every linear layer of the trunk: the name of what it reads, its parent, its own name."""
    layer: Any
    for number, layer in enumerate(model.bert.encoder.layer):
        for name in ("query", "key", "value"):
            yield f"{number}.attention", layer.attention.self, name
        yield f"{number}.context", layer.attention.output, "dense"
        yield f"{number}.intermediate", layer.intermediate, "dense"
        yield f"{number}.output", layer.output, "dense"


def _observe(model: MoodEncoder, some: Iterable[Batch]) -> dict[str, Range]:
    """The range of what is read at each place, rare outliers left out."""
    seen: dict[str, list[Tensor]] = {}
    dice = torch.Generator().manual_seed(0)
    real = torch.ones(1, dtype=torch.bool)

    def watch(name: str, module: nn.Module) -> Any:
        def look(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
            values = inputs[0][real].flatten().float()
            drawn = torch.randint(len(values), (_SAMPLE,), generator=dice)
            seen.setdefault(name, []).append(values[drawn])

        return module.register_forward_pre_hook(look)

    hooks = [watch(name, getattr(parent, own)) for name, parent, own in _places(model)]
    model.eval()
    with torch.no_grad():
        for batch in some:
            real = batch.attention_mask.bool()
            model.pool(batch.input_ids, batch.attention_mask)
    for hook in hooks:
        hook.remove()
    return {name: _range(torch.cat(values)) for name, values in seen.items()}


def _range(values: Tensor) -> Range:
    ordered = values.sort().values
    edge = round((1 - QUANTILE) * (len(ordered) - 1))
    return min(0.0, float(ordered[edge])), max(0.0, float(ordered[-1 - edge]))
