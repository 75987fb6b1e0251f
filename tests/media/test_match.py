from __future__ import annotations

import pytest

from heartsong.media.base import Candidate
from heartsong.media.match import agrees

SAME = [
    ("Ada Vale", "Low Tide", "Ada Vale", "Low Tide"),
    ("Ada Vale", "Low Tide", "ADA VALE", "low tide"),
    ("The Harbour Lights", "Café", "Harbour Lights", "Cafe"),
    ("Ada Vale", "Low Tide", "Ada Vale", "Low Tide (Remastered 2011)"),
    ("Ada Vale", "Low Tide", "Ada Vale", "Low Tide - Mono"),
    ("Ada Vale", "Low Tide (Live)", "Ada Vale", "Low Tide"),
    ("Ada Vale", "Low Tide", "Ada Vale, Bo Lind", "Low Tide (feat. Bo Lind)"),
    ("Ada Vale & Bo Lind", "Low Tide", "Bo Lind and Ada Vale", "Low Tide"),
    ("Guns N' Roses", "Patience", "Guns N Roses", "Patience"),
]
OTHER = [
    ("Ada Vale", "Low Tide", "Ada Vale", "High Tide"),
    ("Ada Vale", "Low Tide", "Eva Dale", "Low Tide"),
    ("Ada Vale", "Low Tide", "Karaoke Stars", "Low Tide (originally performed by Ada Vale)"),
    ("Ada Vale", "Low Tide", "Ada Vale Tribute Band", "Low Tide"),
    ("Ada Vale", "Low Tide", "Ada Vale", "Low Tide (Sped Up)"),
    ("Ada Vale", "Low Tide", "Ada Vale", "Low Tide (Night Remix)"),
    ("U2", "One", "U4", "One"),
    ("Ada Vale", "One", "Ada Vale", "Ode"),
    ("Ada Vale", "Low Tide (Live)", "Ada Vale", "Low Tide (Demo)"),
    ("Ada Vale", "Low Tide", "", ""),
]


@pytest.mark.parametrize("names", SAME)
def test_a_recording_under_another_spelling_is_the_song(names: tuple[str, str, str, str]) -> None:
    artist, title, *found = names
    assert agrees(artist, title, Candidate(*found))


@pytest.mark.parametrize("names", OTHER)
def test_another_recording_is_not_the_song(names: tuple[str, str, str, str]) -> None:
    artist, title, *found = names
    assert not agrees(artist, title, Candidate(*found))


def test_a_remix_that_is_asked_for_is_found() -> None:
    assert agrees(
        "Ada Vale", "Low Tide (Night Remix)", Candidate("Ada Vale", "Low Tide (Night Remix)")
    )
