"""The readers of dialogues, tweets with several emotions, GEMS songs and unlabelled lyrics."""

from __future__ import annotations

from pathlib import Path

import pytest

from heartsong.labels import HEARD
from heartsong.training.examples import Split, line_split
from heartsong.training.readers import dailydialog, wassa
from heartsong.types import GROUPS, SENTIMENTS
from tests.training.conftest import artists_of, write_csv
from tests.training.test_readers import known, line_of, one_hot, read, text_file

TALK = ("dialogue_id", "turn", "utterance", "emotion")
ELEVEN = (
    "anger",
    "anticipation",
    "disgust",
    "fear",
    "joy",
    "love",
    "optimism",
    "pessimism",
    "sadness",
    "surprise",
    "trust",
)


def lines_of(split: Split, dev_in: int, count: int) -> list[str]:
    lines = (f"our own line {n}" for n in range(10_000))
    return [line for line in lines if line_split(line, dev_in) == split][:count]


# DailyDialog.


def test_dailydialog_gives_what_carries_an_emotion_and_a_little_of_the_rest(tmp_path: Path) -> None:
    kept, passed_over = line_of("dev", 10), line_of("train", 10)
    talk = [
        (0, 0, " We won , all of us ! ", "happiness"),
        (0, 1, "That is foul .", "disgust"),
        (0, 2, "   ", "sadness"),
        (1, 0, kept, "no_emotion"),
        (1, 1, passed_over, "no_emotion"),
    ]
    write_csv(tmp_path / "text/dailydialog/train.csv", TALK, talk)
    write_csv(tmp_path / "text/dailydialog/validation.csv", TALK, talk)
    happy, foul, blank = read("dailydialog", tmp_path)
    assert (happy.source, happy.kind, happy.text) == ("dailydialog", "message", talk[0][2].strip())
    assert known(happy.targets["emotions"]) == (0, 1, None, 0, 0, 0, 0)  # joy or love: not said
    assert foul.targets["emotions"] == one_hot(HEARD, "anger")
    assert blank.text == kept
    assert blank.targets["emotions"] == one_hot(HEARD, "neutral")
    assert [each.text for each in read("dailydialog", tmp_path, "dev")] == [happy.text, foul.text]


def test_dailydialog_gives_every_utterance_to_whoever_asks_for_them(tmp_path: Path) -> None:
    talk = [(0, 0, 'He said "go" , and left', "anger"), (0, 1, "", "fear"), (0, 2, "So .", "fear")]
    write_csv(tmp_path / "text/dailydialog/train.csv", TALK, talk)
    assert list(dailydialog.utterances(tmp_path, "train")) == [
        ('He said "go" , and left', "anger"),
        ("So .", "fear"),
    ]


def test_the_real_dailydialog_has_no_label_of_its_own_that_is_unknown(data: Path) -> None:
    labels = {label for _, label in dailydialog.utterances(data, "dev")}
    assert labels == set(dailydialog.LABELS)


# MELD.


def test_meld_gives_emotion_and_sentiment(tmp_path: Path) -> None:
    text = (
        "Sr No.,Utterance,Speaker,Emotion,Sentiment,Dialogue_ID,Utterance_ID,Season,Episode,"
        "StartTime,EndTime\r\n"
        '1,"Oh no, it’s gone.",Ada,sadness,negative,0,0,4,7,"00:20:57,256","00:21:00,049"\r\n'
        '2,Who?,Bo,surprise,positive,0,1,4,7,"00:21:01,927","00:21:03,261"\r\n'
    )
    for name in ("train", "dev"):
        path = tmp_path / f"text/meld/{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    gone, who = read("meld", tmp_path)
    assert (gone.source, gone.kind, gone.text) == ("meld", "message", "Oh no, it’s gone.")
    assert gone.targets["emotions"] == one_hot(HEARD, "sadness")
    assert gone.targets["sentiment"] == one_hot(SENTIMENTS, "negative")
    assert who.targets["emotions"] == one_hot(HEARD, "surprise")
    assert who.targets["sentiment"] == one_hot(SENTIMENTS, "positive")
    assert len(read("meld", tmp_path, "dev")) == 2


# SemEval-2018 E-c.

SAID = {
    # what a tweet says: the emotions' shares and the sentiment; None where neither is judged
    (): ({"neutral": 1}, "neutral"),
    ("joy", "optimism", "love"): ({"joy": 2 / 3, "love": 1 / 3}, "positive"),
    ("anger", "disgust"): ({"anger": 1}, "negative"),
    ("anger", "joy"): ({"anger": 0.5, "joy": 0.5}, None),
    ("trust",): (None, "positive"),
    ("anticipation",): (None, None),
    ("surprise",): ({"surprise": 1}, None),
    ("fear", "pessimism"): ({"fear": 0.5, "sadness": 0.5}, "negative"),
}


def semeval(folder: Path, tweets: dict[str, tuple[str, ...]]) -> None:
    rows = [
        "\t".join((f"2017-En-{n}", tweet, *(str(int(name in said)) for name in ELEVEN)))
        for n, (tweet, said) in enumerate(tweets.items())
    ]
    header = "\t".join(("ID", "Tweet", *ELEVEN))
    path = folder / "text/semeval2018_ec_train.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("".join(f"{row}\r\n" for row in (header, *rows)).encode())


@pytest.mark.parametrize("said", SAID, ids=lambda said: "+".join(said) or "none")
def test_semeval_shares_what_a_tweet_says(tmp_path: Path, said: tuple[str, ...]) -> None:
    semeval(tmp_path, {line_of("train", 10): said})
    emotions, sentiment = SAID[said]
    found = {
        name: target for each in read("semeval", tmp_path) for name, target in each.targets.items()
    }
    wanted = {}
    if emotions:
        wanted["emotions"] = pytest.approx(tuple(emotions.get(name, 0) for name in HEARD))
    if sentiment:
        wanted["sentiment"] = one_hot(SENTIMENTS, sentiment)
    assert found == wanted


def test_semeval_holds_out_one_tweet_in_ten(tmp_path: Path) -> None:
    train, dev = line_of("train", 10), line_of("dev", 10)
    semeval(tmp_path, {train: ("joy",), dev: ("sadness",)})
    assert [each.text for each in read("semeval", tmp_path)] == [train]
    assert [each.text for each in read("semeval", tmp_path, "dev")] == [dev]


# WASSA 2017.


def test_wassa_gives_the_tweets_that_feel_it_strongly(tmp_path: Path) -> None:
    one, two, weak, three = lines_of("train", 10, 4)
    (held,) = lines_of("dev", 10, 1)
    for emotion in wassa.EMOTIONS:
        for part in wassa.PARTS:
            text_file(tmp_path, f"text/wassa2017/{emotion}-ratings-0to1.{part}.txt")
    text_file(
        tmp_path,
        "text/wassa2017/anger-ratings-0to1.train.txt",
        f"10000\t{one}\tanger\t0.938",
        f"10001\t{weak}\tanger\t0.144",
    )
    text_file(tmp_path, "text/wassa2017/joy-ratings-0to1.dev.gold.txt", f"3\t{two}\tjoy\t0.45")
    text_file(
        tmp_path,
        "text/wassa2017/sadness-ratings-0to1.test.gold.txt",
        f"4\t{three}\tsadness\t0.7",
        f"5\t{held}\tsadness\t0.7",
    )
    angry, glad, sad = read("wassa", tmp_path)
    assert [each.text for each in (angry, glad, sad)] == [one, two, three]
    assert {each.source for each in (angry, glad, sad)} == {"wassa"}
    assert angry.targets == {
        "emotions": one_hot(HEARD, "anger"),
        "sentiment": one_hot(SENTIMENTS, "negative"),
        "groups": one_hot(GROUPS, "angry"),
    }
    assert glad.targets["sentiment"] == one_hot(SENTIMENTS, "positive")
    assert sad.targets["groups"] == one_hot(GROUPS, "sad")
    assert [each.text for each in read("wassa", tmp_path, "dev")] == [held]


# Songs.


def test_gems_gives_the_mean_of_its_labels_and_is_split_by_artist(tmp_path: Path) -> None:
    (one, other), (held,) = artists_of("train", 2), artists_of("dev", 1)
    header = ("artist", "genre", "title", "album", "year", "lyrics", "labels")
    words = "our words\nand more"
    songs = [
        (one, "Rock", "T", "A", "2002.0", words, "Calmness, Sadness"),
        (other, "Rock", "T", "A", "", words, "Power"),
        (other, "Rock", "T", "A", "", words, "Boredom"),
        (held, "Rock", "T", "A", "", words, "Joyful activation"),
    ]
    write_csv(tmp_path / "lyrics/gems_multilabel.csv", header, songs)
    calm, strong = read("gems", tmp_path)
    assert (calm.source, calm.kind, calm.text, calm.artist) == ("gems", "song", words, one)
    assert calm.targets["song_groups"] == pytest.approx((0, 0.5, 0, 0.5))
    assert strong.targets["song_groups"] == pytest.approx((0.4, 0, 0.6, 0))
    (glad,) = read("gems", tmp_path, "dev")
    assert glad.targets["song_groups"] == pytest.approx(one_hot(GROUPS, "happy"))


def test_the_catalogue_gives_english_songs_without_labels(tmp_path: Path) -> None:
    english = "we walk along the river in the evening and the light is on the water\n" * 2
    german = "wir gehen am Abend den Fluss entlang und das Licht liegt auf dem Wasser\n" * 2
    header = ("artist", "song", "link", "text", "album", "year", "source")
    songs = [
        ("Ada Vale", "Low Tide", "x", english, "", "", "s"),
        ("Bo Reed", "Ebbe", "x", german, "", "", "s"),
        ("Cy Moor", "Hum", "x", "la la la", "", "", "s"),
    ]
    write_csv(tmp_path / "catalogue/songs.csv", header, songs)
    (song,) = read("catalogue", tmp_path)
    assert (song.source, song.kind, song.artist) == ("catalogue", "song", "Ada Vale")
    assert song.text == english
    assert song.targets == {}
    assert read("catalogue", tmp_path, "dev") == []
