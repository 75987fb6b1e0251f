"""What holds for every model: the shipped one, the tests' fake, and plugged ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from heartsong.encoder import Encoder
from heartsong.labels import HEARD
from heartsong.model import Kind, MoodModel
from heartsong.types import EMOTIONS, GROUPS, SENTIMENTS
from tests.checkpoints import SEVEN, THREE, save
from tests.fakes import FakeEncoder

KINDS: tuple[Kind, ...] = ("message", "song")
TEXTS = (
    ["I feel bad and I cry every night"],
    ["we dance in the kitchen", "and laugh", "till the morning comes"],
    ["I hate this, I could scream"],
    ["a calm and quiet evening by the river " * 30],
    ["no"],
)


@pytest.fixture(scope="module")
def plugged(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> MoodModel:
    pytest.importorskip("torch", reason="plugged models need the extra 'hub'")
    pytest.importorskip("transformers", reason="plugged models need the extra 'hub'")
    from heartsong.hub.model import HubModel

    folder: Path = tmp_path_factory.mktemp("plugged")
    emotions = save(folder / "emotions", SEVEN, "distilbert")
    return HubModel(encoder, emotions, save(folder / "sentiment", THREE, "roberta"))


@pytest.fixture(params=["shipped", "fake", "plugged"])
def model(request: pytest.FixtureRequest) -> MoodModel:
    if request.param == "fake":
        return FakeEncoder()
    name = {"shipped": "encoder", "plugged": "plugged"}[request.param]
    found: MoodModel = request.getfixturevalue(name)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_heard_is_well_formed(model: MoodModel, kind: Kind) -> None:
    heard = model.hear(TEXTS, kind)
    assert len(heard) == len(TEXTS)
    for each in heard:
        for names, shares in (
            (EMOTIONS, each.mood.emotions),
            (SENTIMENTS, each.mood.sentiment),
            (GROUPS, each.mood.groups),
        ):
            assert tuple(shares) == names
            assert sum(shares.values()) == pytest.approx(1)
            assert all(type(share) is float and 0 <= share <= 1 for share in shares.values())
        assert type(each.mood.neutral) is float
        assert 0 <= each.mood.neutral <= 1
        assert min(each.mood.emotions.values()) >= each.mood.neutral / 6 - 1e-9
        assert each.mood.emotion in HEARD
        assert -1 <= each.mood.valence <= 1
        assert -1 <= each.mood.arousal <= 1
        assert each.embedding.shape == (model.width,)
        assert each.embedding.dtype == np.float32
        assert float(np.linalg.norm(each.embedding)) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_no_texts_give_nothing(model: MoodModel, kind: Kind) -> None:
    assert model.hear([], kind) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_without_words_is_heard_and_moves_no_other(model: MoodModel, kind: Kind) -> None:
    words, empty, blank = model.hear([["we dance"], [""], ["  "]], kind)
    assert words.mood.groups == pytest.approx(model.hear([["we dance"]], kind)[0].mood.groups)
    assert empty.mood == blank.mood
    assert np.isfinite(empty.embedding).all()


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_is_heard_again_and_in_any_order(model: MoodModel, kind: Kind) -> None:
    first, again = model.hear(TEXTS, kind), model.hear(TEXTS, kind)
    assert [each.mood for each in first] == [each.mood for each in again]
    backwards = model.hear(TEXTS[::-1], kind)[::-1]
    for one, other in zip(first, backwards, strict=True):
        assert one.mood.emotions == pytest.approx(other.mood.emotions, abs=1e-3)
        assert one.mood.sentiment == pytest.approx(other.mood.sentiment, abs=1e-3)


def test_a_model_says_what_it_is_called(model: MoodModel) -> None:
    assert model.name
    assert model.name == model.name.strip()
