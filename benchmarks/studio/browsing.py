"""A server whose studio is open at this machine, and Chromium to look at it."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright
from tests.faults.serving import Server

import idphoto

DOCUMENT: Final = "jp-visa"
_BUILT: Final = Path(idphoto.__file__).parent / "server" / "studio" / "built" / "index.html"
_WATCH: Final = Path(__file__).with_name("watch.js")
# As root, Chromium has no sandbox of its own; nothing but our page is shown in it.
_ARGUMENTS: Final = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
_IDPHOTO: Final = (str(Path(sys.executable).with_name("idphoto")),)
_PATIENCE_MS: Final = 120_000  # only stops a hung page


class StudioUnavailable(Exception):
    """Why the page cannot be measured here."""


@dataclass(frozen=True, slots=True)
class Studio:
    """``key``: of the account that the page's sessions act as, for requests beside the page."""

    url: str
    key: str
    browser: Browser

    @contextmanager
    def page(self, place: str | None = None) -> Iterator[Page]:
        """A place, or an empty page, in a browser that has nothing of the studio in its caches."""
        context = self.browser.new_context(
            base_url=self.url, locale="en-US", viewport={"width": 1280, "height": 800}
        )
        context.set_default_timeout(_PATIENCE_MS)
        context.add_init_script(path=_WATCH)
        try:
            page = context.new_page()
            if place is not None:
                page.goto(f"/studio{place}")
            yield page
        finally:
            context.close()


@contextmanager
def open_studio() -> Iterator[Studio]:
    """Start server and browser.

    Raises:
        StudioUnavailable: there is no Chromium, or no built page.
    """
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise StudioUnavailable("Chromium is not installed")
    if not _BUILT.is_file():
        raise StudioUnavailable("the page is not built: make studio")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder), _IDPHOTO)
        key = server.command("keys", "create", "studio", "--qps", "0")["key"]
        server.start()
        try:
            browser = playwright.chromium.launch(executable_path=chromium, args=list(_ARGUMENTS))
            yield Studio(server.url, key, browser)
            browser.close()
        finally:
            server.stop()
