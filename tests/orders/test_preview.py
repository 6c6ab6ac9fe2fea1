"""Portraits as browsers show them."""

from __future__ import annotations

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from idphoto.errors import ImageTooLarge, UnsupportedFormat
from idphoto.imaging.decode import DEFAULT_LIMITS, DecodeLimits
from idphoto.orders.preview import upright_jpeg

ORIENTATION = 0x0112


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    assert image.format == "JPEG"
    return image


def written(rgb: NDArray[np.uint8], kind: str, orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, kind, exif=exif)
    return buffer.getvalue()


def off_by(image: Image.Image, portrait: NDArray[np.uint8]) -> float:
    """The mean difference of both at 20 × 32 px, of 255."""
    small = (
        each.resize((20, 32), Image.Resampling.BILINEAR)
        for each in (image, Image.fromarray(portrait))
    )
    first, second = (np.asarray(each).astype(int) for each in small)
    return float(np.abs(first - second).mean())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "AVIF", "BMP"])
@pytest.mark.parametrize("max_px", [100, 256, 400])
def test_a_portrait_of_any_kind_becomes_a_jpeg_of_the_size_asked_for(
    astronaut: NDArray[np.uint8], kind: str, max_px: int
) -> None:
    portrait = astronaut[:, 100:420]
    with opened(upright_jpeg(written(portrait, kind), DEFAULT_LIMITS, max_px)) as image:
        assert image.size == (round(320 * max_px / 512), max_px)
        assert off_by(image, portrait) < 3


def test_a_small_portrait_keeps_its_size(astronaut_jpeg: bytes) -> None:
    with opened(upright_jpeg(astronaut_jpeg, DEFAULT_LIMITS, 1600)) as image:
        assert image.size == (512, 512)


def test_a_portrait_is_turned_as_its_file_says(astronaut: NDArray[np.uint8]) -> None:
    lying = np.rot90(astronaut[:, 100:420])  # anticlockwise
    data = upright_jpeg(written(lying, "JPEG", orientation=6), DEFAULT_LIMITS, 256)
    with opened(data) as image:
        assert image.size == (160, 256)
        assert ORIENTATION not in image.getexif()
        assert off_by(image, astronaut[:, 100:420]) < 3


def test_a_phones_heic_is_shown(astronaut: NDArray[np.uint8]) -> None:
    encoder = pytest.importorskip("pillow_heif", reason="nothing here writes HEIC files")
    heif = encoder.from_pillow(Image.fromarray(astronaut))
    buffer = io.BytesIO()
    heif.save(buffer, quality=90)
    with opened(upright_jpeg(buffer.getvalue(), DEFAULT_LIMITS, 300)) as image:
        assert image.size == (300, 300)


def test_a_file_that_is_no_picture_or_too_large_is_refused(astronaut_jpeg: bytes) -> None:
    with pytest.raises(UnsupportedFormat):
        upright_jpeg(b"hello, world", DEFAULT_LIMITS, 300)
    with pytest.raises(ImageTooLarge, match="512; the limit is 511"):
        upright_jpeg(astronaut_jpeg, DecodeLimits(max_side_px=511), 300)
