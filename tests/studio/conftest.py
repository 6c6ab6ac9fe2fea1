"""The studio in a real browser, on a real server with the real networks."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    Response,
    ViewportSize,
    expect,
    sync_playwright,
)
from tests.faults.serving import REAL, Server
from tests.pictures import with_closed_eyes

import idphoto
from idphoto.imaging.decode import open_source
from idphoto.runtime.engine import Engine

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
BUILT = Path(idphoto.__file__).parent / "server" / "studio" / "built" / "index.html"
# As root, Chromium has no sandbox of its own; nothing but our page is shown in it.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
PATIENCE_MS = 30_000  # only stops a hung test
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def page_to_show() -> None:
    """Skips where there is no browser, or no page to show in it."""
    if CHROMIUM is None:
        pytest.skip("there is no chromium here")
    if not BUILT.is_file():
        pytest.skip("the studio's page is not built: make studio")


# For one module only: while it runs, its event loop is this thread's, and a test of another module
# could run none of its own.
@pytest.fixture(scope="module")
def browsers(page_to_show: None) -> Iterator[Playwright]:
    """Playwright."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browser(browsers: Playwright) -> Iterator[Browser]:
    browser = browsers.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def studio(tmp_path_factory: pytest.TempPathFactory, page_to_show: None) -> Iterator[Server]:
    """A server that is open to people at this machine, with its networks loaded."""
    server = Server(tmp_path_factory.mktemp("studio"), REAL)
    server.start()
    yield server
    server.stop()


class Watched:
    """What went wrong behind the page: scripts' errors, refused resources, other hosts."""

    def __init__(self, page: Page, url: str) -> None:
        self.faults: list[str] = []
        self._url = url
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", lambda said: self._note(said.type, said.text))
        page.on("request", lambda request: self._ask(request.url))
        page.on("response", self._answer)

    def _note(self, kind: str, text: str) -> None:
        # the browser reports every refusal of the API as well, which the page shows
        if kind == "error" and "Failed to load resource" not in text:
            self.faults.append(f"console: {text}")

    def _ask(self, url: str) -> None:
        if not url.startswith((self._url, "blob:", "data:")):
            self.faults.append(f"another host: {url}")

    def _answer(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status} {response.url}")


@pytest.fixture
def open_page(browser: Browser, studio: Server) -> Iterator[Open]:
    """Opens a place of the studio in a browser of its own; nothing may go wrong behind it."""
    contexts: list[BrowserContext] = []
    watched: list[Watched] = []

    def open_place(
        place: str = "", *, locale: str = "en-US", phone: bool = False, **options: Any
    ) -> Page:
        if phone:
            options |= {"is_mobile": True, "has_touch": True}
        context = browser.new_context(
            base_url=studio.url, locale=locale, viewport=PHONE if phone else DESK, **options
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        watched.append(Watched(page, studio.url))
        page.goto(f"/studio{place}")
        return page

    yield open_place
    for context in contexts:
        context.close()
    assert [fault for each in watched for fault in each.faults] == []


@pytest.fixture(scope="session")
def portrait_file(tmp_path_factory: pytest.TempPathFactory, astronaut_jpeg: bytes) -> Path:
    """A portrait before a wall that is not white."""
    path = tmp_path_factory.mktemp("portraits") / "portrait.jpg"
    path.write_bytes(astronaut_jpeg)
    return path


@pytest.fixture(scope="session")
def dark_file(tmp_path_factory: pytest.TempPathFactory, astronaut: NDArray[np.uint8]) -> Path:
    """The same portrait with far too little light."""
    path = tmp_path_factory.mktemp("portraits") / "dark.jpg"
    dark = (astronaut.astype(np.float32) * 0.22).astype(np.uint8)
    cv2.imwrite(str(path), dark[..., ::-1])
    return path


@pytest.fixture(scope="session")
def closed_eyes_file(
    tmp_path_factory: pytest.TempPathFactory,
    shared: Path,
    engine: Engine,
    jpeg: Callable[[NDArray[np.uint8]], bytes],
) -> Path:
    """A portrait with closed eyes."""
    path = tmp_path_factory.mktemp("portraits") / "blink.jpg"
    portrait = open_source(shared / "people" / "london_045.jpg").decode().rgb
    path.write_bytes(jpeg(with_closed_eyes(portrait, engine)))
    return path
