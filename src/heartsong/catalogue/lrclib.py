"""Requests to LRCLIB's API (extra `lookup`): evenly spaced, bounded, and made again in need."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

import httpx
import tenacity

from heartsong.errors import SettingsError
from heartsong.fetching import agent, asked_to_wait

UNREACHED: Final = "LRCLIB cannot be reached"
UNUSABLE: Final = "LRCLIB gave no usable answer"

_TRIES: Final = 4
_BACK_OFF: Final = tenacity.wait_exponential_jitter(max=20)
_MOST_BYTES: Final = 2_000_000
_TYPES: Final[Mapping[str, type | tuple[type, ...]]] = {
    "artistName": str,
    "trackName": str,
    "duration": (int, float),
    "instrumental": bool,
    "plainLyrics": str,
    "syncedLyrics": str,
}

Track = Mapping[str, Any]
"""A recording as LRCLIB knows it: the fields of `_TYPES`, each of that type or None."""


class NoAnswerError(Exception):
    """LRCLIB said nothing of the song.

    Attributes:
        why: in a few words.
        again: whether the next try may fare better.
        after: seconds that LRCLIB asks to wait before it; None where it does not.
    """

    def __init__(self, why: str, *, again: bool = False, after: float | None = None) -> None:
        super().__init__(why)
        self.why, self.again, self.after = why, again, after


class Api:
    """LRCLIB's API.

    Args:
        base: its address.
        per_second: most requests a second.
        timeout: seconds for a request.
        sleep: waits so many seconds.

    Raises:
        SettingsError: no web address, a number that is not above 0, or an unusable proxy.
    """

    def __init__(
        self, base: str, per_second: float, timeout: float, sleep: Callable[[float], None]
    ) -> None:
        if not (per_second > 0 and timeout > 0):
            raise SettingsError("A lookup needs requests a second and a timeout above 0.")
        self._client = _client(base, timeout)
        self._retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(_TRIES),
            wait=_wait,
            retry=tenacity.retry_if_exception(_may_pass),
            sleep=sleep,
            reraise=True,
        )
        self._timeout, self._sleep = timeout, sleep
        self._spacing, self._free = 1 / per_second, 0.0
        logging.getLogger("httpx").addFilter(self._may_be_logged)

    def tracks(self, path: str, asked: Mapping[str, str]) -> list[Track]:
        """The recordings that LRCLIB answers with; none where it has none.

        Raises:
            NoAnswerError: nothing that can be used came back.
        """
        answer = self._retrying(self._once, path, asked)
        return [_checked(track) for track in (answer if isinstance(answer, list) else [answer])]

    def close(self) -> None:
        logging.getLogger("httpx").removeFilter(self._may_be_logged)
        self._client.close()

    def _once(self, path: str, asked: Mapping[str, str]) -> object:
        self._wait_for_turn()
        deadline = time.monotonic() + self._timeout
        try:
            with self._client.stream("GET", path, params=asked) as response:
                return _answer(response, deadline)
        except httpx.TransportError as error:
            raise NoAnswerError(UNREACHED, again=True) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NoAnswerError(UNUSABLE) from error

    def _wait_for_turn(self) -> None:
        now = time.monotonic()
        if self._free > now:
            self._sleep(self._free - now)
        self._free = max(self._free, now) + self._spacing

    def _may_be_logged(self, record: logging.LogRecord) -> bool:
        # httpx logs each address, and ours name what someone listens to.
        return str(self._client.base_url) not in record.getMessage()


def _client(base: str, timeout: float) -> httpx.Client:
    # Unpacked bodies have no bound: a body is asked for as it is.
    headers = {"User-Agent": agent(), "Accept-Encoding": "identity"}
    try:
        address = httpx.URL(base)
        if address.scheme not in {"http", "https"} or not address.host:
            raise SettingsError(f"'{base}' is no web address: give one that starts with https://.")
        return httpx.Client(base_url=address, timeout=timeout, headers=headers)
    except (httpx.InvalidURL, ImportError, ValueError, OSError) as error:
        # httpx reads proxies and certificates from the environment.
        raise SettingsError(
            f"'{base}' cannot be asked ({error}): mend the address, the proxy or the certificates."
        ) from error


def _answer(response: httpx.Response, deadline: float) -> object:
    """The body as JSON; an empty list where LRCLIB has no such song."""
    if response.status_code == 429 or response.status_code >= 500:
        after = asked_to_wait(response.headers.get("Retry-After", ""))
        raise NoAnswerError(UNREACHED, again=True, after=after)
    body = _body(response, deadline)
    if response.status_code == 404:
        return []
    if response.status_code != 200:  # redirects too: only LRCLIB is told what is listened to
        raise NoAnswerError(UNUSABLE)
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NoAnswerError(UNUSABLE) from error


def _body(response: httpx.Response, deadline: float) -> bytes:
    body = bytearray()
    for part in response.iter_raw():
        body += part
        if len(body) > _MOST_BYTES:
            raise NoAnswerError(UNUSABLE)
        if time.monotonic() > deadline:  # httpx's own timeout starts anew with every byte
            raise NoAnswerError(UNREACHED, again=True)
    return bytes(body)


def _checked(track: object) -> Track:
    if not (isinstance(track, dict) and track.keys() >= {"artistName", "trackName"}):
        raise NoAnswerError(UNUSABLE)
    for name, kind in _TYPES.items():
        value = track.get(name)
        # In Python True is a number too.
        wrong = not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool)
        if value is not None and wrong:
            raise NoAnswerError(UNUSABLE)
    return track


def _may_pass(error: BaseException) -> bool:
    return isinstance(error, NoAnswerError) and error.again


def _wait(state: tenacity.RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, NoAnswerError) and error.after is not None:
        return error.after
    seconds: float = _BACK_OFF(state)
    return seconds
