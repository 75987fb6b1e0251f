"""Are songs and lines about what they are said to be about?

python benchmarks/themes.py prints, for the lines that we labelled (themes.tsv), AUC and F1 at .5
theme by theme; the half `dev` was fitted on, `test` was not. python benchmarks/themes.py DATA
prints the same of real songs, by artists that nothing was fitted on, against how often their
lyrics use the words of a theme (themes_words.tsv), and what a veto costs; and then of the songs
that we labelled by hand (themes_songs.tsv): likelihoods were fitted on `dev`, nothing on `test`.
"""

from __future__ import annotations

import csv
import random
import re
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heartsong.catalogue.identity import name_key, song_id
from heartsong.encoder import Encoder
from heartsong.lyrics.clean import clean_lines
from heartsong.lyrics.score import score
from heartsong.model import MoodModel
from heartsong.ranking.themes import CLEAR, NAMES, VETOES, Themes

HERE: Final = Path(__file__).parent
SONGS: Final = 3000
COUNTRY: Final = ("Bluegrass-Songbook", 5000)  # half of the table is of this one source
_SHORTEST: Final = 200  # characters of lyrics
_WINDOW: Final = 8  # words; many lyrics come without line breaks
_OFTEN: Final = (3, 0.12)  # windows that use a theme's words, and their share of all
_HELD_OUT: Final = 4  # one artist in so many

Truths = NDArray[np.bool_]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Text:
    """A labelled line or a song with its lyrics."""

    text: str
    themes: frozenset[str] = frozenset()
    split: str = ""
    artist: str = ""
    title: str = ""

    @property
    def id(self) -> str:
        return song_id(self.artist, self.title)

    @property
    def held_out(self) -> bool:
        """Whether it is of an artist that nothing is fitted on."""
        return zlib.crc32(name_key(self.artist).encode()) % _HELD_OUT == 0


def lines() -> list[Text]:
    """Our own labelled lines."""
    return [Text(row["text"], _themes(row["themes"]), row["split"]) for row in _table("themes.tsv")]


def by_hand(split: str) -> dict[str, frozenset[str]]:
    """Song id → the themes that we say it has."""
    rows = [row for row in _table("themes_songs.tsv") if row["split"] == split]
    return {song_id(row["artist"], row["title"]): _themes(row["themes"]) for row in rows}


def songs(data: Path) -> list[Text]:
    """Songs of the shared table with lyrics, each once, in an order of chance that stays."""
    csv.field_size_limit(10_000_000)
    found: dict[str, tuple[str, Text]] = {}
    with (data / "catalogue" / "songs.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["artist"].strip() and len(row["text"]) >= _SHORTEST:
                song = Text(row["text"], artist=row["artist"], title=row["song"])
                found.setdefault(song.id, (row["source"], song))
    shuffled = list(found.values())
    random.Random(7).shuffle(shuffled)
    source, most = COUNTRY
    country = [song for name, song in shuffled if name.startswith(source)]
    left_out = {id(song) for song in country[most:]}
    return [song for _, song in shuffled if id(song) not in left_out]


def truths(themes: Sequence[frozenset[str]]) -> Truths:
    """(texts, themes) booleans."""
    return np.array([[name in each for name in NAMES] for each in themes])


def shares(lyrics: Sequence[str]) -> tuple[NDArray[np.int64], Floats]:
    """How many windows of each song use the words of each theme, and their share."""
    words = {row["theme"]: row["words"] for row in _table("themes_words.tsv")}
    patterns = [re.compile(rf"\b(?:{words[name]})\b") for name in NAMES]
    counts, sizes = [], []
    for text in lyrics:
        windows = set(_windows(text))
        counts.append([sum(bool(each.search(w)) for w in windows) for each in patterns])
        sizes.append(max(1, len(windows)))
    return np.array(counts), np.array(counts, np.float32) / np.array(sizes, np.float32)[:, None]


def often(counts: NDArray[np.int64], share: Floats) -> Truths:
    """Where a song uses the words of a theme so often that it is likely about it."""
    least, part = _OFTEN
    found: Truths = (counts >= least) & (share >= part)
    return found


def heard_lines(model: MoodModel, texts: Sequence[Text]) -> Floats:
    return np.stack([each.embedding for each in model.hear([[t.text] for t in texts], "message")])


def heard_songs(model: MoodModel, texts: Sequence[Text]) -> tuple[list[Text], Floats]:
    """The songs that have words, and their embeddings."""
    heard = score([each.text for each in texts], model)
    pairs = [(text, each.embedding) for text, each in zip(texts, heard, strict=True) if each]
    embeddings = np.array([embedding for _, embedding in pairs], np.float32)
    return [text for text, _ in pairs], embeddings.reshape(-1, model.width)


def auc(positive: Floats, negative: Floats) -> float:
    """How often one of the first scores above one of the second (Mann and Whitney 1947)."""
    if not len(positive) or not len(negative):
        return float("nan")
    below = np.searchsorted(np.sort(negative), positive, "left")
    up_to = np.searchsorted(np.sort(negative), positive, "right")
    return float((below + up_to).mean() / 2 / len(negative))


def f1(truth: Truths, said: Truths) -> float:
    return float(2 * (truth & said).sum() / max(1, truth.sum() + said.sum()))


def table_of_lines(truth: Truths, scores: Floats) -> str:
    rows = ["| theme | lines | AUC | F1 at .5 |", "|---|---|---|---|"]
    figures = []
    for name, t, s in zip(NAMES, truth.T, scores.T, strict=True):
        figures.append((auc(s[t], s[~t]), f1(t, s >= 0.5)))
        rows.append(f"| {name} | {t.sum()} | {figures[-1][0]:.3f} | {figures[-1][1]:.2f} |")
    area, mean = np.nanmean(figures, axis=0)
    rows.append(f"| **mean** | {len(truth)} | {area:.3f} | {mean:.2f} |")
    rows.append(f"| **all pairs** | | | {f1(truth, scores >= 0.5):.2f} |")
    return "\n".join(rows)


def table_of_songs(counts: NDArray[np.int64], share: Floats, scores: Floats) -> str:
    """Against the words of the lyrics: those used often, and for AUC those never used."""
    rows = [
        "| theme | songs | AUC | P@20 | chance | veto leaves out | veto finds |"
        " of songs left, about it | clear in |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    figures = []
    for name, c, t, s in zip(NAMES, counts.T, often(counts, share).T, scores.T, strict=True):
        top, veto = np.argsort(-s, kind="stable")[:20], s >= VETOES[name]
        areas = auc(s[t], s[c == 0]), t[top].mean(), t.mean()
        vetoed = veto.mean(), veto[t].mean(), t[~veto].mean()
        figures.append((*areas, *vetoed, (s >= CLEAR).mean()))
        rows.append(f"| {name} | {t.sum()} | " + " | ".join(f"{x:.3f}" for x in figures[-1]) + " |")
    means = " | ".join(f"{x:.3f}" for x in np.nanmean(figures, axis=0))
    return "\n".join([*rows, f"| **mean** | {len(scores)} | {means} |"])


def table_by_hand(truth: Truths, scores: Floats) -> str:
    rows = ["| theme | songs | AUC | veto finds | left, about it | clear | of them about it |"]
    rows.append("|---|---|---|---|---|---|---|")
    cuts = np.broadcast_to([VETOES[name] for name in NAMES], scores.shape)
    columns = zip(NAMES, truth.T, scores.T, (scores >= cuts).T, strict=True)
    pairs = ("**all**", truth.ravel(), scores.ravel(), (scores >= cuts).ravel())
    for name, t, s, veto in [*columns, pairs]:
        clear = s >= CLEAR
        if t.sum() >= 3:
            rows.append(
                f"| {name} | {t.sum()} | {auc(s[t], s[~t]):.3f} | {veto[t].mean():.2f} | "
                f"{t[~veto].mean():.3f} | {clear.sum()} | {t[clear].sum()} |"
            )
    return "\n".join(rows)


def _table(name: str) -> Iterator[dict[str, str]]:
    text = (HERE / name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)


def _themes(cell: str) -> frozenset[str]:
    return frozenset(re.split(r"[,;|]\s*", cell.strip())) & frozenset(NAMES)


def _windows(text: str) -> Iterator[str]:
    for line in clean_lines(text):
        words = line.casefold().replace("’", "'").split()
        for start in range(0, len(words), _WINDOW):
            yield " ".join(words[start : start + _WINDOW])


def main(arguments: Sequence[str]) -> None:
    model = Encoder()
    themes = Themes(model)
    for split in sorted({each.split for each in lines()}):
        texts = [each for each in lines() if each.split == split]
        found = themes.scores(heard_lines(model, texts), "message")
        print(f"Lines, {split}:\n\n{table_of_lines(truths([t.themes for t in texts]), found)}\n")
    if arguments:
        every = songs(Path(arguments[0]))
        texts, heard = heard_songs(model, [each for each in every if each.held_out][:SONGS])
        counts, share = shares([each.text for each in texts])
        print(f"Songs:\n\n{table_of_songs(counts, share, themes.scores(heard))}\n")
        for split in ("dev", "test"):
            labels = by_hand(split)
            texts, heard = heard_songs(model, [each for each in every if each.id in labels])
            truth = truths([labels[each.id] for each in texts])
            print(f"Songs by hand, {split}:\n\n{table_by_hand(truth, themes.scores(heard))}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
