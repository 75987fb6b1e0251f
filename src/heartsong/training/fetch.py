"""Data sets of the Hugging Face hub → the files that the readers read (extra: datasets).

Only what training and choosing need is fetched: no test split, so that it stays unseen.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TextIO

from heartsong.errors import MissingDataError, MissingExtraError
from heartsong.training.readers import READERS, carer, dailydialog, goemotions, tweeteval

_PATIENCE: Final = 10.0  # seconds for the hub's first answer
_SHIPPED: Final = frozenset({"own"})

Writer = Callable[[Any, TextIO], None]


@dataclass(frozen=True, slots=True)
class HubSet:
    """A data set of the hub, and how its rows become local files.

    Attributes:
        name: of its reader.
        place: OWNER/NAME, or a local folder of the same layout.
        config: which of the set's several tables, where it has some.
        revision: a branch; the main one by default.
        files: path under the data folder → the hub's split, and what writes its rows.
    """

    name: str
    place: str
    config: str | None
    revision: str | None
    files: Mapping[str, tuple[str, Writer]]


@dataclass(frozen=True, slots=True)
class Fetched:
    """One data set that is now at hand.

    Attributes:
        rows: path under the data folder → rows fetched for it; none where all was there before.
    """

    name: str
    place: str
    rows: Mapping[str, int]


def fetch(folder: Path, sets: Sequence[HubSet] | None = None) -> Iterator[Fetched]:
    """Fetch what is not yet under `folder`, one set after another; existing files stay as they are.

    Args:
        sets: all of `SETS` by default.

    Raises:
        MissingExtraError: the extra `datasets` is not installed.
        MissingDataError: a set cannot be had from the hub.
    """
    for each in SETS if sets is None else sets:
        missing = [name for name in each.files if not (folder / name).exists()]
        rows = _loaded(each, {each.files[name][0] for name in missing}) if missing else {}
        counts: dict[str, int] = {}
        for name in missing:
            split, write = each.files[name]
            _written(folder / name, rows[split], write)
            counts[name] = len(rows[split])
        yield Fetched(each.name, each.place, counts)


def lacking() -> list[str]:
    """The readers whose sets the hub does not have, or not from those who made them."""
    return sorted(set(READERS) - {each.name for each in SETS} - _SHIPPED)


def _loaded(one: HubSet, splits: set[str]) -> dict[str, Any]:
    """split → the library's table of rows."""
    try:
        import datasets
        from huggingface_hub import HfApi
    except ImportError as error:
        raise MissingExtraError("datasets", "fetching data sets") from error
    try:
        if not Path(one.place).is_dir():
            # Fails at once without a network, where the library would try again and again.
            HfApi().dataset_info(one.place, revision=one.revision, timeout=_PATIENCE)
        return {
            split: datasets.load_dataset(one.place, one.config, revision=one.revision, split=split)
            for split in sorted(splits)
        }
    except Exception as error:  # the libraries below raise those of whatever they build on
        cause = str(error).partition("\n")[0].rstrip(".")[:120] or type(error).__name__
        raise MissingDataError(
            f"The data set {one.place} cannot be fetched from the hub ({cause}): try again with "
            "network, or put its files where docs/training.md says and leave --from-hub out."
        ) from error


def _written(path: Path, rows: Any, write: Writer) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8", newline="") as file:
        write(rows, file)
    part.replace(path)  # a kill while writing leaves no half file that would be taken for a whole


def _line(text: str) -> str:
    """A text on one line: these formats know no quotes."""
    return " ".join(text.split())


def _carer(rows: Any, file: TextIO) -> None:
    names = rows.features["label"].names
    for row in rows:
        file.write(f"{_line(row['text'])};{names[row['label']]}\n")


def _goemotions(rows: Any, file: TextIO) -> None:
    for row in rows:
        labels = ",".join(map(str, row["labels"]))
        file.write(f"{_line(row['text'])}\t{labels}\t{row['id']}\n")


def _goemotions_labels(rows: Any, file: TextIO) -> None:
    names = rows.features["labels"].feature.names
    file.write("".join(f"{name}\n" for name in names))


def _dailydialog(rows: Any, file: TextIO) -> None:
    """The hub keeps a dialogue a row, the local file an utterance a row."""
    names = [name.replace(" ", "_") for name in rows.features["emotion"].feature.names]
    table = csv.writer(file, lineterminator="\n")
    table.writerow(("dialogue_id", "turn", "utterance", "emotion"))
    for number, row in enumerate(rows):
        for turn, (text, label) in enumerate(zip(row["dialog"], row["emotion"], strict=True)):
            table.writerow((number, turn, _line(text), names[label]))


def _tweets(rows: Any, file: TextIO) -> None:
    file.write("".join(f"{_line(row['text'])}\n" for row in rows))


def _tweet_labels(rows: Any, file: TextIO) -> None:
    file.write("".join(f"{row['label']}\n" for row in rows))


SETS: Final = (
    HubSet(
        "carer",
        "dair-ai/emotion",
        "split",
        None,
        {carer.FILES["train"]: ("train", _carer), carer.FILES["dev"]: ("validation", _carer)},
    ),
    HubSet(
        "goemotions",
        "google-research-datasets/go_emotions",
        "simplified",
        None,
        {
            goemotions.LABELS: ("train", _goemotions_labels),
            goemotions.FILES["train"]: ("train", _goemotions),
            goemotions.FILES["dev"]: ("validation", _goemotions),
        },
    ),
    HubSet(
        "dailydialog",
        "li2017dailydialog/daily_dialog",
        None,
        # The main branch holds a script, which the library no longer runs; the hub itself keeps
        # the same rows as Parquet files here.
        "refs/convert/parquet",
        {
            dailydialog.FILES["train"]: ("train", _dailydialog),
            dailydialog.FILES["dev"]: ("validation", _dailydialog),
        },
    ),
    HubSet(
        "tweeteval",
        "cardiffnlp/tweet_eval",
        "sentiment",
        None,
        {
            tweeteval.TEXTS: ("validation", _tweets),
            tweeteval.LABELS: ("validation", _tweet_labels),
        },
    ),
)
