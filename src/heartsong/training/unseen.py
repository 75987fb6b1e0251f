"""Labelled songs as a catalogue that knows none of them: what a ranking is judged on.

The trunk of the shipped encoder saw no song, and no artist, of the sets here (docs/model-card.md);
its song heads did. So they, and what genres add to them, are fitted anew in five folds, as in
`sound.held_out_with_genres`: the mood group, valence and arousal of a song come from heads that
know neither it, nor its artist, nor a copy of it in another set. Emotions, sentiment and meaning
come from the trunk as it ships.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from heartsong.encoder import SHIPPED_MODEL, Encoder
from heartsong.errors import MissingDataError, RequestError
from heartsong.evaluation.labelled import Labelled, a_song
from heartsong.model import Floats, named, spread_neutral
from heartsong.pieces import Piece
from heartsong.training.documents import Document
from heartsong.training.examples import Example
from heartsong.training.pipeline import Run, held_out_documents
from heartsong.training.readers import SONG_SETS
from heartsong.training.sound import held_out_with_genres
from heartsong.types import GROUPS, SENTIMENTS, Mood

JUDGED: Final = ("moodylyrics", "gems", "mirex", "musicmood", "joydivision")
FITTED: Final = (*SONG_SETS, "own_songs")  # every set that the shipped song heads learnt from
DOUBTFUL: Final = 0.1  # a label whose two largest shares are nearer says too little
_SHARES: Final = ("emotions", "sentiment")  # averaged as shares, as the encoder does

Array = NDArray[np.float64]


def unseen(
    data: Path, names: Sequence[str] = JUDGED, sets: Sequence[str] = FITTED
) -> dict[str, Labelled]:
    """The labelled songs of a folder of data sets, set by set, each as heads see it for the first
    time.

    Args:
        data: holds `lyrics/`.
        names: the sets that are wanted, of `JUDGED`.
        sets: those that the heads are fitted to.

    Raises:
        RequestError: there is no such set.
        MissingDataError: a file of `sets` is not there.
    """
    if unknown := [name for name in names if name not in JUDGED]:
        raise RequestError(
            f"There is no set '{unknown[0]}' of songs to recommend from: choose from "
            f"{', '.join(JUDGED)}."
        )
    _, songs = held_out_documents(Run(data, Path(), SHIPPED_MODEL, sets=sets), SHIPPED_MODEL)
    if not songs:
        raise MissingDataError(f"There are no labelled songs in {data}: give another folder.")
    encoder = Encoder()
    moods = heard([doc.example for doc in songs], outputs_of(encoder, songs))
    return {name: labelled(name, songs, moods, encoder.name) for name in names}


def outputs_of(encoder: Encoder, docs: Sequence[Document]) -> dict[str, Array]:
    """Means over each document's pieces, of shares where the encoder takes those."""
    pieces = [Piece(ids, 0, 0) for doc in docs for ids in doc.pieces]
    counts = np.array([len(doc.pieces) for doc in docs])
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    outputs = encoder.forward(pieces)
    found = {}
    for name in (*_SHARES, "pooled", "sentence_embedding"):
        values = outputs[name].astype(np.float64)
        values = softmax(values, axis=1) if name in _SHARES else values
        found[name] = np.add.reduceat(values, starts, axis=0) / counts[:, None]
    return found


def heard(examples: Sequence[Example], outputs: Mapping[str, Array]) -> list[tuple[Mood, Floats]]:
    """The mood and the embedding of every song, by heads that know neither it nor its artist.

    Args:
        outputs: `emotions` (songs, 7) and `sentiment` (songs, 3) shares, `pooled` and
            `sentence_embedding` (songs, width).
    """
    vectors = outputs["pooled"].astype(np.float32)
    told = held_out_with_genres("song_groups", vectors, examples).astype(np.float64)
    groups = softmax(told, axis=1)
    affects = np.clip(held_out_with_genres("song_affect", vectors, examples), -1.0, 1.0)
    embeddings = outputs["sentence_embedding"]
    embeddings = embeddings / np.linalg.norm(embeddings, axis=1, keepdims=True)
    found = []
    for row in range(len(examples)):
        mood = Mood(
            spread_neutral(outputs["emotions"][row])[0],
            float(affects[row, 0]),
            float(affects[row, 1]),
            named(SENTIMENTS, outputs["sentiment"][row]),
            named(GROUPS, groups[row]),
        )
        found.append((mood, embeddings[row].astype(np.float32)))
    return found


def labelled(
    name: str, docs: Sequence[Document], moods: Sequence[tuple[Mood, Floats]], model: str
) -> Labelled:
    """The songs of one set whose label is clear."""
    songs = []
    groups = {}
    left_out: Counter[str] = Counter()
    for number, (doc, (mood, embedding)) in enumerate(zip(docs, moods, strict=True), 1):
        if doc.example.source != name:
            continue
        group = group_of(doc.example)
        if group is None:
            left_out["songs whose label is between two moods"] += 1
            continue
        song = a_song(number, doc.example.artist, mood, embedding, doc.example.text)
        songs.append(song)
        groups[song.song.id] = group
    return Labelled(name, model, tuple(songs), groups, dict(left_out))


def group_of(example: Example) -> str | None:
    """The mood group that people gave a song; None where two are nearly as likely."""
    shares = np.nan_to_num(example.targets["song_groups"])  # classes that a set never judges
    second, first = np.sort(shares)[-2:]
    return GROUPS[int(shares.argmax())] if first - second > DOUBTFUL + 1e-9 else None
