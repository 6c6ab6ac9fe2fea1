"""Named colours, and conversion between sRGB and linear light.

Light is additive and sRGB values are not, so blend, average and estimate foregrounds in linear
light.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import ImageCms, ImageColor

from idphoto.errors import BadRequest

Colour = tuple[int, int, int]
"""sRGB, 0–255."""

NAMED_COLORS = {
    "white": (0xFF, 0xFF, 0xFF),
    "blue": (0x43, 0x8E, 0xDB),  # the blue used by ID-photo studios and upload sites
    "red": (0xFF, 0x00, 0x00),
    "gray": (0x80, 0x80, 0x80),
    "grey": (0x80, 0x80, 0x80),
    "black": (0x00, 0x00, 0x00),
}
_HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})")

_LINEAR_STEPS = 65535

# What red, green and blue of linear sRGB add to luminance (IEC 61966-2-1).
LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)


def parse_colour(text: str, field: str = "color") -> tuple[int, int, int]:
    """Red, green and blue (0–255 each) of a colour as people write it.

    A name in :data:`NAMED_COLORS`, hexadecimal with or without ``#``, or what CSS knows: a name,
    ``rgb(67, 142, 219)``, ``hsl(210, 70%, 56%)``. Colours with alpha are refused.

    Raises :class:`BadRequest`, naming ``field``, for anything else.

    >>> parse_colour("#438EDB"), parse_colour("fff"), parse_colour("red")
    ((67, 142, 219), (255, 255, 255), (255, 0, 0))
    >>> parse_colour("LightBlue"), parse_colour("rgb(67, 142, 219)")
    ((173, 216, 230), (67, 142, 219))
    """
    word = text.strip().lower()
    if word in NAMED_COLORS:
        return NAMED_COLORS[word]
    if match := _HEX.fullmatch(word):
        word = f"#{match[1]}"
    channels: tuple[int, ...] = ()
    with suppress(ValueError):
        channels = ImageColor.getrgb(word)
    if len(channels) != 3 or max(channels) > 255:
        names = ", ".join(NAMED_COLORS)
        raise BadRequest(
            field,
            f"{text!r} is not a colour: use RRGGBB in hex, rgb(67, 142, 219), one of {names}, or "
            "another CSS colour name",
        )
    red, green, blue = channels
    return red, green, blue


def srgb_to_linear(srgb: NDArray[np.floating]) -> NDArray[np.float64]:
    """Linear light of sRGB values, both 0–1, in any shape: the exact formula (IEC 61966-2-1)."""
    code = np.asarray(srgb, np.float64)
    return np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)


def linear_to_srgb(linear: NDArray[np.floating]) -> NDArray[np.float64]:
    """sRGB values of linear light, both 0–1, in any shape: the exact formula (IEC 61966-2-1)."""
    light = np.asarray(linear, np.float64)
    toe = light * 12.92
    return np.where(light <= 0.0031308, toe, 1.055 * np.maximum(light, 0) ** (1 / 2.4) - 0.055)


def to_linear(image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Linear light, float32 0–1, of uint8 sRGB in any shape, by a lookup table."""
    if not image.size:  # OpenCV rejects empty arrays
        return np.empty(image.shape, np.float32)
    flat = np.ascontiguousarray(image).reshape(-1, 1)
    return np.asarray(cv2.LUT(flat, _linear_of_code()), np.float32).reshape(image.shape)


def to_srgb8(linear: NDArray[np.float32]) -> NDArray[np.uint8]:
    """uint8 sRGB of float32 linear light in any shape, clipped to 0–1, by a lookup table.

    The table has 65,536 levels: results are within 0.55 of the exact value on the 0–255 scale,
    where exact rounding is within 0.5. It inverts :func:`to_linear` for all 256 codes. Values must
    be finite and within ±30,000.
    """
    if not linear.size:
        return np.empty(linear.shape, np.uint8)
    flat = np.ascontiguousarray(linear, np.float32).reshape(-1, 1)
    # OpenCV scales, rounds and saturates in one vectorised pass; the second term is zero.
    level = cv2.addWeighted(flat, float(_LINEAR_STEPS), flat, 0.0, 0.0, dtype=cv2.CV_16U)
    return _code_of_linear()[np.asarray(level, np.uint16)].reshape(linear.shape)


@cache
def srgb_profile() -> bytes:
    """A small sRGB ICC profile. The bytes are the same in every process."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    # The header holds the time of creation: replace it with the day sRGB was published.
    profile[24:36] = np.array([1999, 10, 18, 0, 0, 0], ">u2").tobytes()
    return bytes(profile)


@cache
def _linear_of_code() -> NDArray[np.float32]:
    return srgb_to_linear(np.arange(256) / 255).astype(np.float32)


@cache
def _code_of_linear() -> NDArray[np.uint8]:
    levels = np.arange(_LINEAR_STEPS + 1) / _LINEAR_STEPS
    return np.rint(linear_to_srgb(levels) * 255).astype(np.uint8)
