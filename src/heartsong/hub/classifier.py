"""A sequence-classification model of the transformers library: texts → shares of its labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import logsigmoid
from transformers import AutoModelForSequenceClassification, AutoTokenizer
from transformers.utils import logging

from heartsong.errors import ModelError
from heartsong.hub.checkpoint import Checkpoint
from heartsong.pieces import batches

# Nothing is fetched here, and no code that a repository may hold is run.
_LOCAL: Final = {"local_files_only": True, "trust_remote_code": False}
_LONGEST: Final = 512  # tokens, for a model that does not say what it can read


class Classifier:
    """A classifier that is ready to run, in 32 bits and without dropout.

    Args:
        threads: cores for one pass, for all of PyTorch; its own choice by default.

    Attributes:
        name: see `Checkpoint.name`.
        labels: in the order of the network's outputs.

    Raises:
        ModelError: the files are damaged, or are not those of a trained classifier.
    """

    def __init__(self, checkpoint: Checkpoint, threads: int | None = None) -> None:
        self.name = checkpoint.name
        self._label = checkpoint.label
        if threads:
            torch.set_num_threads(threads)
        with _quietly():
            self._tokenizer, self._network = _load(checkpoint)
        config = self._network.config
        self.labels = tuple(str(config.id2label[row]) for row in range(config.num_labels))
        self._several = config.problem_type == "multi_label_classification"
        self._limit = _limit(self._tokenizer, self._network)

    def shares(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """(texts, labels): each row sums to 1; texts are cut at the model's limit.

        Of a model that may give several labels at once, each label's own probability counts. A
        text of which no token is left says nothing, so its shares are even.
        """
        found = np.full((len(texts), len(self.labels)), 1 / len(self.labels))
        if not texts:
            return found
        with _quietly(), torch.inference_mode():
            read = self._tokenizer(list(texts), truncation=True, max_length=self._limit)
            for batch in self._batches([len(ids) for ids in read["input_ids"]]):
                rows = [row for row in batch if read["input_ids"][row]]
                if not rows:
                    continue
                some = {name: [values[row] for row in rows] for name, values in read.items()}
                logits = self._network(**self._filled(some)).logits.double()
                scores = logsigmoid(logits) if self._several else logits
                found[rows] = scores.softmax(dim=-1).numpy()
        if not np.isfinite(found).all():
            raise ModelError(f"The model {self._label} gives no numbers: its weights are damaged.")
        return found

    def _batches(self, lengths: Sequence[int]) -> Iterator[list[int]]:
        if self._tokenizer.pad_token_id is None:  # texts cannot be filled up to one length
            return ([row] for row in range(len(lengths)))
        return batches(lengths)

    def _filled(self, some: dict[str, list[Any]]) -> Any:
        if self._tokenizer.pad_token_id is None:
            return {name: torch.tensor(values) for name, values in some.items()}
        return self._tokenizer.pad(some, return_tensors="pt")


def _load(checkpoint: Checkpoint) -> tuple[Any, Any]:
    folder = str(checkpoint.folder)
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, **_LOCAL)
        network, info = AutoModelForSequenceClassification.from_pretrained(
            folder, output_loading_info=True, **_LOCAL
        )
    except Exception as error:  # every library below it raises classes of its own
        raise ModelError(
            f"The model {checkpoint.label} cannot be loaded: give a whole sequence-classification "
            "model of the transformers library."
        ) from error
    if missing := sorted(info["missing_keys"]):
        raise ModelError(
            f"The model {checkpoint.label} is no trained classifier ({missing[0]} is not in its "
            "files): choose one that was fine-tuned to name emotions or sentiments."
        )
    # A tokenizer without its file is made all the same, and knows nothing but special tokens.
    most = getattr(network.config, "vocab_size", len(tokenizer))
    if not len(tokenizer.all_special_tokens) < len(tokenizer) <= most:
        raise ModelError(
            f"The tokenizer of the model {checkpoint.label} is missing or of another model: give "
            "a folder that holds both."
        )
    return tokenizer, network.float().eval()


def _limit(tokenizer: Any, network: Any) -> int:
    """How many tokens the model can read, special ones included."""
    limits = [tokenizer.model_max_length, getattr(network.config, "max_position_embeddings", None)]
    for name, part in network.named_modules():
        if name.endswith("position_embeddings") and isinstance(part, torch.nn.Embedding):
            # RoBERTa counts positions from behind its padding's number.
            first = 0 if part.padding_idx is None else part.padding_idx + 1
            limits.append(part.num_embeddings - first)
    known = [limit for limit in limits if limit and 0 < limit < 1_000_000]
    return min(known, default=_LONGEST)


@contextmanager
def _quietly() -> Iterator[None]:
    """Without the library's reports and progress bars, which are not for listeners."""
    level, bar = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if bar:
            logging.enable_progress_bar()
