"""The encoder as PyTorch sees it: a small BERT, mean pooling, and linear heads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from torch import Tensor, nn
from transformers import BertModel

HEADS: Final = {
    "emotions": 7,
    "sentiment": 3,
    "affect": 2,
    "groups": 4,
    "song_affect": 2,
    "song_groups": 4,
}


class MoodEncoder(nn.Module):
    """Token ids of a piece → logits of every head and a sentence embedding, in one pass.

    Heads are linear in the pooled vector, so the mean of a song's piece logits equals the
    logits of its mean piece: pooling after the pass (as the run time does) is exact.
    """

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        width = bert.config.hidden_size
        self.bert = bert
        # Word vectors stay as pre-trained: words that our data never show keep their meaning.
        bert.embeddings.requires_grad_(False)
        self.dropout = nn.Dropout(0.1)
        self.heads = nn.ModuleDict({name: nn.Linear(width, size) for name, size in HEADS.items()})
        # Learns to point where the teacher's embedding points.
        self.embedding = nn.Linear(width, width, bias=False)
        nn.init.eye_(self.embedding.weight)

    @classmethod
    def pretrained(cls, folder: Path, layers: Sequence[int] | None = None) -> MoodEncoder:
        """Start from the pre-trained model in `folder`, with some of its layers or all."""
        return cls(load_bert(folder, layers))

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> dict[str, Tensor]:
        """Take (pieces, tokens) ids and mask; give (pieces, size) per head and unit embeddings."""
        pooled = self.pool(input_ids, attention_mask)
        dropped = self.dropout(pooled)
        outputs = {name: head(dropped) for name, head in self.heads.items()}
        outputs["embedding"] = nn.functional.normalize(self.embedding(pooled), dim=-1)
        return outputs

    def pool(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        return mean_pool(self.bert, input_ids, attention_mask)


def load_bert(folder: Path, layers: Sequence[int] | None = None) -> BertModel:
    """The pre-trained trunk, with the layers of those numbers (from 0, all by default).

    Plain attention without dropout is the faster one on a CPU here.
    """
    bert: BertModel = BertModel.from_pretrained(
        folder,
        add_pooling_layer=False,
        attn_implementation="eager",
        attention_probs_dropout_prob=0.0,
    )
    if layers is not None:
        bert.encoder.layer = nn.ModuleList([bert.encoder.layer[number] for number in layers])
        bert.config.num_hidden_layers = len(layers)
    return bert


def mean_pool(bert: BertModel, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
    """The mean of the last layer's token vectors, (pieces, width), padding left out."""
    hidden = bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
    weights = attention_mask.unsqueeze(-1).to(hidden.dtype)
    pooled: Tensor = (hidden * weights).sum(1) / weights.sum(1).clamp(min=1)
    return pooled


def cross_entropies(logits: Tensor, targets: Tensor) -> Tensor:
    """Cross-entropy of each row, (rows,), over the classes that its data set judges.

    Args:
        targets: (rows, classes) shares; NaN where a class is not judged. A row that judges no
            class has loss 0.
    """
    judged = ~targets.isnan()
    scores = logits.float().masked_fill(~judged, -1e4).log_softmax(dim=1)
    return -(targets.nan_to_num(0.0) * scores).sum(dim=1)


def squares(values: Tensor, targets: Tensor) -> Tensor:
    """Mean squared error of each row, (rows,); 0 for rows without a target (NaN)."""
    judged = ~targets.isnan()
    errors = (values.float() - targets.nan_to_num(0.0)).square() * judged
    return errors.mean(dim=1)
