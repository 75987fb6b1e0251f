"""What must be so before lyrics are trusted with a song's mood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from heartsong.language import is_english

FEWEST_WORDS: Final = 12  # fewer distinct ones say too little to judge a mood by
# What sites put where there are no lyrics; said at length it is a song's own word.
_NOTHING_SUNG: Final = re.compile(
    r"\W*(?:(?:this|the) (?:song|track) is )?(?:an )?instrumental(?: (?:track|song|version))?\W*",
    re.I,
)
_NO_LYRICS: Final = re.compile(
    r"\blyrics (?:are |is )?(?:not (?:yet )?available|unavailable|coming soon|not found|missing)\b"
    r"|\bnot (?:in a position|licensed|authorized|allowed) to display these lyrics\b"
    r"|^\W*(?:there are )?no lyrics(?: (?:yet|available|found))?\W*$|^\W*40[34] \w+",
    re.I,
)
_PLACEHOLDER_WORDS: Final = 40
_LEAST_LETTERS: Final = 0.6  # of all signs but blanks; tablature, numbers and code have fewer
_LONGEST_WORD: Final = 15.0  # on average; base64 and the like


def doubt(lyrics: str, lines: Sequence[str]) -> str | None:
    """Why lyrics cannot be judged by a model of English, or None.

    Args:
        lyrics: as found.
        lines: what `clean_lines` left of them.
    """
    if not lyrics.strip():
        return "no lyrics"
    if len(lyrics.split()) <= _PLACEHOLDER_WORDS:
        if _NOTHING_SUNG.fullmatch(lyrics):
            return "instrumental"
        if _NO_LYRICS.search(lyrics):
            return "no lyrics"
    return _doubtful_words("\n".join(lines))


def _doubtful_words(text: str) -> str | None:
    words = text.casefold().split()
    if len(set(words)) < FEWEST_WORDS:
        return "too few words"
    signs = sum(map(len, words))
    letters = sum(map(str.isalpha, text))
    if letters < _LEAST_LETTERS * signs or signs > _LONGEST_WORD * len(words):
        # Chinese or Japanese has no blanks, and is no English either way.
        return "not lyrics" if text.isascii() else "not in English"
    return None if is_english(text) else "not in English"
