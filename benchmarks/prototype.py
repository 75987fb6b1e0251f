"""The prototype's way of scoring a lyric, to time ours against: its architecture, random weights.

A BERT-base classifier reads each lower-cased lyric, cut at 510 tokens, one row at a time. The
weights do not change the time; the tokenizer is ours, which is BERT's own.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from heartsong.encoder import Encoder

_LONGEST = 510


def songs_a_second(lyrics: Sequence[str], encoder: Encoder) -> float:
    """Score lyrics the prototype's way; needs the extra `train`."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    model = BertForSequenceClassification(BertConfig(num_labels=6)).eval()
    started = time.perf_counter()
    with torch.no_grad():
        for text in lyrics:
            (ids,) = encoder.tokenise([text.lower()])
            model(input_ids=torch.tensor([[101, *ids[:_LONGEST], 102]])).logits.softmax(dim=1)
    return len(lyrics) / (time.perf_counter() - started)
