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
        Document(Example(source, "song", "x", {head: target}), ((row,),), row)
        for row, target in enumerate(targets)
    ]


def figures(oracle: Oracle, some: list[Document]) -> dict[str, float]:
    return {figure.metric: figure.value for figure in report(oracle, some)}  # type: ignore[arg-type]


def test_what_is_always_right_scores_one_and_half_right_a_half() -> None:
    right = figures(Oracle("song_groups", GROUPS), docs("moodylyrics", "song_groups", GROUPS))
    assert right == {"song_groups: accuracy": 1.0, "song_groups: macro-F1": 1.0}
    half = [GROUPS[0], GROUPS[1], GROUPS[3], GROUPS[2]]
    found = figures(Oracle("song_groups", half), docs("moodylyrics", "song_groups", GROUPS))
    assert found["song_groups: accuracy"] == 0.5


def test_a_class_that_a_set_does_not_judge_is_never_a_wrong_answer() -> None:
    targets = [(1.0, 0.0, UNKNOWN, UNKNOWN), (0.0, 1.0, UNKNOWN, UNKNOWN)]
    outputs = [(0.2, 0.1, 9.0, 9.0), (0.1, 0.2, 9.0, 9.0)]
    found = figures(Oracle("song_groups", outputs), docs("musicmood", "song_groups", targets))
    assert found["song_groups: accuracy"] == 1.0


def test_correlations_are_of_each_axis() -> None:
    targets = [(0.1, 0.9), (0.2, 0.5), (0.3, 0.1), (0.4, -0.2)]
    outputs = [(1.0, 1.0), (2.0, 2.0), (3.0, 3.0), (4.0, 4.0)]
    found = figures(Oracle("song_affect", outputs), docs("deezer", "song_affect", targets))
    assert found == pytest.approx(
        {"song_affect: Spearman, valence": 1.0, "song_affect: Spearman, arousal": -1.0}
    )


def test_a_documents_pieces_are_averaged() -> None:
    doc = Document(
        Example("moodylyrics", "song", "x", {"song_groups": GROUPS[1]}), ((0,), (1,), (1,)), 0
    )
    other = docs("moodylyrics", "song_groups", GROUPS[:1])
    found = report(Oracle("song_groups", GROUPS), [doc, *other])  # type: ignore[arg-type]
    assert [figure.value for figure in found] == [1.0, 1.0]
    assert {figure.count for figure in found} == {2}


def test_sets_that_are_not_there_are_left_out() -> None:
    assert report(Oracle("song_groups", GROUPS), []) == []  # type: ignore[arg-type]


def test_the_table_is_markdown() -> None:
    table = as_markdown([Figure("carer", "emotions: accuracy", 0.93456, 2000)])
    assert table.splitlines()[-1] == "| carer | emotions: accuracy | 2,000 | 0.935 |"
    assert {line.count("|") for line in table.splitlines()} == {5}
