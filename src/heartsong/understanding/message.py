"""A message as typed → the text that the encoder reads."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SPACE: Final = re.compile(r"\s+")
_LINK: Final = re.compile(r"https?://\S+|www\.\S+")
_USER: Final = re.compile(r"(?<!\w)@\w+")


def normalise(text: str) -> str:
    """Say emoji in words, straighten quotes, drop links and @names, fold white space.

    The encoder was trained on text that went through this same function.
    """
    text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'")
    text = _USER.sub(" ", _LINK.sub(" ", text))
    if not text.isascii():
        text = _say_emoji(text)
    return _SPACE.sub(" ", text).strip()


def _say_emoji(text: str) -> str:
    import emoji  # only where there may be one: the library costs every start some milliseconds

    return emoji.replace_emoji(
        text, lambda found, data: " " + data["en"].strip(":").replace("_", " ") + " "
    )
