"""What the two sets of happy and sad songs share."""

from __future__ import annotations

from typing import Final

from heartsong.training.examples import UNKNOWN

# A song was called happy or sad by someone who had no word for angry or relaxed.
TARGETS: Final = {
    "happy": {"song_groups": (1.0, 0.0, UNKNOWN, UNKNOWN)},
    "sad": {"song_groups": (0.0, 1.0, UNKNOWN, UNKNOWN)},
}
