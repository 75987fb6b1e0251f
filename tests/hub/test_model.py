"""A plugged model: emotions and sentiments from classifiers, all else from the base."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="plugged models need the extra 'hub'")
pytest.importorskip("transformers", reason="plugged models need the extra 'hub'")

from heartsong.errors import ModelError
from heartsong.hub.checkpoint import find
from heartsong.hub.model import HubModel
from heartsong.labels import MEANINGS
from heartsong.types import EMOTIONS, SENTIMENTS
from tests.checkpoints import SEVEN, SIX, THREE, save, shares_by_hand
from tests.fakes import FakeEncoder

TEXT = "i feel so sad tonight"
GO_EMOTIONS = tuple(MEANINGS)[:28]


@pytest.fixture(scope="module")
def six(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(tmp_path_factory.mktemp("six"), SIX)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(tmp_path_factory.mktemp("three"), THREE, "roberta", seed=1)


def emotions_of(model: HubModel, text: str = TEXT) -> dict[str, float]:
    (heard,) = model.hear([[text]], "message")
    return dict(heard.mood.emotions)


def test_six_emotions_are_passed_on_under_their_names(six: Path, fake: FakeEncoder) -> None:
    given = dict(zip(SIX, shares_by_hand(six, TEXT), strict=True))
    model = HubModel(fake, six)
    assert emotions_of(model) == pytest.approx(given, abs=1e-5)
    (heard,) = model.hear([[TEXT]], "message")
    assert heard.mood.neutral == 0
    assert heard.mood.emotion == max(given, key=given.__getitem__)


def test_all_else_is_the_bases(six: Path, fake: FakeEncoder) -> None:
    texts = [["we dance"], ["I cry"]]
    for kind in ("message", "song"):
        ours = fake.hear(texts, kind)  # type: ignore[arg-type]
        theirs = HubModel(fake, six).hear(texts, kind)  # type: ignore[arg-type]
        for one, other in zip(ours, theirs, strict=True):
            for name in ("valence", "arousal", "groups", "sentiment"):
                assert getattr(one.mood, name) == getattr(other.mood, name)
            assert np.array_equal(one.embedding, other.embedding)
    assert HubModel(fake, six).width == fake.width


def test_other_names_of_emotions_are_summed(tmp_path: Path, fake: FakeEncoder) -> None:
    folder = save(tmp_path / "seven", SEVEN)
    given = dict(zip(SEVEN, shares_by_hand(folder, TEXT), strict=True))
    (heard,) = HubModel(fake, folder).hear([[TEXT]], "message")
    assert heard.mood.neutral == pytest.approx(given["neutral"], abs=1e-5)
    anger = given["anger"] + given["disgust"] + given["neutral"] / 6
    assert heard.mood.emotions["anger"] == pytest.approx(anger, abs=1e-5)
    assert heard.mood.emotions["love"] == pytest.approx(given["neutral"] / 6, abs=1e-5)
    assert sum(heard.mood.emotions.values()) == pytest.approx(1)


def test_the_28_of_goemotions_may_be_said_at_once(tmp_path: Path, fake: FakeEncoder) -> None:
    assert len(GO_EMOTIONS) == 28
    folder = save(tmp_path / "go", GO_EMOTIONS, problem_type="multi_label_classification")
    given = dict(zip(GO_EMOTIONS, shares_by_hand(folder, TEXT), strict=True))
    (heard,) = HubModel(fake, folder).hear([[TEXT]], "message")
    fear = given["fear"] + given["nervousness"] + given["neutral"] / 6
    assert heard.mood.emotions["fear"] == pytest.approx(fear, abs=1e-5)


@pytest.mark.parametrize("labels", [THREE, ("NEG", "NEU", "POS"), ("Negative", "neutral", "pos")])
def test_sentiments_are_told_under_several_names(
    tmp_path: Path, fake: FakeEncoder, labels: tuple[str, ...]
) -> None:
    folder = save(tmp_path / "sentiment", labels)
    (heard,) = HubModel(fake, sentiment=folder).hear([[TEXT]], "message")
    given = dict(zip(SENTIMENTS, shares_by_hand(folder, TEXT), strict=True))
    assert heard.mood.sentiment == pytest.approx(given, abs=1e-5)
    assert heard.mood.emotions == fake.hear([[TEXT]], "message")[0].mood.emotions


def test_a_model_of_two_sentiments_never_says_neutral(tmp_path: Path, fake: FakeEncoder) -> None:
    folder = save(tmp_path / "two", ("NEGATIVE", "POSITIVE"))
    (heard,) = HubModel(fake, sentiment=folder).hear([[TEXT]], "message")
    assert heard.mood.sentiment["neutral"] == 0
    assert heard.mood.sentiment["positive"] == pytest.approx(
        shares_by_hand(folder, TEXT)[1], abs=1e-5
    )


def test_the_name_names_all_parts(six: Path, three: Path, fake: FakeEncoder) -> None:
    one, other = find(six).name, find(three).name
    assert HubModel(fake, six).name == f"fake-1 + emotions {one}"
    assert HubModel(fake, sentiment=three).name == f"fake-1 + sentiment {other}"
    assert HubModel(fake, six, three).name == f"fake-1 + emotions {one} + sentiment {other}"


def test_a_song_is_the_mean_of_its_pieces(six: Path, fake: FakeEncoder) -> None:
    lines = ["we dance in the light " * 8, "i cry " * 15, "the rain"]
    (heard,) = HubModel(fake, six).hear([lines], "song")
    pieces = [lines[0].strip(), f"{lines[1]}{lines[2]}"]
    means = np.mean([shares_by_hand(six, piece) for piece in pieces], axis=0)
    assert list(heard.mood.emotions.values()) == pytest.approx(list(means), abs=1e-5)
    (whole,) = HubModel(fake, six).hear([[" ".join(lines)]], "message")
    assert whole.mood.emotions != heard.mood.emotions


def test_a_line_longer_than_a_piece_is_cut_between_words(six: Path, fake: FakeEncoder) -> None:
    words = ["rain", "sun"] * 50
    (heard,) = HubModel(fake, six).hear([[" ".join(words)]], "song")
    pieces = [" ".join(words[:62]), " ".join(words[62:])]
    means = np.mean([shares_by_hand(six, piece) for piece in pieces], axis=0)
    assert list(heard.mood.emotions.values()) == pytest.approx(list(means), abs=1e-5)


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (("LABEL_0", "LABEL_1"), "of its labels LABEL_0, LABEL_1, LABEL_0, LABEL_1 cannot"),
        (("joy", "trust"), "of its labels joy, trust, trust cannot be understood"),
        (("negative", "neutral", "positive"), "negative, positive cannot be understood"),
    ],
)
def test_labels_that_are_no_emotions_are_listed(
    tmp_path: Path, fake: FakeEncoder, labels: Sequence[str], said: str
) -> None:
    with pytest.raises(ModelError, match=said):
        HubModel(fake, save(tmp_path / "strange", labels))


@pytest.mark.parametrize("labels", [("LABEL_0", "LABEL_1"), SIX, ("1 star", "2 stars")])
def test_labels_that_are_no_sentiments_are_listed(
    tmp_path: Path, fake: FakeEncoder, labels: Sequence[str]
) -> None:
    with pytest.raises(ModelError, match=r"does not name sentiments.*negative, neutral and"):
        HubModel(fake, sentiment=save(tmp_path / "strange", labels))


def test_emotions_stand_in_our_order(tmp_path: Path, fake: FakeEncoder) -> None:
    folder = save(tmp_path / "backwards", SIX[::-1])
    assert tuple(emotions_of(HubModel(fake, folder))) == EMOTIONS
