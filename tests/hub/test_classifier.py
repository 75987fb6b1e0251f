"""Real checkpoints of three families, through the real loading code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="plugged models need the extra 'hub'")
pytest.importorskip("transformers", reason="plugged models need the extra 'hub'")

from heartsong.errors import ModelError
from heartsong.hub.checkpoint import find
from heartsong.hub.classifier import Classifier
from tests.checkpoints import FAMILIES, LIMIT, SIX, save, shares_by_hand

TEXTS = (
    "i feel so sad tonight",
    "we dance in the light and laugh",
    "no",
    "the road and the river " * 4,
    "",
)
LONG = "i am never alone " * 100


def load(folder: Path) -> Classifier:
    return Classifier(find(folder))


@pytest.fixture(scope="module", params=FAMILIES)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(tmp_path_factory.mktemp(request.param), family=request.param)


@pytest.fixture(scope="module")
def classifier(folder: Path) -> Classifier:
    return load(folder)


def test_its_shares_are_those_of_the_library(classifier: Classifier, folder: Path) -> None:
    assert classifier.labels == SIX
    for text, shares in zip(TEXTS, classifier.shares(TEXTS), strict=True):
        assert shares == pytest.approx(shares_by_hand(folder, text), abs=1e-5)


def test_texts_are_told_apart(classifier: Classifier) -> None:
    one, other, *_ = classifier.shares(TEXTS)
    assert np.abs(one - other).max() > 0.001


def test_a_text_is_heard_the_same_whatever_its_company(classifier: Classifier) -> None:
    together = classifier.shares((*TEXTS, LONG))
    backwards = classifier.shares((*TEXTS, LONG)[::-1])[::-1]
    np.testing.assert_allclose(together, backwards, atol=1e-6)
    for text, shares in zip((*TEXTS, LONG), together, strict=True):
        np.testing.assert_allclose(classifier.shares([text])[0], shares, atol=1e-6)
    assert np.array_equal(classifier.shares(TEXTS), classifier.shares(TEXTS))


def test_a_long_text_is_cut_at_what_the_model_can_read(
    classifier: Classifier, folder: Path
) -> None:
    assert classifier.shares([LONG])[0] == pytest.approx(shares_by_hand(folder, LONG), abs=1e-5)
    assert classifier._limit == LIMIT


def test_no_texts_give_nothing(classifier: Classifier) -> None:
    assert classifier.shares([]).shape == (0, len(SIX))


def test_labels_given_at_once_are_each_a_share(tmp_path: Path) -> None:
    several = "multi_label_classification"
    folder = save(tmp_path / "several", problem_type=several)
    (shares,) = load(folder).shares(TEXTS[:1])
    assert shares.sum() == pytest.approx(1)
    assert shares == pytest.approx(shares_by_hand(folder, TEXTS[0]), abs=1e-5)
    single = load(save(tmp_path / "one")).shares(TEXTS[:1])[0]
    assert np.abs(shares - single).max() > 0.01


def test_half_precision_and_pickled_weights_are_read(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file, save_file

    folder = save(tmp_path / "model")
    expected = load(folder).shares(TEXTS)
    weights = folder / "model.safetensors"
    halved = {name: value.half() for name, value in load_file(weights).items()}
    save_file(halved, weights, metadata={"format": "pt"})
    half = load(folder)
    np.testing.assert_allclose(half.shares(TEXTS), expected, atol=0.05)
    assert half._network.dtype is torch.float32
    torch.save(halved, folder / "pytorch_model.bin")
    weights.unlink()
    np.testing.assert_array_equal(load(folder).shares(TEXTS), half.shares(TEXTS))


def test_a_text_of_which_no_token_is_left_says_nothing(tmp_path: Path) -> None:
    folder = save(tmp_path / "unframed", family="distilbert")
    changed(folder / "tokenizer.json", post_processor=None)
    empty, words = load(folder).shares(["", "rain"])
    assert empty == pytest.approx([1 / 6] * 6)
    assert words == pytest.approx(shares_by_hand(folder, "rain"), abs=1e-5)


def test_a_model_without_a_sign_for_padding_hears_texts_one_by_one(tmp_path: Path) -> None:
    classifier = load(save(tmp_path / "model"))
    expected = classifier.shares(TEXTS)
    classifier._tokenizer.pad_token = None
    np.testing.assert_allclose(classifier.shares(TEXTS), expected, atol=1e-6)


# What cannot be used.


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def changed(path: Path, **values: object) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


def unpickled(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    (folder / "pytorch_model.bin").write_bytes(b"no pickle")


DAMAGES: dict[str, Callable[[Path], None]] = {
    "cut weights": lambda folder: cut(folder / "model.safetensors"),
    "weights of nothing": lambda folder: (folder / "model.safetensors").write_bytes(b""),
    "no pickle": unpickled,
    "cut configuration": lambda folder: cut(folder / "config.json"),
    "unknown family": lambda folder: changed(folder / "config.json", model_type="heartless"),
    "other sizes": lambda folder: changed(folder / "config.json", hidden_size=32),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_files_are_told(tmp_path: Path, damage: str) -> None:
    folder = save(tmp_path / "model")
    DAMAGES[damage](folder)
    with pytest.raises(ModelError, match=r"The model model cannot be loaded"):
        load(folder)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_checkpoint_without_a_trained_classifier_is_refused(tmp_path: Path, family: str) -> None:
    """The library would make a classifier of random numbers for it, and say so in a log."""
    folder = save(tmp_path / "headless", family=family, head=False)
    with pytest.raises(ModelError, match=r"is no trained classifier \(.*classifier.*fine-tuned"):
        load(folder)


def test_a_tokenizer_that_is_missing_is_told(tmp_path: Path) -> None:
    """The library would read every word as unknown."""
    folder = save(tmp_path / "model")
    (folder / "vocab.txt").unlink()
    with pytest.raises(ModelError, match=r"tokenizer of the model model is missing"):
        load(folder)


def test_a_tokenizer_of_another_model_is_told(tmp_path: Path) -> None:
    folder = save(tmp_path / "model")
    with (folder / "vocab.txt").open("a") as file:
        file.write("\n".join(f"word{number}" for number in range(100)))
    with pytest.raises(ModelError, match="or of another model"):
        load(folder)


def test_code_that_a_folder_brings_is_not_run(tmp_path: Path) -> None:
    folder = save(tmp_path / "model")
    (folder / "theirs.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    theirs = {"AutoConfig": "theirs.Config", "AutoModelForSequenceClassification": "theirs.Model"}
    changed(folder / "config.json", model_type="theirs", auto_map=theirs)
    with pytest.raises(ModelError, match="cannot be loaded"):
        load(folder)
    assert not (tmp_path / "ran").exists()


def test_weights_that_are_no_numbers_are_told(tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    folder = save(tmp_path / "model")
    weights = load_file(folder / "model.safetensors")
    weights["classifier.bias"].fill_(float("nan"))
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelError, match="gives no numbers"):
        load(folder).shares(TEXTS)


def test_loading_and_hearing_print_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    load(save(tmp_path / "saved"))
    capfd.readouterr()
    load(tmp_path / "saved").shares([*TEXTS, LONG])
    with pytest.raises(ModelError):
        load(save(tmp_path / "headless", head=False))
    assert capfd.readouterr().out == ""


def test_what_the_library_prints_for_others_is_left_as_it_was(tmp_path: Path) -> None:
    from transformers.utils import logging

    before = (logging.get_verbosity(), logging.is_progress_bar_enabled())
    load(save(tmp_path / "model")).shares(TEXTS)
    assert (logging.get_verbosity(), logging.is_progress_bar_enabled()) == before
