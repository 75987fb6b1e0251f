"""What a user calls a model → the model."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Final

from heartsong.encoder import CARD, SHIPPED_MODEL, Encoder
from heartsong.errors import MissingExtraError, ModelError
from heartsong.model import MoodModel

_PART: Final = re.compile(r" \+ (emotions|sentiment) (.+?)@[0-9a-f]{8}")
_HUB_NAME: Final = re.compile(r"\w[\w.-]*/\w[\w.-]*")
_OPTION: Final = {"emotions": "--model", "sentiment": "--sentiment-model"}


def load_model(
    model: str | Path = SHIPPED_MODEL,
    sentiment_model: str | Path | None = None,
    threads: int | None = None,
) -> MoodModel:
    """The encoder, or other people's classifiers upon the shipped one.

    Args:
        model: a folder that `heartsong train` exported, or a Hugging Face classifier of
            emotions, by hub name or folder.
        sentiment_model: a Hugging Face classifier of sentiments; the encoder's by default.
        threads: cores for one pass; all of them by default.

    Raises:
        ModelError: there is no such model, or it cannot be used.
        MissingExtraError: a classifier of other people needs the extra `hub`.
    """
    ours = is_exported(model)
    if ours and sentiment_model is None:
        return Encoder(Path(model).expanduser(), threads)
    for reference in (model, sentiment_model):
        _check(reference)
    try:
        from heartsong.hub.model import HubModel
    except ImportError as error:
        raise MissingExtraError("hub", "a model of other people") from error
    base = Encoder(Path(model).expanduser() if ours else SHIPPED_MODEL, threads)
    return HubModel(base, None if ours else model, sentiment_model, threads)


def is_exported(model: str | Path) -> bool:
    """Whether this is a folder of ours; the shipped one is ours even where it is damaged."""
    return model == SHIPPED_MODEL or (Path(model).expanduser() / CARD).is_file()


def _check(reference: str | Path | None) -> None:
    """See that this can be a model, before anything heavy is loaded to look for it."""
    if reference is None or (reference and Path(reference).expanduser().is_dir()):
        return
    if Path(reference).exists() or not _HUB_NAME.fullmatch(str(reference)):
        raise ModelError(
            f"There is no model in {reference}: give a folder, or a hub name such as OWNER/NAME."
        )


def how_to_load(name: str) -> str:
    """The options that load the model of this name, in a few words."""
    base = _PART.sub("", name)
    parts = [f"{_OPTION[part]} {reference}" for part, reference in _PART.findall(name)]
    if base != _shipped_name():
        parts.insert(0, f"--model FOLDER, where FOLDER holds {base}")
    return f"with {' '.join(parts)}" if parts else "without --model and --sentiment-model"


def _shipped_name() -> str | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        return str(json.loads((SHIPPED_MODEL / CARD).read_text(encoding="utf-8"))["name"])
    return None
