from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra 'train'")
pytest.importorskip("transformers", reason="training needs the extra 'train'")

from heartsong.training import fit  # noqa: E402
from heartsong.training.documents import Document, batches  # noqa: E402
from heartsong.training.fit import WEIGHTS, Recipe, Trainer, teach_embeddings  # noqa: E402
from heartsong.training.network import HEADS, MoodEncoder, load_bert  # noqa: E402
from heartsong.training.pipeline import Run, load_tokenizer, read  # noqa: E402


class KilledError(Exception):
    """Stands for whatever ends a run half-way."""


class Trial:
    """One data set, and as many runs over it as a test needs."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.tokenizer = load_tokenizer(run.base)
        self.docs: list[Document] = read(run, "train", self.tokenizer)
        self.teacher = teach_embeddings(load_bert(run.base), self.docs, self.tokenizer)

    def fit(self, folder: Path, recipe: Recipe | None = None) -> tuple[MoodEncoder, list[float]]:
        """As a process of its own would: a new network, the same recipe, a folder to go on from."""
        folder.mkdir(exist_ok=True)
        recipe = recipe or self.run.recipe
        torch.manual_seed(recipe.seed)
        model = MoodEncoder.pretrained(self.run.base)
        trainer = Trainer(model, self.teacher, recipe, folder)
        return model, trainer.fit(self.docs, self.tokenizer)

    def steps(self, epoch: int) -> int:
        recipe = self.run.recipe
        plan = batches(
            self.docs,
            self.tokenizer,
            recipe.tokens_a_batch,
            recipe.seed + epoch,
            recipe.song_pieces,
        )
        return len(list(plan))


@pytest.fixture
def trial(run: Run) -> Trial:
    return Trial(run)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry a training step."""
    steps: list[int] = []
    real = fit.loss_of

    def loss_of(*arguments: object) -> object:
        steps.append(len(steps))
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(fit, "loss_of", loss_of)
    return steps


@contextmanager
def killed_at(step: int) -> Iterator[None]:
    """What runs inside is ended at the training step of that number, counted from 1."""
    real, done = fit.loss_of, [0]

    def loss_of(*arguments: object) -> object:
        done[0] += 1
        if done[0] == step:
            raise KilledError
        return real(*arguments)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fit, "loss_of", loss_of)
        with pytest.raises(KilledError):
            yield


def assert_same(one: MoodEncoder, other: MoodEncoder) -> None:
    for name, weight in one.state_dict().items():
        assert torch.allclose(weight, other.state_dict()[name], atol=1e-6), name


def test_every_head_has_a_weight() -> None:
    assert set(WEIGHTS) == {*HEADS, "embedding"}


def test_the_loss_falls(trial: Trial, tmp_path: Path) -> None:
    recipe = replace(trial.run.recipe, epochs=5)
    _, losses = trial.fit(tmp_path / "run", recipe)
    assert len(losses) == 5
    assert losses[-1] < 0.9 * losses[0]


def test_the_same_recipe_gives_the_same_weights(trial: Trial, tmp_path: Path) -> None:
    one, losses = trial.fit(tmp_path / "one")
    other, again = trial.fit(tmp_path / "other")
    assert losses == again
    assert_same(one, other)


def test_word_vectors_stay_and_the_rest_learns(trial: Trial, tmp_path: Path) -> None:
    model, _ = trial.fit(tmp_path / "run", replace(trial.run.recipe, epochs=1))
    before = load_bert(trial.run.base).state_dict()
    changed = {
        name
        for name, weight in model.bert.state_dict().items()
        if not torch.equal(weight, before[name])
    }
    assert changed
    assert not any(name.startswith("embeddings.") for name in changed)


@pytest.mark.parametrize("into", ["the start", "the middle"])
def test_a_run_killed_in_its_second_epoch_goes_on_with_it_and_ends_the_same(
    trial: Trial, tmp_path: Path, counted: list[int], into: str
) -> None:
    whole, losses = trial.fit(tmp_path / "whole")
    steps = [trial.steps(epoch) for epoch in range(3)]
    assert len(counted) == sum(steps)
    assert steps[1] >= 3

    step = steps[0] + (1 if into == "the start" else 3)
    with killed_at(step):
        trial.fit(tmp_path / "killed")
    counted.clear()
    resumed, again = trial.fit(tmp_path / "killed")
    assert len(counted) == steps[1] + steps[2]
    assert again == pytest.approx(losses, rel=1e-5)
    assert_same(resumed, whole)


def test_a_run_killed_in_its_first_epoch_starts_anew(
    trial: Trial, tmp_path: Path, counted: list[int]
) -> None:
    with killed_at(2):
        trial.fit(tmp_path / "killed")
    counted.clear()
    _, losses = trial.fit(tmp_path / "killed")
    assert len(counted) == sum(trial.steps(epoch) for epoch in range(3))
    assert len(losses) == 3


def test_a_finished_run_is_not_done_again(trial: Trial, tmp_path: Path, counted: list[int]) -> None:
    first, losses = trial.fit(tmp_path / "run")
    counted.clear()
    again, same = trial.fit(tmp_path / "run")
    assert counted == []
    assert losses == same
    assert_same(first, again)


def test_another_recipe_starts_anew(trial: Trial, tmp_path: Path, counted: list[int]) -> None:
    trial.fit(tmp_path / "run")
    counted.clear()
    trial.fit(tmp_path / "run", replace(trial.run.recipe, seed=99, epochs=1))
    assert counted


def test_a_kill_while_saving_leaves_the_last_checkpoint(
    trial: Trial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counted: list[int]
) -> None:
    real, saves = torch.save, [0]

    def save(state: object, path: Path) -> None:
        saves[0] += 1
        if saves[0] == 2:
            path.write_bytes(b"half")
            raise KilledError
        real(state, path)

    monkeypatch.setattr(torch, "save", save)
    with pytest.raises(KilledError):
        trial.fit(tmp_path / "run")
    counted.clear()
    trial.fit(tmp_path / "run")
    assert len(counted) == trial.steps(1) + trial.steps(2)


def test_the_teacher_is_a_unit_vector_for_every_piece(trial: Trial) -> None:
    pieces = sum(len(doc.pieces) for doc in trial.docs)
    assert trial.teacher.shape == (pieces, 32)
    assert trial.teacher.float().norm(dim=1).min() == pytest.approx(1, abs=1e-2)
    assert trial.teacher.float().norm(dim=1).max() == pytest.approx(1, abs=1e-2)


def test_the_embedding_is_held_to_the_teachers(trial: Trial, tmp_path: Path) -> None:
    recipe = replace(trial.run.recipe, epochs=4)
    model, _ = trial.fit(tmp_path / "run", recipe)
    model.eval()
    with torch.no_grad():
        for batch in batches(trial.docs, trial.tokenizer, 4096):
            outputs = model(batch.input_ids, batch.attention_mask)
            kept = (outputs["embedding"] * trial.teacher[batch.numbers].float()).sum(1)
            assert kept.mean() > 0.8
