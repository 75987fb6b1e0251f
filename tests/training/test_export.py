from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra 'train'")
pytest.importorskip("transformers", reason="training needs the extra 'train'")
pytest.importorskip("onnxscript", reason="the export needs the extra 'train'")

import onnxruntime  # noqa: E402

from heartsong.encoder import Encoder  # noqa: E402
from heartsong.pieces import pack  # noqa: E402
from heartsong.training.export import OUTPUTS, export, export_float32  # noqa: E402
from heartsong.training.network import HEADS, MoodEncoder  # noqa: E402

SHAPES = [(1, 2), (1, 3), (1, 40), (2, 16), (7, 66), (3, 130)]


@pytest.fixture(scope="module")
def model(base: Path) -> MoodEncoder:
    torch.manual_seed(11)
    return MoodEncoder.pretrained(base).eval()


@pytest.fixture(scope="module")
def exported(model: MoodEncoder, base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    export(model, base / "tokenizer.json", folder / "model", "little-1")
    return folder / "model"


def run_onnx(path: Path, ids: object, mask: object) -> dict[str, np.ndarray]:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    feeds = {"input_ids": ids.numpy(), "attention_mask": mask.numpy()}  # type: ignore[attr-defined]
    return dict(zip(OUTPUTS, session.run(list(OUTPUTS), feeds), strict=True))


def run_torch(model: MoodEncoder, ids: object, mask: object) -> dict[str, np.ndarray]:
    with torch.no_grad():
        outputs = model(ids, mask)  # type: ignore[arg-type]
    outputs["sentence_embedding"] = outputs.pop("embedding")
    return {name: outputs[name].numpy() for name in OUTPUTS}


def some_input(rows: int, tokens: int) -> tuple[object, object]:
    torch.manual_seed(rows * 1000 + tokens)
    ids = torch.randint(5, 100, (rows, tokens))
    mask = torch.ones_like(ids)
    for row in range(1, rows):  # every row but the first is a little shorter
        mask[row, max(2, tokens - row) :] = 0
    return ids * mask, mask


def test_the_float_export_gives_what_the_network_gives(model: MoodEncoder, tmp_path: Path) -> None:
    export_float32(model, tmp_path / "full.onnx")
    for shape in SHAPES:
        ids, mask = some_input(*shape)
        expected = run_torch(model, ids, mask)
        for name, values in run_onnx(tmp_path / "full.onnx", ids, mask).items():
            np.testing.assert_allclose(values, expected[name], atol=1e-4, err_msg=f"{name} {shape}")


def test_eight_bits_change_little(model: MoodEncoder, exported: Path) -> None:
    for shape in SHAPES:
        ids, mask = some_input(*shape)
        expected = run_torch(model, ids, mask)
        found = run_onnx(exported / "model.onnx", ids, mask)
        for name in HEADS:
            assert np.abs(found[name] - expected[name]).mean() < 0.1, (name, shape)
        cosines = (found["sentence_embedding"] * expected["sentence_embedding"]).sum(axis=1)
        assert cosines.min() > 0.97, shape


def test_the_export_is_what_the_run_time_reads(model: MoodEncoder, exported: Path) -> None:
    assert {path.name for path in exported.iterdir()} == {
        "model.onnx",
        "model.json",
        "tokenizer.json",
    }
    assert json.loads((exported / "model.json").read_text()).keys() == {
        "name",
        "width",
        "cls",
        "sep",
    }
    encoder = Encoder(exported, threads=1)
    assert (encoder.name, encoder.width) == ("little-1", 32)
    texts = ["i am so lonely today", "we walk and feel sunny"]
    pieces = [pack([ids]) for ids in encoder.tokenise(texts)]
    heard = encoder.hear(pieces, "message")
    assert len(heard) == 2
    ids = torch.tensor([[2, *pieces[0][0].ids, 3]])
    expected = run_torch(model, ids, torch.ones_like(ids))["groups"][0]
    shares = np.exp(expected) / np.exp(expected).sum()
    assert list(heard[0].mood.groups.values()) == pytest.approx(shares.tolist(), abs=0.05)


def test_the_export_names_what_the_run_time_asks_for() -> None:
    assert set(OUTPUTS) == {*HEADS, "sentence_embedding"}
