"""Convert a decoded image of any kind to upright 8-bit sRGB and alpha."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ICC_SPACES = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK", "LAB": "Lab"}


def to_upright_srgb(
    image: Image.Image, orientation: int, shrink: int
) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
    """Convert a decoded image to the one form that all other code expects.

    ``orientation``: EXIF's, 1–8. ``shrink``: the factor by which to shrink the sides still.
    Returns rgb, uint8 ``(H, W, 3)``, and alpha, uint8 ``(H, W)``, or None if every pixel is opaque.
    Both are read-only.
    """
    profile = image.info.get("icc_profile")
    image = _to_eight_bits(image)
    if shrink > 1:
        image = image.reduce(shrink)
    if orientation in _TURNS:
        image = image.transpose(_TURNS[orientation])
    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    colour = {"LA": "L", "RGBA": "RGB"}.get(image.mode, image.mode)
    rgb = _to_srgb(image if image.mode == colour else image.convert(colour), profile)
    if alpha is None or alpha.getextrema() == (255, 255):
        return np.asarray(rgb), None
    # Transparent pixels hold colours that were never meant to be seen.
    white = Image.new("RGB", rgb.size, "white")
    return np.asarray(Image.composite(rgb, white, alpha)), np.asarray(alpha)


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """Convert any mode to L, LA, RGB, RGBA, CMYK or LAB, with transparency as an alpha channel."""
    if image.mode.startswith("I;16"):
        return _with_key(_scaled(image, (65535.0,)), image)
    if image.mode == "I":
        return _scaled(image, (65535.0, 2.0**31 - 1, 2.0**32 - 1))
    if image.mode == "F":
        return _scaled(image, (1.0, 255.0, 65535.0))
    grey = image.mode in ("1", "L", "LA", "La")
    if image.has_transparency_data:
        return image.convert("LA" if grey else "RGBA")
    if image.mode in _ICC_SPACES:
        return image
    return image.convert("L" if grey else "RGB")


def _scaled(image: Image.Image, white_levels: tuple[float, ...]) -> Image.Image:
    """Convert grey of more than 8 bits to L.

    Files do not state their white level: it is the first of ``white_levels`` that no value exceeds
    by more than half. The margin is for floats that overshoot a little; the next level is always
    much further away.
    """
    values = np.nan_to_num(np.asarray(image).astype(np.float32))
    top = float(values.max())
    white = next((level for level in white_levels if top <= 1.5 * level), white_levels[-1])
    return Image.fromarray(np.rint(np.clip(values / white, 0, 1) * 255).astype(np.uint8))


def _with_key(grey: Image.Image, source: Image.Image) -> Image.Image:
    """Add alpha to 16-bit grey in which one level is declared transparent (PNG's tRNS)."""
    key = source.info.get("transparency")
    if not isinstance(key, int):
        return grey
    opaque = np.where(np.asarray(source) == key, 0, 255).astype(np.uint8)
    grey.putalpha(Image.fromarray(opaque))
    return grey


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert L, RGB, CMYK or LAB to RGB, applying the ICC ``profile`` if it is valid and fits."""
    if image.mode == "LAB":
        return _transformed(image, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")))
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            space = source.profile.xcolor_space.strip()
            if space == "RGB" and image.mode == "L":
                image = image.convert("RGB")
            if space == _ICC_SPACES[image.mode]:
                return _transformed(image, source)
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile: the values are most likely sRGB, as without one
    return image if image.mode == "RGB" else image.convert("RGB")


def _transformed(image: Image.Image, source: ImageCms.ImageCmsProfile) -> Image.Image:
    transform = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), image.mode, "RGB")
    # Most profiles are some vendor's sRGB: testing a few colours saves converting 12 megapixels.
    if image.mode == "RGB" and _is_identity(transform):
        return image
    converted = ImageCms.applyTransform(image, transform)
    if converted is None:
        raise ImageCms.PyCMSError("no image")  # only in-place transforms return None
    return converted


def _is_identity(transform: ImageCms.ImageCmsTransform) -> bool:
    """Whether no colour of a 9³ lattice moves by more than 2 of 255, such profiles' rounding."""
    steps = np.linspace(0, 255, 9).round().astype(np.uint8)
    lattice = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(27, 27, 3)
    moved = ImageCms.applyTransform(Image.fromarray(lattice), transform)
    return bool(np.abs(np.asarray(moved, np.int16) - lattice).max() <= 2)
