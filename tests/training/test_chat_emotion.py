"""The recipe chat-emotion, from the data set's own files to a model that others can plug in."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra 'train'")
pytest.importorskip("transformers", reason="training needs the extra 'train'")
pytest.importorskip("accelerate", reason="training needs the extra 'train'")
pytest.importorskip("sklearn", reason="training needs the extra 'train'")

from heartsong.encoder import Encoder  # noqa: E402
from heartsong.errors import FileError, MissingDataError  # noqa: E402
from heartsong.evaluation.data import read  # noqa: E402
from heartsong.evaluation.run import evaluate  # noqa: E402
from heartsong.evaluation.task import Task  # noqa: E402
from heartsong.hub.model import HubModel  # noqa: E402
from heartsong.training import chat_emotion, pipeline  # noqa: E402
from heartsong.training.chat_emotion import LABELS, ChatRecipe, ChatRun, make, train  # noqa: E402
from tests.conftest import Inside  # noqa: E402
from tests.training.conftest import PLAIN, WORDS, write_csv  # noqa: E402

SAID = {"happiness": "joy", "sadness": "sadness", "anger": "anger", "no_emotion": "love"}
QUICK = ChatRecipe(epochs=3, texts_a_batch=10, learning_rate=3e-3)
LEARNS = replace(QUICK, epochs=6, texts_a_batch=5)
HEADER = ("dialogue_id", "turn", "utterance", "emotion")


class KilledError(Exception):
    """Stands for whatever ends a run half-way."""


def talk(seed: int, count: int) -> list[tuple[object, ...]]:
    """Dialogues of our own words; most utterances carry no emotion."""
    dice = random.Random(seed)
    labels = [label for label in SAID for _ in range(count)] + ["no_emotion"] * count
    dice.shuffle(labels)
    return [(n // 4, n % 4, said(label, dice), label) for n, label in enumerate(labels)]


def said(label: str, dice: random.Random) -> str:
    return " ".join([*dice.sample(WORDS[SAID[label]], 3), dice.choice(PLAIN), "!"])


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("talks")
    write_csv(folder / "text/dailydialog/train.csv", HEADER, talk(1, 20))
    write_csv(folder / "text/dailydialog/validation.csv", HEADER, talk(2, 6))
    return folder


@pytest.fixture
def run(talks: Path, base: Path, tmp_path: Path) -> ChatRun:
    return ChatRun(talks, tmp_path / "work", base, QUICK)


@contextmanager
def killed_at(step: int) -> Iterator[None]:
    """What runs inside is ended at the training step of that number, counted from 1."""
    real, done = chat_emotion._Trainer.training_step, [0]

    def training_step(*arguments: object, **named: object) -> object:
        done[0] += 1
        if done[0] == step:
            raise KilledError
        return real(*arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chat_emotion._Trainer, "training_step", training_step)
        with pytest.raises(KilledError):
            yield


@contextmanager
def counted() -> Iterator[list[int]]:
    """One entry a training step."""
    real, steps = chat_emotion._Trainer.training_step, []

    def training_step(*arguments: object, **named: object) -> object:
        steps.append(len(steps))
        return real(*arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chat_emotion._Trainer, "training_step", training_step)
        yield steps


def test_the_loss_falls_and_the_emotions_are_learnt(run: ChatRun) -> None:
    trained = train(replace(run, recipe=LEARNS))
    assert len(trained.losses) == LEARNS.epochs * LEARNS.checks_an_epoch
    assert trained.losses[-1] < 0.5 * trained.losses[0]
    assert trained.macro_f1 > 0.8


def test_a_killed_run_goes_on_from_its_checkpoint_and_ends_the_same(
    run: ChatRun, tmp_path: Path
) -> None:
    whole = train(replace(run, work=tmp_path / "whole"))
    with killed_at(18):
        train(run)
    with counted() as steps:
        resumed = train(run)
    assert len(steps) == 30 - 15
    assert resumed.losses == pytest.approx(whole.losses, rel=1e-3)
    for name, weight in whole.network.state_dict().items():
        assert torch.allclose(weight, resumed.network.state_dict()[name], atol=1e-4), name
    with counted() as steps:
        again = train(run)
    assert steps == []
    assert again.macro_f1 == resumed.macro_f1


def test_a_checkpoint_that_was_cut_off_while_written_is_passed_over(run: ChatRun) -> None:
    with killed_at(18):
        train(run)
    (last,) = run.work.glob("*/checkpoint-15")
    half = last.with_name("checkpoint-16")
    shutil.copytree(last, half)
    (half / "trainer_state.json").unlink()
    with counted() as steps:
        train(run)
    assert len(steps) == 15


def test_another_recipe_starts_afresh(run: ChatRun) -> None:
    with killed_at(18):
        train(run)
    with counted() as steps:
        train(replace(run, recipe=replace(run.recipe, epochs=1)))
    assert len(steps) == 10


def test_the_same_recipe_gives_the_same_weights(run: ChatRun, tmp_path: Path) -> None:
    short = replace(run, recipe=replace(run.recipe, epochs=1))
    one, other = train(short), train(replace(short, work=tmp_path / "other"))
    assert one.losses == other.losses
    for name, weight in one.network.state_dict().items():
        assert torch.equal(weight, other.network.state_dict()[name]), name


def test_the_result_plugs_in_and_hears(run: ChatRun, encoder: Encoder, tmp_path: Path) -> None:
    held_out = make(replace(run, recipe=LEARNS), tmp_path / "mine")
    files = {path.name for path in (tmp_path / "mine").iterdir()}
    assert files >= {"config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"}
    assert not any(name.endswith((".bin", ".pt")) for name in files)  # nothing that is unpickled
    model = HubModel(encoder, emotions=tmp_path / "mine")
    glad, blank = (
        model.hear([[text]], "message")[0].mood
        for text in ("sunny dancing laughing today !", "gentle tender warm house !")
    )
    assert glad.emotion == "joy"
    assert glad.emotions["joy"] > 0.5
    assert blank.neutral > 0.5
    found = evaluate(read(held_out, Task.EMOTION), {"mine": model})
    assert found.left_out == {"no emotion": 12}
    assert found.results[0].figures.measures()["macro-F1"] > 0.8


def test_the_command_trains_reports_and_uses_the_result(
    inside: Inside,
    talks: Path,
    base: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pipeline, "unpack_base", lambda work: base)
    options = ("--recipe", "chat-emotion", "--data", talks, "--work", "work", "--output", "mine")
    ended = inside("train", *options)
    assert ended.code == 0, ended
    validation = talks / "text/dailydialog/validation.csv"
    assert ended.out.startswith(f"emotion: 18 texts of {validation}, 12 left out: no emotion\n")
    assert "The best checkpoint was chosen on these very texts." in ended.out
    assert "macro-F1" in ended.out
    assert "{" not in ended.out
    measured = ("evaluate", "--task", "emotion", "--data", validation, "--model", "mine", "--json")
    (model,) = json.loads(inside(*measured).out)["models"]
    assert f"{model['macro_f1']:.4f}" in ended.out
    heard = json.loads(inside("analyze", "sunny dancing day", "--model", "mine", "--json").out)
    assert sum(heard["mood"]["emotions"].values()) == pytest.approx(1, abs=1e-3)


def test_classes_of_few_texts_weigh_more() -> None:
    numbers = [0] * 80 + [1] * 20
    even, rare = (chat_emotion._WeightedLoss(numbers, rarity)._weights for rarity in (0.0, 0.5))
    assert even.tolist() == [1.0] * len(LABELS)
    assert rare[1] / rare[0] == pytest.approx(2)
    assert torch.isfinite(rare).all()


def test_a_missing_file_and_a_strange_label_are_told_in_a_sentence(
    run: ChatRun, tmp_path: Path
) -> None:
    with pytest.raises(MissingDataError, match=r"dailydialog/train\.csv.*--from-hub"):
        train(replace(run, data=tmp_path / "nowhere"))
    write_csv(tmp_path / "text/dailydialog/train.csv", HEADER, [(0, 0, "so it is", "boredom")])
    with pytest.raises(FileError, match=r"none of DailyDialog's \(boredom\): write happiness"):
        train(replace(run, data=tmp_path))
    write_csv(tmp_path / "text/dailydialog/train.csv", HEADER, [])
    with pytest.raises(FileError, match="no utterance"):
        train(replace(run, data=tmp_path))
