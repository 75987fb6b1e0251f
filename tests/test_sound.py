"""What genres add to what is heard in a song's words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from heartsong.catalogue.kin import GENRES, KIN
from heartsong.encoder import SHIPPED_MODEL, Encoder
from heartsong.errors import ModelError
from heartsong.model import Heard
from heartsong.sound import FILE, Lean, Sound

WORDS = [["the river took the house last spring", "and nobody has asked me where i sleep"]]


def heard(encoder: Encoder, artist: str, genre: str | None = None) -> Heard:
    return encoder.hear(WORDS, "song", KIN.shares([artist], [genre]))[0]


def a_sound() -> Sound:
    dice = np.random.default_rng(4)
    groups = Lean(0.8, dice.standard_normal((4, 3)), dice.standard_normal(4))
    return Sound(
        ("jazz", "metal", "soul"), groups, Lean(1.1, dice.standard_normal((2, 3)), np.zeros(2))
    )


def test_a_lean_scales_what_was_heard_and_adds_what_genres_weigh() -> None:
    weight = np.array([[1, 0], [0, 2], [0, 0], [-1, 0]], np.float32)
    lean = Lean(0.5, weight, np.array([0, 0, 3, 0], np.float32))
    found = lean(np.array([[2, 2, 2, 2]], np.float32), np.array([[0.5, 0.25]], np.float32))
    assert found.tolist() == [[1.5, 1.5, 4.0, 0.5]]


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    sound = a_sound()
    sound.write(tmp_path)
    again = Sound.read(tmp_path)
    assert again is not None
    assert again.genres == sound.genres
    for name in ("groups", "affect"):
        before, after = getattr(sound, name), getattr(again, name)
        assert after.scale == pytest.approx(before.scale, abs=1e-4)
        assert after.weight == pytest.approx(before.weight, abs=1e-4)
        assert after.bias == pytest.approx(before.bias, abs=1e-4)


def test_a_model_without_it_hears_words_alone(tmp_path: Path) -> None:
    assert Sound.read(tmp_path) is None
    folder = shutil.copytree(SHIPPED_MODEL, tmp_path / "model")
    (folder / FILE).unlink()
    encoder = Encoder(folder)
    assert heard(encoder, "Metallica").mood == encoder.hear(WORDS, "song")[0].mood


@pytest.mark.parametrize(
    "content", ["", "{}", '{"genres": ["jazz"], "groups": 1}', "short", "no number"]
)
def test_a_damaged_file_is_one_clear_sentence(tmp_path: Path, content: str) -> None:
    folder = shutil.copytree(SHIPPED_MODEL, tmp_path / "model")
    told = json.loads((folder / FILE).read_text(encoding="utf-8"))
    if content == "short":
        del told["groups"]["weight"][0]
    elif content == "no number":
        told["affect"]["bias"] = ["a", "b"]
    readable = content in ("short", "no number")
    (folder / FILE).write_text(json.dumps(told) if readable else content, encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be loaded: reinstall Heartsong"):
        heard(Encoder(folder), "Metallica")


def test_what_ships_reads_the_genres_that_are_known_of_artists() -> None:
    sound = Sound.read(SHIPPED_MODEL)
    assert sound is not None
    assert sound.genres == tuple(GENRES)
    assert 0.5 < sound.groups.scale < 1.5  # words still count


def test_the_same_words_are_angrier_in_metal_and_calmer_in_ambient_music(encoder: Encoder) -> None:
    words = encoder.hear(WORDS, "song")[0].mood
    loud, still = heard(encoder, "Metallica").mood, heard(encoder, "Enya").mood
    assert loud.groups["angry"] > words.groups["angry"] > still.groups["angry"]
    assert still.groups["relaxed"] > words.groups["relaxed"] > loud.groups["relaxed"]
    assert loud.arousal > words.arousal > still.arousal
    assert sum(loud.groups.values()) == pytest.approx(1)


def test_emotions_sentiment_and_meaning_are_of_the_words_alone(encoder: Encoder) -> None:
    words, loud = encoder.hear(WORDS, "song")[0], heard(encoder, "Metallica")
    assert loud.mood.emotions == words.mood.emotions
    assert loud.mood.sentiment == words.mood.sentiment
    assert np.array_equal(loud.embedding, words.embedding)


def test_a_song_of_nobody_knows_whom_is_heard_by_its_words(encoder: Encoder) -> None:
    words = encoder.hear(WORDS, "song")[0].mood
    assert heard(encoder, "The Copper Hens").mood == words
    assert heard(encoder, "The Copper Hens", "thrash metal").mood != words


def test_a_song_is_heard_alike_whoever_stands_beside_it(encoder: Encoder) -> None:
    artists = ["Metallica", "The Copper Hens", "Enya"]
    together = encoder.hear(WORDS * 3, "song", KIN.shares(artists))
    for artist, found in zip(artists, together, strict=True):
        alone = heard(encoder, artist).mood
        assert list(found.mood.groups.values()) == pytest.approx(
            list(alone.groups.values()), abs=0.02
        )


def test_messages_have_no_genres(encoder: Encoder) -> None:
    plain = encoder.hear(WORDS, "message")[0].mood
    assert encoder.hear(WORDS, "message", KIN.shares(["Metallica"]))[0].mood == plain


def test_values_stay_in_their_range(encoder: Encoder) -> None:
    every = np.eye(len(GENRES), dtype=np.float32)
    for found in encoder.hear(WORDS * len(every), "song", every):
        assert -1 <= found.mood.valence <= 1
        assert -1 <= found.mood.arousal <= 1
        assert sum(found.mood.groups.values()) == pytest.approx(1)
