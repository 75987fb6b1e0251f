"""The one thread of a process that asks the Recommender, so that the event loop never waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final, TypeVar

from starlette.exceptions import HTTPException

from heartsong.config import Settings
from heartsong.interfaces.api.config import ServerConfig
from heartsong.recommender import Recommender

Answer = TypeVar("Answer")
# Asked before anybody asks: for them all that is read once is read.
_FIRST: Final = ("leg day, make it loud", "rain songs like Queen from the 80s, no ABBA")
MOST_WAITING: Final = 512  # calls; more are told to come again


class Worker:
    """Runs calls of a Recommender one after the other, on a thread of its own."""

    def __init__(self, config: ServerConfig) -> None:
        settings = Settings.load()
        if settings.threads is None:
            # Threads that wait for each other hold up the event loop: one answers sooner.
            settings = replace(settings, threads=config.threads)
        self.settings = settings
        self.recommender = Recommender(config.catalogue, settings=settings)
        self._timeout = config.timeout
        self._thread = ThreadPoolExecutor(1, "recommender")
        self._waiting = 0
        for words in _FIRST:
            self._thread.submit(self.recommender.recommend, words, 1)

    async def __call__(self, call: Callable[[Recommender], Answer]) -> Answer:
        """What a call of the Recommender gives.

        Raises:
            HTTPException: 503 where too many wait, 504 where it takes too long.
        """
        if self._waiting >= MOST_WAITING:
            raise HTTPException(503, headers={"Retry-After": "1"})
        self._waiting += 1
        try:
            running = asyncio.get_running_loop().run_in_executor(
                self._thread, call, self.recommender
            )
            return await asyncio.wait_for(running, self._timeout)
        except TimeoutError:
            raise HTTPException(504) from None
        finally:
            self._waiting -= 1

    def close(self) -> None:
        self._thread.submit(self.recommender.close)
        self._thread.shutdown()
