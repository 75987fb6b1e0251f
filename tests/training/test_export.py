from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra 'train'")
pytest.importorskip("transformers", reason="training needs the extra 'train'")
pytest.importorskip("onnx", reason="the export needs the extra 'train'")

from heartsong.encoder import Encoder  # noqa: E402
from heartsong.pieces import Piece  # noqa: E402
from heartsong.training.documents import Batch  # noqa: E402
from heartsong.training.export import Vocabulary, export  # noqa: E402
from heartsong.training.graph import OUTPUTS  # noqa: E402
from heartsong.training.network import HEADS, MoodEncoder  # noqa: E402
from heartsong.training.rounding import exactly, round_trunk  # noqa: E402

SHAPES = [(1, 2), (1, 3), (1, 40), (2, 16), (7, 66), (3, 128)]


def some_input(rows: int, tokens: int) -> tuple[object, object]:
    torch.manual_seed(rows * 1000 + tokens)
    ids = torch.randint(5, 100, (rows, tokens))
    mask = torch.ones_like(ids)
    for row in range(1, rows):  # every row but the first is a little shorter
        mask[row, max(2, tokens - row) :] = 0
    return ids * mask, mask


@pytest.fixture(scope="module")
def model(base: Path) -> MoodEncoder:
    torch.manual_seed(11)
    model = MoodEncoder.pretrained(base).eval()
    ids, mask = some_input(7, 66)
    round_trunk(model, [Batch(ids, mask, torch.arange(7), torch.arange(7), {})])  # type: ignore[arg-type]
    return model


@pytest.fixture(scope="module")
def exported(model: MoodEncoder, base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    export(model, Vocabulary(base / "tokenizer.json"), folder / "model", "little-1")
    return folder / "model"


def run_onnx(folder: Path, ids: object, mask: object) -> dict[str, np.ndarray]:
    import onnxruntime

    session = onnxruntime.InferenceSession(
        str(folder / "model.onnx"), providers=["CPUExecutionProvider"]
    )
    feeds = {"input_ids": ids.numpy(), "attention_mask": mask.numpy()}  # type: ignore[attr-defined]
    return dict(zip(OUTPUTS, session.run(list(OUTPUTS), feeds), strict=True))


def run_torch(model: MoodEncoder, ids: object, mask: object) -> dict[str, np.ndarray]:
    with torch.no_grad():
        outputs = model(ids, mask)  # type: ignore[arg-type]
        outputs["pooled"] = model.pool(ids, mask)  # type: ignore[arg-type]
    outputs["sentence_embedding"] = outputs.pop("embedding")
    return {name: outputs[name].numpy() for name in OUTPUTS}


def test_in_32_bits_the_export_is_the_network(
    model: MoodEncoder, base: Path, tmp_path: Path
) -> None:
    export(model, Vocabulary(base / "tokenizer.json"), tmp_path, "exact-1", exact=True)
    for shape in SHAPES:
        ids, mask = some_input(*shape)
        with exactly(model):
            expected = run_torch(model, ids, mask)
        for name, values in run_onnx(tmp_path, ids, mask).items():
            np.testing.assert_allclose(values, expected[name], atol=1e-4, err_msg=f"{name} {shape}")


def test_a_network_without_rounding_gives_what_pytorch_gives(base: Path, tmp_path: Path) -> None:
    torch.manual_seed(12)
    plain = MoodEncoder.pretrained(base).eval()
    export(plain, Vocabulary(base / "tokenizer.json"), tmp_path, "plain-1")
    for shape in SHAPES:
        ids, mask = some_input(*shape)
        expected = run_torch(plain, ids, mask)
        for name, values in run_onnx(tmp_path, ids, mask).items():
            # Word vectors alone are in eight bits.
            assert np.abs(values - expected[name]).max() < 0.05, (name, shape)


def test_eight_bits_are_those_that_training_met(model: MoodEncoder, exported: Path) -> None:
    for shape in SHAPES:
        ids, mask = some_input(*shape)
        expected = run_torch(model, ids, mask)
        found = run_onnx(exported, ids, mask)
        for name in (*HEADS, "pooled"):
            assert np.abs(found[name] - expected[name]).mean() < 0.05, (name, shape)
        cosines = (found["sentence_embedding"] * expected["sentence_embedding"]).sum(axis=1)
        assert cosines.min() > 0.99, shape


def test_eight_bits_change_little(model: MoodEncoder, exported: Path) -> None:
    ids, mask = some_input(7, 66)
    with exactly(model):
        expected = run_torch(model, ids, mask)
    found = run_onnx(exported, ids, mask)
    for name in HEADS:
        assert np.abs(found[name] - expected[name]).mean() < 0.1, name


def test_what_is_heard_in_a_text_does_not_depend_on_its_company(exported: Path) -> None:
    ids, mask = some_input(7, 66)
    together = run_onnx(exported, ids, mask)
    for row in range(7):
        length = int(mask[row].sum())  # type: ignore[index]
        alone = run_onnx(exported, ids[row : row + 1, :length], mask[row : row + 1, :length])  # type: ignore[index]
        for name in OUTPUTS:
            assert np.abs(alone[name][0] - together[name][row]).max() < 0.02, (name, row)


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
    heard = encoder.hear([[text] for text in texts], "message")
    assert len(heard) == 2
    ids = torch.tensor([[2, *encoder.tokenise(texts)[0], 3]])
    expected = run_torch(model, ids, torch.ones_like(ids))["groups"][0]
    shares = np.exp(expected) / np.exp(expected).sum()
    assert list(heard[0].mood.groups.values()) == pytest.approx(shares.tolist(), abs=0.05)


def test_rare_word_pieces_go_and_common_words_are_heard_as_before(
    model: MoodEncoder, base: Path, exported: Path, tmp_path: Path
) -> None:
    texts = ["we walk the house"] * 3 + ["lonely"]
    export(model, Vocabulary.used_by(texts, base / "tokenizer.json", 3), tmp_path, "cut-1")
    whole, cut = Encoder(exported, threads=1), Encoder(tmp_path, threads=1)
    common, rare = cut.tokenise(["we walk the house", "lonely"])
    assert len(common) == 4
    assert len(rare) == len("lonely")  # spelt
    old, new = (
        encoder.forward([Piece(tuple(encoder.tokenise(["we walk the house"])[0]), 0, 0)])
        for encoder in (whole, cut)
    )
    for name, values in old.items():
        np.testing.assert_allclose(new[name], values, atol=1e-5, err_msg=name)
    before, after = ((folder / "model.onnx").stat().st_size for folder in (exported, tmp_path))
    assert after < before


def test_the_export_names_what_the_run_time_asks_for() -> None:
    assert set(OUTPUTS) == {*HEADS, "pooled", "sentence_embedding"}
