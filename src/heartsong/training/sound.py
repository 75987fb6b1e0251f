"""What genres add to the song heads, fitted to what those say of songs that they do not know.

Genres are those of a song's artist, as listeners tagged artists elsewhere (`Kin`); no mood of any
song is in them. They are learnt over song heads that are fitted already (stacking, Wolpert 1992):
so words alone are heard as well as ever where an artist is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heartsong.catalogue.kin import GENRES, KIN
from heartsong.sound import Lean, Sound
from heartsong.training.calibrate import temperature_for
from heartsong.training.examples import Example
from heartsong.training.songs import (
    FITS,
    FOLDS,
    SONG_HEADS,
    Array,
    Lesson,
    apart,
    fit_head,
    fold_of,
    held_out,
    judging,
)

_LEAST: Final = 0.02  # of a genre's spread: a few songs of a rare one do not tell much


def genres_of(examples: Sequence[Example]) -> Array:
    """(songs, genres) shares of each artist; NaN where nobody knows them."""
    return KIN.shares([example.artist for example in examples])


def are_known(genres: Array) -> NDArray[np.bool_]:
    """(songs,) whether their genres are."""
    return np.asarray(np.isfinite(genres).all(axis=1))


def fit_sound(vectors: Array, examples: Sequence[Example]) -> Sound:
    """Fit to all songs whose genres are known, over song heads that are cooled as `finish` does.

    Args:
        vectors: (songs, width) pooled vectors, a row for each example; both song heads are judged.
    """
    genres = genres_of(examples)
    groups, affect = (
        _lean(name, held_out(name, vectors, examples), genres, examples) for name in SONG_HEADS
    )
    # The shipped head of groups is cooler than the one that this was fitted over, and what genres
    # add is cooled by itself.
    name = "song_groups"
    before = _temperature(name, held_out(name, vectors, examples), examples)
    known = np.flatnonzero(are_known(genres)).tolist()
    after = held_out_with_genres(name, vectors, examples)[known]
    by = _temperature(name, after, [examples[row] for row in known])
    groups = Lean(groups.scale * before / by, groups.weight / by, groups.bias / by)
    return Sound(tuple(GENRES), groups, affect)


def held_out_with_genres(
    name: str, vectors: Array, examples: Sequence[Example], genres: Array | None = None
) -> Array:
    """What a head and genres say of each song when neither knows the song nor its artist.

    As `songs.held_out`; genres are fitted in each fold anew, to what heads say that know neither
    this fold nor, of the others, the songs that they judge.

    Args:
        genres: (songs, features) what else to tell artists by, NaN where nobody knows them; their
            genres by default.

    Returns (songs, size) outputs.
    """
    genres = genres_of(examples) if genres is None else genres
    outputs = held_out(name, vectors, examples)
    folds = np.array(list(fold_of(examples)))
    for fold in range(FOLDS):
        asked, known = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        taught = [examples[row] for row in known.tolist()]
        heard = held_out(name, vectors[known], taught)
        lean = _lean(name, heard, genres[known], taught)
        outputs[asked] = _leant(lean, outputs[asked], genres[asked])
    return outputs


def unseen_with_genres(
    name: str, source: str, vectors: Array, examples: Sequence[Example]
) -> Array:
    """What heads and genres say of a set's songs, fitted to the other sets' other artists."""
    genres = genres_of(examples)
    asked, known = apart(source, examples)
    taught = [examples[row] for row in known]
    outputs = fit_head(name, vectors[known], taught)(vectors[asked])
    lean = _lean(name, held_out(name, vectors[known], taught), genres[known], taught)
    return _leant(lean, outputs, genres[asked])


def _lean(name: str, heard: Array, genres: Array, examples: Sequence[Example]) -> Lean:
    how, known = FITS[name], are_known(genres)
    rows = [row for row in judging(name, examples, how) if known[row]]
    if not rows:  # nobody knows any of the artists
        size = heard.shape[1]
        return Lean(1.0, np.zeros((size, genres.shape[1]), np.float32), np.zeros(size, np.float32))
    lesson = Lesson.of(name, genres[rows], [examples[row] for row in rows], heard[rows], _LEAST)
    head, scale = lesson.learnt(name, how)
    return Lean(scale, head.weight, head.bias)


def _leant(lean: Lean, outputs: Array, genres: Array) -> Array:
    """Outputs of songs whose genres are known, changed by them; the others as they are."""
    known, found = are_known(genres), outputs.copy()
    found[known] = lean(outputs[known], genres[known])
    return found


def _temperature(name: str, outputs: Array, examples: Sequence[Example]) -> float:
    return temperature_for(name, outputs.astype(np.float64), examples) or 1.0
