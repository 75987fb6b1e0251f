"""Artists, albums and genres under one spelling each, however the songs of a catalogue spell them.

Artists are the same up to `name_key`, albums and genres up to case.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable
from typing import Final, Literal

from heartsong.catalogue.identity import name_key

Named = Literal["artist", "album", "genre"]

_BETWEEN: Final = re.compile(r"[;,/|\0\n]+")
_AROUND: Final = " \t\r'\"[](){}&"  # of lists as programs write them, and "Folk, World, & Country"


def genres_of(field: str) -> list[str]:
    """The genres of "rock; pop", "Hip-Hop/Rap" or "['rock', 'pop']", each once, as spelled."""
    found: dict[str, str] = {}
    for part in _BETWEEN.split(field):
        if name := part.strip(_AROUND):
            found.setdefault(name.casefold(), name)
    return list(found.values())


def names_in(of: Named, field: str) -> list[str]:
    """The names that a field of a song lists; of artists and albums it is one."""
    if of == "genre":
        return genres_of(field)
    return [field.strip()] if field.strip() else []


def key_of(of: Named, name: str) -> str:
    """What is the same for all spellings of a name."""
    return name_key(name) if of == "artist" else name.strip().casefold()


def merged(counted: Iterable[tuple[Hashable, str, int]]) -> dict[str, int]:
    """Names with the number of their songs, most songs first, each as most songs spell it.

    Args:
        counted: key, spelling and number of songs; the same ones may come several times.
    """
    spellings: Counter[tuple[Hashable, str]] = Counter()
    for key, spelling, songs in counted:
        spellings[key, spelling] += songs
    total: Counter[Hashable] = Counter()
    first: dict[Hashable, str] = {}
    for (key, spelling), songs in sorted(
        spellings.items(), key=lambda each: (-each[1], each[0][1])
    ):
        total[key] += songs
        first.setdefault(key, spelling)
    return {first[key]: songs for key, songs in total.most_common()}
