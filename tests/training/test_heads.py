from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra 'train'")
pytest.importorskip("transformers", reason="training needs the extra 'train'")

from heartsong.training.documents import Document, batches  # noqa: E402
from heartsong.training.heads import pooled_vectors, refit  # noqa: E402
from heartsong.training.network import MoodEncoder, cross_entropies  # noqa: E402
from heartsong.training.pipeline import Run, load_tokenizer, read  # noqa: E402


@pytest.fixture
def model(base: Path) -> MoodEncoder:
    torch.manual_seed(3)
    return MoodEncoder.pretrained(base)


def loss_of_head(model: MoodEncoder, docs: list[Document], vectors: object, head: str) -> float:
    rows = [row for row, doc in enumerate(docs) if head in doc.example.targets]
    targets = torch.tensor([docs[row].example.targets[head] for row in rows])
    with torch.no_grad():
        return float(cross_entropies(model.heads[head](vectors[rows]), targets).mean())  # type: ignore[index]


def test_a_documents_vector_is_the_mean_of_its_pieces(run: Run, model: MoodEncoder) -> None:
    tokenizer = load_tokenizer(run.base)
    docs = read(run, "train", tokenizer)
    vectors = pooled_vectors(model, docs, tokenizer)
    assert vectors.shape == (len(docs), 32)
    with torch.no_grad():
        for row in (0, len(docs) - 1):
            # As a document alone its pieces are counted from nought.
            (batch,) = batches([docs[row]], tokenizer, 100_000)
            alone = model.pool(batch.input_ids, batch.attention_mask).mean(0)
            assert torch.allclose(vectors[row], alone, atol=0.05)


def test_fitting_the_heads_lowers_their_loss_and_touches_nothing_else(
    run: Run, model: MoodEncoder
) -> None:
    tokenizer = load_tokenizer(run.base)
    docs = read(run, "train", tokenizer)
    vectors = pooled_vectors(model, docs, tokenizer)
    before = {name: weight.clone() for name, weight in model.state_dict().items()}
    losses = {
        head: loss_of_head(model, docs, vectors, head)
        for head in ("emotions", "groups", "song_groups")
    }
    refit(model, docs, tokenizer)
    for head, loss in losses.items():
        assert loss_of_head(model, docs, vectors, head) < 0.8 * loss
    for name, weight in model.state_dict().items():
        if not name.startswith("heads."):
            assert torch.equal(weight, before[name]), name


def test_a_head_that_no_set_teaches_stays(run: Run, model: MoodEncoder) -> None:
    tokenizer = load_tokenizer(run.base)
    before = model.heads["sentiment"].weight.clone()
    refit(model, read(run, "train", tokenizer), tokenizer)
    assert torch.equal(model.heads["sentiment"].weight, before)
