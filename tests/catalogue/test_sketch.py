from __future__ import annotations

import os
import random
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartsong.catalogue.sketch import SIZE, alike, share, sketch
from heartsong.lyrics.clean import clean_lines
from tests.words import SONGS, many

# Drawn at random, so that two songs have no more in common than two real ones.
WORDS = [f"{first}{last}" for first in "bdfghklmnprst" for last in ("ane", "ill", "oor", "ust")]
LINE = 7
KITCHEN = SONGS[0].lyrics
SKETCH = "384a7e944b002cc3c773d1429c7100cd"


def verses(seed: int, lines: int = 24) -> list[str]:
    draw = random.Random(seed)
    return [" ".join(draw.choices(WORDS, k=LINE)) for _ in range(lines)]


def common(one: list[str], other: list[str]) -> float:
    """The true share of runs of three words, counted without any bins."""

    def runs(lines: list[str]) -> set[tuple[str, ...]]:
        words = " ".join(lines).split()
        return set(zip(words, words[1:], words[2:], strict=False))

    return len(runs(one) & runs(other)) / len(runs(one) | runs(other))


def of(lyrics: str) -> bytes:
    return sketch(clean_lines(lyrics))


@pytest.mark.parametrize(
    "other",
    [
        KITCHEN.upper(),
        KITCHEN.replace("\n", " "),
        KITCHEN.replace("\n", ",\r\n\r\n"),
        f"[Verse 1]\n{KITCHEN}\n[Chorus x2]\n{KITCHEN}",
        KITCHEN.replace(" ", "  ").replace("the ", "the, "),
    ],
)
def test_case_signs_breaks_and_marks_change_nothing(other: str) -> None:
    assert of(other) == of(KITCHEN)


def test_an_apostrophe_is_no_gap_in_a_word() -> None:
    assert of("we don't know where the river goes") == of("we dont know where the river goes")


def test_a_live_version_with_a_word_to_the_crowd_is_alike() -> None:
    live = ["thank you so much", *verses(1), "good night everybody"]
    assert alike(sketch(live), sketch(verses(1)))


@pytest.mark.parametrize("seed", range(20))
def test_a_typing_error_in_every_fourth_line_is_alike(seed: int) -> None:
    typed = [line[:-1] if n % 4 == 0 else line for n, line in enumerate(verses(seed))]
    assert alike(sketch(typed), sketch(verses(seed)))


@pytest.mark.parametrize("seed", range(20))
def test_a_chorus_in_common_is_not_alike(seed: int) -> None:
    chorus = verses(-1 - seed, 6)
    one, other = verses(seed, 12) + chorus, verses(100 + seed, 12) + chorus
    assert common(one, other) > 0.15
    assert not alike(sketch(one), sketch(other))


def test_songs_of_the_same_words_are_not_alike() -> None:
    sketches = [sketch(verses(seed)) for seed in range(300)]
    pairs = [(a, b) for n, a in enumerate(sketches) for b in sketches[:n]]
    assert not any(alike(a, b) for a, b in pairs)
    assert sum(share(a, b) for a, b in pairs) / len(pairs) < 0.03


def test_the_share_is_near_the_true_one() -> None:
    # Sixteen bins err by 0.12 in one pair, at most, and by a tenth of that over a hundred.
    for kept in (6, 12, 18):
        pairs = [(verses(n), verses(n)[:kept] + verses(500 + n)[kept:]) for n in range(100)]
        found = sum(share(sketch(a), sketch(b)) for a, b in pairs) / len(pairs)
        true = sum(common(a, b) for a, b in pairs) / len(pairs)
        assert found == pytest.approx(true, abs=0.04)


def test_every_bin_of_a_long_song_is_filled_and_its_bytes_are_spread() -> None:
    sketches = b"".join(sketch(verses(seed)) for seed in range(300))
    assert 0 not in sketches
    assert len(set(sketches)) == 255
    assert max(map(sketches.count, range(256))) < 3 * len(sketches) / 256


@pytest.mark.parametrize("lines", [[], [""], ["la"], ["la", "la"], ["?!", "__"]])
def test_lyrics_without_three_words_are_like_nothing_not_even_themselves(lines: list[str]) -> None:
    assert sketch(lines) == bytes(SIZE)
    assert not alike(sketch(lines), sketch(lines))
    assert not alike(sketch(lines), sketch(verses(1)))


@given(st.lists(st.text(max_size=60), max_size=12))
def test_a_sketch_is_sixteen_bytes_and_like_itself_where_it_says_anything(lines: list[str]) -> None:
    found = sketch(lines)
    assert len(found) == SIZE
    assert found == sketch(lines)
    assert alike(found, found) == any(found)


@given(st.binary(min_size=SIZE, max_size=SIZE), st.binary(min_size=SIZE, max_size=SIZE))
def test_likeness_has_no_direction(one: bytes, other: bytes) -> None:
    assert share(one, other) == share(other, one)
    assert 0 <= share(one, other) <= 1
    assert alike(one, other) == alike(other, one)


@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=80))
def test_a_chorus_sung_again_changes_no_more_than_the_runs_across_its_edge(
    words: list[str],
) -> None:
    once, twice = sketch([" ".join(words)]), sketch([" ".join(words)] * 2)
    assert sum(a != b for a, b in zip(once, twice, strict=True)) <= 2


def test_a_sketch_never_changes_between_versions_processes_and_machines() -> None:
    # Catalogues hold these: a change here makes every stored sketch useless.
    assert of(KITCHEN).hex() == SKETCH
    program = (
        "from heartsong.catalogue.sketch import sketch; from tests.words import SONGS;"
        "print(sketch(SONGS[0].lyrics.split(chr(10))).hex())"
    )
    for seed in ("1", "2"):
        printed = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        ).stdout
        assert printed.strip() == SKETCH


def test_a_sketch_takes_well_under_a_millisecond() -> None:
    songs = [song.lyrics.splitlines() * 10 for song in many(200)]
    started = time.process_time()
    for lines in songs:
        sketch(lines)
    assert (time.process_time() - started) / len(songs) < 1e-3
