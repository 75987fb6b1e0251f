"""Models of other people through the command: analyze, ingest, recommend, and how it refuses."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="plugged models need the extra 'hub'")
pytest.importorskip("transformers", reason="plugged models need the extra 'hub'")

from tests.checkpoints import SIX, THREE, save, shares_by_hand
from tests.conftest import Command, Inside
from tests.words import SONGS

NOWHERE = {"HF_ENDPOINT": "http://127.0.0.1:9", "HF_HUB_OFFLINE": "0"}
WORDS = "i feel so sad tonight"


@pytest.fixture(scope="module")
def emotions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(tmp_path_factory.mktemp("emotions") / "my moods", SIX)


@pytest.fixture(scope="module")
def sentiment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(tmp_path_factory.mktemp("sentiment") / "likes", THREE, "roberta")


def test_analyze_hears_through_both(inside: Inside, emotions: Path, sentiment: Path) -> None:
    ended = inside("analyze", WORDS, "--model", emotions, "--sentiment-model", sentiment, "--json")
    assert (ended.code, ended.err) == (0, "")
    mood = json.loads(ended.out)["mood"]
    assert list(mood["emotions"].values()) == pytest.approx(
        shares_by_hand(emotions, WORDS), abs=1e-5
    )
    assert list(mood["sentiment"].values()) == pytest.approx(
        shares_by_hand(sentiment, WORDS), abs=1e-5
    )


def test_the_settings_name_the_same_models(inside: Inside, emotions: Path, sentiment: Path) -> None:
    given = inside("analyze", WORDS, "--model", emotions, "--sentiment-model", sentiment)
    environment = {
        "HEARTSONG_MODEL": str(emotions),
        "HEARTSONG_SENTIMENT_MODEL": str(sentiment),
    }
    assert inside("analyze", WORDS, environment=environment).out == given.out


def test_a_new_process_prints_nothing_but_the_answer(command: Command, emotions: Path) -> None:
    ended = command("analyze", WORDS, "--model", emotions, "--json")
    assert (ended.code, ended.err) == (0, "")
    assert json.loads(ended.out)["text"] == WORDS


def test_a_catalogue_scored_by_it_answers_to_it_alone(
    inside: Inside, emotions: Path, sentiment: Path, songs_csv: Path, catalogue: Path
) -> None:
    plugged = ("--model", emotions, "--sentiment-model", sentiment)
    ended = inside("ingest", songs_csv, "--catalogue", "plugged.db", *plugged)
    assert ended.code == 0, ended
    assert f"{len(SONGS)} songs scored" in ended.out

    answer = inside("recommend", WORDS, "--catalogue", "plugged.db", "--json", *plugged)
    assert (answer.code, answer.err) == (0, "")
    assert len(json.loads(answer.out)["songs"]) == len(SONGS)

    said = inside.refused("recommend", WORDS, "--catalogue", "plugged.db")
    assert "with --model my moods --sentiment-model likes, or ingest the songs again" in said
    said = inside.refused("recommend", WORDS, "--catalogue", "plugged.db", "--model", emotions)
    assert "with --model my moods --sentiment-model likes" in said
    said = inside.refused("recommend", WORDS, "--catalogue", catalogue, *plugged)
    assert "ask it without --model and --sentiment-model" in said
    said = inside.refused("ingest", songs_csv, "--catalogue", "plugged.db")
    assert "give that one with --model, or ingest into a new catalogue" in said


def test_ingest_says_how_to_ask(inside: Inside, emotions: Path, songs_csv: Path) -> None:
    ended = inside("ingest", songs_csv, "--model", emotions)
    assert ended.out.splitlines()[-1].endswith(f"--model {emotions}")


def test_without_network_the_sentence_comes_quickly(command: Command, tmp_path: Path) -> None:
    started = time.monotonic()
    said = command.refused(
        "analyze",
        WORDS,
        "--model",
        "bhadresh-savani/bert-base-uncased-emotion",
        environment={**NOWHERE, "HF_HOME": str(tmp_path / "hub")},
    )
    assert "cannot be fetched from the hub" in said
    assert "hf download bhadresh-savani/bert-base-uncased-emotion --local-dir FOLDER" in said
    assert time.monotonic() - started < 60  # mostly PyTorch's own start


@pytest.mark.parametrize("option", ["--model", "--sentiment-model"])
def test_models_that_cannot_be_are_refused_and_leave_no_catalogue(
    inside: Inside, tmp_path: Path, songs_csv: Path, option: str
) -> None:
    (tmp_path / "empty").mkdir()
    headless = save(tmp_path / "headless", head=False)
    strange = save(tmp_path / "strange", ("LABEL_0", "LABEL_1"))
    for model, said in (
        ("absent", "There is no model in absent"),
        ("empty", "empty holds no model"),
        (headless, "no trained classifier"),
        (strange, "LABEL_0, LABEL_1"),
    ):
        assert said in inside.refused("analyze", WORDS, option, model)
        assert said in inside.refused("ingest", songs_csv, "--catalogue", "new.db", option, model)
    assert not (tmp_path / "new.db").exists()
