"""The trained network → eight-bit ONNX with its tokenizer and card, as the run time reads them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import onnx
from tokenizers import Tokenizer

from heartsong.training.graph import graph_of
from heartsong.training.network import MoodEncoder

# Leaving out those with fewer than ten uses saves 3 MB, but people write words of their own.
FEWEST_USES: Final = 1
_BATCH: Final = 2000
_SPECIAL: Final = frozenset({"[PAD]", "[UNK]", "[CLS]", "[SEP]"})
_LAST_LATIN: Final = "\u024f"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A tokenizer's word pieces, or some of them.

    Attributes:
        tokenizer_file: the pre-trained model's tokenizer.json.
        kept: the numbers of the pieces that stay, in their old order; None keeps all.
    """

    tokenizer_file: Path
    kept: tuple[int, ...] | None = None

    @classmethod
    def used_by(
        cls, texts: Iterable[str], tokenizer_file: Path, fewest: int = FEWEST_USES
    ) -> Vocabulary:
        """The pieces that texts use at least `fewest` times.

        Special tokens and single Latin signs always stay, so that every word can still be spelt.
        """
        uses = _uses(Tokenizer.from_file(str(tokenizer_file)), texts)
        whole = cls(tokenizer_file).described
        special = {token["content"] for token in whole["added_tokens"]} | _SPECIAL
        kept = sorted(
            number
            for piece, number in whole["model"]["vocab"].items()
            if uses[number] >= fewest or piece in special or _is_latin_sign(piece)
        )
        return cls(tokenizer_file, tuple(kept))

    @property
    def described(self) -> dict[str, Any]:
        """The whole tokenizer.json."""
        found: dict[str, Any] = json.loads(self.tokenizer_file.read_text(encoding="utf-8"))
        return found

    @property
    def numbers(self) -> list[int]:
        """The old numbers of the pieces, by their new ones."""
        if self.kept is not None:
            return list(self.kept)
        return sorted(self.described["model"]["vocab"].values())


def export(
    model: MoodEncoder, vocabulary: Vocabulary, folder: Path, name: str, exact: bool = False
) -> None:
    """Write model.onnx, tokenizer.json and model.json into `folder`.

    Args:
        exact: in 32 bits, to tell what eight bits cost.
    """
    folder.mkdir(parents=True, exist_ok=True)
    words = model.bert.embeddings.word_embeddings.weight.detach().numpy()
    graph = graph_of(model.eval(), words[vocabulary.numbers], exact)
    onnx.save(graph, str(folder / "model.onnx"))
    _write_tokenizer(vocabulary, folder / "tokenizer.json")
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    card = {
        "name": name,
        "width": model.embedding.out_features,
        "cls": tokenizer.token_to_id("[CLS]"),
        "sep": tokenizer.token_to_id("[SEP]"),
    }
    (folder / "model.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def _uses(tokenizer: Tokenizer, texts: Iterable[str]) -> Counter[int]:
    tokenizer.no_truncation()
    tokenizer.no_padding()
    uses: Counter[int] = Counter()
    several = list(texts)
    for start in range(0, len(several), _BATCH):
        batch = tokenizer.encode_batch(several[start : start + _BATCH], add_special_tokens=False)
        for found in batch:
            uses.update(found.ids)
    return uses


def _is_latin_sign(piece: str) -> bool:
    sign = piece.removeprefix("##")
    return len(sign) == 1 and sign <= _LAST_LATIN


def _write_tokenizer(vocabulary: Vocabulary, path: Path) -> None:
    """The tokenizer with the kept pieces alone, numbered anew from 0."""
    whole = vocabulary.described
    new = {old: number for number, old in enumerate(vocabulary.numbers)}
    kept = {piece: new[old] for piece, old in whole["model"]["vocab"].items() if old in new}
    cut = {
        **whole,
        "added_tokens": [
            {**token, "id": kept[token["content"]]} for token in whole["added_tokens"]
        ],
        "model": {**whole["model"], "vocab": kept},
        # Framing, padding and cutting are the encoder's own work.
        "post_processor": None,
        "padding": None,
        "truncation": None,
    }
    path.write_text(json.dumps(cut, ensure_ascii=False), encoding="utf-8")
