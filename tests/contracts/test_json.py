"""The JSON that programs get, exactly as docs/json.md gives it: names, order, types, sums."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given

from heartsong.interfaces.payloads import flat, of_analysis, of_mood, of_recommendation, of_song
from heartsong.types import Mood, RankedSong, Recommendation
from heartsong.wishes import Stance, Wish, WishKind
from tests.builders import a_mood, a_song, moods
from tests.conftest import Command
from tests.words import SONGS

MOOD = ("emotions", "valence", "arousal", "sentiment", "groups")
EMOTIONS = ("sadness", "joy", "love", "anger", "fear", "surprise")
SENTIMENT = ("negative", "neutral", "positive")
GROUPS = ("happy", "sad", "angry", "relaxed")
RECOMMENDATION = (
    "text",
    "mood",
    "category",
    "strategy",
    "wishes",
    "notice",
    "help",
    "weights",
    "songs",
)
WISH = ("kind", "stance", "value", "heard", "id", "known")
RANKED = (
    "rank",
    "id",
    "artist",
    "title",
    "album",
    "year",
    "genre",
    "link",
    "category",
    "score",
    "parts",
    "distance",
    "mood",
    "sure",
    "reason",
    "lines",
)
ANALYSIS = ("text", "mood", "emotion", "neutral", "category")
SONG = ("id", "artist", "title", "album", "year", "genre", "link", "popularity", "category", "mood")
CATEGORIES = {
    "happy": "Happy",
    "sad": "Anxious/Sad",
    "angry": "Energetic",
    "relaxed": "Calm",
}

Json = dict[str, Any]


def check_mood(mood: Json, category: str) -> None:
    assert tuple(mood) == MOOD
    for name, keys in (("emotions", EMOTIONS), ("sentiment", SENTIMENT), ("groups", GROUPS)):
        assert tuple(mood[name]) == keys
        assert all(isinstance(share, float) and 0 <= share <= 1 for share in mood[name].values())
        assert sum(mood[name].values()) == pytest.approx(1, abs=1e-6)
    for axis in ("valence", "arousal"):
        assert isinstance(mood[axis], float)
        assert -1 <= mood[axis] <= 1
    assert category == CATEGORIES[max(GROUPS, key=mood["groups"].__getitem__)]


def check_names(song: Json) -> None:
    assert isinstance(song["id"], str)
    assert len(song["id"]) == 16
    assert isinstance(song["artist"], str)
    assert isinstance(song["title"], str)
    assert song["album"] is None or isinstance(song["album"], str)
    assert song["year"] is None or type(song["year"]) is int


def check_analysis(payload: Json) -> None:
    assert tuple(payload) == ANALYSIS
    assert isinstance(payload["text"], str)
    check_mood(payload["mood"], payload["category"])
    assert payload["emotion"] in {*EMOTIONS, "neutral"}
    assert isinstance(payload["neutral"], float)
    assert 0 <= payload["neutral"] <= 1


def check_song(payload: Json) -> None:
    assert tuple(payload) == SONG
    check_names(payload)
    assert payload["link"] is None or isinstance(payload["link"], str)
    check_mood(payload["mood"], payload["category"])


def check_recommendation(payload: Json) -> None:
    assert tuple(payload) == RECOMMENDATION
    assert isinstance(payload["text"], str)
    assert payload["strategy"] in {"match", "lift", "calm"}
    assert payload["notice"] is None or isinstance(payload["notice"], str)
    check_mood(payload["mood"], payload["category"])
    for wish in payload["wishes"]:
        assert tuple(wish) == WISH
        assert wish["kind"] in get_args(WishKind)
        assert wish["stance"] in get_args(Stance)
        assert isinstance(wish["value"], str)
        assert isinstance(wish["heard"], str)
        assert wish["id"] is None or isinstance(wish["id"], str)
        assert isinstance(wish["known"], bool)
    weights = payload["weights"]
    assert sum(weights.values()) == pytest.approx(1 if payload["songs"] else 0)
    for rank, song in enumerate(payload["songs"], 1):
        assert tuple(song) == RANKED
        assert song["rank"] == rank
        check_names(song)
        check_mood(song["mood"], song["category"])
        assert tuple(song["parts"])[:2] == ("mood", "meaning")
        assert all(isinstance(part, float) and 0 <= part <= 1 for part in song["parts"].values())
        assert isinstance(song["score"], float)
        assert song["score"] == pytest.approx(
            sum(weights[name] * part for name, part in song["parts"].items()), abs=2e-6
        )
        assert set(song["parts"]) == set(weights)
        assert song["distance"] is None or 0 <= song["distance"] <= 1.5
        assert song["sure"] == song["mood"]["groups"][_leading(song["mood"])]
        assert all(isinstance(line, str) for line in song["lines"])
        assert isinstance(song["reason"], str)
        assert song["reason"].endswith(".")


def _leading(mood: Json) -> str:
    return max(GROUPS, key=mood["groups"].__getitem__)


def there_and_back(payload: Json) -> Json:
    again: Json = json.loads(json.dumps(payload))
    assert again == payload
    return again


def an_answer(mood: Mood) -> Recommendation:
    song = RankedSong(
        1,
        a_song().id,
        "Ada Vale",
        "Low Tide",
        None,
        1999,
        mood.category,
        0.82,
        {"mood": 0.85, "meaning": 0.75},
        mood,
        "As happy as you sound.",
        mood.groups[mood.group],
    )
    return Recommendation(
        "I feel bad",
        mood,
        mood.category,
        "match",
        None,
        (song,),
        (Wish("artist", "avoid", "Ada Vale", "no Ada Vale"),),
        {"mood": 0.7, "meaning": 0.3},
    )


@given(moods())
def test_the_payloads_keep_the_contract(mood: Mood) -> None:
    check_mood(there_and_back(of_mood(mood)), mood.category)
    check_analysis(there_and_back(of_analysis("I feel bad", mood)))
    check_song(there_and_back(of_song(a_song(mood=mood, album="Shore", year=1999, link="/1"))))
    check_recommendation(there_and_back(of_recommendation(an_answer(mood))))


def test_the_documentation_names_the_same_fields() -> None:
    text = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
    for names in (RECOMMENDATION, WISH, RANKED, ANALYSIS, SONG, MOOD):
        for name in names:
            assert f'"{name}"' in text or f"`{name}`" in text, name


def test_a_row_of_the_table_names_nested_fields_with_dots() -> None:
    row = flat(of_song(a_song(mood=a_mood())))
    assert list(row)[:10] == [*SONG[:9], "mood.emotions.sadness"]
    assert len(row) == 9 + 15
    assert not any(isinstance(value, dict) for value in row.values())


def test_recommend_keeps_the_contract(command: Command, catalogue: Path) -> None:
    ended = command("recommend", "I feel bad", "-k", "5", "--catalogue", catalogue, "--json")
    assert (ended.code, ended.err) == (0, "")
    payload = json.loads(ended.out)
    check_recommendation(payload)
    assert ended.out.count("\n") == 1
    assert payload["text"] == "I feel bad"
    assert payload["strategy"] == "match"
    assert len(payload["songs"]) == 5


def test_an_answer_without_songs_keeps_the_contract(command: Command, catalogue: Path) -> None:
    ended = command("recommend", "I want to die", "--catalogue", catalogue, "--json")
    assert (ended.code, ended.err) == (0, "")
    payload = json.loads(ended.out)
    check_recommendation(payload)
    assert payload["songs"] == []
    assert "emergency" in payload["notice"]


def test_analyze_keeps_the_contract(command: Command, tmp_path: Path) -> None:
    ended = command("analyze", "I feel “bad” 😢", "--json")
    assert (ended.code, ended.err) == (0, "")
    payload = json.loads(ended.out)
    check_analysis(payload)
    assert payload["text"] == "I feel “bad” 😢"

    (tmp_path / "lines.txt").write_text("I feel bad\n\nWe got the keys today\n", encoding="utf-8")
    ended = command("analyze", "--file", "lines.txt", "--json")
    assert (ended.code, ended.err) == (0, "")
    payloads = [json.loads(line) for line in ended.out.splitlines()]
    assert [payload["text"] for payload in payloads] == ["I feel bad", "We got the keys today"]
    for payload in payloads:
        check_analysis(payload)


def test_export_keeps_the_contract(command: Command, catalogue: Path) -> None:
    ended = command("export", "--catalogue", catalogue)
    assert (ended.code, ended.err) == (0, "")
    payloads = [json.loads(line) for line in ended.out.splitlines()]
    assert len(payloads) == len(SONGS)
    for payload in payloads:
        check_song(payload)
    assert payloads == sorted(payloads, key=lambda payload: payload["id"])

    table = command("export", "--catalogue", catalogue, "--format", "csv")
    assert (table.code, table.err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(table.out)))
    for row, payload in zip(rows, payloads, strict=True):
        expected = {k: "" if v is None else str(v) for k, v in flat(payload).items()}
        assert row == expected
