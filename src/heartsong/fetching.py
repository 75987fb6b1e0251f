"""What every asker of the web needs: how it names itself, and how long it is told to wait."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Final

LONGEST_WAIT: Final = 60.0  # seconds, whatever a server asks for


def agent() -> str:
    """The User-Agent that servers are told."""
    try:
        number = version("heartsong")
    except PackageNotFoundError:  # run from a checkout
        number = "0"
    return f"Heartsong/{number} (an open, offline music recommender)"


def asked_to_wait(header: str) -> float | None:
    """The seconds of a Retry-After, which gives them or a date; None where it does neither."""
    if re.fullmatch(r"\s*[0-9]{1,9}\s*", header):
        return min(float(header), LONGEST_WAIT)
    try:
        date = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return min(max((date - datetime.now(UTC)).total_seconds(), 0.0), LONGEST_WAIT)
