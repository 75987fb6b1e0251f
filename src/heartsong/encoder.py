"""The encoder: pieces of text → moods and embeddings, in one forward pass.

The model is a small BERT with several heads as int8 ONNX; `training/` makes it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from heartsong.errors import ModelError
from heartsong.model import Floats, Heard, Kind, named, spread_neutral
from heartsong.pieces import (
    MESSAGE_PIECE_TOKENS,
    MOST_PIECES,
    MOST_SONG_PIECES,
    SONG_PIECE_TOKENS,
    Piece,
    batches,
    pack,
)
from heartsong.sound import Sound
from heartsong.types import GROUPS, SENTIMENTS, Mood

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

SHIPPED_MODEL: Final = Path(__file__).parent / "models" / "mood-encoder"
CARD: Final = "model.json"  # tells an exported folder from any other
# Tokens a piece, and pieces a text.
_LIMITS: Final[Mapping[Kind, tuple[int, int]]] = {
    "message": (MESSAGE_PIECE_TOKENS, MOST_PIECES),
    "song": (SONG_PIECE_TOKENS, MOST_SONG_PIECES),
}
_NOTHING: Final = Piece((), 0, 0)  # what a text without words is heard as

# Which heads speak for which kind of text: people labelled messages and songs separately.
_HEADS: Final[Mapping[Kind, tuple[str, str]]] = {
    "message": ("affect", "groups"),
    "song": ("song_affect", "song_groups"),
}


class Encoder:
    """The shipped model, or another that `training` exported to a folder.

    Args:
        folder: holds model.onnx, tokenizer.json and model.json.
        threads: cores to use; all of them by default.

    Raises:
        ModelError: the folder does not hold a model that this version can run.
    """

    def __init__(self, folder: Path = SHIPPED_MODEL, threads: int | None = None) -> None:
        self._folder = folder
        self._threads = threads or os.cpu_count() or 1
        try:
            self._card = json.loads((folder / CARD).read_text(encoding="utf-8"))
            self.name = str(self._card["name"])
            self._frame = (int(self._card["cls"]), int(self._card["sep"]))
            self._width = int(self._card["width"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(
                f"There is no model in {folder}: reinstall Heartsong, or make one with "
                "'heartsong train'."
            ) from error

    @property
    def width(self) -> int:
        """The length of an embedding."""
        return self._width

    def tokenise(self, lines: Sequence[str]) -> list[list[int]]:
        """Word-piece ids of each line, without special tokens."""
        return [line.ids for line in self._tokenizer.encode_batch(lines, add_special_tokens=False)]

    def cut(self, text: str, pieces: int) -> str:
        """A text up to so many word pieces, whole words or not."""
        places = self._tokenizer.encode(text, add_special_tokens=False).offsets
        # Up to where the next piece begins: a piece may leave out the accent that ends it.
        return text[: places[pieces][0]].rstrip() if len(places) > pieces else text

    def hear(
        self, texts: Sequence[Sequence[str]], kind: Kind, genres: Floats | None = None
    ) -> list[Heard]:
        """Score texts, each given as its lines.

        The pieces of all texts share batches of like length. Shares are averaged over a
        text's pieces; affect and group scores are averaged before the softmax, as in training,
        and there a song's genres are added to them.
        """
        tokens = iter(self.tokenise([line for lines in texts for line in lines]))
        limits = _LIMITS[kind]
        cut = [pack([next(tokens) for _ in lines], *limits) or [_NOTHING] for lines in texts]
        if not cut:
            return []
        outputs = self.forward([piece for pieces in cut for piece in pieces])
        ends = np.cumsum([len(pieces) for pieces in cut])
        found = []
        for row, (of, end) in enumerate(zip(cut, ends, strict=True)):
            its = {name: values[end - len(of) : end] for name, values in outputs.items()}
            if kind == "song" and genres is not None:
                found.append(_pool(its, kind, self._sound, genres[row]))
            else:
                found.append(_pool(its, kind))
        return found

    def forward(self, pieces: Sequence[Piece]) -> dict[str, Floats]:
        """Every output for every piece: name → (pieces, size) logits, affects or embeddings."""
        runs = list(batches([len(piece.ids) for piece in pieces]))
        if len(runs) > 1 and self._threads > 1:
            # A batch a core is quicker than all cores on one batch after the other.
            session = self._single
            with ThreadPoolExecutor(self._threads) as pool:
                outputs = list(pool.map(lambda rows: self._run(session, pieces, rows), runs))
        else:
            outputs = [self._run(self._session, pieces, rows) for rows in runs]
        found: dict[str, Floats] = {}
        for rows, values in zip(runs, outputs, strict=True):
            for name, value in values.items():
                found.setdefault(name, np.empty((len(pieces), value.shape[1]), np.float32))
                found[name][rows] = value
        return found

    def _run(
        self, session: InferenceSession, pieces: Sequence[Piece], rows: Sequence[int]
    ) -> dict[str, Floats]:
        names = [output.name for output in session.get_outputs()]
        values = session.run(names, self._inputs([pieces[row] for row in rows]))
        return dict(zip(names, values, strict=True))

    def _inputs(self, pieces: Sequence[Piece]) -> dict[str, NDArray[np.int64]]:
        first, last = self._frame
        width = max(len(piece.ids) for piece in pieces) + 2
        ids = np.zeros((len(pieces), width), np.int64)
        mask = np.zeros((len(pieces), width), np.int64)
        for row, piece in enumerate(pieces):
            framed = (first, *piece.ids, last)
            ids[row, : len(framed)] = framed
            mask[row, : len(framed)] = 1
        return {"input_ids": ids, "attention_mask": mask}

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        try:
            tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        except Exception as error:  # its binding raises plain Exceptions
            raise self._broken() from error
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    @cached_property
    def _sound(self) -> Sound | None:
        try:
            return Sound.read(self._folder)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise self._broken() from error

    @cached_property
    def _session(self) -> InferenceSession:
        """All cores work on one batch."""
        return self._opened(self._threads)

    @cached_property
    def _single(self) -> InferenceSession:
        """One core works on a batch; several may be at work at once."""
        return self._opened(1)

    def _opened(self, threads: int) -> InferenceSession:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        # Else its threads spin on after an answer, in the way of what ranks the songs.
        options.add_session_config_entry("session.force_spinning_stop", "1")
        try:
            return onnxruntime.InferenceSession(
                str(self._folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # ONNX Runtime raises classes of its own C++ binding
            raise self._broken() from error

    def _broken(self) -> ModelError:
        return ModelError(f"The model in {self._folder} cannot be loaded: reinstall Heartsong.")


def _pool(
    outputs: Mapping[str, Floats],
    kind: Kind,
    sound: Sound | None = None,
    genres: Floats | None = None,
) -> Heard:
    affect_head, group_head = _HEADS[kind]
    affect, groups = outputs[affect_head].mean(axis=0), outputs[group_head].mean(axis=0)
    if sound is not None and genres is not None and np.isfinite(genres).all():
        affect, groups = sound.affect(affect, genres), sound.groups(groups, genres)
    affect = np.clip(affect, -1.0, 1.0)
    emotions, neutral = spread_neutral(_softmax(outputs["emotions"]).mean(axis=0))
    return Heard(
        Mood(
            emotions=emotions,
            valence=float(affect[0]),
            arousal=float(affect[1]),
            sentiment=named(SENTIMENTS, _softmax(outputs["sentiment"]).mean(axis=0)),
            groups=named(GROUPS, _softmax(groups)),
            neutral=neutral,
        ),
        _unit(outputs["sentence_embedding"].mean(axis=0)),
    )


def _softmax(logits: Floats) -> NDArray[np.float64]:
    raised = np.exp(logits.astype(np.float64) - logits.max(axis=-1, keepdims=True))
    shares: NDArray[np.float64] = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def _unit(vector: Floats) -> Floats:
    unit: Floats = (vector / max(float(np.linalg.norm(vector)), 1e-12)).astype(np.float32)
    return unit
