from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra 'train'")
pytest.importorskip("transformers", reason="training needs the extra 'train'")

from heartsong.training.documents import Batch  # noqa: E402
from heartsong.training.network import MoodEncoder  # noqa: E402
from heartsong.training.rounding import (  # noqa: E402
    LARGEST_WEIGHT,
    LARGEST_WORD,
    LEVELS,
    RoundedLinear,
    exactly,
    round_trunk,
    round_words,
    scale_and_zero,
    weight_scales,
)


def a_batch() -> Batch:
    torch.manual_seed(4)
    ids = torch.randint(5, 90, (6, 20))
    mask = torch.ones_like(ids)
    mask[3:, 12:] = 0
    return Batch(ids * mask, mask, torch.arange(6), torch.arange(6), {})


@pytest.fixture
def model(base: Path) -> MoodEncoder:
    torch.manual_seed(3)
    return MoodEncoder.pretrained(base).eval()


@pytest.mark.parametrize("bounds", [(-1.0, 3.0), (0.0, 2.0), (-5.0, 0.0), (0.0, 0.0)])
def test_the_levels_hold_nought_exactly_and_span_the_range(bounds: tuple[float, float]) -> None:
    scale, zero = scale_and_zero(bounds)
    assert 0 <= zero <= LEVELS
    low, high = -zero * scale, (LEVELS - zero) * scale
    assert low == pytest.approx(bounds[0], abs=scale + 1e-5)
    assert high == pytest.approx(bounds[1], abs=scale + 1e-5)


def test_every_matrix_of_the_trunk_is_rounded_and_no_head(model: MoodEncoder) -> None:
    before = {name: weight.clone() for name, weight in model.state_dict().items()}
    round_trunk(model, [a_batch()])
    trunk = {n for n, m in model.bert.encoder.named_modules() if isinstance(m, torch.nn.Linear)}
    rounded = {n for n, m in model.bert.encoder.named_modules() if isinstance(m, RoundedLinear)}
    assert rounded == trunk
    assert len(rounded) == 2 * 6
    assert not any(isinstance(head, RoundedLinear) for head in model.heads.values())
    after = model.state_dict()
    assert before.keys() == after.keys()
    assert all(torch.equal(weight, after[name]) for name, weight in before.items())


def test_rounding_changes_a_little_and_exactly_nothing(model: MoodEncoder) -> None:
    batch = a_batch()
    with torch.no_grad():
        plain = model(batch.input_ids, batch.attention_mask)
        round_trunk(model, [batch])
        rounded = model(batch.input_ids, batch.attention_mask)
        with exactly(model):
            exact = model(batch.input_ids, batch.attention_mask)
        again = model(batch.input_ids, batch.attention_mask)
    for name, values in plain.items():
        assert torch.equal(exact[name], values)
        assert not torch.equal(rounded[name], values)
        assert torch.equal(rounded[name], again[name])
        assert (rounded[name] - values).abs().mean() < 0.1


def test_what_several_matrices_read_is_rounded_once(model: MoodEncoder) -> None:
    batch = a_batch()
    round_trunk(model, [batch])
    attention = model.bert.encoder.layer[0].attention.self
    rounding = attention.query.rounding
    assert attention.key.rounding is attention.value.rounding is rounding
    assert attention.key.rounding is not model.bert.encoder.layer[1].attention.self.key.rounding
    once, other = torch.rand(2, 3), torch.rand(2, 3)
    assert rounding(once) is rounding(once)
    assert not torch.equal(rounding(other), rounding(once))


def test_a_weight_has_seven_bits(model: MoodEncoder) -> None:
    batch = a_batch()
    round_trunk(model, [batch])
    linear = model.bert.encoder.layer[0].intermediate.dense
    with torch.no_grad():
        columns = torch.eye(linear.in_features) * linear.rounding.scale  # nought and one level
        heard = (linear(columns) - linear.bias) / linear.rounding.scale
    steps = heard.T / weight_scales(linear.weight.detach(), LARGEST_WEIGHT)[:, None]
    assert torch.allclose(steps, steps.round(), atol=1e-2)
    assert steps.abs().max() <= LARGEST_WEIGHT + 0.01


def test_what_lies_within_the_range_still_learns(model: MoodEncoder) -> None:
    batch = a_batch()
    round_trunk(model, [batch])
    model(batch.input_ids, batch.attention_mask)["emotions"].sum().backward()
    for name, weight in model.bert.encoder.named_parameters():
        if name.endswith("dense.weight"):
            assert weight.grad is not None
            assert weight.grad.abs().sum() > 0, name


def test_word_vectors_are_rounded_once_for_all(model: MoodEncoder) -> None:
    words = model.bert.embeddings.word_embeddings.weight
    before = words.detach().clone()
    round_words(model)
    once = words.detach().clone()
    assert not torch.equal(once, before)
    steps = once / weight_scales(before, LARGEST_WORD)[:, None]
    assert torch.allclose(steps, steps.round(), atol=1e-3)
    assert (once - before).abs().max() <= weight_scales(before, LARGEST_WORD).max() / 2 + 1e-6
    round_words(model)
    assert torch.allclose(words, once, atol=1e-6)
    assert not words.requires_grad
