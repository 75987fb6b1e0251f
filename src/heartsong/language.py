"""Which language a text is in. The shipped model was trained on English alone."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from heartsong.errors import StorageError

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_READ: Final = 1500  # characters: more changes the answer rarely, and costs time always


def is_english(text: str, sure: float = 0.9) -> bool:
    """False where py3langid gives another language at least the share `sure`."""
    language, share = _identifier().classify(text[:_READ])
    return bool(language == "en" or share < sure)


def share_of_latin(text: str) -> float:
    """The share of a text's letters that are Latin ones, in [0, 1]; 1 where it has no letters."""
    letters = [c for c in text if c.isalpha()]
    latin = sum(c.isascii() or unicodedata.name(c, "").startswith("LATIN") for c in letters)
    return latin / len(letters) if letters else 1.0


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # its model takes a while to load

    try:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    except OSError as error:  # it unpacks itself into a temporary file
        raise StorageError(
            f"The folder for temporary files cannot be written ({error.strerror}), the disk seems "
            "to be full: free some space and run the same command again."
        ) from error
