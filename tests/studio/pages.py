"""What tests ask of any place of the studio."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

AXE = Path(__file__).resolve().parents[2] / "studio" / "node_modules" / "axe-core" / "axe.min.js"
# What stays English in Chinese: names, units, words of the trade, and what authorities write.
_LATIN = re.compile(r"[A-Za-z]{4,}(?: [A-Za-z]{2,}){2,}")


def settled(page: Page) -> None:
    """Wait until nothing is being loaded or made."""
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def axe_faults(page: Page) -> list[str]:
    """The rules of WCAG 2.2 AA that the place breaks, each with an element; skips without axe."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: make studio")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    report = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})"
    )
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in report["violations"]]


def english_phrases(page: Page) -> list[str]:
    """Phrases of a Chinese place that are English, but for those cited from an authority."""
    page.locator("details").evaluate_all("folded => folded.forEach(each => (each.open = true))")
    page.locator("[lang=en]").evaluate_all("cited => cited.forEach(each => each.remove())")
    return _LATIN.findall(page.locator("main").inner_text())


def is_wider_than_its_window(page: Page) -> bool:
    """Whether one has to scroll sideways."""
    found: bool = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return found
