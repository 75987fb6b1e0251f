from __future__ import annotations

import numpy as np
import pytest

from heartsong.encoder import Encoder
from heartsong.lyrics.score import score
from heartsong.pieces import MOST_PIECES
from tests.fakes import FakeEncoder
from tests.words import SONGS


def test_each_song_gets_its_own_mood_in_its_own_place(fake: FakeEncoder) -> None:
    heard = score(["we dance in sunshine", "I cry lonely tears", "rage and fight"], fake)
    assert [each.mood.group for each in heard if each] == ["happy", "sad", "angry"]


def test_a_song_without_words_gets_none_and_shifts_no_other(fake: FakeEncoder) -> None:
    heard = score(["[Chorus]\n(x2)", "I cry lonely tears", "", "we dance and laugh"], fake)
    assert heard[0] is None
    assert heard[2] is None
    assert [each.mood.group for each in heard if each] == ["sad", "happy"]


def test_repeats_do_not_add_weight(fake: FakeEncoder) -> None:
    once, often = score(["we dance\nI cry", "we dance\nI cry\n" + "I cry!\n" * 50], fake)
    assert once is not None
    assert often is not None
    assert once.mood == often.mood


def test_no_songs_give_nothing(fake: FakeEncoder) -> None:
    assert score([], fake) == []


def test_only_songs_without_words_give_only_none(fake: FakeEncoder) -> None:
    assert score(["", "[Intro]"], fake) == [None, None]


def test_a_very_long_song_is_read_to_its_end(fake: FakeEncoder) -> None:
    lines = [f"we dance number {n}" for n in range(1500)]
    lines += [f"I cry number {n}" for n in range(1500)]
    (heard,) = score(["\n".join(lines)], fake)
    assert heard is not None
    assert heard.mood.groups["sad"] == pytest.approx(heard.mood.groups["happy"], abs=0.1)
    assert len(lines) > MOST_PIECES


def test_the_real_model_gives_nearly_the_same_in_a_batch_as_alone(encoder: Encoder) -> None:
    lyrics = [song.lyrics for song in SONGS]
    together = score(lyrics, encoder)
    for text, in_batch in zip(lyrics, together, strict=True):
        (alone,) = score([text], encoder)
        assert alone is not None
        assert in_batch is not None
        for name, share in alone.mood.groups.items():
            assert in_batch.mood.groups[name] == pytest.approx(share, abs=0.05)
        for name, share in alone.mood.emotions.items():
            assert in_batch.mood.emotions[name] == pytest.approx(share, abs=0.05)
        assert float(np.dot(alone.embedding, in_batch.embedding)) > 0.98
