"""One file a data set. Each has `read(folder, split)` and is registered here by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from heartsong.training.examples import Example, Split
from heartsong.training.readers import (
    carer,
    catalogue,
    dailydialog,
    deezer,
    emobank,
    gems,
    goemotions,
    isear,
    joydivision,
    meld,
    mirex,
    moodylyrics,
    musicmood,
    own,
    own_songs,
    pmemo,
    semeval,
    tweeteval,
    wassa,
)

Reader = Callable[[Path, Split], Iterator[Example]]

READERS: Final[dict[str, Reader]] = {
    "carer": carer.read,
    "goemotions": goemotions.read,
    "dailydialog": dailydialog.read,
    "meld": meld.read,
    "semeval": semeval.read,
    "wassa": wassa.read,
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
    "gems": gems.read,
    "own_songs": own_songs.read,
    "catalogue": catalogue.read,
}

# People's labels fit the song heads and judge them, never the trunk: see `songs`.
SONG_SETS: Final = (
    "moodylyrics",
    "musicmood",
    "joydivision",
    "mirex",
    "deezer",
    "pmemo",
    "gems",
)
