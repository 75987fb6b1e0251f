"""Fetching from the web (extra `serve`): bounded in time and bytes, and only where it may be."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urljoin

import httpx

from heartsong.fetching import agent, asked_to_wait
from heartsong.media.failing import NotFetchedError

_MOST_JSON: Final = 1_000_000  # bytes
_MOST_HOPS: Final = 4
_GONE: Final = frozenset((404, 410))


class Web:
    """A client that names itself, keeps no cookies, and logs no address.

    Args:
        timeout: seconds for a request, all of it.
    """

    def __init__(self, timeout: float = 6.0) -> None:
        self._timeout = timeout
        self._client = httpx.Client(
            timeout=timeout, headers={"User-Agent": agent(), "Accept-Encoding": "identity"}
        )
        logging.getLogger("httpx").addFilter(_is_no_request)

    def json(self, url: str, asked: Mapping[str, str]) -> Any:
        """What a search answers.

        Raises:
            NotFetchedError: it does not answer, or not in JSON.
        """
        body, _ = self._whole(url, asked, _MOST_JSON)
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as error:
            raise NotFetchedError("no JSON") from error

    def file(self, url: str, homes: Sequence[str], most: int) -> tuple[bytes, str]:
        """The bytes at an address and the media type that they are said to have.

        Every hop of it must lie at one of the `homes`, or below it: an answer of the web shall not
        send us to where only this machine can look.

        Raises:
            NotFetchedError: it cannot be fetched, lies elsewhere, or has more than `most` bytes.
        """
        for _ in range(_MOST_HOPS):
            if not _is_at_home(url, homes):
                raise NotFetchedError("it lies elsewhere")
            body, headers = self._whole(url, None, most)
            if "location" not in headers:
                return body, headers.get("content-type", "").partition(";")[0].strip().lower()
            url = urljoin(url, headers["location"])
        raise NotFetchedError("too many turns")

    def close(self) -> None:
        logging.getLogger("httpx").removeFilter(_is_no_request)
        self._client.close()

    def _whole(
        self, url: str, asked: Mapping[str, str] | None, most: int
    ) -> tuple[bytes, httpx.Headers]:
        deadline = time.monotonic() + self._timeout
        try:
            with self._client.stream("GET", url, params=asked) as response:
                _refuse(response)
                body = bytearray()
                for part in response.iter_raw():
                    body += part
                    if len(body) > most:
                        raise NotFetchedError("too large")
                    if time.monotonic() > deadline:  # httpx counts anew with every byte
                        raise NotFetchedError("too slow")
                return bytes(body), response.headers
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NotFetchedError("no connection") from error


def _refuse(response: httpx.Response) -> None:
    status = response.status_code
    if status in _GONE:
        raise NotFetchedError("not there", gone=True)
    if status == 429 or status >= 500:
        after = asked_to_wait(response.headers.get("Retry-After", ""))
        raise NotFetchedError("too busy", after=after)
    if status >= 400:
        raise NotFetchedError(f"refused ({status})")


def _is_at_home(url: str, homes: Sequence[str]) -> bool:
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL:
        return False
    # The archive's own redirects begin without encryption; a picture is checked either way.
    if address.scheme not in {"http", "https"}:
        return False
    return any(address.host == home or address.host.endswith(f".{home}") for home in homes)


def _is_no_request(record: logging.LogRecord) -> bool:
    return not record.getMessage().startswith("HTTP Request")
