"""Where people can talk to somebody: the text that comes first, and the lines of a region."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

from heartsong.understanding.helplines_table import (
    CHECKED,
    COUNTRIES,
    DIRECTORY,
    HELPLINES,
    Country,
    Helpline,
)

_ENGLISH_SPEAKING: Final = ("US", "CA", "GB", "IE", "AU", "NZ", "IN", "ZA")
_LOCALE: Final = re.compile(
    r"(?:^(?=[A-Z]{2}$)|^[A-Za-z]{2,3}(?:[_-][A-Za-z]{4})?[_-])([A-Za-z]{2})(?=$|[.@])"
)


_TO_SELF: Final = (
    "I'm glad you wrote it down. What you carry sounds very heavy, and nobody should have to carry "
    "it alone tonight. A person can help here in a way that songs cannot: please talk to someone, "
    'now if you can. You do not need the right words, "I\'m not okay" is enough.'
)
_TO_A_FRIEND: Final = (
    "It is good that you take this seriously; that already helps. If you can, stay with them or "
    "stay on the line, ask them plainly whether they are thinking of suicide (asking does not put "
    "the thought there), and do not keep it a secret. These lines are for you too."
)
_DANGER: Final[Mapping[str, str]] = {
    "self": "If you might act on it, or are hurt already, call {emergency} or go to the nearest "
    "emergency department, and let somebody be near you.",
    "other": "If they might act on it, or are hurt already, call {emergency} now.",
}


def region_of(locale: str) -> str | None:
    """The region of a locale ("en_GB.UTF-8", "en-GB" or "GB" → "GB"), None where it names none."""
    found = _LOCALE.search(locale.strip())
    return found.group(1).upper() if found else None


def answer(region: str | None, about: Literal["self", "other"] = "self") -> str:
    """What a person reads first: a few humane sentences, emergency advice, and who to talk to.

    Args:
        region: an ISO 3166 code of two letters; the lines of the largest English-speaking regions
            where it is None or unknown.
        about: whose danger the message speaks of.
    """
    known = (region or "").upper()
    here = COUNTRIES.get(known)
    emergency = (here and here.emergency) or "your local emergency number"
    if here is None:
        emergency = "your local emergency number (911, 999, 112, 000 or 111)"
    lines = [
        _TO_SELF if about == "self" else _TO_A_FRIEND,
        "",
        _DANGER[about].format(emergency=emergency),
        "",
        *(_line(each, here is None) for each in HELPLINES if each.region in _shown(here, known)),
        f"- anywhere: {DIRECTORY} lists free lines by country",
        "",
        f"(Numbers last checked on {CHECKED:%d %B %Y}. Nothing you wrote is stored.)",
    ]
    return "\n".join(lines)


def _shown(here: Country | None, region: str) -> tuple[str, ...]:
    return (region,) if here else _ENGLISH_SPEAKING


def _line(each: Helpline, named: bool) -> str:
    country = f"{COUNTRIES[each.region].name}: " if named else ""
    hours = f", {each.hours}" if each.hours else ""
    return f"- {country}{each.name}, {each.how}{hours}"
