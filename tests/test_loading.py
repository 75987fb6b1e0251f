"""What a user calls a model, and how a catalogue's model is called."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from heartsong.encoder import SHIPPED_MODEL, Encoder
from heartsong.errors import MissingExtraError, ModelError
from heartsong.loading import how_to_load, is_exported, load_model

SHIPPED = Encoder(threads=1).name


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED_MODEL, tmp_path / "model"))


def test_the_shipped_model_is_the_default_and_an_exported_folder_another(exported: Path) -> None:
    assert isinstance(load_model(), Encoder)
    for reference in (exported, str(exported)):
        assert isinstance(load_model(reference), Encoder)


def test_a_folder_of_ours_is_told_by_its_card(exported: Path, tmp_path: Path) -> None:
    assert is_exported(SHIPPED_MODEL)
    assert is_exported(str(exported))
    assert not is_exported(tmp_path)
    assert not is_exported("owner/name")


@pytest.mark.parametrize("reference", ["absent", "./absent", "a/b/c", "owner/", "/no/folder", ""])
def test_what_can_be_no_model_is_refused_before_anything_is_loaded(
    reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    for arguments in ((reference,), (SHIPPED_MODEL, reference)):
        with pytest.raises(ModelError, match=r"There is no model in .*OWNER/NAME"):
            load_model(*arguments)


def test_a_file_is_no_model(exported: Path) -> None:
    with pytest.raises(ModelError, match="There is no model in"):
        load_model(exported / "model.onnx")


@pytest.mark.parametrize("library", ["torch", "transformers"])
def test_without_the_extra_its_name_is_told(
    library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("heartsong.hub")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError, match=r"pip install 'heartsong\[hub\]'"):
        load_model(tmp_path)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (SHIPPED, "without --model and --sentiment-model"),
        (f"{SHIPPED} + emotions ada/moods@0123abcd", "with --model ada/moods"),
        (
            f"{SHIPPED} + emotions my moods@0123abcd + sentiment ada/likes@0123abcd",
            "with --model my moods --sentiment-model ada/likes",
        ),
        ("mine-2", "with --model FOLDER, where FOLDER holds mine-2"),
    ],
)
def test_the_options_that_load_a_model_are_told(name: str, said: str) -> None:
    assert how_to_load(name) == said
