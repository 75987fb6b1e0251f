"""Build the shipped table of artists: which are heard together, and of which genres they are.

python scripts/build_artists.py ../shared/data/listening writes src/heartsong/catalogue/artists.npz
from HetRec 2011 Last.fm-2k (Cantador, Brusilovsky & Kuflik 2011): who listens to whom, and which
tags they give. Figures and names only. Needs the extra `evaluate` for SciPy.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix, diags, hstack
from scipy.sparse.linalg import svds

from heartsong.catalogue.identity import name_key
from heartsong.catalogue.kin import GENRES, TABLE

WIDTH: Final = 48  # numbers an artist
FEWEST: Final = 2  # listeners and taggers that tell anything of an artist
_NEIGHBOURS: Final = 12  # whose genres count where an artist has few tags of their own
_THEIR_WEIGHT: Final = 4.0  # tags that the neighbours count for

Matrix = Any  # SciPy's sparse matrices are untyped
Floats = NDArray[np.float64]


def main() -> None:
    folder = Path(sys.argv[1])
    artists = {number: name_key(name) for number, name, *_ in _rows(folder / "artists.dat")}
    keys = sorted(set(artists.values()))
    place = {key: row for row, key in enumerate(keys)}
    listened = _matrix(
        ((place[artists[artist]], user, np.log1p(float(weight)))
        for user, artist, weight in _rows(folder / "user_artists.dat")), len(keys),
    )  # fmt: skip
    tags = dict(_rows(folder / "tags.dat"))
    given = [
        (place[artists[artist]], tags[tag])
        for _, artist, tag, *_ in _rows(folder / "user_taggedartists.dat")
        if artist in artists
    ]
    tagged = _matrix(((row, tag, 1.0) for row, tag in given), len(keys))
    tagged.data = np.log1p(tagged.data)
    vectors = _factors(hstack([_tf_idf(listened), _tf_idf(tagged)]).tocsr())
    heard = (
        np.asarray((listened > 0).sum(axis=1)).ravel()
        + np.asarray((tagged > 0).sum(axis=1)).ravel()
    )
    known = np.flatnonzero(heard >= FEWEST)
    genres = _genres(given, vectors, len(keys))
    np.savez_compressed(
        TABLE,
        keys=np.frombuffer("\n".join(keys[row] for row in known).encode(), np.uint8),
        vectors=np.round(127 * vectors[known]).astype(np.int8),
        genres=np.round(100 * genres[known]).astype(np.uint8),
    )
    print(f"{len(known):,} artists, {TABLE.stat().st_size / 1e6:.2f} MB in {TABLE.name}")


def _rows(path: Path) -> Iterator[list[str]]:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()[1:]
    return (line.split("\t") for line in lines)


def _matrix(entries: Iterator[tuple[int, str, float]], rows: int) -> Matrix:
    columns: dict[str, int] = {}
    found = [(row, columns.setdefault(name, len(columns)), value) for row, name, value in entries]
    row, column, value = zip(*found, strict=True)
    return coo_matrix((value, (row, column)), (rows, len(columns))).tocsr()


def _tf_idf(matrix: csr_matrix) -> Matrix:
    """Columns that hold for all tell nothing; every row has length 1."""
    held = np.asarray((matrix > 0).sum(axis=0)).ravel()
    weighted = matrix @ diags(np.log(matrix.shape[0] / np.maximum(held, 1)))
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    return diags(1 / np.maximum(lengths, 1e-9)) @ weighted


def _factors(matrix: csr_matrix) -> Floats:
    """Latent factors by a truncated SVD (Deerwester et al. 1990), of unit length."""
    left, singular, _ = svds(matrix, k=WIDTH, random_state=0)
    vectors: Floats = left * np.sqrt(singular)
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def _genres(given: list[tuple[int, str]], vectors: Floats, artists: int) -> Floats:
    """(artists, genres) the share of an artist's genre tags, leaning on those heard with them."""
    of_tag: dict[str, list[int]] = defaultdict(list)
    for at, tags in enumerate(GENRES.values()):
        for tag in tags:
            of_tag[tag].append(at)
    own, totals = np.zeros((artists, len(GENRES))), np.zeros((artists, 1))
    for row, tag in given:
        if tag in of_tag:
            own[row, of_tag[tag]] += 1
            totals[row] += 1
    shares = own / np.maximum(totals, 1)
    told = np.flatnonzero(totals.ravel() >= 5)
    theirs = np.zeros_like(own)
    for start in range(0, artists, 1000):
        rows = np.arange(start, min(start + 1000, artists))
        near = vectors[rows] @ vectors[told].T
        near[rows[:, None] == told[None, :]] = -1  # nobody is their own neighbour
        best = np.argpartition(-near, _NEIGHBOURS, axis=1)[:, :_NEIGHBOURS]
        theirs[rows] = shares[told][best].mean(axis=1)
    return (own + _THEIR_WEIGHT * theirs) / (totals + _THEIR_WEIGHT)


if __name__ == "__main__":
    main()
