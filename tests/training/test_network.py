from __future__ import annotations

import math
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra 'train'")
pytest.importorskip("transformers", reason="training needs the extra 'train'")

from heartsong.training.network import (  # noqa: E402
    HEADS,
    MoodEncoder,
    cross_entropies,
    load_bert,
    squares,
)

NAN = float("nan")


def test_cross_entropy_is_taken_over_the_judged_classes_alone() -> None:
    logits = torch.tensor([[1.0, 2.0, 50.0, -3.0]])
    targets = torch.tensor([[0.25, 0.75, NAN, NAN]])
    p, q = math.e / (math.e + math.e**2), math.e**2 / (math.e + math.e**2)
    expected = -(0.25 * math.log(p) + 0.75 * math.log(q))
    assert cross_entropies(logits, targets).tolist() == pytest.approx([expected], abs=1e-5)


def test_a_class_that_is_not_judged_is_not_taught() -> None:
    logits = torch.tensor([[1.0, 2.0, 3.0, 4.0]], requires_grad=True)
    cross_entropies(logits, torch.tensor([[1.0, 0.0, NAN, NAN]])).sum().backward()
    assert logits.grad is not None
    assert logits.grad[0, 2:].tolist() == [0, 0]
    assert logits.grad[0, 0] < 0 < logits.grad[0, 1]


@pytest.mark.parametrize("measure", [cross_entropies, squares])
def test_a_row_that_judges_nothing_costs_and_teaches_nothing(measure: object) -> None:
    values = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
    losses = measure(values, torch.tensor([[NAN, NAN], [0.5, 0.5]]))  # type: ignore[operator]
    losses.sum().backward()
    assert losses[0] == 0
    assert losses[1] > 0
    assert values.grad is not None
    assert values.grad[0].tolist() == [0, 0]
    assert torch.isfinite(values.grad).all()


def test_squares_are_means_of_the_squared_errors_of_a_row() -> None:
    losses = squares(
        torch.tensor([[1.0, 0.0], [0.0, 0.0]]), torch.tensor([[0.0, 0.0], [0.5, -0.5]])
    )
    assert losses.tolist() == pytest.approx([0.5, 0.25])


def test_the_network_gives_every_head_and_a_unit_embedding(base: Path) -> None:
    model = MoodEncoder.pretrained(base).eval()
    ids = torch.randint(5, 60, (3, 9))
    outputs = model(ids, torch.ones_like(ids))
    assert {name: tuple(outputs[name].shape) for name in HEADS} == {
        name: (3, size) for name, size in HEADS.items()
    }
    assert outputs["embedding"].norm(dim=1).tolist() == pytest.approx([1, 1, 1], abs=1e-5)


def test_padding_changes_nothing(base: Path) -> None:
    model = MoodEncoder.pretrained(base).eval()
    ids = torch.randint(5, 60, (1, 6))
    padded = torch.cat([ids, torch.zeros((1, 10), dtype=ids.dtype)], dim=1)
    mask = torch.tensor([[1] * 6 + [0] * 10])
    with torch.no_grad():
        plain, filled = model(ids, torch.ones_like(ids)), model(padded, mask)
    for name, value in plain.items():
        assert torch.allclose(value, filled[name], atol=1e-5), name


def test_the_embedding_starts_as_the_pretrained_one(base: Path) -> None:
    model = MoodEncoder.pretrained(base).eval()
    ids = torch.randint(5, 60, (2, 7))
    with torch.no_grad():
        pooled = load_bert(base).eval()(ids).last_hidden_state.mean(1)
        embedding = model(ids, torch.ones_like(ids))["embedding"]
    assert torch.allclose(torch.nn.functional.normalize(pooled, dim=-1), embedding, atol=1e-5)


def test_word_vectors_are_not_trained(base: Path) -> None:
    model = MoodEncoder.pretrained(base)
    assert not any(p.requires_grad for p in model.bert.embeddings.parameters())
    assert all(p.requires_grad for p in model.heads.parameters())
    assert all(p.requires_grad for p in model.bert.encoder.parameters())


def test_some_layers_of_the_base_can_be_kept(base: Path) -> None:
    whole, half = load_bert(base), load_bert(base, (1,))
    assert (len(whole.encoder.layer), len(half.encoder.layer)) == (2, 1)
    kept = whole.encoder.layer[1].state_dict()
    for name, weight in half.encoder.layer[0].state_dict().items():
        assert torch.equal(weight, kept[name]), name
