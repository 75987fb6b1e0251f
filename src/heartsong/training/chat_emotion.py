"""The recipe chat-emotion: a classifier of the emotions in everyday talk (DailyDialog).

What the prototype did in a notebook, as one command: the pre-trained encoder gets a head for the
set's own seven labels and is fine-tuned whole, by the Trainer of the transformers library. The
result is a folder as the hub has them, so it plugs in with --model like any other.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from accelerate.utils import set_seed
from numpy.typing import NDArray
from sklearn.metrics import f1_score
from torch import Tensor
from torch.nn.functional import cross_entropy
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorWithPadding,
    ProgressCallback,
    Trainer,
    TrainingArguments,
)
from transformers.trainer_pt_utils import LengthGroupedSampler
from transformers.utils import logging as library

from heartsong.errors import FileError, MissingDataError
from heartsong.labels import NEUTRAL, emotion_of
from heartsong.training.examples import Split
from heartsong.training.readers import dailydialog
from heartsong.understanding.message import normalise

log = logging.getLogger(__name__)

LABELS: Final = dailydialog.LABELS
_MEANS: Final = np.array([emotion_of(label) for label in LABELS])
_HEARD_AT_ONCE: Final = 256  # texts of a batch without gradients
_LONGEST_HEARD: Final = 512  # tokens that the result reads of a text, all that the base can


@dataclass(frozen=True, slots=True)
class ChatRecipe:
    """What one training run does; about 5 million tokens of work as it stands.

    Attributes:
        longest: tokens of an utterance that training sees; nearly all are shorter.
        rarity: a class of n texts weighs n to the power of minus this in the loss. 0 leaves the
            five in six utterances without emotion to decide; at 1, a hundred fearful ones do.
        checks_an_epoch: how often the held-out utterances are heard and a checkpoint is kept.
    """

    epochs: int = 3
    texts_a_batch: int = 64
    longest: int = 128
    learning_rate: float = 1e-4
    warmup: float = 0.06
    weight_decay: float = 0.01
    rarity: float = 0.5
    checks_an_epoch: int = 2
    seed: int = 13


@dataclass(frozen=True, slots=True)
class ChatRun:
    """Where a training run reads and writes.

    Attributes:
        data: the folder that holds `text/dailydialog/`.
        work: checkpoints; a run that was cut off goes on from the last of them.
        base: the pre-trained model's folder (tokenizer.json, config.json, model.safetensors).
    """

    data: Path
    work: Path
    base: Path
    recipe: ChatRecipe = field(default_factory=ChatRecipe)


@dataclass(frozen=True, slots=True)
class Trained:
    """The best checkpoint of a run.

    Attributes:
        macro_f1: its mean F1 over the classes that carry an emotion, disgust counted as anger,
            on all held-out utterances; in [0, 1].
        losses: the mean training loss up to each check, from the first of the run on.
    """

    network: Any
    tokenizer: Any
    macro_f1: float
    losses: tuple[float, ...]


def make(run: ChatRun, output: Path) -> Path:
    """Fine-tune, and save the best checkpoint to `output` as the hub has its classifiers.

    Returns the file of the held-out utterances, which the checkpoint was chosen by.

    Raises:
        MissingDataError: DailyDialog is not under `run.data`.
        FileError: it has labels that are not its own.
    """
    trained = train(run)
    trained.network.float().save_pretrained(output)
    trained.tokenizer.save_pretrained(output)
    return run.data / dailydialog.FILES["dev"]


def train(run: ChatRun) -> Trained:
    """Fine-tune the pre-trained encoder; see `make` for what is raised."""
    library.set_verbosity_error()
    library.disable_progress_bar()
    tokenizer = AutoTokenizer.from_pretrained(run.base, model_max_length=_LONGEST_HEARD)
    texts = _encoded(run, "train", tokenizer)
    held_out = _encoded(run, "dev", tokenizer)
    set_seed(run.recipe.seed)
    network = AutoModelForSequenceClassification.from_pretrained(
        run.base,
        id2label=dict(enumerate(LABELS)),
        label2id={label: number for number, label in enumerate(LABELS)},
        problem_type="single_label_classification",
    )
    folder = run.work / f"chat-emotion-{_digest(run)}"
    trainer = _Trainer(
        model=network,
        args=_arguments(run.recipe, folder, len(texts)),
        train_dataset=texts,
        eval_dataset=sorted(held_out, key=_length),  # alike in length: little is filled up
        processing_class=tokenizer,
        data_collator=DataCollatorWithPadding(tokenizer),
        compute_loss_func=_WeightedLoss([text["labels"] for text in texts], run.recipe.rarity),
        compute_metrics=_measured,
    )
    trainer.remove_callback(ProgressCallback)
    trainer.add_callback(_Progress())
    if last := _last_whole(folder):
        log.info("going on from %s", last)
    trainer.train(resume_from_checkpoint=last)
    history = trainer.state.log_history
    losses = tuple(each["loss"] for each in history if "loss" in each)
    return Trained(trainer.model, tokenizer, trainer.state.best_metric or 0.0, losses)


def _encoded(run: ChatRun, split: Split, tokenizer: Any) -> list[dict[str, Any]]:
    """Utterances as tokens and the numbers of their labels, read as a message would be."""
    try:
        found = list(dailydialog.utterances(run.data, split))
    except FileNotFoundError as error:
        raise MissingDataError(
            f"There is no data set file {error.filename}: give the folder that holds "
            "text/dailydialog/ with --data, or fetch it with --from-hub."
        ) from error
    path = run.data / dailydialog.FILES[split]
    if strange := {label for _, label in found} - set(LABELS):
        raise FileError(
            f"{path} has labels that are none of DailyDialog's ({', '.join(sorted(strange)[:5])}): "
            f"write {', '.join(LABELS)}."
        )
    if not found:
        raise FileError(f"{path} has no utterance: give one that has.")
    texts = [normalise(text) for text, _ in found]
    tokens = tokenizer(texts, truncation=True, max_length=run.recipe.longest)["input_ids"]
    return [
        {"input_ids": ids, "labels": LABELS.index(label)}
        for ids, (_, label) in zip(tokens, found, strict=True)
    ]


def _length(text: Mapping[str, Any]) -> int:
    return len(text["input_ids"])


def _digest(run: ChatRun) -> str:
    """Eight letters that change with all that a checkpoint depends on."""
    digest = hashlib.sha256(repr(sorted(asdict(run.recipe).items())).encode())
    read = [run.data / name for name in dailydialog.FILES.values()]
    for path in (*read, *sorted(run.base.glob("*.*"))):
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:8]


def _last_whole(folder: Path) -> str | None:
    """The last checkpoint that is whole: this file of it is written last."""
    whole = [path.parent for path in folder.glob("checkpoint-*/trainer_state.json")]
    last = max(whole, key=lambda path: int(path.name.rpartition("-")[2]), default=None)
    return str(last) if last else None


def _arguments(recipe: ChatRecipe, folder: Path, texts: int) -> TrainingArguments:
    steps = -(-texts // recipe.texts_a_batch)
    check = max(1, steps // recipe.checks_an_epoch)
    return TrainingArguments(
        output_dir=str(folder),
        num_train_epochs=recipe.epochs,
        per_device_train_batch_size=recipe.texts_a_batch,
        per_device_eval_batch_size=_HEARD_AT_ONCE,
        learning_rate=recipe.learning_rate,
        warmup_steps=max(1, round(steps * recipe.epochs * recipe.warmup)),
        weight_decay=recipe.weight_decay,
        seed=recipe.seed,
        eval_strategy="steps",
        eval_steps=check,
        save_strategy="steps",
        save_steps=check,
        save_total_limit=2,  # the best and the last
        logging_steps=check,
        load_best_model_at_end=True,
        metric_for_best_model="macro_f1",
        greater_is_better=True,
        use_cpu=not torch.accelerator.is_available(),
        bf16=_is_quick_in_bf16(),
        disable_tqdm=False,  # whatever the library's own verbosity
        dataloader_pin_memory=False,
        report_to="none",
    )


def _is_quick_in_bf16() -> bool:
    """Elsewhere 16 bits would be spelled out in 32, which is slower than 32 from the start."""
    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    if torch.accelerator.is_available() or not hasattr(torch.cpu, "get_capabilities"):
        return False
    can = torch.cpu.get_capabilities()
    return any(can.get(name, False) for name in ("avx512_bf16", "amx_bf16", "bf16"))


class _WeightedLoss:
    """Cross-entropy in which rare classes weigh more.

    Args:
        labels: of all texts, numbers of `LABELS`.
        rarity: see `ChatRecipe`.
    """

    def __init__(self, labels: Sequence[int], rarity: float) -> None:
        counts = Counter(labels)
        even = len(labels) / len(LABELS)
        weights = [(even / max(1, counts[number])) ** rarity for number in range(len(LABELS))]
        self._weights = torch.tensor(weights)

    def __call__(self, outputs: Any, labels: Tensor, num_items_in_batch: object = None) -> Tensor:
        logits = outputs["logits"].float()
        return cross_entropy(logits, labels, weight=self._weights.to(logits.device))


def _measured(found: Any) -> dict[str, float]:
    """What the checkpoint is chosen by, from logits (texts, labels) and true labels (texts,)."""
    heard: NDArray[np.str_] = _MEANS[np.argmax(found.predictions, axis=1)]
    truth: NDArray[np.str_] = _MEANS[found.label_ids]
    carried = sorted(set(truth) - {NEUTRAL})
    score = f1_score(truth, heard, labels=carried, average="macro", zero_division=0)
    return {"macro_f1": float(score)}


class _ByLength(LengthGroupedSampler):
    """Batches of like length, which a resumed run gets in the order it would have had."""

    def __init__(self, texts_a_batch: int, lengths: list[int], seed: int) -> None:
        super().__init__(texts_a_batch, lengths=lengths, generator=torch.Generator())
        self._seed = seed
        self.set_epoch(0)

    def set_epoch(self, epoch: int) -> None:
        self.generator.manual_seed(self._seed + epoch)


class _Trainer(Trainer):
    def _get_train_sampler(self, train_dataset: Any = None) -> _ByLength:
        texts: Any = self.train_dataset
        lengths = [_length(text) for text in texts]
        return _ByLength(self.args.train_batch_size, lengths, self.args.seed)


class _Progress(ProgressCallback):
    """The library's bars; what it would print among them is told as the rest of training is."""

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **kwargs: Any) -> None:
        if "loss" in logs:
            log.info("epoch %.2f: loss %.4f", logs["epoch"], logs["loss"])
        elif "eval_macro_f1" in logs:
            log.info("epoch %.2f: macro-F1 %.4f held out", logs["epoch"], logs["eval_macro_f1"])
