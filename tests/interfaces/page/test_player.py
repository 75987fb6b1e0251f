"""The player, with a recording of the listener's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from heartsong.interfaces.api.config import ServerConfig
from tests.interfaces.conftest import HOSTILE
from tests.interfaces.page.conftest import opened, said, titles
from tests.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

PLAYING = "() => document.querySelector('#toggle')?.getAttribute('aria-label') === 'Pause'"
PAUSED = "() => document.querySelector('#toggle')?.getAttribute('aria-label') === 'Play'"


@pytest.fixture
def own(context: BrowserContext, home: Path) -> Iterator[Page]:
    """The page of a catalogue with a recording."""
    config = ServerConfig(str(home / "my.db"))
    with serving(home, config) as address, opened(context, address) as page:
        yield page


def test_a_recording_is_played_by_keys_and_the_volume_is_remembered(own: Page) -> None:
    said(own, "a bright happy morning, everyone is dancing")
    row = own.locator("#list .song", has_text=HOSTILE).first
    row.locator(".cover").click()
    own.wait_for_function(PLAYING)
    assert own.locator("#player .title").inner_text() == HOSTILE
    assert own.evaluate("() => navigator.mediaSession.metadata.title") == HOSTILE
    assert not own.locator("#player .links").count()
    own.evaluate("() => document.activeElement.blur()")
    own.keyboard.press(" ")
    own.wait_for_function(PAUSED)
    own.keyboard.press(" ")
    own.wait_for_function(PLAYING)
    own.get_by_role("slider", name="Volume").fill("30")
    own.reload()
    assert own.evaluate("() => JSON.parse(localStorage.heartsong).volume") == 0.3


def test_hostile_names_are_shown_as_they_are(own: Page) -> None:
    said(own, "a bright happy morning, everyone is dancing")
    assert HOSTILE in titles(own)
    assert not own.locator("main script").count()
    own.click(".tab:has-text('Mood map')")
    own.wait_for_selector("canvas.points")
    own.click(".tab:has-text('Journey')")
    own.fill("#from", "I cried all evening")
    own.click("text=Set out")
    own.wait_for_selector("#way-songs .song")
    assert not own.locator("main script").count()
