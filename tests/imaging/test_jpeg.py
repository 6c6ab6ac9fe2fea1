from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from idphoto.imaging.encode import EncodeOptions, encode
from idphoto.imaging.jpeg import is_plain_jpeg

PIXELS = np.arange(64 * 48 * 3, dtype=np.uint32).reshape(48, 64, 3).astype(np.uint8)
OURS = encode(PIXELS, EncodeOptions()).data


def saved(mode: str = "RGB", **how: object) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(PIXELS).convert(mode).save(buffer, "JPEG", **how)
    return buffer.getvalue()


def exif() -> Image.Exif:
    block = Image.Exif()
    block[0x0112] = 6
    return block


@pytest.mark.parametrize(
    "make",
    [
        lambda: OURS,
        lambda: encode(PIXELS, EncodeOptions(min_bytes=100_000)).data,  # padded with spaces
        lambda: encode(PIXELS, EncodeOptions(min_bytes=len(OURS) + 3)).data,  # with fill bytes
        lambda: saved(),
        lambda: saved("L"),
        lambda: saved(progressive=True),
    ],
)
def test_a_file_with_pixels_only_is_plain(make: Callable[[], bytes]) -> None:
    assert is_plain_jpeg(make())


@pytest.mark.parametrize(
    "make",
    [
        lambda: saved(exif=exif()),
        lambda: saved(comment="by somebody"),
        lambda: saved(icc_profile=b"another profile"),
        lambda: saved("CMYK"),
        lambda: OURS + b"more",
        lambda: OURS + OURS,
        lambda: OURS[:-2],
        lambda: OURS[:100],
        lambda: OURS[:2] + OURS[20:],  # without the marker that states how colours are coded
        lambda: b"",
        lambda: b"\x89PNG\r\n\x1a\n",
    ],
)
def test_a_file_with_anything_else_is_not_plain(make: Callable[[], bytes]) -> None:
    assert not is_plain_jpeg(make())


@given(st.binary(max_size=64))
def test_any_bytes_can_be_checked(data: bytes) -> None:
    assert not is_plain_jpeg(data)
    assert not is_plain_jpeg(b"\xff\xd8" + data)
