"""When a provider may be asked: evenly, and not at all for a while after it failed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

PATIENCE: Final = 4.0  # seconds that a picture may wait for its turn
REST: Final = 60.0  # seconds without a provider that failed
_FAILURES: Final = 2  # in a row; one may be chance


class Turns:
    """The turns of one provider, for many threads.

    Args:
        per_second: how often it may be asked.
        clock: seconds from some moment on.
        sleep: waits so many seconds.
    """

    def __init__(
        self,
        per_second: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._spacing = 1 / per_second
        self._clock, self._sleep = clock, sleep
        self._free = self._resting_until = 0.0
        self._failed = 0
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Wait for a turn; False where there is none soon."""
        with self._lock:
            now = self._clock()
            if now < self._resting_until or self._free - now > PATIENCE:
                return False
            mine = max(self._free, now)
            self._free = mine + self._spacing
        if mine > now:
            self._sleep(mine - now)
        return True

    def succeeded(self) -> None:
        with self._lock:
            self._failed = 0

    def failed(self, after: float | None = None) -> None:
        """Leave it alone for a while: for as long as it said, or once it failed twice."""
        with self._lock:
            self._failed += 1
            if after is not None or self._failed >= _FAILURES:
                self._resting_until = self._clock() + (after if after is not None else REST)
                self._failed = 0
