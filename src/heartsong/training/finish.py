"""The last step of training: song heads, and shares that say how often they are right."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from heartsong.encoder import Encoder
from heartsong.sound import Sound
from heartsong.training.calibrate import temperature_for
from heartsong.training.documents import Document
from heartsong.training.network import MoodEncoder
from heartsong.training.report import outputs_of
from heartsong.training.songs import SONG_HEADS, fit_head, held_out
from heartsong.training.sound import fit_sound

log = logging.getLogger(__name__)


def finish(
    model: MoodEncoder, encoder: Encoder, messages: Sequence[Document], songs: Sequence[Document]
) -> Sound | None:
    """Fit the song heads and the temperature of every head of classes, in place.

    Args:
        encoder: the model as exported; only its song heads are not yet fitted.
        messages: held-out ones.
        songs: all labelled ones; their shares are tuned on what heads that do not know them say.

    Returns:
        What genres add to the song heads; None where no song judges all of them.
    """
    heard: dict[str, tuple[NDArray[np.float64], Sequence[Document]]] = {}
    sound = None
    if songs:
        vectors = outputs_of(encoder, songs)["pooled"].astype(np.float32)
        examples = [doc.example for doc in songs]
        judged = [name for name in SONG_HEADS if any(name in each.targets for each in examples)]
        for name in judged:
            head = fit_head(name, vectors, examples)
            model.heads[name].load_state_dict(
                {"weight": torch.from_numpy(head.weight), "bias": torch.from_numpy(head.bias)}
            )
            if name == "song_groups":
                heard[name] = (held_out(name, vectors, examples).astype(np.float64), songs)
        if len(judged) == len(SONG_HEADS):
            sound = fit_sound(vectors, examples)
    if messages:
        outputs = outputs_of(encoder, messages)
        heard |= {name: (outputs[name], messages) for name in ("emotions", "groups", "sentiment")}
    for name, (logits, docs) in heard.items():
        _cool(model, name, logits, docs)
    return sound


def _cool(
    model: MoodEncoder, name: str, logits: NDArray[np.float64], docs: Sequence[Document]
) -> None:
    found = temperature_for(name, logits, [doc.example for doc in docs])
    if found is None:
        return
    log.info("%s: temperature %.2f", name, found)
    with torch.no_grad():
        for weights in model.heads[name].parameters():
            weights.div_(found)
