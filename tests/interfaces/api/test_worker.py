"""The one thread that answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
from starlette.exceptions import HTTPException

from heartsong.interfaces.api.config import ServerConfig
from heartsong.interfaces.api.worker import Worker

Answer = TypeVar("Answer")


def running(ask: Callable[[], Coroutine[Any, Any, Answer]]) -> Answer:
    """What a coroutine gives; on a thread, since the one of the tests may have a loop already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(ask())).result()


def test_what_takes_too_long_is_given_up(catalogue: Path) -> None:
    worker = Worker(ServerConfig(str(catalogue), timeout=0.2))

    async def ask() -> None:
        await worker(lambda _: None)
        await worker(lambda _: time.sleep(0.6))

    worker._thread.submit(lambda: None).result()  # behind what is asked at the start
    with pytest.raises(HTTPException) as error:
        running(ask)
    assert error.value.status_code == 504
    worker.close()


def test_too_many_are_told_to_come_again(catalogue: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("heartsong.interfaces.api.worker.MOST_WAITING", 3)
    worker = Worker(ServerConfig(str(catalogue)))

    async def ask() -> list[object]:
        calls = [worker(lambda _: time.sleep(0.05)) for _ in range(6)]
        return await asyncio.gather(*calls, return_exceptions=True)

    ended = running(ask)
    refused = [each for each in ended if isinstance(each, HTTPException)]
    assert [each.status_code for each in refused] == [503, 503, 503]
    worker.close()
