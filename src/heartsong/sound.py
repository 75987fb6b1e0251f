"""How a record sounds, as far as its artist's genres tell: what lyrics leave unsaid of its mood.

The same words are angry in metal and at ease in reggae. A few hundred weights, fitted by
`training` beside the song heads, add to what the encoder hears in a song's words what songs of its
genres are like. Songs whose genres nobody knows stay as they were heard.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from heartsong.model import Floats

FILE: Final = "sound.json"  # beside the model whose outputs it adds to
_DECIMALS: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class Lean:
    """What genres add to one of the encoder's outputs: scale * heard + weight @ genres + bias.

    Attributes:
        scale: of what was heard in the words.
        weight: (size, genres).
        bias: (size,).
    """

    scale: float
    weight: Floats
    bias: Floats

    def __call__(self, heard: Floats, genres: Floats) -> Floats:
        """(..., size) outputs of songs whose genres have these (..., genres) shares."""
        outputs: Floats = self.scale * heard + genres @ self.weight.T + self.bias
        return outputs


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """What genres add to the mood group, and to valence and arousal.

    Attributes:
        genres: the names of the shares, in their order.
        groups, affect: to be added to the outputs of the song heads.
    """

    genres: tuple[str, ...]
    groups: Lean
    affect: Lean

    def write(self, folder: Path) -> None:
        """Write it beside the model in `folder`."""
        told = {"genres": list(self.genres)} | {
            name: {
                "scale": round(lean.scale, _DECIMALS),
                "weight": np.round(lean.weight.astype(float), _DECIMALS).tolist(),
                "bias": np.round(lean.bias.astype(float), _DECIMALS).tolist(),
            }
            for name, lean in (("groups", self.groups), ("affect", self.affect))
        }
        (folder / FILE).write_text(json.dumps(told) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Sound | None:
        """What stands beside the model in `folder`; None where a model has none.

        Raises:
            OSError, ValueError, KeyError, TypeError: the file is damaged.
        """
        if not (folder / FILE).exists():
            return None
        told = json.loads((folder / FILE).read_text(encoding="utf-8"))
        genres = tuple(map(str, told["genres"]))
        return cls(
            genres,
            _lean(told["groups"], (4, len(genres))),
            _lean(told["affect"], (2, len(genres))),
        )


def _lean(told: Mapping[str, Any], shape: tuple[int, int]) -> Lean:
    weight, bias = (np.array(told[name], np.float32) for name in ("weight", "bias"))
    if weight.shape != shape or bias.shape != shape[:1]:
        raise ValueError(f"weights of {weight.shape}, not of {shape}")
    return Lean(float(told["scale"]), weight, bias)
