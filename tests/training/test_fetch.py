"""Sets of the hub as local files: folders laid out as the hub has them, made by the tests."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

datasets = pytest.importorskip("datasets", reason="fetching needs the extra 'datasets'")

from heartsong.errors import MissingDataError  # noqa: E402
from heartsong.labels import MEANINGS  # noqa: E402
from heartsong.training.examples import Split, line_split  # noqa: E402
from heartsong.training.fetch import SETS, HubSet, fetch, lacking  # noqa: E402
from heartsong.training.readers import READERS, dailydialog  # noqa: E402
from tests.training.test_readers import known  # noqa: E402

SIX = ("sadness", "joy", "love", "anger", "fear", "surprise")  # in the hub's own order
SEVEN = ("no emotion", "anger", "disgust", "fear", "happiness", "sadness", "surprise")
FINE = tuple(name for name in MEANINGS if name not in {"shame", "guilt"})
TRAINED = next(f"our tweet {n}" for n in range(99) if line_split(f"our tweet {n}", 4) == "train")

Rows = list[dict[str, Any]]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("datasets.config.HF_DATASETS_CACHE", tmp_path / "cache")


def repository(folder: Path, config: str, features: Any, splits: Mapping[str, Rows]) -> Path:
    """A data set as the hub has it: a card that names its tables, and Parquet files."""
    parts = []
    for split, rows in splits.items():
        path = folder / config / f"{split}-00000-of-00001.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        datasets.Dataset.from_list(rows, features=features).to_parquet(path)
        parts.append(f"  - split: {split}\n    path: {config}/{split}-*\n")
    card = f"---\nconfigs:\n- config_name: {config}\n  data_files:\n{''.join(parts)}---\n"
    (folder / "README.md").write_text(card, encoding="utf-8")
    return folder


def converted(folder: Path, features: Any, splits: Mapping[str, Rows]) -> Path:
    """A data set on the branch of Parquet files that the hub makes by itself, without a card."""
    for split, rows in splits.items():
        path = folder / "default" / split / "0000.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        datasets.Dataset.from_list(rows, features=features).to_parquet(path)
    return folder


def carer(folder: Path) -> Path:
    features = datasets.Features(
        {"text": datasets.Value("string"), "label": datasets.ClassLabel(names=list(SIX))}
    )
    train = [{"text": "i feel fine; really\u2028so", "label": 1}, {"text": "i weep", "label": 0}]
    return repository(
        folder,
        "split",
        features,
        {
            "train": train,
            "validation": [{"text": "i hide", "label": 4}],
            "test": [{"text": "i am unseen", "label": 4}],
        },
    )


def goemotions(folder: Path) -> Path:
    features = datasets.Features(
        {
            "text": datasets.Value("string"),
            "labels": datasets.List(datasets.ClassLabel(names=list(FINE))),
            "id": datasets.Value("string"),
        }
    )
    two = [FINE.index("grief"), FINE.index("neutral")]
    train = [{"text": "a\ttab and\na line", "labels": two, "id": "id1"}]
    held_out = [{"text": "well done", "labels": [FINE.index("joy")], "id": "id2"}]
    return repository(folder, "simplified", features, {"train": train, "validation": held_out})


def daily(folder: Path) -> Path:
    features = datasets.Features(
        {
            "dialog": datasets.List(datasets.Value("string")),
            "act": datasets.List(datasets.Value("int64")),
            "emotion": datasets.List(datasets.ClassLabel(names=list(SEVEN))),
        }
    )
    talk = {"dialog": [" We won , all of us ! ", "Oh no ."], "act": [1, 1], "emotion": [4, 5]}
    more = {"dialog": ["The bus is here ."], "act": [1], "emotion": [0]}
    return converted(folder, features, {"train": [talk, more], "validation": [talk]})


def tweets(folder: Path) -> Path:
    features = datasets.Features(
        {
            "text": datasets.Value("string"),
            "label": datasets.ClassLabel(names=["negative", "neutral", "positive"]),
        }
    )
    rows = [{"text": TRAINED, "label": 2}]
    return repository(folder, "sentiment", features, {"train": rows, "validation": rows})


def first_line(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.readline()


@pytest.fixture
def upstream(tmp_path: Path) -> tuple[HubSet, ...]:
    """Our sets, to be had from folders instead of from the hub."""
    made = {"carer": carer, "goemotions": goemotions, "dailydialog": daily, "tweeteval": tweets}
    assert set(made) == {each.name for each in SETS}
    return tuple(
        replace(each, place=str(made[each.name](tmp_path / "hub" / each.name))) for each in SETS
    )


def heard(name: str, folder: Path, split: Split) -> list[tuple[str, dict[str, Any]]]:
    return [
        (each.text, {head: known(target) for head, target in each.targets.items()})
        for each in READERS[name](folder, split)
    ]


def test_the_readers_read_what_was_fetched(upstream: tuple[HubSet, ...], tmp_path: Path) -> None:
    data = tmp_path / "data"
    fetched = {each.name: dict(each.rows) for each in fetch(data, upstream)}
    assert fetched["carer"] == {"text/carer/train.txt": 2, "text/carer/val.txt": 1}
    assert sorted(fetched) == ["carer", "dailydialog", "goemotions", "tweeteval"]
    (fine, joy), (weep, _) = heard("carer", data, "train")
    assert (fine, weep) == ("i feel fine; really so", "i weep")
    assert joy["emotions"] == (0, 1, 0, 0, 0, 0, None)
    assert [text for text, _ in heard("carer", data, "dev")] == ["i hide"]
    ((text, targets),) = heard("goemotions", data, "train")
    assert text == "a tab and a line"
    assert targets["emotions"] == (0.5, 0, 0, 0, 0, 0, 0.5)
    assert [text for text, _ in heard("goemotions", data, "dev")] == ["well done"]
    assert list(dailydialog.utterances(data, "train")) == [
        ("We won , all of us !", "happiness"),
        ("Oh no .", "sadness"),
        ("The bus is here .", "no_emotion"),
    ]
    assert len(heard("dailydialog", data, "dev")) == 2
    assert heard("tweeteval", data, "train") == [(TRAINED, {"sentiment": (0, 0, 1)})]


def test_the_files_are_those_of_the_real_folder(
    upstream: tuple[HubSet, ...], tmp_path: Path, data: Path
) -> None:
    list(fetch(tmp_path / "data", upstream))
    files = {path.relative_to(tmp_path / "data") for path in (tmp_path / "data").rglob("*.*")}
    assert {path for path in files if not (data / path).is_file()} == set()
    for name in ("text/dailydialog/train.csv", "text/goemotions/labels.txt"):
        ours, theirs = (each / name for each in (tmp_path / "data", data))
        assert first_line(ours) == first_line(theirs)


def test_no_test_split_is_fetched(upstream: tuple[HubSet, ...], tmp_path: Path) -> None:
    list(fetch(tmp_path / "data", upstream))
    for path in (tmp_path / "data").rglob("*.*"):
        assert "unseen" not in path.read_text(encoding="utf-8")


def test_files_that_are_there_stay_and_cost_no_network(
    upstream: tuple[HubSet, ...], tmp_path: Path
) -> None:
    mine = tmp_path / "text/carer/train.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("my own line;joy\n")
    (first,) = fetch(tmp_path, upstream[:1])
    assert first.rows == {"text/carer/val.txt": 1}
    assert mine.read_text() == "my own line;joy\n"
    (again,) = fetch(tmp_path, [replace(upstream[0], place="nobody/has-this")])
    assert again.rows == {}


def test_a_fetch_that_breaks_off_leaves_no_half_file(
    upstream: tuple[HubSet, ...], tmp_path: Path
) -> None:
    def breaks(rows: Any, file: Any) -> None:
        file.write("half a line")
        raise KeyboardInterrupt

    broken = replace(upstream[0], files={"text/carer/train.txt": ("train", breaks)})
    with pytest.raises(KeyboardInterrupt):
        list(fetch(tmp_path / "data", [broken]))
    assert not (tmp_path / "data/text/carer/train.txt").exists()


def test_without_network_one_sentence_comes_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    started = time.perf_counter()
    with pytest.raises(MissingDataError) as told:
        list(fetch(tmp_path))
    assert time.perf_counter() - started < 5
    assert str(told.value).startswith(
        "The data set dair-ai/emotion cannot be fetched from the hub ("
    )
    assert str(told.value).endswith("leave --from-hub out.")
    assert "\n" not in str(told.value)


def test_what_the_hub_lacks_is_every_other_set() -> None:
    assert set(lacking()) == set(READERS) - {each.name for each in SETS} - {"own"}
