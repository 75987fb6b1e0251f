from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra 'train'")
pytest.importorskip("transformers", reason="training needs the extra 'train'")
pytest.importorskip("onnx", reason="the export needs the extra 'train'")

from heartsong.encoder import Encoder  # noqa: E402
from heartsong.training.export import Vocabulary, export  # noqa: E402
from heartsong.training.finish import finish  # noqa: E402
from heartsong.training.network import MoodEncoder  # noqa: E402
from heartsong.training.pipeline import Run, held_out_documents  # noqa: E402
from heartsong.training.report import outputs_of  # noqa: E402


def test_song_heads_are_fitted_and_the_trunk_stays(run: Run, tmp_path: Path) -> None:
    torch.manual_seed(2)
    model = MoodEncoder.pretrained(run.base).eval()
    export(model, Vocabulary(run.base / "tokenizer.json"), tmp_path / "first", "first")
    before = {name: weight.clone() for name, weight in model.state_dict().items()}
    messages, songs = held_out_documents(run, tmp_path / "first")
    finish(model, Encoder(tmp_path / "first", 1), messages, songs)
    changed = {n for n, w in model.state_dict().items() if not torch.equal(w, before[n])}
    assert {"heads.song_groups.weight", "heads.emotions.weight"} <= changed
    assert all(name.startswith("heads.") for name in changed)

    export(model, Vocabulary(run.base / "tokenizer.json"), tmp_path / "second", "second")
    outputs = outputs_of(Encoder(tmp_path / "second", 1), songs)
    true = [np.argmax(doc.example.targets["song_groups"]) for doc in songs]
    assert (outputs["song_groups"].argmax(axis=1) == true).mean() > 0.8


def test_emotions_are_cooled_and_keep_their_order(run: Run, tmp_path: Path) -> None:
    torch.manual_seed(2)
    model = MoodEncoder.pretrained(run.base).eval()
    with torch.no_grad():
        model.heads["emotions"].weight *= 30
    export(model, Vocabulary(run.base / "tokenizer.json"), tmp_path / "first", "first")
    messages, _ = held_out_documents(run, tmp_path / "first")
    before = outputs_of(Encoder(tmp_path / "first", 1), messages)["emotions"]
    finish(model, Encoder(tmp_path / "first", 1), messages, [])
    export(model, Vocabulary(run.base / "tokenizer.json"), tmp_path / "second", "second")
    after = outputs_of(Encoder(tmp_path / "second", 1), messages)["emotions"]
    assert np.abs(after).max() < 0.7 * np.abs(before).max()
    assert (before.argmax(axis=1) == after.argmax(axis=1)).all()
