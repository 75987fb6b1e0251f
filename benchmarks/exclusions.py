"""Is what a listener does not want left out? Our chat lines, each with an exclusion in plain words.

python benchmarks/exclusions.py prints, for the starter catalogue, in how many answers no song
breaks the exclusion: an artist (whoever would have come first), a mood, a decade, a word, a genre.
python benchmarks/exclusions.py ../shared/data also prints it for themes, over songs with lyrics by
artists that nothing was fitted on; a song is about a theme where its lyrics use the theme's words
often (themes_words.tsv). Rows in which an exclusion was not even understood count as broken.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from chat import lines
from themes import NAMES, SONGS, Text, often, shares, songs

from heartsong import Recommendation, Recommender
from heartsong.catalogue.identity import name_key, words_of
from heartsong.types import RankedSong
from heartsong.wishes import Options

FIXED: Final = Options(seed=0)
MOODS: Final = {
    "nothing sad": "Anxious/Sad",
    "nothing happy please": "Happy",
    "no angry songs": "Energetic",
    "nothing calm": "Calm",
}
DECADES: Final = {"nothing from the 90s": 1990, "no 80s music please": 1980}
WORDS: Final = {"no songs about rain": "rain", "nothing about baby": "baby"}
GENRES: Final = ("country", "metal", "rap")
THEME_WORDS: Final = {"break-up": "breakups", "christmas": "christmas", "loss": "death"}

Breaks = Callable[[RankedSong], bool]


def main(arguments: Sequence[str]) -> None:
    with Recommender() as recommender:
        found: dict[str, list[bool]] = defaultdict(list)
        for text, _ in lines():
            for what, exclusion, breaks in _asked(recommender, text):
                answer = recommender.recommend(f"{text}. {exclusion}.", options=FIXED)
                found[what].append(_obeyed(answer, breaks))
    print("| exclusion | answers | obeyed |\n|---|---|---|")
    for what, obeyed in found.items():
        print(f"| {what} | {len(obeyed)} | {np.mean(obeyed):.3f} |")
    every = [each for obeyed in found.values() for each in obeyed]
    print(f"| all of these | {len(every)} | {np.mean(every):.3f} |")
    if arguments:
        _themes(Path(arguments[0]))


def _asked(recommender: Recommender, text: str) -> Iterator[tuple[str, str, Breaks]]:
    """What is excluded, in which words, and what would break it."""
    first = recommender.recommend(text, 1, FIXED).songs[0].artist
    yield "an artist", f"No {first} please", lambda song: name_key(song.artist) == name_key(first)
    for words, category in MOODS.items():
        yield "a mood", words, lambda song, category=category: song.category == category
    for words, decade in DECADES.items():
        yield (
            "a decade",
            words,
            lambda song, decade=decade: decade <= (song.year or 0) < decade + 10,
        )
    for words, word in WORDS.items():
        yield "a word", words, lambda song, word=word: word in words_of(song.title)
    for genre in GENRES:
        yield "a genre", f"No {genre}", lambda song, genre=genre: genre in (song.genre or "")


def _obeyed(answer: Recommendation, breaks: Breaks) -> bool:
    understood = any(wish.stance == "avoid" for wish in answer.wishes)
    return understood and not any(map(breaks, answer.songs))


def _themes(data: Path) -> None:
    texts = [each for each in songs(data) if each.held_out][:SONGS]
    about = often(*shares([each.text for each in texts]))
    pairs = zip(texts, about, strict=True)
    themes = {text.id: frozenset(np.array(NAMES)[row].tolist()) for text, row in pairs}
    print("\n| theme | answers | songs not about it | answers wholly so |\n|---|---|---|---|")
    means = []
    with (
        tempfile.TemporaryDirectory() as folder,
        Recommender(Path(folder) / "songs.db") as recommender,
    ):
        recommender.ingest(_table(texts, Path(folder) / "songs.csv"))
        for theme in NAMES:
            wish = f"no songs about {THEME_WORDS.get(theme, theme)}"
            asked = [f"{text}. {wish}." for text, _ in lines()]
            kept = [_kept(recommender, text, theme, themes) for text in asked]
            of_songs = np.mean([np.mean(each) for each in kept if each])
            means.append((of_songs, np.mean([all(each) for each in kept])))
            print(f"| {theme} | {len(kept)} | {means[-1][0]:.3f} | {means[-1][1]:.3f} |")
    songs_, answers = np.mean(means, axis=0)
    print(f"| **mean** | | {songs_:.3f} | {answers:.3f} |")


def _kept(
    recommender: Recommender, text: str, theme: str, themes: dict[str, frozenset[str]]
) -> list[bool]:
    answer = recommender.recommend(text, options=FIXED)
    if not any((wish.stance, wish.value) == ("avoid", theme) for wish in answer.wishes):
        return [False]
    return [theme not in themes.get(song.id, frozenset()) for song in answer.songs]


def _table(texts: Sequence[Text], path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("artist", "title", "lyrics"))
        table.writerows((each.artist, each.title, each.text) for each in texts)
    return path


if __name__ == "__main__":
    main(sys.argv[1:])
