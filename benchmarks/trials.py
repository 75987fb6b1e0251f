"""Trials of song heads: which vectors, how much of a lyric, how fitted, what is known of artists.

python benchmarks/trials.py ../shared/data ENCODER [FOLDER ...] prints a Markdown table of held-out
figures (five folds, artist-disjoint) for an encoder that `heartsong train` made and for each folder
with a pre-trained model in Hugging Face's form. Needs the extra `train`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from heartsong.catalogue.kin import KIN
from heartsong.encoder import Encoder
from heartsong.lyrics.clean import clean_lines
from heartsong.pieces import spread
from heartsong.training.documents import Document
from heartsong.training.examples import Example
from heartsong.training.pipeline import Run, held_out_documents, load_tokenizer
from heartsong.training.report import outputs_of
from heartsong.training.songs import FITS, SONG_HEADS, Fit, held_out
from heartsong.training.sound import genres_of, held_out_with_genres
from heartsong.training.teacher import Teacher, teach

Vectors = NDArray[np.float32]
PIECES = 8  # of a song, for models that are slow


def main() -> None:
    data, ours, *folders = map(Path, sys.argv[1:])
    _, songs = held_out_documents(Run(data, Path(), ours), ours)
    columns = ("moodylyrics", "musicmood", "joydivision", "mirex", "deezer V", "deezer A")
    print(f"| trial | {' | '.join(columns)} |\n|---|{'---|' * len(columns)}")
    examples = [doc.example for doc in songs]
    for name, vectors, fits in chain(_of_ours(ours, songs), _of_others(ours, songs, folders)):
        heard = {head: held_out(head, vectors, examples, fits[head]) for head in SONG_HEADS}
        _print(name, heard, examples)
    vectors = outputs_of(Encoder(ours), songs)["pooled"].astype(np.float32)
    for name, told in _of_artists(examples):
        heard = {h: held_out_with_genres(h, vectors, examples, told) for h in SONG_HEADS}
        _print(f"ours, and {name}", heard, examples)
    beside = np.hstack([vectors, _words(songs)])
    heard = {head: held_out(head, beside, examples) for head in SONG_HEADS}
    _print("ours, and TF-IDF of the words", heard, examples)


def _print(name: str, heard: dict[str, Vectors], examples: Sequence[Example]) -> None:
    figures = " | ".join(f"{figure:.3f}" for figure in _figures(heard, examples))
    print(f"| {name} | {figures} |", flush=True)


def _of_artists(examples: Sequence[Example]) -> Iterator[tuple[str, Vectors]]:
    genres, vectors = genres_of(examples), KIN.vectors([each.artist for each in examples])
    yield "genres of the artist, as ships", genres
    yield "factors of plays and all tags", vectors
    yield "both", np.hstack([genres, vectors])


def _words(songs: Sequence[Document]) -> Vectors:
    """(songs, 300) latent factors of the words and pairs of words in the lyrics."""
    texts = ["\n".join(clean_lines(doc.example.text)) for doc in songs]
    counted = TfidfVectorizer(sublinear_tf=True, min_df=5, max_df=0.4, ngram_range=(1, 2))
    found = TruncatedSVD(300, random_state=0).fit_transform(counted.fit_transform(texts))
    return np.asarray(found, np.float32)


def _of_ours(
    ours: Path, songs: Sequence[Document]
) -> Iterator[tuple[str, Vectors, dict[str, Fit]]]:
    encoder = Encoder(ours)
    for most in (1, 2, 4):
        cut = [replace(doc, pieces=tuple(spread(doc.pieces, most))) for doc in songs]
        vectors = outputs_of(encoder, cut)["pooled"].astype(np.float32)
        yield f"ours, at most {most} pieces", vectors, dict(FITS)
    for factor in (0.1, 0.3, 3, 10):
        fits = {name: replace(fit, decay=fit.decay * factor) for name, fit in FITS.items()}
        yield f"ours, decay x{factor:g}", vectors, fits
    for power in (0.0, 1.0):
        fits = {name: replace(fit, size_power=power) for name, fit in FITS.items()}
        yield f"ours, sets weighted by size^{power:g}", vectors, fits


def _of_others(
    ours: Path, songs: Sequence[Document], folders: Sequence[Path]
) -> Iterator[tuple[str, Vectors, dict[str, Fit]]]:
    for folder in folders:
        cut = [spread(doc.pieces, PIECES) for doc in songs]
        pieces = [piece for several in cut for piece in several]
        tokenizer = load_tokenizer(ours)
        found = teach(Teacher(folder), pieces, tokenizer, Path("build/trials") / folder.name)
        vectors = [np.mean([found[p] for p in several], axis=0) for several in cut]
        yield f"{folder.name} as it is, unit vectors", np.array(vectors, np.float32), dict(FITS)


def _figures(heard: dict[str, Vectors], examples: Sequence[Example]) -> list[float]:
    figures = []
    for source in ("moodylyrics", "musicmood", "joydivision", "mirex"):
        rows = [row for row, each in enumerate(examples) if each.source == source]
        targets = np.array([examples[row].targets["song_groups"] for row in rows])
        judged = ~np.isnan(targets).all(axis=0)
        answers = heard["song_groups"][rows][:, judged].argmax(axis=1)
        figures.append(float((answers == targets[:, judged].argmax(axis=1)).mean()))
    rows = [row for row, each in enumerate(examples) if each.source == "deezer"]
    targets = np.array([examples[row].targets["song_affect"] for row in rows])
    affect = heard["song_affect"][rows]
    return figures + [float(spearmanr(affect[:, n], targets[:, n])[0]) for n in (0, 1)]


if __name__ == "__main__":
    main()
