"""Covers and previews for requests: on threads of their own, since the web is slow."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, TypeVar

from starlette.exceptions import HTTPException

from heartsong.media.media import Media

Answer = TypeVar("Answer")
_THREADS: Final = 6  # pictures of a page come side by side


class Shelf:
    """The media of a process.

    Args:
        folder: where what is found is kept.
        online: whether the web may be asked at all.
        timeout: seconds until a picture is given up.
    """

    def __init__(self, folder: Path, online: bool, timeout: float) -> None:
        self.online = online
        self._media = Media(folder)
        self._timeout = timeout
        self._threads = ThreadPoolExecutor(_THREADS, "media")

    async def __call__(self, call: Callable[[Media], Answer]) -> Answer:
        """What a call of the media gives.

        Raises:
            HTTPException: 504 where it takes too long.
        """
        running = asyncio.get_running_loop().run_in_executor(self._threads, call, self._media)
        try:
            return await asyncio.wait_for(running, self._timeout)
        except TimeoutError:
            raise HTTPException(504) from None

    def close(self) -> None:
        self._threads.shutdown(cancel_futures=True)
        self._media.close()
