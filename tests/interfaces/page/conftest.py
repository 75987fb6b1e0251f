"""A real browser with the real page, served by a real server of the starter catalogue."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from heartsong.interfaces.api.config import ServerConfig
from tests.serving import serving

playwright = pytest.importorskip("playwright.sync_api", reason="needs the extra dev")
for needed in ("fastapi", "uvicorn", "prometheus_client"):
    pytest.importorskip(needed, reason="needs the extra serve")

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 20_000.0  # milliseconds


def chromium() -> str | None:
    """Where a browser is: HEARTSONG_CHROMIUM, or the Debian package."""
    told = os.environ.get("HEARTSONG_CHROMIUM")
    return told or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("there is no Chromium here: install the Debian package chromium")
    with playwright.sync_playwright() as started:
        ours = started.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield ours
        ours.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of the starter catalogue."""
    with serving(tmp_path_factory.mktemp("page"), ServerConfig()) as url:
        yield url


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    ours = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    ours.set_default_timeout(PATIENCE)
    yield ours
    ours.close()


@contextmanager
def opened(context: BrowserContext, address: str) -> Iterator[Page]:
    """The page; whatever it complains of, or asks of another host, fails the test."""
    ours = context.new_page()
    wrong: list[str] = []
    others: list[str] = []
    ours.on("pageerror", lambda error: wrong.append(str(error)))
    ours.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    known = (address, "blob:")
    ours.on(
        "request", lambda asked: None if asked.url.startswith(known) else others.append(asked.url)
    )
    ours.goto(address)
    yield ours
    assert not wrong
    assert not others


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    with opened(context, address) as ours:
        yield ours


def said(page: Page, text: str) -> None:
    """Write a line and wait for the songs."""
    page.fill("#words", text)
    with page.expect_response(lambda answer: answer.url.endswith("/conversation")):
        page.keyboard.press("Enter")
    page.wait_for_selector("#list:not([aria-busy])")


def titles(page: Page, within: str = "#list") -> list[str]:
    return page.locator(f"{within} .title").all_inner_texts()
