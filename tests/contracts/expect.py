"""What an answer and a finished picture must be."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from PIL import Image


def assert_like(answer: dict[str, Any], example: dict[str, Any]) -> None:
    """Every key of a page's example is there, and holds the same type of JSON."""
    lacking = example.keys() - answer.keys()
    assert not lacking, (lacking, answer)
    for key, value in example.items():
        assert type(answer[key]) is type(value), (key, answer[key])
        if isinstance(value, dict):
            assert_like(answer[key], value)


def assert_photo(api: str, data: bytes, source_wh: tuple[int, int]) -> None:
    """The picture that each API makes where a request asks for nothing else."""
    with Image.open(io.BytesIO(data)) as image:
        pixels = np.asarray(image)
        if api == "v1":
            assert (image.format, image.size, image.mode) == ("PNG", source_wh, "RGBA"), image
            alpha = pixels[..., 3]
            assert (alpha.min(), alpha.max()) == (0, 255)
        else:
            assert (image.format, image.size, image.mode) == ("JPEG", (295, 413), "RGB"), image
            assert pixels[:9, :9].min() > 245  # the default background is white
            assert pixels.min() < 50  # and someone stands before it
