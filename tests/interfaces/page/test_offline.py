"""The page when its server is gone, and when it is back."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.request import urlopen

from tests.conftest import MAIN, Command
from tests.interfaces.page.conftest import said, titles

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext


@contextmanager
def running(command: Command, port: int) -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", MAIN, "serve", "--port", str(port)],
        env=dict(command.environment),
        cwd=command.folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urlopen(f"{address}/api/v1/ready", timeout=30).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        process.kill()
        process.wait()


def test_it_opens_without_its_server_says_so_and_goes_on_when_it_is_back(
    context: BrowserContext, command: Command, free_port: int
) -> None:
    page = context.new_page()
    with running(command, free_port) as address:
        page.goto(address)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.reload()
        said(page, "I feel bad")
        first = titles(page)
    page.fill("#words", "more")
    page.keyboard.press("Enter")
    page.wait_for_selector("#talk .error")
    assert "does not answer" in page.locator("#talk .error").inner_text()
    assert titles(page) == first
    page.reload()
    assert page.locator("h1").first.inner_text().startswith("What do you want to hear")
    page.goto(f"{address}/#library")
    page.wait_for_selector("#library h1")
    with running(command, free_port):
        page.goto(f"{address}/#ask")
        said(page, "I feel bad")
        assert len(titles(page)) == 10
