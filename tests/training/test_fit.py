from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra 'train'")
pytest.importorskip("transformers", reason="training needs the extra 'train'")

from heartsong.training import fit  # noqa: E402
from heartsong.training.documents import Document, batches  # noqa: E402
from heartsong.training.examples import Example  # noqa: E402
from heartsong.training.fit import WEIGHTS, Recipe, Trainer, shown  # noqa: E402
from heartsong.training.network import HEADS, MoodEncoder, load_bert  # noqa: E402
from heartsong.training.pipeline import Run, load_tokenizer, read, taught  # noqa: E402


class KilledError(Exception):
    """Stands for whatever ends a run half-way."""


class Trial:
    """One data set, and as many runs over it as a test needs."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.tokenizer = load_tokenizer(run.base)
        self.docs: list[Document] = read(run, "train", self.tokenizer)
        self.teacher = taught(run, self.docs, self.tokenizer)

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
        some = shown(self.docs, recipe)[epoch]
        return len(list(batches(some, self.tokenizer, recipe.tokens_a_batch, recipe.seed + epoch)))


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


def test_the_embedding_learns_to_point_where_the_teacher_does(trial: Trial, tmp_path: Path) -> None:
    model, _ = trial.fit(tmp_path / "run", replace(trial.run.recipe, epochs=16))
    model.eval()
    kept, pupils = 0.0, 0
    with torch.no_grad():
        for batch in batches(trial.docs, trial.tokenizer, 4096):
            target = trial.teacher[batch.numbers].float()
            asked = target.norm(dim=1) > 0
            outputs = model(batch.input_ids, batch.attention_mask)["embedding"]
            kept += float((outputs * target).sum(1)[asked].sum())
            pupils += int(asked.sum())
    assert pupils >= 20
    assert kept / pupils > 0.8


def test_a_piece_without_a_teacher_teaches_no_embedding(trial: Trial) -> None:
    torch.manual_seed(1)
    model = MoodEncoder.pretrained(trial.run.base)
    (batch, *_) = batches(trial.docs, trial.tokenizer, 512)
    fit.loss_of(model, batch, torch.zeros_like(trial.teacher)).backward()
    assert model.embedding.weight.grad is None or not model.embedding.weight.grad.any()


def test_the_weights_that_come_out_are_averages(trial: Trial, tmp_path: Path) -> None:
    last, _ = trial.fit(tmp_path / "last", replace(trial.run.recipe, averaging=0.0))
    average, _ = trial.fit(tmp_path / "average", replace(trial.run.recipe, averaging=0.9))
    state = torch.load(tmp_path / "average" / "checkpoint.pt", weights_only=True)
    for name, weight in last.state_dict().items():
        assert torch.allclose(weight, state["model"][name], atol=1e-5), name
    changed = [
        name
        for name, weight in average.state_dict().items()
        if not torch.allclose(weight, state["model"][name], atol=1e-5)
    ]
    assert any(name.startswith("bert.encoder") for name in changed)


def test_texts_without_labels_are_shown_in_one_epoch_each(trial: Trial) -> None:
    recipe = replace(trial.run.recipe, repeats={"carer": 2})
    epochs = shown(trial.docs, recipe)
    assert len(epochs) == recipe.epochs
    bare = [doc for epoch in epochs for doc in epoch if not doc.example.targets]
    assert sorted(doc.first_piece for doc in bare) == sorted(
        doc.first_piece for doc in trial.docs if not doc.example.targets
    )
    for epoch in epochs:
        times = Counter((doc.example.source, doc.first_piece) for doc in epoch)
        assert {n for (source, _), n in times.items() if source == "carer"} == {2}
        assert {n for (source, _), n in times.items() if source != "carer"} == {1}


def test_a_song_with_labels_is_shown_once_whatever_the_recipe_repeats() -> None:
    message = Document(Example("own", "message", "x", {"groups": (1, 0, 0, 0)}), ((1,),), 0)
    song = Example("own", "song", "x", {"song_groups": (1, 0, 0, 0)})
    songs = [Document(song, ((n,),), n) for n in range(1, 8)]
    epochs = shown([message, *songs], Recipe(epochs=3, repeats={"own": 2}))
    assert [epoch.count(message) for epoch in epochs] == [2, 2, 2]
    assert sorted(len(epoch) - 2 for epoch in epochs) == [2, 2, 3]
    assert all(sum(epoch.count(each) for epoch in epochs) == 1 for each in songs)
