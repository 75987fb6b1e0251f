"""What genres add to song heads, on songs whose genre tells what their words do not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs the extra 'train'")
pytest.importorskip("transformers", reason="training needs the extra 'train'")

from heartsong.catalogue.kin import GENRES, KIN
from heartsong.training.examples import Example
from heartsong.training.songs import held_out
from heartsong.training.sound import (
    are_known,
    fit_sound,
    genres_of,
    held_out_with_genres,
    unseen_with_genres,
)

WIDTH = 6
# Group → a genre whose artists make such songs.
OF_GENRE = {0: "disco", 1: "country", 2: "metal", 3: "ambient"}
AFFECT = ((0.5, 0.5), (-0.5, -0.5), (-0.5, 0.5), (0.5, -0.5))


def artists_of(genre: str, count: int) -> list[str]:
    others = [other for other in OF_GENRE.values() if other != genre]
    column, far = list(GENRES).index(genre), [list(GENRES).index(other) for other in others]
    names = [key for key in KIN._keys if key.isascii() and len(key) > 2]
    shares = KIN.shares(names)
    clear = shares[:, column] - shares[:, far].max(axis=1)
    return [names[row] for row in np.argsort(-clear)[:count].tolist()]


def some_songs(
    known: bool = True, told: bool = True, each: int = 40
) -> tuple[np.ndarray, list[Example]]:
    """Songs whose vectors say nothing.

    Args:
        known: whether their artists are.
        told: whether an artist's genre tells the group; else it is chance.
    """
    dice = np.random.default_rng(6)
    artists = [(g, name) for g, genre in OF_GENRE.items() for name in artists_of(genre, each)]
    examples = []
    for number, (group, artist) in enumerate(artists):
        by = artist if known else f"Unheard Band {number}"
        of = group if told else int(dice.integers(4))
        targets = {
            "song_groups": tuple(float(n == of) for n in range(4)),
            "song_affect": AFFECT[of],
        }
        source = ("moodylyrics", "deezer")[number % 2]
        examples.append(Example(source, "song", f"our own words {number}", targets, by))
    vectors = dice.standard_normal((len(examples), WIDTH)).astype(np.float32)
    return vectors, examples


def accuracy(outputs: np.ndarray, examples: list[Example]) -> float:
    true = [int(np.argmax(each.targets["song_groups"])) for each in examples]
    return float((outputs.argmax(axis=1) == true).mean())


def test_genres_tell_what_words_do_not() -> None:
    vectors, examples = some_songs()
    assert accuracy(held_out("song_groups", vectors, examples), examples) < 0.4
    assert accuracy(held_out_with_genres("song_groups", vectors, examples), examples) > 0.7
    heard = held_out_with_genres("song_affect", vectors, examples)
    true = np.array([each.targets["song_affect"] for each in examples])
    assert np.corrcoef(heard[:, 1], true[:, 1])[0, 1] > 0.6


def test_genres_that_tell_nothing_add_nothing_to_unseen_songs() -> None:
    vectors, examples = some_songs(told=False)
    assert accuracy(held_out_with_genres("song_groups", vectors, examples), examples) < 0.4


def test_a_song_of_an_artist_nobody_knows_is_judged_by_its_words() -> None:
    vectors, examples = some_songs(known=False)
    assert not are_known(genres_of(examples)).any()
    words = held_out("song_groups", vectors, examples)
    assert np.array_equal(held_out_with_genres("song_groups", vectors, examples), words)
    sound = fit_sound(vectors, examples)
    assert not sound.groups.weight.any()


def test_what_ships_is_fitted_to_all_and_keeps_its_genres_in_order() -> None:
    vectors, examples = some_songs()
    sound = fit_sound(vectors, examples)
    assert sound.genres == tuple(GENRES)
    assert sound.groups.weight.shape == (4, len(GENRES))
    assert sound.affect.weight.shape == (2, len(GENRES))
    for group, genre in OF_GENRE.items():
        weights = sound.groups.weight[:, list(GENRES).index(genre)]
        assert int(weights.argmax()) == group
    nothing = np.zeros((len(examples), 4), np.float32)
    assert accuracy(sound.groups(nothing, genres_of(examples)), examples) > 0.8


def test_a_set_can_be_judged_by_the_others_alone() -> None:
    vectors, examples = some_songs()
    theirs = [each for each in examples if each.source == "deezer"]
    outputs = unseen_with_genres("song_groups", "deezer", vectors, examples)
    assert accuracy(outputs, theirs) > 0.7
    # Nothing of the set's own labels is in it.
    turned = [
        replace(each, targets={**each.targets, "song_groups": (0.0, 0.0, 0.0, 1.0)})
        if each.source == "deezer"
        else each
        for each in examples
    ]
    again = unseen_with_genres("song_groups", "deezer", vectors, turned)
    assert np.array_equal(outputs, again)
