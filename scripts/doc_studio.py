"""Take the documentation's pictures of the studio, of one public portrait.

It is NASA's portrait of the astronaut Eileen Collins, in the public domain, a file of the package
scikit-image. Without Chromium or the built page, the pictures stay as they are.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import Final

import numpy as np
import skimage.data
from benchmarks.studio.browsing import StudioUnavailable, open_studio
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from idphoto.imaging.encode import EncodeOptions, encode

FOLDER: Final = Path(__file__).resolve().parents[1] / "docs" / "pictures"
WIDTH: Final = 1000
QUALITY: Final = 68
FILTERS: Final = 88  # the height of what is above the table, px
NAMES: Final = """file,name,class
101,Ada Example,7a
102,Ben Sample,7a
103,Chris Specimen,7b
"""


def main() -> int:
    """Write every picture and print its size."""
    try:
        with open_studio() as studio:
            with studio.page("/photo?spec=jp-visa") as page:
                save("studio-result", result(page))
            with studio.page("") as page:
                save("studio-find", find(page))
            with studio.page("/school") as page:
                save("studio-school", school(page))
    except StudioUnavailable as error:
        print(f"the pictures of the studio stay as they are: {error}", file=sys.stderr)
    return 0


def find(page: Page) -> bytes:
    """The search, with what it has found."""
    page.get_by_role("searchbox").fill("35x45")
    page.get_by_role("link", name=re.compile("35 × 45")).first.wait_for()
    page.wait_for_load_state("networkidle")
    return page.screenshot(clip={"x": 0, "y": 0, "width": 1280, "height": 640})


def result(page: Page) -> bytes:
    """The finished photo beside the portrait, its verdicts, and the panel for the position."""
    page.locator("input[type=file]:not([capture])").set_input_files(portrait("me.jpg"))
    page.wait_for_url("**/studio/result?**")
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.get_by_role("heading", name="Your photo")).to_be_visible(timeout=60_000)
    page.mouse.move(0, 0)
    page.wait_for_load_state("networkidle")
    return page.screenshot()


def school(page: Page) -> bytes:
    """A batch of three: one is too dark, and one shows nobody."""
    page.get_by_label("Name", exact=True).fill("Spring portraits")
    page.get_by_label("Search for a document").fill("japan visa")
    page.get_by_role("button", name=re.compile("^Japan visa")).first.click()
    page.get_by_role("button", name="Open the batch").click()
    names: FilePayload = {"name": "names.csv", "mimeType": "text/csv", "buffer": NAMES.encode()}
    files = [portrait("101.jpg"), portrait("102.jpg", light=0.2), nobody("103.jpg"), names]
    page.locator("input[type=file][multiple]:not([webkitdirectory])").set_input_files(files)
    page.get_by_role("button", name=re.compile("^Make 3")).click()
    expect(page.get_by_text("3 of 3 made")).to_be_visible(timeout=120_000)
    page.get_by_role("table").wait_for()
    page.wait_for_load_state("networkidle")
    page.set_viewport_size({"width": 1280, "height": 1400})
    table = page.get_by_role("table").bounding_box()
    page.evaluate("document.activeElement?.blur()")
    if table is None:
        raise RuntimeError("the batch has no table")
    top, height = table["y"] - FILTERS, FILTERS + table["height"] + 12
    return page.screenshot(clip={"x": 0, "y": top, "width": 1280, "height": height})


def nobody(name: str) -> FilePayload:
    """A picture of a cup."""
    data = encode(skimage.data.coffee(), EncodeOptions(quality=95)).data
    return {"name": name, "mimeType": "image/jpeg", "buffer": data}


def portrait(name: str, light: float = 1.0) -> FilePayload:
    """The portrait as a file, with less light if wanted."""
    rgb = (skimage.data.astronaut().astype(np.float32) * light).astype(np.uint8)
    data = encode(rgb, EncodeOptions(quality=95)).data
    return {"name": name, "mimeType": "image/jpeg", "buffer": data}


def save(name: str, png: bytes) -> None:
    """Write a small WebP."""
    shot = Image.open(io.BytesIO(png)).convert("RGB")
    shot = shot.resize((WIDTH, round(shot.height * WIDTH / shot.width)), Image.Resampling.LANCZOS)
    path = FOLDER / f"{name}.webp"
    shot.save(path, quality=QUALITY, method=6)
    print(f"{path}: {shot.width} × {shot.height} px, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    sys.exit(main())
