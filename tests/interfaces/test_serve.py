"""heartsong serve, as a process."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import MAIN, Command

httpx = pytest.importorskip("httpx", reason="needs the extra serve")
pytest.importorskip("uvicorn", reason="needs the extra serve")

if TYPE_CHECKING:
    from httpx import Response

PATIENCE = 60.0  # seconds
SAID = {"text": "I feel bad, and nobody shall know it", "k": 2}


@contextmanager
def served(command: Command, *arguments: str | Path) -> Iterator[tuple[str, Any]]:
    """The address of a `heartsong serve` that runs, and its process."""
    process = subprocess.Popen(
        [sys.executable, "-c", MAIN, "serve", *map(str, arguments)],
        env=dict(command.environment),
        cwd=command.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        told = process.stdout.readline()
        found = re.search(r"http://[\d.:]+", told)
        assert found, told
        yield found[0], process
    finally:
        process.kill()
        process.communicate()


def asked(address: str) -> Response:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return httpx.post(
                f"{address}/api/v1/recommend", json=SAID, timeout=PATIENCE, trust_env=False
            )
        except httpx.ConnectError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_serves_until_it_is_told_to_end(
    command: Command, catalogue: Path, free_port: int, workers: str
) -> None:
    arguments = ("--catalogue", catalogue, "--port", str(free_port), "--workers", workers)
    with served(command, *arguments) as (address, process):
        answers = [asked(address) for _ in range(4)]
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert [len(answer.json()["songs"]) for answer in answers] == [2] * 4
    assert "nobody" not in out + err
    assert "Traceback" not in out + err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--host", "0.0.0.0"], "--token"),
        (["--host", "192.168.0.9"], "--no-auth"),
        (["--catalogue", "none.db"], "none.db"),
    ],
)
def test_what_cannot_be_served_is_said(command: Command, arguments: list[str], told: str) -> None:
    assert told in command.refused("serve", *arguments)


def test_a_port_that_is_taken_is_said(command: Command, catalogue: Path, free_port: int) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port))
        taken.listen()
        told = command.refused("serve", "--catalogue", catalogue, "--port", str(free_port))
    assert str(free_port) in told


def test_with_a_token_others_may_reach_it(
    command: Command, catalogue: Path, free_port: int
) -> None:
    port = str(free_port)
    arguments = ("--catalogue", catalogue, "--host", "0.0.0.0", "--port", port, "--token", "abc")
    with served(command, *arguments) as (address, _):
        assert asked(address).status_code == 401
        bearer = {"Authorization": "Bearer abc"}
        page = httpx.get(address, headers=bearer, trust_env=False)
    assert page.status_code == 200


def test_without_its_extra_it_says_so(command: Command) -> None:
    without = replace(command, program=f"import sys; sys.modules['uvicorn'] = None\n{MAIN}")
    assert "heartsong[serve]" in without.refused("serve")
