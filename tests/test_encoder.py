from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from heartsong.encoder import SHIPPED_MODEL, Encoder
from heartsong.errors import ModelError
from heartsong.types import EMOTIONS, GROUPS
from tests.fakes import FakeEncoder
from tests.words import many

TEXTS = (
    "I feel bad and I cry every night",
    "we dance in the kitchen and laugh",
    "I hate this, I could scream",
    "a calm and quiet evening by the river",
)


def lines_of(texts: tuple[str, ...]) -> list[list[str]]:
    return [[text] for text in texts]


@pytest.fixture(params=["real", "fake"])
def either(request: pytest.FixtureRequest) -> Encoder:
    """The shipped model and the fake: what holds for one must hold for the other."""
    return FakeEncoder() if request.param == "fake" else request.getfixturevalue("encoder")


def test_tokenising_nothing_gives_nothing(either: Encoder) -> None:
    assert either.tokenise([]) == []
    assert either.tokenise([""]) == [[]]


def test_tokens_do_not_depend_on_the_company_nor_are_they_framed_cut_or_filled(
    encoder: Encoder,
) -> None:
    long = "rain " * 1000
    together = encoder.tokenise(["rain", long])
    assert together == [encoder.tokenise(["rain"])[0], encoder.tokenise([long])[0]]
    assert together[1] == together[0] * 1000
    assert len(together[0]) == 1


def test_joining_lines_joins_their_tokens(encoder: Encoder) -> None:
    one, other, both = encoder.tokenise(["Don't go", "Zoë, stay!", "Don't go Zoë, stay!"])
    assert one + other == both


def test_hearing_again_hears_the_same(encoder: Encoder) -> None:
    texts = lines_of(TEXTS)
    first, again = encoder.hear(texts, "song"), encoder.hear(texts, "song")
    assert [each.mood for each in first] == [each.mood for each in again]


def test_the_number_of_cores_changes_nothing_that_is_heard() -> None:
    songs = [song.lyrics.splitlines() for song in many(200)]
    one, several = (Encoder(threads=n).hear(songs, "song") for n in (1, 3))
    for alone, together in zip(one, several, strict=True):
        assert alone.mood == together.mood
        assert np.array_equal(alone.embedding, together.embedding)


def test_songs_heard_in_a_batch_are_nearly_as_when_heard_alone(encoder: Encoder) -> None:
    texts = lines_of((*TEXTS, " ".join(TEXTS)))
    for text, in_batch in zip(texts, encoder.hear(texts, "song"), strict=True):
        (alone,) = encoder.hear([text], "song")
        for name in GROUPS:
            assert in_batch.mood.groups[name] == pytest.approx(alone.mood.groups[name], abs=0.05)
        for name in EMOTIONS:
            assert in_batch.mood.emotions[name] == pytest.approx(
                alone.mood.emotions[name], abs=0.05
            )


def test_results_stay_in_the_order_of_the_texts_whatever_their_lengths(encoder: Encoder) -> None:
    texts = lines_of(("cry " * 60, "joy", "cry " * 30, "joy joy"))
    forwards = encoder.hear(texts, "message")
    backwards = encoder.hear(texts[::-1], "message")[::-1]
    for one, other in zip(forwards, backwards, strict=True):
        assert float(np.dot(one.embedding, other.embedding)) > 0.99


def test_a_song_of_several_pieces_is_the_mean_of_them(fake: FakeEncoder) -> None:
    long = ["we dance " + "la " * 60, "I cry " + "la " * 60]
    (both,) = fake.hear([long], "song")
    assert both.mood.groups["happy"] == pytest.approx(both.mood.groups["sad"])
    assert both.mood.emotions["joy"] == pytest.approx(both.mood.emotions["sadness"])


def test_a_message_is_cut_later_than_a_song(fake: FakeEncoder) -> None:
    counted: list[int] = []
    real = fake.forward
    fake.forward = lambda pieces: counted.append(len(pieces)) or real(pieces)  # type: ignore
    for kind in ("message", "song"):
        fake.hear([["we dance " * 50]], kind)  # type: ignore[arg-type]
    assert counted == [1, 2]


def test_a_text_without_feeling_spreads_it_evenly_and_says_so(fake: FakeEncoder) -> None:
    (heard,) = fake.hear([["the table has four legs"]], "message")
    assert list(heard.mood.emotions.values()) == pytest.approx([1 / 6] * 6)
    assert heard.mood.emotion == "neutral"
    assert heard.mood.neutral > 0.7


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("I feel so sad, I have been crying all day", "sad"),
        ("I am so happy, best day of my life!", "happy"),
        ("I am furious, I want to smash everything", "angry"),
        ("peaceful and relaxed on a slow sunday with tea", "relaxed"),
    ],
)
def test_the_shipped_model_hears_what_nobody_could_mistake(
    encoder: Encoder, text: str, group: str
) -> None:
    (heard,) = encoder.hear(lines_of((text,)), "message")
    assert heard.mood.group == group


def test_near_meanings_are_nearer_than_far_ones(encoder: Encoder) -> None:
    texts = ("I lost my dog today", "my puppy has died", "the train timetable for Tuesday")
    heard = encoder.hear(lines_of(texts), "message")
    dog, puppy, train = (each.embedding for each in heard)
    assert float(dog @ puppy) > float(dog @ train)


def test_the_shipped_model_is_small() -> None:
    size = sum(file.stat().st_size for file in SHIPPED_MODEL.iterdir())
    assert size <= 25_000_000


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"There is no model in .*reinstall"):
        Encoder(tmp_path / "absent")


@pytest.mark.parametrize("card", ["", "[]", "{}", '"name"', "\xff", '{"width": 384}'])
def test_a_card_that_cannot_be_read_is_refused(tmp_path: Path, card: str) -> None:
    (tmp_path / "model.json").write_text(card, encoding="latin-1")
    with pytest.raises(ModelError):
        Encoder(tmp_path)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED_MODEL, tmp_path / "model"))


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
@pytest.mark.parametrize("damage", ["missing", "cut", "nonsense"])
def test_a_folder_with_a_broken_part_is_refused(copied: Path, name: str, damage: str) -> None:
    part = copied / name
    content = part.read_bytes()
    part.unlink()
    if damage != "missing":
        part.write_bytes(content[: len(content) // 2] if damage == "cut" else b"nonsense")
    with pytest.raises(ModelError):
        _hear_with(copied)


@pytest.mark.parametrize("key", ["name", "width", "cls", "sep"])
def test_a_card_that_lacks_something_is_refused(copied: Path, key: str) -> None:
    card = json.loads((copied / "model.json").read_text())
    del card[key]
    (copied / "model.json").write_text(json.dumps(card))
    with pytest.raises(ModelError):
        _hear_with(copied)


def _hear_with(folder: Path) -> None:
    encoder = Encoder(folder, threads=1)
    encoder.hear(lines_of(("rain",)), "song")
    assert encoder.width > 0
