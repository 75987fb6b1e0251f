"""How fast the server answers: python benchmarks/serving.py [--seconds 60] [--workers 1]

Starts `heartsong serve` on the starter catalogue, asks it one thing after another, then with 64
connections side by side, and prints a table in Markdown. The words are our
forty chat lines, one after another.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import itertools
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np

LINES: Final = Path(__file__).parent / "chat_lines.tsv"
MAIN: Final = "import sys; from heartsong.interfaces.cli import main; sys.exit(main())"
ALONE: Final = 300  # requests of one user
CONNECTIONS: Final = 64
WARM: Final = 40  # requests that do not count
PATIENCE: Final = 60.0  # seconds for the server to start


def requests() -> Iterator[bytes]:
    """Whole requests without an end; no answer to one is kept for the next."""
    with LINES.open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file, delimiter="\t")]
    for text in itertools.cycle(texts):
        body = json.dumps({"text": text, "k": 10}).encode()
        yield (
            b"POST /api/v1/recommend HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
        )


class Line:
    """A connection that stays open."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def opened(cls, port: int) -> Line:
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def ask(self, request: bytes) -> tuple[int, float]:
        """The status of the answer, and the seconds until all of it was there."""
        began = time.perf_counter()
        self._writer.write(request)
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(head.split("content-length:")[1].split("\r\n")[0])
        await self._reader.readexactly(length)
        return int(head.split(" ", 2)[1]), time.perf_counter() - began

    def close(self) -> None:
        self._writer.close()


async def alone(port: int) -> list[tuple[int, float]]:
    line = await Line.opened(port)
    found = [await line.ask(request) for request in itertools.islice(requests(), WARM + ALONE)]
    line.close()
    return found[WARM:]


async def together(port: int, seconds: float) -> list[tuple[int, float]]:
    asked, found, until = requests(), [], time.perf_counter() + seconds

    async def one() -> None:
        line = await Line.opened(port)
        while time.perf_counter() < until:
            found.append(await line.ask(next(asked)))
        line.close()

    await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
    return found


@contextmanager
def served(workers: int) -> Iterator[tuple[int, int]]:
    """The port of a server and the number of its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    arguments = ["serve", "--port", str(port), "--workers", str(workers)]
    environment = os.environ | {"HEARTSONG_CATALOGUE": ""}
    process = subprocess.Popen(
        [sys.executable, "-c", MAIN, *arguments], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                asyncio.run(alone_once(port))
                break
            except (OSError, asyncio.IncompleteReadError):
                time.sleep(0.2)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


async def alone_once(port: int) -> None:
    line = await Line.opened(port)
    await line.ask(next(requests()))
    line.close()


def memory_of(process: int) -> float:
    """The megabytes that a process and its children have of their own, shared pages by share."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    kilobytes = 0
    for each in [str(process), *children]:
        for row in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
            if row.startswith("Pss:"):
                kilobytes += int(row.split()[1])
    return kilobytes / 1024


def bare() -> float:
    """The seconds in which a bare Python starts, as a measure of this machine."""
    times = []
    for _ in range(9):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-I", "-c", ""], check=True)
        times.append(time.perf_counter() - began)
    return float(np.median(times))


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args(arguments)
    start = bare()
    with served(given.workers) as (port, process):
        one = np.array([seconds for status, seconds in asyncio.run(alone(port)) if status == 200])
        small = memory_of(process)
        found = asyncio.run(together(port, given.seconds))
        large = memory_of(process)
    many = np.array([seconds for _, seconds in found])
    wrong = sum(status != 200 for status, _ in found)
    p50, p99 = np.percentile(one, [50, 99]) * 1000
    print(f"| what, with {given.workers} worker(s) | figure |\n|---|---|")
    ratio = start * 1000 / p50
    print(f"| one user, p50 / p99 | {p50:.1f} / {p99:.1f} ms ({ratio:.1f} while a Python starts) |")
    print(f"| {CONNECTIONS} connections, requests/s | {len(many) / given.seconds:.0f} |")
    half, last = np.percentile(many, [50, 99]) * 1000
    print(f"| {CONNECTIONS} connections, p50 / p99 | {half:.0f} / {last:.0f} ms |")
    print(f"| answers that were no songs | {wrong} of {len(found):,} |")
    print(f"| memory of the server, before and after | {small:.0f} MB, {large:.0f} MB |")


if __name__ == "__main__":
    main(sys.argv[1:])
