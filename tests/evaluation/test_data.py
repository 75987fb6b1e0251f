"""Every form that labelled texts come in, in little, with lines of our own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from heartsong.errors import FileError, HeartsongError, RequestError
from heartsong.evaluation.data import HAPPINESS, Dataset, read
from heartsong.evaluation.task import Task

GO_NAMES = ("anger", "disgust", "grief", "joy", "neutral")


@pytest.fixture
def write(tmp_path: Path) -> object:
    def to(name: str, *lines: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return to


def answers(data: Dataset) -> list[tuple[str, str]]:
    """The texts and their classes, as a reader would write them down."""
    return [
        (" / ".join(lines), data.classes[number])
        for lines, number in zip(data.texts, data.truth, strict=True)
    ]


def test_lines_of_text_and_label(write) -> None:
    path = write("any.name", "the lift broke; again;anger", "a letter came;joy", "", "rain;joy")
    data = read(path, Task.EMOTION)
    assert data.classes == ("joy", "anger")
    assert answers(data) == [
        ("the lift broke; again", "anger"),
        ("a letter came", "joy"),
        ("rain", "joy"),
    ]
    assert (data.kind, data.name, data.left_out) == ("message", str(path), {})


def test_comments_with_numbers_of_labels(write) -> None:
    write("labels.txt", *GO_NAMES)
    path = write(
        "dev.tsv", "my tea is cold\t1\tx1", "at last!\t3\tx2", "both\t0,3\tx3", "ok\t4\tx4"
    )
    assert answers(read(path, Task.EMOTION)) == [
        ("my tea is cold", "anger"),
        ("at last!", "joy"),
        ("ok", "neutral"),
    ]


def test_utterances_that_carry_an_emotion(write) -> None:
    path = write(
        "part.csv",
        "dialogue_id,turn,utterance,emotion",
        "0,0,Is the shop open ?,no_emotion",
        "0,1,What a lovely day !,happiness",
        "0,2,This soup is foul .,disgust",
        "0,3,I miss her .,sadness",
    )
    data = read(path, Task.EMOTION)
    assert data.classes == (HAPPINESS, "sadness", "anger")
    assert [name for _, name in answers(data)] == [HAPPINESS, "anger", "sadness"]
    assert data.left_out == {"no emotion": 1}


def test_happiness_beside_joy_or_love_is_joy(write) -> None:
    path = write("x.csv", "text,emotion", "one,happiness", "two,love", "three,no emotion")
    assert read(path, Task.EMOTION).classes == ("joy", "love", "neutral")


def test_valence_and_arousal_of_a_part(write) -> None:
    path = write(
        "bank.csv",
        "id,split,V,A,D,text",
        '1,train,3.0,2.5,3,"He said ""no""."',
        "2,dev,4.5,3.5,3,A feast!",
        "3,dev,1.5,2.0,3,The roof leaks.",
        "4,dev,3.0,x,3,Nobody knows.",
        "5,dev,3.0,2.0,3,",
        "6,dev,2.0,3.0,3,Late again.",
    )
    data = read(path, Task.VALENCE, "dev")
    assert data.texts == (("A feast!",), ("The roof leaks.",), ("Late again.",))
    assert data.truth.tolist() == [[4.5, 3.5], [1.5, 2.0], [2.0, 3.0]]
    assert data.left_out == {"no text": 1, "no number": 1}
    assert (data.kind, data.classes) == ("message", ())
    assert len(read(path, Task.VALENCE).texts) == 4


def test_a_folder_of_pairs(write) -> None:
    write("tweets/val_text.txt", "lovely @user http://x.y", "meh\u2028still meh", "awful")
    write("tweets/val_labels.txt", "2", "1", "0")
    write("tweets/train_text.txt", "fine", "grim")
    folder = write("tweets/train_labels.txt", "2", "0").parent
    assert answers(read(folder, Task.SENTIMENT, "val")) == [
        ("lovely", "positive"),
        ("meh still meh", "neutral"),
        ("awful", "negative"),
    ]
    assert len(read(folder, Task.SENTIMENT).texts) == 5
    assert read(folder / "val_text.txt", Task.SENTIMENT).texts[0] == ("lovely",)


def test_a_mapping_names_the_numbers_of_a_folder(write) -> None:
    write("moods/mapping.txt", "0\tanger", "1\tjoy")
    write("moods/test_text.txt", "grr", "yay")
    folder = write("moods/test_labels.txt", "0", "1").parent
    assert answers(read(folder, Task.EMOTION)) == [("grr", "anger"), ("yay", "joy")]


def test_situations_with_seven_words_for_emotions(write) -> None:
    path = write(
        "isear.csv", "emotion,text", "shame,I forgot her name.", "guilt,I lied.", "joy,Yes!"
    )
    data = read(path, Task.EMOTION)
    assert data.classes == ("sadness", "joy")
    assert data.truth.tolist() == [0, 0, 1]


def test_one_table_with_emotions_and_sentiments(write) -> None:
    path = write(
        "tv.csv", "No,Utterance,Emotion,Sentiment", "1,You!,anger,negative", "2,Hi,joy,positive"
    )
    assert read(path, Task.EMOTION).classes == ("joy", "anger")
    assert read(path, Task.SENTIMENT).classes == ("negative", "positive")


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("a.csv", ["text,label", "so glad,Positive", "so sorry,NEGATIVE"]),
        ("a.tsv", ["Sentence\tSentiment", "so glad\tpos", "so sorry\tneg"]),
        ("a.csv", ["\ufefflabel;tweet", "positive;so glad", "negative;so sorry"]),
        (
            "a.jsonl",
            [
                '{"text": "so glad", "label": "positive"}',
                '{"text": "so sorry", "label": "negative", "x": null}',
            ],
        ),
    ],
)
def test_tables_with_obvious_columns(write, name: str, lines: list[str]) -> None:
    data = read(write(name, *lines), Task.SENTIMENT)
    assert answers(data) == [("so glad", "positive"), ("so sorry", "negative")]


SONGS = [
    "artist,title,Mood,lyrics,valence,arousal,genre",
    'Ada Vale,Low Tide,Sad,"[Chorus]\nI walk alone\nI walk alone\nby the sea",-1.2,-0.5,folk',
    'Ada Vale,High Tide,happy,"we dance\non the pier",0.9,0.7,folk',
    "Ada Vale,Slack Water,happy,[Instrumental],0.1,0.1,folk",
    "Bo Reed,Ebb,angry,burn it down,,0.3,rock",
    "Bo Reed,Flow,relaxed,slow river,0.4,-0.8,rock",
]


def test_songs_with_a_mood_are_read_as_songs(write) -> None:
    data = read(write("songs.csv", *SONGS), Task.SONG_MOOD)
    assert data.kind == "song"
    assert data.classes == ("happy", "sad", "angry", "relaxed")
    assert answers(data)[:2] == [
        ("I walk alone / by the sea", "sad"),
        ("we dance / on the pier", "happy"),
    ]
    assert data.left_out == {"no text": 1}


def test_songs_of_two_moods_are_told_apart_between_the_two(write) -> None:
    assert read(write("songs.csv", *SONGS[:3]), Task.SONG_MOOD).classes == ("happy", "sad")


def test_songs_with_valence_and_arousal_are_read_as_songs(write) -> None:
    data = read(write("songs.csv", *SONGS), Task.VALENCE)
    assert data.kind == "song"
    assert data.truth.tolist() == [[-1.2, -0.5], [0.9, 0.7], [0.4, -0.8]]
    assert data.left_out == {"no text": 1, "no label": 1}


def test_a_limit_is_spread_over_the_whole(write) -> None:
    lines = [f"line {number};{'joy' if number < 50 else 'fear'}" for number in range(100)]
    data = read(write("long.txt", *lines), Task.EMOTION)
    some = data.spread(4)
    assert [text for (text,) in some.texts] == ["line 0", "line 25", "line 50", "line 75"]
    assert np.bincount(some.truth).tolist() == [2, 2]
    assert data.spread(100).texts == data.spread(1000).texts == data.texts


EMOTIONS = ["text,emotion", "hello,joy", "go,anger"]
REFUSED: dict[str, tuple[Task, str | None, list[str], str]] = {
    "no texts": (Task.EMOTION, None, ["a,b", "1,2"], "no column of texts that is recognised"),
    "no labels": (Task.EMOTION, None, ["text,b", "hello,2"], r"no column for the emotion \(it has"),
    "strange labels": (
        Task.EMOTION,
        None,
        ["text,label", "hello,joy", "go,zest"],
        r"no emotion that is known \('zest'\): write",
    ),
    "no rows": (Task.EMOTION, None, ["text,label"], "no row with a text and its emotion"),
    "no usable rows": (Task.EMOTION, None, ["text,label", ",joy", "hi,"], "no row with a text"),
    "one class": (
        Task.EMOTION,
        None,
        ["text,label", "hello,joy"],
        "has only joy: give texts of two",
    ),
    "wrong task": (
        Task.SENTIMENT,
        None,
        EMOTIONS,
        "no column for the sentiment.*: try --task emotion",
    ),
    "songs, wrong task": (
        Task.SENTIMENT,
        None,
        SONGS,
        "try --task valence or song-mood",
    ),
    "two numbers": (
        Task.SENTIMENT,
        None,
        ["text,label", "good,1", "bad,0"],
        r"no sentiment that is known \('1', '0'\)",
    ),
    "no arousal": (Task.VALENCE, None, ["text,valence", "a,1"], "no column for the arousal"),
    "too few numbers": (Task.VALENCE, None, ["text,v,a", "a,1,2", "b,x,1"], "fewer than 3 rows"),
    "moods of no song": (
        Task.SONG_MOOD,
        None,
        ["lyrics,mood", "la la,Cluster 1"],
        r"no song mood that is known \('Cluster 1'\)",
    ),
    "no such split": (
        Task.EMOTION,
        "dev",
        ["text,label,split", "a,joy,train"],
        "no split 'dev': choose from train",
    ),
    "no split at all": (Task.EMOTION, "dev", EMOTIONS, "no split 'dev': leave --split out"),
    "broken JSON": (
        Task.EMOTION,
        None,
        ['{"text": "a"}', '{"text"'],
        "Line 2 of .* is no JSON object",
    ),
    "numbers without names": (Task.EMOTION, None, ["hello\t3\tx1"], "put labels.txt"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_data_that_cannot_be_used_is_told_in_one_sentence(write, case: str) -> None:
    task, split, lines, said = REFUSED[case]
    with pytest.raises(HeartsongError, match=said) as told:
        read(write("data.txt", *lines), task, split)
    assert "\n" not in str(told.value)
    assert str(told.value).endswith(".")


def test_a_label_without_a_name_is_told(write) -> None:
    write("labels.txt", "joy")
    with pytest.raises(FileError, match="does not name the label 1"):
        read(write("dev.tsv", "a\t0\tx", "b\t1\ty"), Task.EMOTION)


def test_pairs_of_different_length_are_told(write) -> None:
    write("tweets/val_text.txt", "a", "b")
    folder = write("tweets/val_labels.txt", "1").parent
    with pytest.raises(FileError, match="has 2 lines and its labels 1"):
        read(folder, Task.SENTIMENT)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"\x89PNG\0\0", "is not a text file"),
        (b"text,label\n" + b'"' + b"a" * 1_100_000 + b'",joy\n', "cannot be read as a table"),
        (None, "There is no file or folder"),
    ],
)
def test_files_that_are_no_text_are_told(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "data.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FileError, match=said):
        read(path, Task.EMOTION)


def test_a_folder_without_pairs_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"folder without X_text\.txt"):
        read(tmp_path, Task.SENTIMENT)


def test_files_of_windows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes("text,label\r\nun café,joy\r\nno,anger\r\n".encode("cp1252"))
    assert answers(read(path, Task.EMOTION))[0] == ("un café", "joy")


SHAPES = [
    ("text/carer/val.txt", Task.EMOTION, 2000, 6),
    ("text/goemotions/dev.tsv", Task.EMOTION, 4548, 7),
    ("text/dailydialog/validation.csv", Task.EMOTION, 961, 5),
    ("text/isear.csv", Task.EMOTION, 7416, 4),
    ("text/emobank.csv", Task.VALENCE, 9061, 0),
    ("text/meld/dev.csv", Task.EMOTION, 1109, 6),
    ("text/meld/dev.csv", Task.SENTIMENT, 1109, 3),
    ("text/tweeteval_sentiment", Task.SENTIMENT, 2000, 3),
    ("lyrics/moodylyrics4q_part.csv", Task.SONG_MOOD, 914, 4),
    ("lyrics/musicmood_train.csv", Task.SONG_MOOD, 947, 2),
    ("lyrics/joydivision_happy_sad.csv", Task.SONG_MOOD, 1019, 2),
    ("lyrics/deezer_valence_arousal.csv", Task.VALENCE, 1387, 0),
    ("lyrics/pmemo_valence_arousal.csv", Task.VALENCE, 94, 0),
]


@pytest.mark.parametrize(("path", "task", "texts", "classes"), SHAPES)
def test_the_data_sets_at_hand_are_recognised(
    data: Path, path: str, task: Task, texts: int, classes: int
) -> None:
    found = read(data / path, task)
    assert (len(found.texts), len(found.classes)) == (texts, classes)
    assert found.kind == ("song" if path.startswith("lyrics") else "message")


def test_a_wrong_split_is_the_callers_doing(write) -> None:
    with pytest.raises(RequestError):
        read(write("x.csv", *EMOTIONS), Task.EMOTION, "dev")
