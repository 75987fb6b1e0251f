"""The command that trains: its recipes, the hub, and how it refuses."""

from __future__ import annotations

import sys
import time

import pytest

from tests.conftest import Command, Inside

PATHS = ("--data", "data", "--work", "work", "--output", "output")
NOWHERE = {"HF_ENDPOINT": "http://127.0.0.1:9", "HF_HUB_OFFLINE": "0"}


def test_an_unknown_recipe_is_refused_in_one_sentence(inside: Inside) -> None:
    assert inside.refused("train", *PATHS, "--recipe", "soup") == (
        "heartsong: There is no recipe 'soup': choose mood or chat-emotion.\n"
    )


def test_help_names_the_recipes_and_the_hub(inside: Inside) -> None:
    ended = inside("train", "--help", environment={"COLUMNS": "100"})
    assert ended.code == 0
    for words in ("--recipe", "mood|chat-emotion", "--from-hub", "DailyDialog"):
        assert words in ended.out


def test_without_the_data_set_the_recipe_says_how_to_get_it(inside: Inside) -> None:
    for name in ("transformers", "accelerate", "sklearn", "all_minilm_l6_v2"):
        pytest.importorskip(name, reason="training needs the extra 'train'")
    err = inside.refused("train", *PATHS, "--recipe", "chat-emotion")
    assert "text/dailydialog/train.csv" in err
    assert "--from-hub" in err


def test_without_network_one_sentence_comes_at_once(command: Command) -> None:
    pytest.importorskip("datasets", reason="fetching needs the extra 'datasets'")
    started = time.perf_counter()
    err = command.refused("train", *PATHS, "--from-hub", environment=NOWHERE)
    assert time.perf_counter() - started < 30
    assert err.startswith("heartsong: The data set dair-ai/emotion cannot be fetched from the hub")


def test_without_the_extra_the_command_says_which_one(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "datasets", None)
    assert inside.refused("train", *PATHS, "--from-hub") == (
        "heartsong: Fetching data sets needs the extra 'datasets': "
        "pip install 'heartsong[datasets]'.\n"
    )
