"""The command that measures models."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="evaluation needs the extra 'evaluate'")
pytest.importorskip("scipy", reason="evaluation needs the extra 'evaluate'")

from heartsong.encoder import SHIPPED_MODEL
from tests.checkpoints import SIX, THREE, save
from tests.conftest import Inside

LINES = """text,emotion,sentiment
I am so happy we got the keys,joy,positive
best day of my life,joy,positive
I cried all night,sadness,negative
nobody came to the funeral but me,sadness,negative
he lied again and I am furious,anger,negative
the bus leaves at noon,neutral,neutral
"""
SONGS = """artist,title,mood,lyrics
Ada Vale,Low Tide,sad,"I walk alone and cry
by the empty sea"
Bo Reed,Pier,happy,"we dance and laugh
all summer long"
"""
CLASSIFIED = ("accuracy", "macro_f1", "macro_recall", "ece", "classes", "confusion")
RANKED = (
    "ranker",
    "queries",
    "precision",
    "ndcg",
    "artists",
    "coverage",
    "p50_ms",
    "p99_ms",
    "groups",
)
CORRELATED = ("pearson_valence", "pearson_arousal", "spearman_valence", "spearman_arousal")


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "lines.csv"
    path.write_text(LINES, encoding="utf-8")
    return path


def test_the_table_says_how_good_the_shipped_model_is(inside: Inside, lines: Path) -> None:
    ended = inside("evaluate", "--task", "emotion", "--data", lines)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("emotion: 6 texts of ")
    for word in ("heartsong", "accuracy", "macro-F1", "macro recall", "ECE", "texts a second"):
        assert word in ended.out
    assert "heartsong: each class" in ended.out
    assert "precision" in ended.out
    assert "what was heard (columns) of each class (rows)" in ended.out


def test_json_keeps_the_contract(inside: Inside, lines: Path) -> None:
    ended = inside("evaluate", "--task", "emotion", "--data", lines, "--json")
    assert (ended.code, ended.err) == (0, "")
    found = json.loads(ended.out)
    assert tuple(found) == ("task", "data", "texts", "left_out", "classes", "notice", "models")
    assert (found["task"], found["texts"], found["left_out"]) == ("emotion", 6, {})
    assert found["classes"] == ["sadness", "joy", "anger", "neutral"]
    (model,) = found["models"]
    assert tuple(model) == ("model", "name", "texts_a_second", *CLASSIFIED)
    assert model["model"] == "heartsong"
    assert tuple(model["classes"][0]) == ("name", "precision", "recall", "f1", "support")
    assert [sum(row) for row in model["confusion"]] == [2, 2, 1, 1]
    assert model["accuracy"] > 0.5


def test_valence_in_json_keeps_the_contract(inside: Inside, tmp_path: Path) -> None:
    rows = ["text,V,A", "I am so happy,4.5,4", "I cried all night,1.2,2", "the bus leaves,3,2"]
    (tmp_path / "v.csv").write_text("\n".join(rows))
    found = json.loads(inside("evaluate", "--task", "valence", "--data", "v.csv", "--json").out)
    assert tuple(found["models"][0]) == ("model", "name", "texts_a_second", *CORRELATED)
    assert found["models"][0]["spearman_valence"] == pytest.approx(1)


def test_the_documentation_names_every_field() -> None:
    text = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
    for name in (
        *CLASSIFIED,
        *CORRELATED,
        *RANKED,
        "songs",
        "lines",
        "rankers",
        "left_out",
        "texts_a_second",
        "support",
    ):
        assert f'"{name}"' in text or f"`{name}`" in text, name


def test_several_models_stand_side_by_side(inside: Inside, lines: Path, tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="plugged models need the extra 'hub'")
    pytest.importorskip("transformers", reason="plugged models need the extra 'hub'")
    ours = shutil.copytree(SHIPPED_MODEL, tmp_path / "ours")
    theirs = save(tmp_path / "theirs", SIX)
    models = [each for name in ("heartsong", ours, theirs) for each in ("--model", name)]
    ended = inside("evaluate", "--task", "emotion", "--data", lines, *models, "--json")
    assert ended.code == 0, ended
    found = json.loads(ended.out)["models"]
    assert [model["model"] for model in found] == ["heartsong", str(ours), str(theirs)]
    assert " + emotions theirs@" in found[2]["name"]
    assert found[0]["accuracy"] == found[1]["accuracy"]
    table = inside("evaluate", "--task", "emotion", "--data", lines, *models)
    header = next(line for line in table.out.splitlines() if "measure" in line)
    assert "heartsong" in header

    likes = save(tmp_path / "likes", THREE, "roberta")
    ended = inside("evaluate", "--task", "sentiment", "--data", lines, "--model", likes, "--json")
    assert json.loads(ended.out)["classes"] == ["negative", "neutral", "positive"]
    for task, model in (("emotion", likes), ("sentiment", theirs)):
        said = inside.refused("evaluate", "--task", task, "--data", lines, "--model", model)
        assert "cannot be understood" in said


def test_songs_come_with_a_warning(inside: Inside, tmp_path: Path) -> None:
    (tmp_path / "songs.csv").write_text(SONGS)
    ended = inside("evaluate", "--task", "song-mood", "--data", "songs.csv")
    assert "flatters itself" in ended.out
    ended = inside("evaluate", "--task", "song-mood", "--data", "songs.csv", "--json")
    assert "flatters itself" in json.loads(ended.out)["notice"]


def test_a_limit_takes_fewer_texts(inside: Inside, lines: Path) -> None:
    ended = inside("evaluate", "--task", "emotion", "--data", lines, "--limit", "3", "--json")
    assert json.loads(ended.out)["texts"] == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--data", "absent.csv"], "There is no file or folder absent.csv"),
        (["--data", "lines.csv", "--limit", "0"], "0 texts cannot be measured"),
        (["--data", "lines.csv", "--split", "dev"], "no split 'dev'"),
        (["--data", "lines.csv", "--model", "absent"], "There is no model in absent"),
        (["--data", "."], "folder without X_text.txt"),
    ],
)
def test_what_cannot_be_measured_is_refused(
    inside: Inside, lines: Path, arguments: list[str], said: str
) -> None:
    assert said in inside.refused("evaluate", "--task", "emotion", *arguments)


def test_models_of_other_people_are_not_asked_what_they_do_not_say(
    inside: Inside, tmp_path: Path
) -> None:
    (tmp_path / "songs.csv").write_text(SONGS)
    said = inside.refused(
        "evaluate", "--task", "song-mood", "--data", "songs.csv", "--model", "ada/moods"
    )
    assert "only those are asked about song-mood" in said


def test_recommending_is_measured_on_songs_of_ones_own(inside: Inside, tmp_path: Path) -> None:
    (tmp_path / "songs.csv").write_text(SONGS)
    given = ("evaluate", "--task", "recommend", "--data", "songs.csv", "--limit", "4")
    ended = inside(*given)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("recommend: 2 songs of songs.csv (1 happy, 1 sad)")
    assert "flatters itself" in ended.out
    for word in ("heartsong", "prototype", "BM25", "random", "precision@10", "nDCG@10", "coverage"):
        assert word in ended.out
    found = json.loads(inside(*given, "--json").out)
    assert tuple(found) == ("task", "data", "songs", "lines", "left_out", "notice", "rankers")
    assert (found["task"], found["songs"]) == ("recommend", {"happy": 1, "sad": 1})
    assert found["lines"] + sum(found["left_out"].values()) == 4
    assert [tuple(each) for each in found["rankers"]] == [RANKED] * 8
    ways = [(each["queries"], each["ranker"]) for each in found["rankers"]]
    names = ("heartsong", "prototype", "BM25", "random")
    assert ways == [(asked, name) for asked in ("lines", "moods") for name in names]
    for each in found["rankers"]:
        assert all(0 <= each[name] <= 1 for name in ("precision", "ndcg", "coverage"))
        assert 0 < each["p50_ms"] <= each["p99_ms"]


def test_lines_of_ones_own_can_be_asked(inside: Inside, tmp_path: Path) -> None:
    (tmp_path / "songs.csv").write_text(SONGS)
    (tmp_path / "lines.tsv").write_text("text\tgroup\nbest day of my life!\thappy\n")
    given = ("evaluate", "--task", "recommend", "--data", "songs.csv", "--queries", "lines.tsv")
    found = json.loads(inside(*given, "--json").out)
    assert found["lines"] == 1
    assert [tuple(each["groups"]) for each in found["rankers"][:4]] == [("happy",)] * 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--data", "absent.csv"], "There is no file or folder absent.csv"),
        (["--data", "songs.csv", "--model", "heartsong"], "omit --model"),
        (["--data", "songs.csv", "--queries", "absent.tsv"], "There is no file or folder absent"),
        (["--data", "songs.csv", "--split", "mirex"], "no split 'mirex'"),
    ],
)
def test_what_cannot_be_recommended_from_is_refused(
    inside: Inside, tmp_path: Path, arguments: list[str], said: str
) -> None:
    (tmp_path / "songs.csv").write_text(SONGS)
    assert said in inside.refused("evaluate", "--task", "recommend", *arguments)


def test_other_tasks_ask_no_lines(inside: Inside, lines: Path) -> None:
    given = ("evaluate", "--task", "emotion", "--data", lines, "--queries", lines)
    assert "omit --queries" in inside.refused(*given)


def test_a_folder_of_data_sets_needs_the_extra_train(
    inside: Inside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("heartsong.training")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "torch", None)
    said = inside.refused("evaluate", "--task", "recommend", "--data", tmp_path)
    assert "pip install 'heartsong[train]'" in said


def test_a_folder_without_data_sets_is_refused(inside: Inside, tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="training needs the extra 'train'")
    pytest.importorskip("transformers", reason="training needs the extra 'train'")
    given = ("evaluate", "--task", "recommend", "--data", tmp_path)
    assert "There is no data set file" in inside.refused(*given)
    assert "no set 'deezer'" in inside.refused(*given, "--split", "deezer")


def test_without_the_extra_its_name_is_told(
    inside: Inside, lines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("heartsong.evaluation")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sklearn.metrics", None)
    said = inside.refused("evaluate", "--task", "emotion", "--data", lines)
    assert "pip install 'heartsong[evaluate]'" in said
