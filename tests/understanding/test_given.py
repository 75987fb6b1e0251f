from __future__ import annotations

from pathlib import Path

import pytest

from heartsong.catalogue.names import Names
from heartsong.errors import RequestError
from heartsong.store.sqlite import SqliteStore
from heartsong.understanding.given import named, stand_ins
from heartsong.wishes import Stance, Wish, WishKind
from tests.builders import a_stored_song


@pytest.fixture
def names(tmp_path: Path) -> Names:
    store = SqliteStore(tmp_path / "my.db", create=True)
    song = a_stored_song("Beyoncé", "Halo", album="I Am", genre="Pop; R&B")
    store.add([song, a_stored_song("Johnny Cash", "Hurt")], "m1")
    return Names(store)


@pytest.mark.parametrize(
    ("kind", "value", "spelt", "known"),
    [
        ("artist", "beyonce", "Beyoncé", True),
        ("artist", "jonny cash", "Johnny Cash", True),
        ("artist", " Nobody ", "Nobody", False),
        ("album", "i am", "I Am", True),
        ("genre", "pop", "Pop", True),
        ("song", "hurt", "Johnny Cash – Hurt", True),
        ("song", "Johnny Cash – Hurt", "Johnny Cash – Hurt", True),
        ("song", "No Such Song", "No Such Song", False),
        ("theme", "Home", "home", True),
        ("mood", "Sad", "sad", True),
        ("mood", "fear", "fear", True),
        ("pace", "fast", "fast", True),
        ("years", "1975", "1975-1975", True),
        ("years", "1970–1979", "1970-1979", True),
        ("years", "-1989", "-1989", True),
        ("word", " Rain ", "rain", True),
    ],
)
def test_a_wish_is_spelt_as_the_catalogue_does(
    names: Names, kind: WishKind, value: str, spelt: str, known: bool
) -> None:
    found = named(Wish(kind, "want", value), names)
    assert (found.value, found.known) == (spelt, known)
    assert (found.id is not None) == (kind == "song" and known)


@pytest.mark.parametrize(
    ("kind", "stance", "value", "sentence"),
    [
        ("theme", "want", "cheese", "There is no theme 'cheese': choose from love, break-up"),
        ("mood", "avoid", "grumpy", "There is no mood 'grumpy': choose from happy"),
        ("pace", "want", "medium", "There is no pace 'medium': choose from fast, slow."),
        ("years", "want", "the 80s", "'the 80s' are no years: write them as 1970-1979"),
        ("years", "want", "1990-1980", "are no years"),
        ("years", "want", "-", "are no years"),
        ("artist", "want", "  ", "The artist that you wish for has no name: give one."),
        ("colour", "want", "red", "There is no kind of wish 'colour'"),
        ("artist", "adore", "ABBA", "There is no stance 'adore'"),
    ],
)
def test_what_cannot_be_wished_for_is_said_in_one_sentence(
    names: Names, kind: WishKind, stance: Stance, value: str, sentence: str
) -> None:
    with pytest.raises(RequestError) as caught:
        named(Wish(kind, stance, value), names)
    assert sentence in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_song_with_an_id_needs_no_name(names: Names) -> None:
    wish = Wish("song", "like", "Whatever it is called", id="abc")
    assert named(wish, names) == wish


def test_for_a_song_that_is_not_there_its_artist_stands_in(names: Names) -> None:
    missing = Wish("song", "like", "Johnny Cash – Jackson", "like jackson", known=False)
    assert stand_ins([missing], names) == [Wish("artist", "like", "Johnny Cash", "like jackson")]


@pytest.mark.parametrize(
    "wish",
    [
        Wish("song", "like", "Nobody – Jackson", known=False),
        Wish("song", "like", "Jackson", known=False),
        Wish("song", "avoid", "Johnny Cash – Jackson", known=False),
        Wish("song", "like", "Johnny Cash – Hurt", id="abc"),
        Wish("artist", "like", "Johnny Cash"),
    ],
)
def test_for_anything_else_nobody_does(names: Names, wish: Wish) -> None:
    assert stand_ins([wish], names) == []
