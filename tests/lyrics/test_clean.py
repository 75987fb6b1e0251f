from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartsong.lyrics.clean import clean_lines

SUNG = "The rain is on the harbour wall"


@pytest.mark.parametrize(
    "mark",
    [
        "[Verse 1]",
        "[Verse 1: Ada Vale & The Copper Hens]",
        "[Guitar Solo]",
        "{chorus}",
        "{title: Low Tide}",
        "{c: Chorus}",
        "(Chorus)",
        "*Bridge*",
        "-- Outro --",
        "Verse 1:",
        "Verse One:",
        "VERSE TWO",
        "Verse II",
        "Hook:",
        "Refrain",
        "Pre-Chorus:",
        "Post chorus",
        "Chorus x2",
        "CHORUS (x2)",
        "Chorus (repeat)",
        "[Chorus] x2",
        "Repeat chorus",
        "Repeat Chorus x 3",
        "Guitar Solo",
        "Instrumental break",
    ],
)
def test_section_marks_are_left_out(mark: str) -> None:
    assert clean_lines(f"{mark}\n{SUNG}") == [SUNG]


@pytest.mark.parametrize(
    "line",
    [
        "The chorus of the birds is all I hear",
        "We danced until the bridge came down",
        "Hook me up with something true",
        "Break my heart again tonight",
        "A verse for you and one for me",
    ],
)
def test_a_sung_line_with_the_name_of_a_section_stays(line: str) -> None:
    assert clean_lines(line) == [line]


@pytest.mark.parametrize(
    "chords",
    [
        "Am  G  C  D",
        "| Am | G7 | F#m7b5 | Bb/D |",
        "Cmaj7 - Dsus4 - E7#9",
        "Em",
        "Am G C N.C.",
        "Am G (x2)",
        "Intro: Am G C",
    ],
)
def test_chord_lines_are_left_out(chords: str) -> None:
    assert clean_lines(f"{chords}\n{SUNG}") == [SUNG]


@pytest.mark.parametrize("line", ["Am I the only one", "A day, a bed, a cab", "Bad Dad", "Add me"])
def test_words_that_look_like_chords_stay_in_a_line_of_words(line: str) -> None:
    assert clean_lines(line) == [line]


def test_inline_chords_go_and_their_words_stay_whole() -> None:
    assert clean_lines("[Am]Down the [G]lane we [C/E]go, nev[F#m7]er") == [
        "Down the lane we go, never"
    ]


@pytest.mark.parametrize(
    "credit",
    [
        "Lyrics by Ada Vale",
        "Words and music by Ada Vale",
        "Written by: Ada Vale",
        "Music: Ada Vale",
        "Copyright 1999 Vale Songs (ASCAP)",
        "All rights reserved",
        "You might also like",
        "Submitted by a friend",
        "12Embed",
    ],
)
def test_credits_are_left_out(credit: str) -> None:
    assert clean_lines(f"{SUNG}\n{credit}") == [SUNG]


def test_an_embed_mark_at_the_end_of_a_sung_line_goes_alone() -> None:
    assert clean_lines(f"{SUNG}14Embed") == [SUNG]


@pytest.mark.parametrize("count", ["x2", "(x3)", "[x 4]", "2x", "(3 x)"])
def test_repeat_counts_are_left_out(count: str) -> None:
    assert clean_lines(f"{SUNG} {count}") == [SUNG]


def test_a_line_that_comes_again_counts_once_up_to_case_and_punctuation() -> None:
    assert clean_lines("Hold on, hold on!\nthe tide\nHOLD ON HOLD ON\n'hold on' (hold on)") == [
        "Hold on, hold on!",
        "the tide",
    ]


def test_typographic_quotes_and_straight_ones_are_the_same() -> None:
    assert clean_lines("I’m here\nI'm here\nI‘m here") == ["I'm here"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_any_line_end_ends_a_line(end: str) -> None:
    assert clean_lines(f"one day{end}two days") == ["one day", "two days"]


def test_lyrics_on_one_long_line_stay_on_it_between_marks() -> None:
    long = " ".join(f"{SUNG} {n}" for n in range(200))
    assert clean_lines(f"[Verse] {long} [Chorus] and so it ends") == [long, "and so it ends"]


@pytest.mark.parametrize("text", ["", " \n\t\n", "[Chorus]\n\n(x2)", "***\n---", "♪♪♪"])
def test_without_words_there_are_no_lines(text: str) -> None:
    assert clean_lines(text) == []


@given(st.text(max_size=300))
def test_cleaned_lines_are_distinct_and_tidy_and_cleaning_them_again_adds_none(text: str) -> None:
    lines = clean_lines(text)
    assert len(lines) == len(set(lines))
    assert all(line == " ".join(line.split()) and line for line in lines)
    assert len(clean_lines("\n".join(lines))) <= len(lines)


WORD = st.sampled_from(["rain", "harbour", "you", "night", "river's", "café", "slowly"])


@given(st.lists(st.lists(WORD, min_size=2, max_size=8).map(" ".join), max_size=10, unique=True))
def test_plain_sung_lines_all_stay_in_order(lines: list[str]) -> None:
    assert clean_lines("\n".join(lines)) == lines


@pytest.mark.parametrize(
    "hostile",
    [
        "[" * 50_000,
        "(x" * 25_000,
        "{a" * 25_000,
        "1" * 50_000,
        "\t" * 50_000,
        "-" * 50_000 + "a",
        "verse" + " " * 50_000 + "a",
        "Am " * 20_000 + "a",
    ],
    ids=lambda text: repr(text[:6]),
)
def test_hostile_text_takes_no_time_to_speak_of(hostile: str) -> None:
    started = time.process_time()
    clean_lines(hostile)
    assert time.process_time() - started < 2
