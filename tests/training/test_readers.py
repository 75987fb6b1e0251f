from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from heartsong.labels import HEARD
from heartsong.training import readers
from heartsong.training.examples import Example, Split, artist_key, artist_split, line_split
from heartsong.training.readers import READERS, own, own_songs
from heartsong.training.readers.tables import rows
from heartsong.types import GROUPS, SENTIMENTS
from heartsong.understanding.message import normalise
from tests.training.conftest import artists_of, write_csv

SIZES = {
    "emotions": 7,
    "sentiment": 3,
    "affect": 2,
    "groups": 4,
    "song_affect": 2,
    "song_groups": 4,
}
NOT_READERS = {"__init__", "tables", "happy_sad"}
TRAINED, HELD = artists_of("train", 3), artists_of("dev", 3)


def read(name: str, folder: Path, split: Split = "train") -> list[Example]:
    return list(READERS[name](folder, split))


def known(target: tuple[float, ...]) -> tuple[float | None, ...]:
    return tuple(None if math.isnan(share) else share for share in target)


def words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def one_hot(names: tuple[str, ...], name: str) -> tuple[float, ...]:
    return tuple(float(each == name) for each in names)


def line_of(split: Split, dev_in: int) -> str:
    return next(
        f"our line {n}" for n in range(1000) if line_split(f"our line {n}", dev_in) == split
    )


def text_file(folder: Path, name: str, *lines: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def test_every_file_of_readers_is_registered_under_its_name() -> None:
    files = {path.stem for path in Path(readers.__file__).parent.glob("*.py")} - NOT_READERS
    assert set(READERS) == files


def test_carer_is_read(tmp_path: Path) -> None:
    text_file(
        tmp_path,
        "text/carer/train.txt",
        "i feel fine; really;joy",
        "no label here",
        "odd;unheard",
        "i weep;sadness",
    )
    text_file(tmp_path, "text/carer/val.txt", "i hide;fear")
    first, second = read("carer", tmp_path)
    assert (first.source, first.kind, first.text) == ("carer", "message", "i feel fine; really")
    assert known(first.targets["emotions"]) == (0, 1, 0, 0, 0, 0, None)
    assert second.targets["groups"] == one_hot(GROUPS, "sad")
    assert [example.text for example in read("carer", tmp_path, "dev")] == ["i hide"]


def test_goemotions_is_read(tmp_path: Path) -> None:
    text_file(tmp_path, "text/goemotions/labels.txt", "joy", "grief", "neutral")
    text_file(tmp_path, "text/goemotions/train.tsv", "well done\t0\tid1", "hm, well\t1,2\tid2")
    text_file(tmp_path, "text/goemotions/dev.tsv", "two at once\t0,1\tid3", "so it is\t2\tid4")
    one, two = read("goemotions", tmp_path)
    assert one.text == "well done"
    assert one.targets["emotions"] == one_hot(HEARD, "joy")
    assert two.targets["emotions"] == (0.5, 0, 0, 0, 0, 0, 0.5)
    assert two.targets["sentiment"] == (0.5, 0.5, 0)
    assert [example.text for example in read("goemotions", tmp_path, "dev")] == ["so it is"]


def test_isear_is_read(tmp_path: Path) -> None:
    train, dev = line_of("train", 10), line_of("dev", 10)
    write_csv(
        tmp_path / "text/isear.csv",
        ("emotion", "text"),
        [("guilt", train), ("joy", dev), ("No response", train)],
    )
    (example,) = read("isear", tmp_path)
    assert (example.text, example.targets["emotions"]) == (train, one_hot(HEARD, "sadness"))
    assert [each.text for each in read("isear", tmp_path, "dev")] == [dev]


def test_emobank_is_read(tmp_path: Path) -> None:
    write_csv(
        tmp_path / "text/emobank.csv",
        ("id", "split", "V", "A", "D", "text"),
        [
            ("a", "train", 2, 2, 3, "low"),
            ("b", "train", 4, 4, 3, "high"),
            ("c", "dev", 3, 5, 3, "held out"),
            ("d", "test", 9, 9, 3, "kept back"),
            ("e", "dev", 3, 3, 3, " "),
        ],
    )
    low, high = read("emobank", tmp_path)
    assert low.targets == {"affect": pytest.approx((-0.4, -0.4))}
    assert high.targets == {"affect": pytest.approx((0.4, 0.4))}
    (held,) = read("emobank", tmp_path, "dev")
    assert held.targets == {"affect": pytest.approx((0.0, 0.8))}


def test_tweeteval_is_read(tmp_path: Path) -> None:
    train, dev = line_of("train", 4), line_of("dev", 4)
    text_file(tmp_path, "text/tweeteval_sentiment/val_text.txt", train, dev)
    text_file(tmp_path, "text/tweeteval_sentiment/val_labels.txt", "2", "0")
    (example,) = read("tweeteval", tmp_path)
    assert (example.text, example.targets) == (train, {"sentiment": (0, 0, 1)})
    (held,) = read("tweeteval", tmp_path, "dev")
    assert (held.text, held.targets) == (dev, {"sentiment": (1, 0, 0)})


SONG_SETS = {
    "moodylyrics": (
        "moodylyrics4q_part.csv",
        ("artist", "title", "mood", "text", "general_genre"),
        lambda artist: (artist, "T", "relaxed", "our words\nand more", "x"),
        {"song_groups": (0, 0, 0, 1)},
    ),
    "musicmood": (
        "musicmood_train.csv",
        ("file", "artist", "title", "lyrics", "genre", "mood", "year"),
        lambda artist: ("f", artist, "T", "our words\nand more", "x", "happy", 1999),
        {"song_groups": (1, 0, None, None)},
    ),
    "joydivision": (
        "joydivision_happy_sad.csv",
        ("No", "File", "Artist", "Title", "Mood", "text"),
        lambda artist: (1, "f", artist, "T", " Sad ", "our words\nand more"),
        {"song_groups": (0, 1, None, None)},
    ),
    "mirex": (
        "mirex.csv",
        ("id", "artist", "title", "cluster", "category", "text"),
        lambda artist: (1, artist, "T", "Cluster 3", "Wistful", "our words\nand more"),
        {"song_groups": (0, 0.75, 0, 0.25)},
    ),
    "pmemo": (
        "pmemo_valence_arousal.csv",
        ("artist", "title", "valence_mean", "arousal_mean", "text"),
        lambda artist: (artist, "T", 0.25, -1.5, "our words\nand more"),
        {"song_affect": (0.25, -1.0)},
    ),
}


@pytest.mark.parametrize("name", SONG_SETS)
def test_a_set_of_songs_is_read_and_split_by_artist(tmp_path: Path, name: str) -> None:
    file, header, row, targets = SONG_SETS[name]
    write_csv(tmp_path / "lyrics" / file, header, [row(TRAINED[0]), row(HELD[0]), row(TRAINED[1])])
    examples = read(name, tmp_path)
    assert len(examples) == 2
    assert len(read(name, tmp_path, "dev")) == 1
    for example in examples:
        assert (example.source, example.kind) == (name, "song")
        assert example.text == "our words\nand more"
        assert {head: known(t) for head, t in example.targets.items()} == targets


def test_deezer_is_read(tmp_path: Path) -> None:
    header = ("dzr_sng_id", "valence", "arousal", "artist", "song", "split", "text")
    songs = [
        (1, 1.0, 1.0, TRAINED[0], "S", "x", "up"),
        (2, -1.0, -1.0, TRAINED[1], "S", "x", "down"),
        (3, -1.0, 1.0, HELD[0], "S", "x", "rage"),
    ]
    write_csv(tmp_path / "lyrics/deezer_valence_arousal.csv", header, songs)
    up, down = read("deezer", tmp_path)
    (rage,) = read("deezer", tmp_path, "dev")
    assert up.targets["song_affect"] == pytest.approx((0.4, 0.4))
    for example, group in ((up, "happy"), (down, "sad"), (rage, "angry")):
        shares = example.targets["song_groups"]
        assert sum(shares) == pytest.approx(1)
        assert GROUPS[shares.index(max(shares))] == group


def test_line_breaks_inside_quotes_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes('\ufeffa,b\r\n1,"x\r\ny"\r\n'.encode())
    assert list(rows(tmp_path / "t.csv")) == [{"a": "1", "b": "x\r\ny"}]


# Our own messages, which ship.


@pytest.fixture(scope="module")
def messages() -> list[dict[str, str]]:
    return list(rows(own.FILE, delimiter="\t"))


def test_our_messages_are_labelled_in_our_words(messages: list[dict[str, str]]) -> None:
    for row in messages:
        assert row["text"].strip() == row["text"] != ""
        assert row["split"] in {"train", "dev", "test"}
        assert row["emotion"] in HEARD
        assert row["also"] in {*HEARD, ""} - {row["emotion"]}
        assert row["sentiment"] in SENTIMENTS
        assert row["group"] in GROUPS


def test_no_message_is_there_twice_or_in_both_splits(messages: list[dict[str, str]]) -> None:
    texts = Counter(normalise(row["text"]).casefold() for row in messages)
    assert [text for text, count in texts.items() if count > 1] == []


def test_no_training_message_shares_most_of_its_words_with_one_that_judges(
    messages: list[dict[str, str]],
) -> None:
    chat = (Path(__file__).parents[2] / "benchmarks/chat_lines.tsv").read_text(encoding="utf-8")
    judging = [row["text"] for row in messages if row["split"] != "train"]
    judging += [line.split("\t")[0] for line in chat.splitlines()[1:]]
    train = [words_of(row["text"]) for row in messages if row["split"] == "train"]
    for text in judging:
        words = words_of(text)
        if len(words) >= 4:
            near = [each for each in train if len(words & each) >= 0.7 * len(words | each)]
            assert near == [], text


def test_every_group_is_held_out_too(messages: list[dict[str, str]]) -> None:
    for split in ("dev", "test"):
        held = Counter(row["group"] for row in messages if row["split"] == split)
        assert all(held[group] >= 20 for group in GROUPS)
        assert held.total() >= 150


def test_our_messages_are_in_three_parts(tmp_path: Path) -> None:
    train = [example.text for example in read("own", tmp_path)]
    dev = [example.text for example in read("own", tmp_path, "dev")]
    test = [example.text for example in own.read_test(tmp_path)]
    assert len(train) > 10 * len(dev) > 0
    assert not set(train) & {*dev, *test}
    assert not set(dev) & set(test)
    assert {example.source for example in own.read_test(tmp_path)} == {"own test"}


def test_a_second_emotion_has_the_smaller_share(tmp_path: Path) -> None:
    for example in read("own", tmp_path):
        shares = sorted(example.targets["emotions"], reverse=True)
        assert shares[0] > 0.5
        assert shares[0] + shares[1] == pytest.approx(1)


# Our own judgements of songs, which ship without a word of them.


def test_our_judgements_of_songs_find_their_lyrics_in_the_catalogue(tmp_path: Path) -> None:
    first, *others = rows(own_songs.FILE, delimiter="\t")
    header = ("artist", "song", "text")
    known = (first["artist"], first["song"], "our words\nand more")
    other = ("Nobody", first["song"], "not these")
    write_csv(tmp_path / "catalogue/songs.csv", header, [other, known, known])
    (example,) = read("own_songs", tmp_path)
    assert (example.kind, example.text, example.artist) == ("song", known[2], first["artist"])
    groups = example.targets["song_groups"]
    assert GROUPS[groups.index(max(groups))] == first["group"]
    assert sum(groups) == pytest.approx(1)
    assert all(-1 <= figure <= 1 for figure in example.targets["song_affect"])
    assert read("own_songs", tmp_path, "dev") == []
    assert len(others) > 2000


def test_our_judgements_of_songs_are_in_our_words() -> None:
    judged = list(rows(own_songs.FILE, delimiter="\t"))
    assert len({(row["artist"], row["song"]) for row in judged}) == len(judged)
    for row in judged:
        assert row["artist"]
        assert row["song"]
        assert row["group"] in GROUPS
        assert row["also"] in {*GROUPS, ""} - {row["group"]}
        assert {int(row["valence"]), int(row["arousal"])} <= set(range(-3, 4))


def test_no_artist_of_our_songs_has_a_song_that_people_judged(data: Path) -> None:
    ours = {artist_key(row["artist"]) for row in rows(own_songs.FILE, delimiter="\t")}
    for name in readers.SONG_SETS:
        for split in ("train", "dev"):
            theirs = {artist_key(song.artist) for song in read(name, data, split)}  # type: ignore[arg-type]
            assert not ours & theirs


# The real files, where they are.


@pytest.mark.parametrize("name", sorted(READERS))
def test_the_real_set_is_read_in_both_splits(data: Path, name: str) -> None:
    for split in ("train", "dev"):
        examples = read(name, data, split)  # type: ignore[arg-type]
        if name == "catalogue":
            examples = examples[:100]
            assert all(not example.targets for example in examples)
            continue
        if (name, split) == ("own_songs", "dev"):
            assert examples == []
            continue
        assert len(examples) >= 10
        for example in examples:
            assert example.source == name
            assert example.text.strip()
            assert example.targets
            for head, target in example.targets.items():
                assert len(target) == SIZES[head]
                judged = [share for share in target if not math.isnan(share)]
                assert len(judged) >= 2
                if head.endswith("affect"):
                    assert all(-1 <= value <= 1 for value in judged)
                else:
                    assert sum(judged) == pytest.approx(1)


@pytest.mark.parametrize("name", ["carer", "goemotions", "isear", "tweeteval"])
def test_hardly_a_message_of_the_real_set_is_both_trained_on_and_held_out(
    data: Path, name: str
) -> None:
    train = {example.text for example in read(name, data)}
    held = [example.text for example in read(name, data, "dev")]
    assert sum(text in train for text in held) <= 0.02 * len(held)


def test_artists_of_our_tests_fall_into_both_splits() -> None:
    assert {artist_split(name) for name in TRAINED} == {"train"}
    assert {artist_split(name) for name in HELD} == {"dev"}
    assert all(one != other for one, other in pairwise([*TRAINED, *HELD]))
