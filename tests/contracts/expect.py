"""Assertions about answers and finished pictures."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from PIL import Image


def assert_like(answer: dict[str, Any], example: dict[str, Any]) -> None:
    """``answer`` has every key of a page's example, each with the same JSON type."""
    missing = example.keys() - answer.keys()
    assert not missing, (missing, answer)
    for key, value in example.items():
        assert type(answer[key]) is type(value), (key, answer[key])
        if isinstance(value, dict):
            assert_like(answer[key], value)


def assert_photo(api: str, data: bytes, source_wh: tuple[int, int]) -> None:
    """``data`` is the picture that the API makes by default."""
    with Image.open(io.BytesIO(data)) as image:
        pixels = np.asarray(image)
        if api == "v1":
            assert (image.format, image.size, image.mode) == ("PNG", source_wh, "RGBA"), image
            alpha = pixels[..., 3]
            assert (alpha.min(), alpha.max()) == (0, 255)
        else:
            assert (image.format, image.size, image.mode) == ("JPEG", (295, 413), "RGB"), image
            assert pixels[:9, :9].min() > 245  # the default background is white
            assert pixels.min() < 50  # and there is a person in front of it
