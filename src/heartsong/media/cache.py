"""What was found on the web, kept: answers in an SQLite file, pictures and sounds beside it."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Final

from heartsong.media.base import Candidate
from heartsong.sqlite import write_ahead

_A_DAY: Final = 86_400.0
FOUND_FOR: Final = 60 * _A_DAY  # a cover's address
NOTHING_FOR: Final = 14 * _A_DAY  # that there is none
PREVIEW_FOR: Final = 6 * 3600.0  # a preview's address: they end soon
MOST_BYTES: Final = 400_000_000
_PRUNED_EACH: Final = 100  # files written
_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS answers (song TEXT, provider TEXT, artist TEXT, title TEXT, "
    "cover TEXT, preview TEXT, asked REAL, PRIMARY KEY (song, provider))"
)


class MediaCache:
    """Answers by song and provider, files by address. A cache that fails is as good as none.

    It may be used by several threads and processes.
    """

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder, self._most = folder, most_bytes
        self._lock = threading.Lock()
        self._written = 0
        folder.mkdir(parents=True, exist_ok=True)
        self._answers = sqlite3.connect(
            folder / "media.db", isolation_level=None, check_same_thread=False, timeout=5
        )
        with suppress(sqlite3.Error):
            write_ahead(self._answers)
            self._answers.execute(_TABLE)

    def answer(self, song: str, provider: str) -> Candidate | None:
        """What a provider said of a song, if that still holds; an empty one for "nothing"."""
        with self._lock, suppress(sqlite3.Error):
            row = self._answers.execute(
                "SELECT artist, title, cover, preview, asked FROM answers "
                "WHERE song = ? AND provider = ?",
                (song, provider),
            ).fetchone()
            if row is not None:
                *found, asked = row
                age = time.time() - asked
                candidate = Candidate(*found)
                holds = FOUND_FOR if candidate.cover else NOTHING_FOR
                holds = min(holds, PREVIEW_FOR) if candidate.preview else holds
                return candidate if age < holds else None
        return None

    def keep(self, song: str, provider: str, found: Candidate) -> None:
        with self._lock, suppress(sqlite3.Error):
            self._answers.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    song,
                    provider,
                    found.artist,
                    found.title,
                    found.cover,
                    found.preview,
                    time.time(),
                ),
            )

    def path(self, song: str, provider: str, what: str) -> Path:
        """Where a picture ("cover") or a sound ("preview") is kept, whether it is there or not."""
        name = blake2b(f"{song} {provider} {what}".encode(), digest_size=16).hexdigest()
        return self._folder / what / name[:2] / name

    def read(self, path: Path) -> bytes | None:
        with suppress(OSError):
            if time.time() - path.stat().st_mtime < FOUND_FOR:
                return path.read_bytes()
        return None

    def write(self, path: Path, data: bytes) -> bool:
        """Keep a file, whole or not at all; False where it cannot be kept."""
        beside = path.with_suffix(f".{os.getpid()}.{threading.get_ident()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(data)
            beside.replace(path)
        except OSError:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            return False
        self._written += 1
        if self._written % _PRUNED_EACH == 1:
            self.prune()
        return True

    def prune(self) -> None:
        """Forget the oldest files where there are too many bytes of them."""
        found = []
        for path in self._folder.glob("*/*/*"):
            with suppress(OSError):
                status = path.stat()
                found.append((status.st_mtime, status.st_size, path))
        left = sum(size for _, size, _ in found)
        for _, size, path in sorted(found):
            if left <= self._most:
                return
            with suppress(OSError):
                path.unlink()
            left -= size

    def close(self) -> None:
        self._answers.close()
