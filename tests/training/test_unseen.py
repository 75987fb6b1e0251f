"""Songs as heads see them that know none of them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs the extra 'train'")
pytest.importorskip("transformers", reason="training needs the extra 'train'")

from heartsong.catalogue.kin import KIN
from heartsong.encoder import Encoder
from heartsong.errors import MissingDataError, RequestError
from heartsong.evaluation.labelled import Labelled
from heartsong.training.documents import Document
from heartsong.training.examples import UNKNOWN, Example
from heartsong.training.readers import moodylyrics
from heartsong.training.readers.tables import rows
from heartsong.training.songs import fit_head, fold_of
from heartsong.training.unseen import group_of, heard, labelled, outputs_of, unseen
from heartsong.types import GROUPS
from tests.training.conftest import write_csv

WIDTH = 8


def song(artist: str, group: int, source: str = "moodylyrics") -> Example:
    targets = {"song_groups": tuple(float(each == group) for each in range(4))}
    if source == "deezer":
        targets["song_affect"] = (0.5, 0.5) if group == 0 else (-0.5, -0.5)
    return Example(source, "song", f"words of our own by {artist} {group}", targets, artist)


UNKNOWN_ARTISTS = [f"Band {n}" for n in range(40)]
KNOWN_ARTISTS = KIN.nearest("ABBA", 40)


def some_songs(artists: Sequence[str] = UNKNOWN_ARTISTS) -> list[Example]:
    """Two songs each of forty artists, in two sets."""
    sets = ("moodylyrics", "deezer")
    return [song(artists[n // 2], n % 4, sets[n % 2]) for n in range(80)]


def outputs(examples: list[Example], seed: int = 1) -> dict[str, np.ndarray]:
    dice = np.random.default_rng(seed)
    count = len(examples)
    return {
        "emotions": dice.dirichlet(np.ones(7), count),
        "sentiment": dice.dirichlet(np.ones(3), count),
        "pooled": dice.standard_normal((count, WIDTH)),
        "sentence_embedding": dice.standard_normal((count, WIDTH)),
    }


def figures(examples: list[Example], of: dict[str, np.ndarray]) -> np.ndarray:
    moods = [mood for mood, _ in heard(examples, of)]
    return np.array([[*mood.groups.values(), mood.valence, mood.arousal] for mood in moods])


def relabelled(example: Example) -> Example:
    turned = tuple(reversed(example.targets["song_groups"]))
    targets = {**example.targets, "song_groups": turned}
    if "song_affect" in targets:
        targets["song_affect"] = tuple(-each for each in targets["song_affect"])
    return replace(example, targets=targets)


@pytest.mark.parametrize("artists", [UNKNOWN_ARTISTS, KNOWN_ARTISTS])
def test_no_label_of_an_artist_changes_what_is_said_of_their_songs(artists: list[str]) -> None:
    """Were a song judged by a head that saw it or its artist, other labels would show in it."""
    examples = some_songs(artists)
    of = outputs(examples)
    before = figures(examples, of)
    folds = np.array(list(fold_of(examples)))
    for artist in (artists[0], artists[7], artists[23]):
        theirs = np.array([example.artist == artist for example in examples])
        changed = [
            relabelled(example) if mine else example
            for example, mine in zip(examples, theirs, strict=True)
        ]
        after = figures(changed, of)
        assert np.array_equal(before[theirs], after[theirs])
        (fold,) = set(folds[theirs].tolist())
        assert np.array_equal(before[folds == fold], after[folds == fold])
        assert not np.allclose(before[folds != fold], after[folds != fold])


def test_heads_that_could_only_know_songs_by_heart_say_nothing_of_unseen_ones() -> None:
    """Vectors of chance alone: a head that has seen the songs is right, one that has not is not."""
    dice = np.random.default_rng(2)
    examples = [song(f"Band {n}", int(dice.integers(4)), "deezer") for n in range(400)]
    vectors = dice.standard_normal((400, 200)).astype(np.float32)
    of = outputs(examples) | {"pooled": vectors, "sentence_embedding": vectors}
    true = np.array([np.argmax(example.targets["song_groups"]) for example in examples])
    seen = fit_head("song_groups", vectors, examples)(vectors)
    assert (seen.argmax(axis=1) == true).mean() > 0.6
    right = (figures(examples, of)[:, :4].argmax(axis=1) == true).mean()
    assert right == pytest.approx(0.25, abs=0.08)


def test_emotions_and_meaning_are_the_trunks_own() -> None:
    examples = some_songs()
    of = outputs(examples)
    mood, embedding = heard(examples, of)[5]
    shares = of["emotions"][5]
    assert list(mood.emotions.values()) == pytest.approx(list(shares[:6] + shares[6] / 6))
    assert list(mood.sentiment.values()) == pytest.approx(list(of["sentiment"][5]))
    assert np.linalg.norm(embedding) == pytest.approx(1, abs=1e-6)
    assert sum(mood.groups.values()) == pytest.approx(1)


def test_outputs_are_what_the_encoder_hears_in_songs(encoder: Encoder) -> None:
    texts = [["we dance and laugh all summer long"], ["i cry alone", "by the empty sea"]]
    ids = [[number for line in encoder.tokenise(lines) for number in line] for lines in texts]
    docs = [Document(song("Ada", 0), (tuple(each),), n) for n, each in enumerate(ids)]
    found = outputs_of(encoder, docs)
    for row, each in enumerate(encoder.hear(texts, "song")):
        shares = found["emotions"][row]
        mine = shares[:6] + shares[6] / 6
        assert mine == pytest.approx(np.array([*each.mood.emotions.values()]), abs=0.03)
    assert set(found) == {"emotions", "sentiment", "pooled", "sentence_embedding"}


@pytest.mark.parametrize(
    ("shares", "group"),
    [
        ((0.7, 0.3, 0.0, 0.0), "happy"),
        ((0.0, 0.5, 0.5, 0.0), None),
        ((0.45, 0.55, 0.0, 0.0), None),
        ((UNKNOWN, 1.0, UNKNOWN, UNKNOWN), "sad"),
        ((1.0, 0.0, UNKNOWN, UNKNOWN), "happy"),
        ((0.0, 0.0, 0.4, 0.6), "relaxed"),
    ],
)
def test_a_label_between_two_moods_gives_none(shares: tuple[float, ...], group: str | None) -> None:
    assert group_of(Example("gems", "song", "words", {"song_groups": shares}, "Ada")) == group


def test_a_set_keeps_its_own_songs_and_counts_the_doubtful() -> None:
    examples = [song("Ada", 1), song("Bo", 2, "mirex"), song("Cy", 0)]
    examples.append(replace(song("Di", 0), targets={"song_groups": (0.5, 0.5, 0.0, 0.0)}))
    docs = [Document(example, ((1,),), n) for n, example in enumerate(examples)]
    moods = [(mood, vector) for mood, vector in heard(some_songs(), outputs(some_songs()))[:4]]
    found = labelled("moodylyrics", docs, moods, "model")
    assert [each.song.artist for each in found.songs] == ["Ada", "Cy"]
    assert list(found.groups.values()) == ["sad", "happy"]
    assert [each.lyrics for each in found.songs] == [examples[0].text, examples[2].text]
    assert sum(found.left_out.values()) == 1
    assert (found.name, found.model, found.notice) == ("moodylyrics", "model", None)
    assert found.counts == {"happy": 1, "sad": 1}


MINE = ("moodylyrics", "deezer")
TURNED = {"happy": "sad", "sad": "happy", "angry": "relaxed", "relaxed": "angry"}


@pytest.fixture
def folder(little: Path, tmp_path: Path) -> Path:
    """MoodyLyrics4Q and Deezer in little: the same artists in both, in lines of our own."""
    shutil.copytree(little / "lyrics", tmp_path / "lyrics")
    songs = list(rows(little / "lyrics" / "moodylyrics4q_part.csv"))
    affects = {"happy": (1, 1), "sad": (-1, -1), "angry": (-1, 1), "relaxed": (1, -1)}
    write_csv(
        tmp_path / "lyrics" / "deezer_valence_arousal.csv",
        ("artist", "title", "valence", "arousal", "text"),
        [(each["artist"], "x", *affects[each["mood"]], f"la {each['text']}") for each in songs],
    )
    return tmp_path


def relabel(folder: Path, artist: str) -> None:
    """Turn what people said of an artist's songs round, in both sets."""
    path = folder / "lyrics" / "moodylyrics4q_part.csv"
    songs = list(rows(path))
    for each in songs:
        each["mood"] = TURNED[each["mood"]] if each["artist"] == artist else each["mood"]
    write_csv(path, tuple(songs[0]), [tuple(each.values()) for each in songs])


def shares_of(found: Labelled, artist: str) -> list[dict[str, float]]:
    return [dict(each.song.mood.groups) for each in found.songs if each.song.artist == artist]


def test_a_folder_is_heard_by_the_encoder_that_ships_and_no_head_knows_whom_it_judges(
    folder: Path,
) -> None:
    before = unseen(folder, ["moodylyrics"], MINE)["moodylyrics"]
    assert before.model == Encoder(threads=1).name
    assert len(before.songs) == 36
    assert before.counts == dict.fromkeys(GROUPS, 9)
    artist, other = (
        "Band 0",
        next(
            each.song.artist for each in before.songs if apart("Band 0", each.song.artist, folder)
        ),
    )
    assert len(shares_of(before, artist)) == 4
    relabel(folder, artist)
    after = unseen(folder, ["moodylyrics"], MINE)["moodylyrics"]
    assert before.groups != after.groups
    assert shares_of(before, artist) == shares_of(after, artist)
    assert shares_of(before, other) != shares_of(after, other)


def apart(artist: str, other: str, folder: Path) -> bool:
    """Whether two artists are judged by different heads."""
    docs = [each for split in ("train", "dev") for each in moodylyrics.read(folder, split)]
    folds = dict(zip((each.artist for each in docs), fold_of(docs), strict=True))
    return folds[artist] != folds[other]


def test_what_is_not_there_is_told(folder: Path) -> None:
    with pytest.raises(MissingDataError, match="There is no data set file"):
        unseen(folder)
    with pytest.raises(RequestError, match="no set 'deezer' of songs to recommend"):
        unseen(folder, ["deezer"], MINE)
