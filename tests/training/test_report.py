from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs the extra 'train'")
pytest.importorskip("sklearn", reason="training needs the extra 'train'")

from heartsong.pieces import Piece
from heartsong.training.documents import Document
from heartsong.training.examples import UNKNOWN, Example
from heartsong.training.report import Figure, as_markdown, report

GROUPS = [(1.0, 0.0, 0.0, 0.0), (0.0, 1.0, 0.0, 0.0), (0.0, 0.0, 1.0, 0.0), (0.0, 0.0, 0.0, 1.0)]


class Oracle:
    """Gives for a piece whatever outputs its first token stands for."""

    def __init__(self, head: str, outputs: Sequence[Sequence[float]]) -> None:
        self.head, self.outputs = head, outputs

    def forward(self, pieces: Sequence[Piece]) -> dict[str, np.ndarray]:
        return {self.head: np.array([self.outputs[piece.ids[0]] for piece in pieces], np.float32)}


def docs(source: str, head: str, targets: Sequence[tuple[float, ...]]) -> list[Document]:
    return [
        Document(Example(source, "message", "x", {head: target}), ((row,),), row)
        for row, target in enumerate(targets)
    ]


def figures(oracle: Oracle, some: list[Document]) -> dict[str, float]:
    return {figure.metric: figure.value for figure in report(oracle, some, [])}  # type: ignore[arg-type]


def test_what_is_always_right_scores_one_and_half_right_a_half() -> None:
    right = figures(Oracle("groups", GROUPS), docs("own", "groups", GROUPS))
    assert right["groups: accuracy"] == right["groups: macro-F1"] == 1.0
    half = [GROUPS[0], GROUPS[1], GROUPS[3], GROUPS[2]]
    assert figures(Oracle("groups", half), docs("own", "groups", GROUPS))["groups: accuracy"] == 0.5


def test_a_class_that_a_set_does_not_judge_is_never_a_wrong_answer() -> None:
    targets = [(*(1.0, 0, 0, 0, 0, 0), UNKNOWN), (*(0, 1.0, 0, 0, 0, 0), UNKNOWN)]
    outputs = [(0.2, 0.1, 0, 0, 0, 0, 9.0), (0.1, 0.2, 0, 0, 0, 0, 9.0)]
    found = figures(Oracle("emotions", outputs), docs("carer", "emotions", targets))
    assert found["emotions: accuracy"] == 1.0


def test_dailydialogs_happiness_is_joy_or_love() -> None:
    happy = (0.0, 1.0, UNKNOWN, 0.0, 0.0, 0.0, 0.0)
    sad, angry = ((float(n == 0), 0.0, 0.0, float(n == 3), 0.0, 0.0, 0.0) for n in (0, 3))
    outputs = [
        (0.0, 0.0, 5.0, 0.0, 0.0, 0.0, 0.0),  # love
        (0.0, 5.0, 0.0, 0.0, 0.0, 0.0, 9.0),  # joy, where neutral does not compete
        (5.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
        (0.0, 0.0, 0.0, 5.0, 0.0, 0.0, 0.0),
    ]
    some = docs("dailydialog", "emotions", [happy, happy, sad, angry])
    found = figures(Oracle("emotions", outputs), some)
    assert found == {"emotions: macro-F1 of five classes": 1.0}


def test_correlations_are_of_each_axis() -> None:
    targets = [(0.1, 0.9), (0.2, 0.5), (0.3, 0.1), (0.4, -0.3)]
    outputs = [(1.0, 1.0), (2.0, 2.0), (3.0, 3.0), (4.0, 4.0)]
    found = figures(Oracle("affect", outputs), docs("emobank", "affect", targets))
    assert found == pytest.approx(
        {"affect: Pearson, valence": 1.0, "affect: Pearson, arousal": -1.0}
    )


def test_the_calibration_error_is_how_far_confidence_is_from_being_right() -> None:
    sure = [tuple(20.0 * share for share in row) for row in GROUPS]
    wrong = [GROUPS[1], GROUPS[0], GROUPS[2], GROUPS[3]]
    found = figures(Oracle("groups", sure), docs("own", "groups", wrong))
    assert found["groups: calibration error"] == pytest.approx(0.5, abs=0.01)


def test_a_documents_pieces_are_averaged() -> None:
    doc = Document(Example("own", "message", "x", {"groups": GROUPS[1]}), ((0,), (1,), (1,)), 0)
    other = docs("own", "groups", GROUPS[:1])
    found = report(Oracle("groups", GROUPS), [doc, *other], [])  # type: ignore[arg-type]
    assert found[0].value == 1.0
    assert {figure.count for figure in found} == {2}


def test_songs_are_judged_by_heads_that_do_not_know_them() -> None:
    """Vectors that name each song and say nothing of its mood: only who knows it could be right."""
    dice = np.random.default_rng(5)
    vectors = dice.standard_normal((160, 200))
    songs = [
        Document(
            Example("moodylyrics", "song", f"word{n}", {"song_groups": group}, f"Band {n}"),
            ((n,),),
            n,
        )
        for n, group in enumerate(GROUPS[i] for i in dice.integers(4, size=160))
    ]
    found = report(Oracle("pooled", vectors.tolist()), [], songs)  # type: ignore[arg-type]
    by_name = {(figure.data, figure.metric): figure for figure in found}
    assert by_name["moodylyrics", "song_groups: accuracy"].value < 0.45
    assert by_name["moodylyrics", "song_groups: accuracy"].count == 160


def test_sets_that_are_not_there_are_left_out() -> None:
    assert report(Oracle("groups", GROUPS), [], []) == []  # type: ignore[arg-type]


def test_the_table_is_markdown() -> None:
    table = as_markdown([Figure("carer", "emotions: accuracy", 0.93456, 2000)])
    assert table.splitlines()[-1] == "| carer | emotions: accuracy | 2,000 | 0.935 |"
    assert {line.count("|") for line in table.splitlines()} == {5}
