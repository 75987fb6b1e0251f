"""The phrases of crisis_phrases.txt, ready to be looked for in plain words."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final, Literal

TABLE: Final = Path(__file__).with_suffix(".txt")
_NAME: Final = re.compile(r"<([A-Z ]+)>")
_UP_TO: Final = re.compile(r"<TO (\d)>")


@cache
def phrases(kind: Literal["DANGER", "LEAVING"]) -> re.Pattern[str]:
    """The phrases of one kind as one pattern. Compiled when first asked for: it takes a while."""
    lists = _lists()
    return re.compile("|".join(rf"\b(?:{_written_out(each, lists)})" for each in lists[kind]))


def _lists() -> dict[str, list[str]]:
    """The lines below each "= NAME"."""
    lists: dict[str, list[str]] = {}
    name = ""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            name = line[2:]
        elif line and not line.startswith("#"):
            lists.setdefault(name, []).append(line)
    return lists


def _written_out(phrase: str, lists: dict[str, list[str]]) -> str:
    while _NAME.search(phrase):
        phrase = _NAME.sub(lambda found: lists[found[1]][0], phrase)
    return _UP_TO.sub(r"(?: [\\w']+){0,\1}", phrase)
