"""What axe finds in every view, in both themes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.interfaces.page.conftest import said

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs the extra dev")

if TYPE_CHECKING:
    from playwright.sync_api import Page


def found(page: Page) -> list[str]:
    """The rules that are broken, whatever their weight, and where."""
    violations = axe.Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in violations]


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_axe_finds_nothing(page: Page, theme: str) -> None:
    page.evaluate(f"localStorage.setItem('heartsong', JSON.stringify({{theme: '{theme}'}}))")
    page.reload()
    assert not found(page)
    said(page, "I feel bad, nothing by ABBA, no songs about rain")
    page.locator("#list .cover").first.click()
    page.wait_for_selector("#player .links a")
    assert not found(page)
    page.click("#layouts :text('Grid')")
    assert not found(page)
    page.locator("#list .song").first.get_by_role("button", name="More about").click()
    assert not found(page)
    page.keyboard.press("Escape")
    page.click(".tab:has-text('Journey')")
    page.fill("#from", "I feel bad")
    page.click("text=Set out")
    page.wait_for_selector("#way-songs .song")
    assert not found(page)
    page.click(".tab:has-text('Mood map')")
    page.wait_for_selector("canvas.points")
    assert not found(page)
    page.click(".tab:has-text('Library')")
    page.wait_for_selector("#library h1")
    assert not found(page)
    page.click("#settings")
    assert not found(page)
