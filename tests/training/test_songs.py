from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs the extra 'train'")
pytest.importorskip("transformers", reason="training needs the extra 'train'")

from heartsong.training.examples import UNKNOWN, Example
from heartsong.training.songs import FOLDS, Fit, fit_head, fold_of, held_out

DIRECTIONS = np.random.default_rng(0).standard_normal((4, 8)).astype(np.float32)
WORDS = [
    "river",
    "lantern",
    "copper",
    "window",
    "garden",
    "thunder",
    "pocket",
    "willow",
    "harbour",
    "ember",
]


def song(artist: str, source: str, group: int, text: str = "") -> Example:
    shares = tuple(float(each == group) for each in range(4))
    if source == "musicmood":
        shares = (*shares[:2], UNKNOWN, UNKNOWN)
    affect = ((0.5, 0.5), (-0.5, -0.5), (-0.5, 0.5), (0.5, -0.5))[group]
    targets = {"song_groups": shares}
    if source == "deezer":
        targets["song_affect"] = affect
    return Example(source, "song", text or f"our own words of {artist}", targets, artist)


def some_songs(count: int = 120) -> tuple[np.ndarray, list[Example]]:
    """Songs whose vector points where their group says, with noise."""
    dice = np.random.default_rng(3)
    examples, vectors = [], []
    for number in range(count):
        group = number % 4
        source = ("moodylyrics", "deezer", "musicmood")[number % 3]
        group = group % 2 if source == "musicmood" else group
        examples.append(song(f"Band {number}", source, group))
        vectors.append(DIRECTIONS[group] * 2 + 3 + dice.standard_normal(8))
    return np.array(vectors, np.float32), examples


def accuracy(outputs: np.ndarray, examples: list[Example]) -> float:
    true = [int(np.nanargmax(each.targets["song_groups"])) for each in examples]
    return float((outputs.argmax(axis=1) == true).mean())


def test_a_head_learns_what_vectors_say() -> None:
    vectors, examples = some_songs()
    head = fit_head("song_groups", vectors, examples)
    assert head.weight.shape == (4, 8)
    assert head.bias.shape == (4,)
    judged = [n for n, each in enumerate(examples) if each.source != "musicmood"]
    assert accuracy(head(vectors)[judged], [examples[n] for n in judged]) > 0.8


def test_a_set_that_is_left_out_changes_nothing() -> None:
    vectors, examples = some_songs()
    others = [n for n, each in enumerate(examples) if each.source != "deezer"]
    how = Fit(decay=1e-3, without=frozenset({"deezer"}))
    without = fit_head("song_groups", vectors, examples, how)
    never = fit_head("song_groups", vectors[others], [examples[n] for n in others], how)
    assert np.array_equal(without.weight, never.weight)
    assert np.array_equal(without.bias, never.bias)
    whole = fit_head("song_groups", vectors, examples, Fit(decay=1e-3))
    assert not np.allclose(whole.weight, never.weight)


def test_valence_and_arousal_are_learnt_from_the_sets_that_have_them() -> None:
    vectors, examples = some_songs()
    head = fit_head("song_affect", vectors, examples)
    rows = [n for n, each in enumerate(examples) if "song_affect" in each.targets]
    heard = head(vectors[rows])
    true = np.array([examples[n].targets["song_affect"] for n in rows])
    for axis in (0, 1):
        assert np.corrcoef(heard[:, axis], true[:, axis])[0, 1] > 0.6


def test_all_songs_of_an_artist_however_spelt_and_all_copies_share_a_fold() -> None:
    text = " ".join(WORDS * 5)
    examples = [
        song("Brown, Ruth", "mirex", 0),
        song("Ruth Brown", "moodylyrics", 1, text),
        song("A Stranger", "musicmood", 0, f"{text} again"),
        *[song(f"Band {n}", "deezer", 2) for n in range(40)],
    ]
    folds = list(fold_of(examples))
    assert folds[0] == folds[1] == folds[2]
    assert set(folds) == set(range(FOLDS))


def test_no_song_is_judged_by_a_head_that_knows_it() -> None:
    """Labels of pure noise: who has seen them knows them, who has not can only guess."""
    dice = np.random.default_rng(8)
    vectors = dice.standard_normal((200, 300)).astype(np.float32)
    examples = [song(f"Band {n}", "moodylyrics", int(dice.integers(4))) for n in range(200)]
    assert accuracy(fit_head("song_groups", vectors, examples)(vectors), examples) > 0.6
    assert accuracy(held_out("song_groups", vectors, examples), examples) < 0.4


def test_held_out_songs_are_told_by_what_others_taught() -> None:
    vectors, examples = some_songs(240)
    outputs = held_out("song_groups", vectors, examples)
    moody = [n for n, each in enumerate(examples) if each.source == "moodylyrics"]
    assert accuracy(outputs[moody], [examples[n] for n in moody]) > 0.7
