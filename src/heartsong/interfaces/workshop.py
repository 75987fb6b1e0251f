"""The commands of those who make and judge models: train and evaluate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from heartsong.errors import MissingExtraError, RequestError
from heartsong.evaluation.task import Task
from heartsong.interfaces.options import JsonOption, counting, print_json

if TYPE_CHECKING:
    from heartsong.evaluation.figures import Evaluation, Ranking
    from heartsong.evaluation.labelled import Labelled
    from heartsong.model import MoodModel

SHIPPED: Final = "heartsong"  # what the shipped encoder is called in a comparison
FIRST_SET: Final = "moodylyrics"
MOOD: Final = "mood"
CHAT_EMOTION: Final = "chat-emotion"


def train(
    data: Annotated[Path, typer.Option(help="The folder with text/ and lyrics/.")],
    work: Annotated[
        Path, typer.Option(help="Checkpoints; a run that was cut off goes on from here.")
    ],
    output: Annotated[Path, typer.Option(help="A folder for the new model.")],
    recipe: Annotated[
        str,
        typer.Option(
            metavar=f"{MOOD}|{CHAT_EMOTION}",
            help=f"'{MOOD}' makes an encoder like the shipped one; '{CHAT_EMOTION}' fine-tunes a "
            "classifier of emotions on DailyDialog.",
        ),
    ] = MOOD,
    from_hub: Annotated[
        bool,
        typer.Option(
            "--from-hub",
            help="First fetch what the Hugging Face hub has of the data sets (extra: datasets).",
        ),
    ] = False,
) -> None:
    """Train a model anew (extra: train).

    Reads the data sets, fine-tunes, writes the model and prints how good it is.

    heartsong train --data data --work work --output my-encoder

    heartsong train --recipe chat-emotion --from-hub --data data --work work --output my-classifier
    """
    import logging

    if recipe not in _RECIPES:
        raise RequestError(f"There is no recipe '{recipe}': choose {' or '.join(_RECIPES)}.")
    logging.basicConfig(format="%(message)s")
    logging.getLogger("heartsong").setLevel(logging.INFO)
    if from_hub:
        _fetch(data)
    _RECIPES[recipe](data, work, output)


def _mood(data: Path, work: Path, output: Path) -> None:
    try:
        from heartsong.training.pipeline import Run, make, unpack_base
        from heartsong.training.teacher import unpack_teacher
    except ImportError as error:
        raise MissingExtraError("train", "training") from error
    print(make(Run(data, work, unpack_base(work), unpack_teacher(work)), output))


def _chat_emotion(data: Path, work: Path, output: Path) -> None:
    try:
        from heartsong.training.chat_emotion import ChatRun, make
        from heartsong.training.pipeline import unpack_base
    except ImportError as error:
        raise MissingExtraError("train", "training") from error
    held_out = make(ChatRun(data, work, unpack_base(work)), output)
    found = _evaluated(Task.EMOTION, held_out, [str(output)])
    _print_evaluation(replace(found, notice="The best checkpoint was chosen on these very texts."))


_RECIPES: Final[dict[str, Callable[[Path, Path, Path], None]]] = {
    MOOD: _mood,
    CHAT_EMOTION: _chat_emotion,
}


def _fetch(data: Path) -> None:
    from heartsong.training.fetch import fetch, lacking

    for each in fetch(data):
        counts = ", ".join(f"{rows:,} rows in {name}" for name, rows in each.rows.items())
        print(f"{each.name} ({each.place}): {counts or 'already there'}")
    print(f"Not fetched, as the hub lacks them: {', '.join(lacking())}")


def evaluate(
    task: Annotated[Task, typer.Option(help="What the models are asked.")],
    data: Annotated[
        Path,
        typer.Option(
            help="Labelled texts: CSV, TSV, JSONL, or a data set's own form. For recommend songs "
            "and their moods, or the folder of data sets that training reads (extra: train)."
        ),
    ],
    model: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="A model by hub name or folder; several are compared. 'heartsong' is the shipped "
            "one, the default.",
        ),
    ] = None,
    split: Annotated[
        str | None,
        typer.Option(
            help="Of data in several parts, the part to take, such as dev; of a folder for "
            f"recommend the set, {FIRST_SET} by default."
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(help="At most so many texts, spread evenly over all.")
    ] = None,
    queries: Annotated[
        Path | None,
        typer.Option(
            help="For recommend: a table of lines, each with the mood group whose songs should "
            "come; by default our own lines."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """How good models are on labelled texts, and recommendations on songs (extra: evaluate).

    heartsong evaluate --task emotion --data val.txt

    heartsong evaluate --task recommend --data data --split mirex

    heartsong evaluate --task sentiment --data tweets.csv --model heartsong --model my-folder
    """
    if limit is not None and limit < 1:
        raise RequestError(f"{limit} texts cannot be measured: give --limit 1 or more.")
    if task is Task.RECOMMEND:
        if model:
            raise RequestError("Recommending is measured with the shipped model: omit --model.")
        _print_ranking(_recommended(data, split, queries, limit), as_json)
        return
    if queries is not None:
        raise RequestError(f"Nothing is asked of a table of lines for {task}: omit --queries.")
    found = _evaluated(task, data, model or [SHIPPED], split, limit)
    if as_json:
        from heartsong.interfaces.payloads import of_evaluation

        print_json(of_evaluation(found))
    else:
        _print_evaluation(found)


def _evaluated(
    task: Task,
    data: Path,
    references: Sequence[str],
    split: str | None = None,
    limit: int | None = None,
) -> Evaluation:
    try:
        from heartsong.evaluation import run
        from heartsong.evaluation.data import read
    except ImportError as error:
        raise MissingExtraError("evaluate", "measuring models") from error
    texts = read(data, task, split)
    if limit is not None:
        texts = texts.spread(limit)
    models = _models(task, references)
    with counting("hearing") as count:
        return run.evaluate(texts, models, lambda done: count(done, None))


def _recommended(data: Path, split: str | None, queries: Path | None, limit: int | None) -> Ranking:
    from heartsong.config import Settings
    from heartsong.evaluation.labelled import own_lines, read_lines, spread
    from heartsong.evaluation.recommend import evaluate

    lines = own_lines() if queries is None else read_lines(queries)
    lines = lines if limit is None else spread(lines, limit)
    songs = _labelled(data, split)
    with counting("answering") as count:
        threads = Settings.load().threads
        return evaluate(songs, lines, threads, lambda done: count(done, None))


def _labelled(data: Path, split: str | None) -> Labelled:
    """Songs of a folder as heads see them that never saw them, or of a file as the model does."""
    if not data.is_dir():
        from heartsong.evaluation.data import read
        from heartsong.evaluation.labelled import scored

        return scored(
            read(data, Task.SONG_MOOD, split), _models(Task.SONG_MOOD, [SHIPPED])[SHIPPED]
        )
    try:
        from heartsong.training.unseen import unseen
    except ImportError as error:
        raise MissingExtraError("train", "judging songs that no model knows") from error
    name = split or FIRST_SET
    return unseen(data, [name])[name]


def _print_ranking(found: Ranking, as_json: bool) -> None:
    if as_json:
        from heartsong.interfaces.payloads import of_ranking

        print_json(of_ranking(found))
        return
    from rich.console import Console

    from heartsong.interfaces.figures import ranking

    ranking(found, Console())


def _print_evaluation(found: Evaluation) -> None:
    from rich.console import Console

    from heartsong.interfaces.figures import evaluation

    evaluation(found, Console())


def _models(task: Task, references: Sequence[str]) -> dict[str, MoodModel]:
    """What the user calls a model → the model, ready to be asked about the task."""
    from heartsong.config import Settings
    from heartsong.loading import is_exported, load_model

    threads = Settings.load().threads
    found: dict[str, MoodModel] = {}
    for reference in references:
        if reference == SHIPPED:
            found[reference] = load_model(threads=threads)
        elif is_exported(reference) or task is Task.EMOTION:
            found[reference] = load_model(reference, threads=threads)
        elif task is Task.SENTIMENT:
            found[reference] = load_model(sentiment_model=reference, threads=threads)
        else:
            raise RequestError(
                f"{reference} is no encoder that 'heartsong train' made, and only those are asked "
                f"about {task}: give the folder of one."
            )
    return found
