"""How fast the page is: python benchmarks/page.py [--screenshots docs/pictures] [--lighthouse PATH]

Serves the starter catalogue, opens the page in Chromium (HEARTSONG_CHROMIUM, or the Debian package)
and prints a table in Markdown: bytes and requests until the first songs, milliseconds from Enter to
songs and from a drag to the new order, as the browser's own clock has them. With --screenshots it
writes pictures of the main views; with --lighthouse it runs that program on the page too.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from playwright.sync_api import sync_playwright
from serving import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ARGUMENTS: Final = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
LINES: Final = (
    "she left this morning and I cannot stop crying",
    "we got the keys to our first flat today",
    "leg day, make it loud",
    "porch light, fireflies, not a thing to do",
    "I am so nervous about tomorrow",
)
ROUNDS: Final = 4
PAUSE: Final = 400  # milliseconds in which nobody types, and covers are drawn
# Until what a change brings is painted: the frame after the one in which the list was filled.
ENTER: Final = """async (text) => {
  const list = document.querySelector("#list"), words = document.querySelector("#words");
  const filled = new Promise((done) => new MutationObserver((_, watch) => {
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now())));
  }).observe(list, { childList: true }));
  words.value = text;
  const began = performance.now();
  const how = { key: "Enter", bubbles: true, cancelable: true };
  words.dispatchEvent(new KeyboardEvent("keydown", how));
  return (await filled) - began;
}"""
DRAG: Final = """async (value) => {
  const list = document.querySelector("#list"), slider = document.querySelector("#of-joy");
  const filled = new Promise((done) => new MutationObserver((_, watch) => {
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now())));
  }).observe(list, { childList: true }));
  const began = performance.now();
  slider.value = value;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  return (await filled) - began;
}"""


def first_visit(browser: Browser, address: str) -> tuple[float, float, int, int]:
    """Kilobytes until ten songs were there, and with their covers; requests; those to others."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    asked: list[str] = []
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    came: list[float] = []
    wire.on("Network.loadingFinished", lambda each: came.append(each["encodedDataLength"]))
    page.on("request", lambda each: asked.append(each.url))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.fill("#words", LINES[0])
    page.keyboard.press("Enter")
    page.wait_for_selector(".song")
    songs = sum(came)
    page.wait_for_function("() => [...document.images].every((each) => each.complete)")
    page.wait_for_timeout(PAUSE)
    whole = sum(came)
    context.close()
    return songs / 1000, whole / 1000, len(asked), sum(not url.startswith(address) for url in asked)


def timed(browser: Browser, address: str) -> tuple[list[float], list[float]]:
    """Milliseconds from Enter to songs, and from a drag to the new order."""
    page = browser.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    entered, dragged = [], []
    for text in LINES * ROUNDS:
        entered.append(page.evaluate(ENTER, text))
        page.wait_for_timeout(PAUSE)
    for number in range(1, 20):
        dragged.append(page.evaluate(DRAG, 5 * number))
        page.wait_for_timeout(PAUSE / 4)
    page.close()
    return entered, dragged


LOOK: Final[dict[str, Any]] = {"type": "jpeg", "quality": 82}
VIEWS: Final = {"phone": (390, 844), "tablet": (820, 1180), "wide": (1440, 900)}


def pictures(browser: Browser, address: str, folder: Path) -> None:
    """Pictures of the main views: three widths, two themes."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (width, height) in VIEWS.items():
        for theme in ("dark", "light"):
            size = {"width": width, "height": height}
            page = browser.new_page(viewport=size, color_scheme=theme)
            page.goto(address)
            _shoot(page, folder / f"{name}-{theme}")
            page.close()


def _shoot(page: Page, path: Path) -> None:
    page.screenshot(path=f"{path}-start.jpg", **LOOK)
    page.fill("#words", "rainy Sunday, I miss her, something like Simon & Garfunkel")
    page.keyboard.press("Enter")
    page.wait_for_selector(".song")
    page.wait_for_function("() => [...document.images].every((each) => each.complete)")
    page.wait_for_timeout(PAUSE)
    page.screenshot(path=f"{path}-songs.jpg", **LOOK)
    if path.name.startswith("wide-dark"):
        base = page.url.split("#")[0]
        page.goto(f"{base}#journey")
        page.fill("#from", "I feel bad")
        page.click("text=Set out")
        page.wait_for_selector("#way-songs .song")
        page.wait_for_timeout(PAUSE)
        page.screenshot(path=f"{path}-journey.jpg", **LOOK)
        page.goto(f"{base}#map")
        page.wait_for_timeout(1500)
        page.screenshot(path=f"{path}-map.jpg", **LOOK)


def lighthouse(program: str, address: str, chromium: str) -> dict[str, dict[str, float]]:
    """Lighthouse's scores of 100, on a phone and on a desk."""
    found = {}
    for device, more in {"phone": [], "desk": ["--preset=desktop"]}.items():
        flags = "--headless " + " ".join(ARGUMENTS)
        command = [program, address, *more, "--quiet", "--output=json", f"--chrome-flags={flags}"]
        done = subprocess.run(
            command,
            env={**os.environ, "CHROME_PATH": chromium},
            capture_output=True,
            check=True,
            timeout=300,
        )
        scores: dict[str, Any] = json.loads(done.stdout)["categories"]
        found[device] = {name: 100 * each["score"] for name, each in scores.items()}
    return found


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--screenshots", type=Path)
    parser.add_argument("--lighthouse")
    given = parser.parse_args(arguments)
    chromium = os.environ.get("HEARTSONG_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        sys.exit("There is no Chromium here: install the Debian package chromium.")
    with served(1) as (port, _), sync_playwright() as started:
        address = f"http://127.0.0.1:{port}"
        browser = started.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        if given.screenshots:
            pictures(browser, address, given.screenshots)
        songs, covers, requests, others = first_visit(browser, address)
        entered, dragged = timed(browser, address)
        browser.close()
        print("| page | figure |\n|---|---|")
        print(f"| until the first songs, with their covers | {songs:.0f} KB, {covers:.0f} KB |")
        print(f"| requests of a first visit, to other hosts | {requests}, {others} |")
        for what, times in (("Enter to songs", entered), ("drag to new order", dragged)):
            half, most = np.percentile(times, [50, 95])
            print(f"| {what}, p50 / p95 | {half:.0f} / {most:.0f} ms |")
        if given.lighthouse:
            for device, scores in lighthouse(given.lighthouse, address, chromium).items():
                told = ", ".join(f"{name} {score:.0f}" for name, score in scores.items())
                print(f"| Lighthouse, {device} | {told} |")


if __name__ == "__main__":
    main(sys.argv[1:])
