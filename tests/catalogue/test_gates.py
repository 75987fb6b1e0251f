from __future__ import annotations

import pytest

from heartsong.catalogue.gates import doubt
from heartsong.lyrics.clean import clean_lines

SUNG = "we walk beside the harbour wall and watch the evening boats come home again"


GERMAN = "Wir gehen am Hafen entlang und sehen den Booten zu, die am Abend nach Hause kommen"
JAPANESE = "\n".join(f"夜の港を{sign}歩いて帰る船" for sign in "春夏秋冬朝昼夕夜山川海空星月")


def doubted(lyrics: str) -> str | None:
    return doubt(lyrics, clean_lines(lyrics))


@pytest.mark.parametrize(
    "lyrics",
    [
        SUNG,
        f"[Instrumental intro]\n{SUNG}",
        f"{SUNG}\nno lyrics can tell you how the instrumental goes",
        f"the instrumental broke my heart\n{SUNG} and the band played on until the morning light "
        "came through the kitchen window and you said stay a while and have another cup of tea",
    ],
)
def test_what_is_sung_in_english_is_not_doubted(lyrics: str) -> None:
    assert doubted(lyrics) is None


@pytest.mark.parametrize(
    ("lyrics", "reason"),
    [
        ("", "no lyrics"),
        (" \n ", "no lyrics"),
        ("Instrumental", "instrumental"),
        ("[Instrumental]", "instrumental"),
        ("This song is an instrumental", "instrumental"),
        ("Lyrics not available.", "no lyrics"),
        ("Unfortunately, we are not licensed to display these lyrics at the moment.", "no lyrics"),
        ("la la la\nla la", "too few words"),
        ("[Chorus]\n(x2)", "too few words"),
        (" ".join(f"|--{n}--{n + 1}--|" for n in range(40)), "not lyrics"),
        (" ".join("Zm9vYmFyYmF6cXV4" * 2 + str(n) for n in range(40)), "not lyrics"),
        (GERMAN, "not in English"),
        (JAPANESE, "not in English"),
    ],
)
def test_what_cannot_be_judged_says_why(lyrics: str, reason: str) -> None:
    assert doubted(lyrics) == reason
