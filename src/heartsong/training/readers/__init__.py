"""One file a data set. Each has `read(folder, split)` and is registered here by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from heartsong.training.examples import Example, Split
from heartsong.training.readers import (
    carer,
    deezer,
    emobank,
    goemotions,
    isear,
    joydivision,
    mirex,
    moodylyrics,
    musicmood,
    own,
    pmemo,
    tweeteval,
)

Reader = Callable[[Path, Split], Iterator[Example]]

READERS: Final[dict[str, Reader]] = {
    "carer": carer.read,
    "goemotions": goemotions.read,
    "isear": isear.read,
    "emobank": emobank.read,
    "tweeteval": tweeteval.read,
    "own": own.read,
    "moodylyrics": moodylyrics.read,
    "musicmood": musicmood.read,
    "joydivision": joydivision.read,
    "mirex": mirex.read,
    "deezer": deezer.read,
    "pmemo": pmemo.read,
}
