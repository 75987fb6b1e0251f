"""Words as they come in → words that can be heard, or one sentence that says why not."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from heartsong.errors import TextError
from heartsong.language import is_english, share_of_latin
from heartsong.lyrics.clean import clean_lines
from heartsong.understanding.message import normalise

LONGEST: Final = 5_000  # characters: a page and a half

# Words that hardly any other language has: with one of them, nobody need be asked which it is.
_ENGLISH: Final = re.compile(
    r"\b(?:the|and|you|it's|i'm|i've|don't|can't|feel|feels|feeling|felt|what|with|this|that"
    r"|music|songs?|need|about|how|today|something|nothing)\b"
)
_SURE: Final = 0.7
_FEWEST_WORDS_TO_TELL: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Message:
    """Words that can be heard.

    Attributes:
        text: as written.
        heard: what the encoder reads: emoji said in words, links and @names left out.
        notice: one sentence where something was heard in a way that the writer should know.
    """

    text: str
    heard: str
    notice: str | None = None


def listen(text: str) -> Message:
    """Check and normalise a message.

    Raises:
        TextError: it is empty, too long, binary, wordless, or not in English.
    """
    if not text.strip():
        raise TextError('There are no words: write how you feel, such as "I feel bad".')
    if len(text) > LONGEST:
        raise TextError(
            f"The text has {len(text):,} characters, and at most {LONGEST:,} are read: write how "
            "you feel in a few sentences."
        )
    if _is_binary(text):
        raise TextError("This is not text but binary data: write how you feel in words.")
    heard = normalise(text)
    if not _WORD.search(heard):
        raise TextError("There are no words in this text: write how you feel in a few words.")
    if not _WORD.search(text):
        return Message(
            text, heard, f'I read your emoji as "{heard}": a few words would tell me more.'
        )
    _check_language(heard)
    return Message(text, heard)


def listen_to_lyrics(text: str) -> str:
    """Check lyrics, of any length, and give them as they are.

    Raises:
        TextError: they are binary, wordless, or not in English.
    """
    if _is_binary(text):
        raise TextError("This is not text but binary data: give the lyrics of a song.")
    lines = clean_lines(text)
    if not any(_WORD.search(line) for line in lines):
        raise TextError("There are no words in these lyrics: give the lines that are sung.")
    _check_language("\n".join(lines))
    return text


def _is_binary(text: str) -> bool:
    # Cc: control characters; Cs: bytes that were no UTF-8, as Python hands them on; Co: no sign.
    return any(unicodedata.category(c) in {"Cc", "Cs", "Co"} and not c.isspace() for c in text)


def _check_language(heard: str) -> None:
    words = _WORD.findall(heard.casefold())
    foreign = share_of_latin(heard) < 0.5 or (
        len(words) >= _FEWEST_WORDS_TO_TELL
        and not _ENGLISH.search(heard.casefold())
        and not is_english(heard.casefold(), _SURE)
    )
    if foreign:
        raise TextError(
            "This does not look like English, the only language that Heartsong understands so far: "
            "please write it in English."
        )
