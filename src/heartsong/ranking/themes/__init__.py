"""What songs and lines are about, as scores from the embedding that they were heard with.

For the shipped model a linear head was fitted on embeddings (`scripts/fit_themes.py`), and its
few numbers lie beside this file. Any other model is told the descriptions of the themes, and a
text has the theme whose description it is unusually near to.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heartsong.model import Floats, Kind, MoodModel
from heartsong.ranking.themes.described import NAMES, THEMES, Theme
from heartsong.ranking.themes.head import Head, described, shipped

__all__ = ["CLEAR", "NAMES", "THEMES", "VETO", "VETOES", "Theme", "Themes"]

# A song that scores as much is left out where its theme is not wanted: few that are about it are
# missed, and no theme costs much more than half of a catalogue but love, of which most songs have
# some. benchmarks/themes.py prints what each veto finds and costs.
VETO: Final = 0.05
VETOES: Final[Mapping[str, float]] = {**dict.fromkeys(NAMES, VETO), "love": 0.1}

# A song may be said to be about a theme where it scores as much: of those that we labelled by
# hand, about four in five are.
CLEAR: Final = 0.7


class Themes:
    """Scores themes for whatever one model heard.

    Nothing is read or heard before the first score. Raises what the model's `hear` raises.
    """

    def __init__(self, model: MoodModel) -> None:
        self._model = model

    def scores(self, embeddings: Floats, kind: Kind = "song") -> NDArray[np.float32]:
        """How likely a person would say that each text is about each theme.

        A figure means the same for each theme, as nearly as some hundreds of songs and lines
        that we labelled tell: of those that score .5, about one in two is about the theme. It is
        rougher for a model other than the shipped one.

        Args:
            embeddings: (songs, width) float32 of unit length.
            kind: what the texts were heard as: songs and messages lie in places of their own.

        Returns:
            (songs, themes) float32 in [0, 1], themes in the order of `THEMES`.
        """
        return self._head.scores(embeddings, kind)

    @cached_property
    def _head(self) -> Head:
        head = shipped()
        if head.model == self._model.name:
            return head
        texts = [(text,) for theme in THEMES for text in theme.descriptions]
        heard = np.stack([each.embedding for each in self._model.hear(texts, "message")])
        counts = [len(theme.descriptions) for theme in THEMES]
        return described(self._model.name, heard, counts)
