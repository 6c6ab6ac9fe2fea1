"""Small picture files of every format, made by the tests."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from PIL import Image

Save = Callable[..., bytes]


@pytest.fixture(scope="session")
def quadrants() -> NDArray[np.uint8]:
    """uint8 (48, 64, 3): red top left, green top right, blue bottom left, white bottom right."""
    picture = np.full((48, 64, 3), 255, np.uint8)
    picture[:24, :32] = (220, 30, 30)
    picture[:24, 32:] = (30, 200, 30)
    picture[24:, :32] = (30, 30, 220)
    return picture


@pytest.fixture(scope="session")
def save() -> Save:
    """``save(picture, format, **options)``: bytes written by Pillow (HEIF by pillow-heif)."""

    def write(picture: NDArray[np.uint8] | Image.Image, kind: str, **options: Any) -> bytes:
        image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
        buffer = io.BytesIO()
        if kind == "heif":
            encoder = pytest.importorskip("pillow_heif", reason="nothing here writes HEIC files")
            encoder.from_pillow(image).save(buffer, **options)
        else:
            image.save(buffer, kind, **options)
        return buffer.getvalue()

    return write


@pytest.fixture(scope="session")
def make_dng() -> Callable[[int], bytes]:
    """``make_dng(orientation)``: a raw file of 60 × 40 sensor pixels, darker towards the right."""

    def write(orientation: int = 1) -> bytes:
        sensor = np.repeat(np.linspace(40_000, 4_000, 60).astype(np.uint16)[None], 40, axis=0)
        identity = [(int(i % 4 == 0), 1) for i in range(9)]
        tags = [
            (271, "s", 0, "Test", True),
            (272, "s", 0, "Camera", True),
            (274, "H", 1, orientation, True),
            (33421, "H", 2, (2, 2), True),  # the colour filters repeat every 2 × 2
            (33422, "B", 4, bytes([0, 1, 1, 2]), True),  # as R G / G B
            (50706, "B", 4, bytes([1, 4, 0, 0]), True),  # DNG 1.4
            (50708, "s", 0, "Test Camera", True),
            (50714, "H", 1, 0, True),  # black
            (50717, "H", 1, 65535, True),  # white
            (50721, "2i", 9, tuple(n for pair in identity for n in pair), True),
            (50728, "2I", 3, (1, 1, 1, 1, 1, 1), True),  # the neutral colour, as shot
            (50778, "H", 1, 21, True),  # calibrated for D65
        ]
        buffer = io.BytesIO()
        with tifffile.TiffWriter(buffer) as tiff:
            tiff.write(sensor, photometric=32803, extratags=tags, metadata=None)
        return buffer.getvalue()

    return write


@pytest.fixture(scope="session")
def sample(
    save: Save, make_dng: Callable[[int], bytes], quadrants: NDArray[np.uint8]
) -> Callable[[str], bytes]:
    """``sample(format)``: a small valid file of that format."""

    def make(kind: str) -> bytes:
        if kind == "raw":
            return make_dng(1)
        # Almost lossless, so that all formats can be compared with the same pixels.
        best: dict[str, dict[str, Any]] = {
            "jpeg": {"quality": 98, "subsampling": 0},
            "webp": {"lossless": True},
            "avif": {"quality": 98, "subsampling": "4:4:4"},
            "heif": {"quality": 98, "chroma": 444},
        }
        return save(quadrants, kind, **best.get(kind, {}))

    return make
