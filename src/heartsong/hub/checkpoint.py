"""What a user calls a model → the folder that holds its files, fetched from the hub if need be."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from huggingface_hub import HfApi, hf_hub_download, try_to_load_from_cache
from huggingface_hub.errors import RepositoryNotFoundError

from heartsong.errors import ModelError

_CONFIG: Final = "config.json"
_PATIENCE: Final = 10.0  # seconds for the hub's first answer


@dataclass(frozen=True)
class Checkpoint:
    """A model's files.

    Attributes:
        label: its name on the hub, or its folder's own name.
        folder: holds config.json, the weights and the tokenizer's files.
    """

    label: str
    folder: Path

    @cached_property
    def name(self) -> str:
        """The label and eight letters that change with the content, so that no two are alike."""
        digest = hashlib.sha256()
        for name in sorted(wanted(_names(self.folder))):
            with (self.folder / name).open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        return f"{self.label}@{digest.hexdigest()[:8]}"


def find(reference: str | Path) -> Checkpoint:
    """The files of a local folder, or of a model of the hub.

    What the local cache holds is used as it is, without a look at the network.

    Args:
        reference: a folder that exists, or OWNER/NAME.

    Raises:
        ModelError: there is no such folder or model, it has no weights, or the hub cannot be
            reached.
    """
    folder = Path(reference).expanduser()
    if folder.is_dir():
        if not _is_whole(_names(folder)):
            raise ModelError(
                f"{reference} holds no model: a folder with {_CONFIG} and model.safetensors (or "
                "pytorch_model.bin) is needed."
            )
        return Checkpoint(folder.resolve().name, folder)
    name = str(reference)
    return Checkpoint(name, _cached(name) or _fetched(name))


def wanted(files: Iterable[str]) -> list[str]:
    """The files of a repository that loading reads: safetensors rather than pickles, no code."""
    top = [name for name in files if "/" not in name]
    weights = [name for name in top if name.endswith(".safetensors")] or [
        name for name in top if re.fullmatch(r"pytorch_model.*\.bin", name)
    ]
    return weights + [name for name in top if name.endswith((".json", ".txt", ".model", ".codes"))]


def _is_whole(files: Iterable[str]) -> bool:
    found = wanted(files)
    return _CONFIG in found and any(name.endswith((".safetensors", ".bin")) for name in found)


def _names(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


def _cached(name: str) -> Path | None:
    found = try_to_load_from_cache(name, _CONFIG)
    if not isinstance(found, str):
        return None
    folder = Path(found).parent
    return folder if _is_whole(_names(folder)) else None


def _fetched(name: str) -> Path:
    """Ask for the list of files first: that fails at once without a network; a download retries."""
    try:
        about = HfApi().model_info(name, timeout=_PATIENCE)
        files = wanted(each.rfilename for each in about.siblings or ())
        if _is_whole(files):
            places = [Path(hf_hub_download(name, file)) for file in files]
            return places[0].parent
    except RepositoryNotFoundError as error:
        raise ModelError(
            f"There is no folder {name}, and the hub has no model {name} that you may read: check "
            "the name."
        ) from error
    except Exception as error:  # the hub's client raises those of whichever HTTP library it has
        cause = str(error).partition("\n")[0].rstrip(".")[:120] or type(error).__name__
        raise ModelError(
            f"There is no folder {name}, and the model {name} cannot be fetched from the hub "
            f"({cause}): try again with network, or run 'hf download {name} --local-dir FOLDER' "
            "where there is one and give that folder."
        ) from error
    raise ModelError(f"The model {name} of the hub has no PyTorch weights: choose another.")
