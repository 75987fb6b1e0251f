"""The last step of training: song heads, and shares that say how often they are right."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from heartsong.encoder import Encoder
from heartsong.training.calibrate import CALIBRATED_ON, temperature
from heartsong.training.documents import Document
from heartsong.training.network import HEADS, MoodEncoder
from heartsong.training.report import outputs_of
from heartsong.training.songs import SONG_HEADS, fit_head, held_out

log = logging.getLogger(__name__)


def finish(
    model: MoodEncoder, encoder: Encoder, messages: Sequence[Document], songs: Sequence[Document]
) -> None:
    """Fit the song heads and the temperature of every head of classes, in place.

    Args:
        encoder: the model as exported; only its song heads are not yet fitted.
        messages: held-out ones.
        songs: all labelled ones; their shares are tuned on what heads that do not know them say.
    """
    heard: dict[str, tuple[NDArray[np.float64], Sequence[Document]]] = {}
    if songs:
        vectors = outputs_of(encoder, songs)["pooled"].astype(np.float32)
        examples = [doc.example for doc in songs]
        for name in SONG_HEADS:
            if not any(name in example.targets for example in examples):
                continue
            head = fit_head(name, vectors, examples)
            model.heads[name].load_state_dict(
                {"weight": torch.from_numpy(head.weight), "bias": torch.from_numpy(head.bias)}
            )
            if name == "song_groups":
                heard[name] = (held_out(name, vectors, examples).astype(np.float64), songs)
    if messages:
        outputs = outputs_of(encoder, messages)
        heard |= {name: (outputs[name], messages) for name in ("emotions", "groups", "sentiment")}
    for name, (logits, docs) in heard.items():
        _calibrate(model, name, logits, docs)


def _calibrate(
    model: MoodEncoder, name: str, logits: NDArray[np.float64], docs: Sequence[Document]
) -> None:
    places = [
        np.array([n for n, doc in enumerate(docs) if _judges(doc, name, source)], dtype=int)
        for source in CALIBRATED_ON[name]
    ]
    places = [rows for rows in places if len(rows)]
    if not places:
        return
    even = np.concatenate([np.resize(rows, max(map(len, places))) for rows in places])
    blank = (float("nan"),) * HEADS[name]
    targets = np.array([docs[row].example.targets.get(name, blank) for row in even])
    found = temperature(logits[even], targets)
    log.info("%s: temperature %.2f", name, found)
    with torch.no_grad():
        for weights in model.heads[name].parameters():
            weights.div_(found)


def _judges(doc: Document, name: str, source: str) -> bool:
    return doc.example.source == source and name in doc.example.targets
