"""The pictures that benchmarks use: the shared ones beside the checkout, or a public one."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from skimage import data

SHARED = Path(__file__).resolve().parents[2] / "shared"


def portraits() -> dict[str, bytes]:
    """Photos with a face, by name."""
    folder = SHARED / "photos"
    found = {path.stem: path.read_bytes() for path in sorted(folder.glob("*.jpg"))}
    found.pop("compreface_017_0", None)  # a landscape
    return found or {"astronaut": astronaut((512, 512))}


def twelve_megapixels() -> tuple[str, bytes]:
    """A description and the bytes of a JPEG of about 12 megapixels."""
    path = SHARED / "photos" / "compreface_004_A.jpg"
    if path.exists():
        return "a phone's 3024×4032 JPEG", path.read_bytes()
    return "the astronaut, enlarged to 3464×3464", astronaut((3464, 3464))


def astronaut(size_wh: tuple[int, int]) -> bytes:
    """NASA's portrait of Eileen Collins (public domain), as a JPEG."""
    buffer = io.BytesIO()
    picture = Image.fromarray(data.astronaut()).resize(size_wh, Image.Resampling.LANCZOS)
    picture.save(buffer, "JPEG", quality=92)
    return buffer.getvalue()
