"""Models measured on the same texts: the fake one hears keywords, so right is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="evaluation needs the extra 'evaluate'")
pytest.importorskip("scipy", reason="evaluation needs the extra 'evaluate'")

from heartsong.evaluation.data import HAPPINESS, Dataset, read
from heartsong.evaluation.figures import Classified, Correlated
from heartsong.evaluation.run import evaluate, shares
from heartsong.evaluation.task import Task
from heartsong.labels import HEARD
from heartsong.model import Floats, Heard, Kind
from heartsong.types import EMOTIONS, GROUPS
from tests.builders import a_mood, an_embedding
from tests.fakes import FakeEncoder

EMOTIONS_CSV = """text,emotion
we dance and laugh,joy
so happy,joy
I cry,sadness
lonely tears,sadness
I hate this,anger
rage,joy
the table has four legs,neutral
"""
SONGS_CSV = """artist,lyrics,mood
Ada Vale,"we dance
all night",happy
Ada Vale,"I cry
all day",sad
Bo Reed,"gentle rest",sad
"""
VALENCE_CSV = """text,valence,arousal
we dance,5,4
I cry,1,2
rage,1.5,5
gentle rest,4,1
"""


class Deaf:
    """A model that hears the same in all texts."""

    name = "deaf-1"
    width = 16

    def hear(
        self, texts: Sequence[Sequence[str]], kind: Kind, genres: Floats | None = None
    ) -> list[Heard]:
        mood = replace(a_mood("sad", emotion="sadness", emotion_share=1.0), neutral=0.0)
        return [Heard(mood, an_embedding()) for _ in texts]


def dataset(folder: Path, content: str, task: Task) -> Dataset:
    path = folder / "data.csv"
    path.write_text(content, encoding="utf-8")
    return read(path, task)


def test_models_stand_side_by_side(tmp_path: Path, fake: FakeEncoder) -> None:
    moved: list[int] = []
    data = dataset(tmp_path, EMOTIONS_CSV, Task.EMOTION)
    found = evaluate(data, {"ours": fake, "theirs": Deaf()}, moved.append)
    assert (found.task, found.texts, found.notice) == (Task.EMOTION, 7, None)
    assert found.classes == ("sadness", "joy", "anger", "neutral")
    ours, theirs = found.results
    assert (ours.model, ours.name, theirs.name) == ("ours", "fake-1", "deaf-1")
    assert isinstance(ours.figures, Classified)
    assert isinstance(theirs.figures, Classified)
    assert ours.figures.accuracy == pytest.approx(6 / 7)
    assert ours.figures.confusion == ((2, 0, 0, 0), (0, 2, 1, 0), (0, 0, 1, 0), (0, 0, 0, 1))
    assert theirs.figures.accuracy == pytest.approx(2 / 7)
    assert theirs.figures.ece == pytest.approx(5 / 7)
    assert ours.texts_a_second > 0
    assert moved == [7, 14]


def test_songs_are_heard_as_songs_and_come_with_a_warning(
    tmp_path: Path, fake: FakeEncoder
) -> None:
    found = evaluate(dataset(tmp_path, SONGS_CSV, Task.SONG_MOOD), {"ours": fake})
    assert found.classes == ("happy", "sad")
    assert "flatters itself" in str(found.notice)
    assert "model-card.md" in str(found.notice)
    (result,) = found.results
    assert isinstance(result.figures, Classified)
    assert result.figures.accuracy >= 2 / 3


def test_valence_is_correlated(tmp_path: Path, fake: FakeEncoder) -> None:
    found = evaluate(dataset(tmp_path, VALENCE_CSV, Task.VALENCE), {"ours": fake})
    (result,) = found.results
    assert isinstance(result.figures, Correlated)
    assert result.figures.spearman_valence == pytest.approx(1)
    assert result.figures.pearson_arousal is not None
    assert found.classes == ()


def test_a_class_that_the_data_does_not_name_is_no_wrong_answer() -> None:
    mood = replace(
        a_mood(),
        emotions=dict(zip(EMOTIONS, (0.15, 0.25, 0.35, 0.15, 0.05, 0.05), strict=True)),
        neutral=0.3,
    )
    seven = shares(mood, Task.EMOTION, HEARD)
    assert list(seven) == pytest.approx([0.1, 0.2, 0.3, 0.1, 0, 0, 0.3])
    two = shares(mood, Task.EMOTION, ("sadness", "joy"))
    assert list(two) == pytest.approx([1 / 3, 2 / 3])
    five = shares(mood, Task.EMOTION, (HAPPINESS, "sadness", "anger", "fear", "surprise"))
    assert list(five) == pytest.approx([5 / 7, 1 / 7, 1 / 7, 0, 0])
    groups = shares(a_mood("happy", 0.7), Task.SONG_MOOD, GROUPS[:2])
    assert list(groups) == pytest.approx([7 / 8, 1 / 8])


def test_nothing_at_all_is_shared_evenly() -> None:
    mood = replace(a_mood(), emotions=dict.fromkeys(EMOTIONS, 1 / 6), neutral=1.0)
    assert list(shares(mood, Task.EMOTION, ("joy", "fear"))) == pytest.approx([0.5, 0.5])
