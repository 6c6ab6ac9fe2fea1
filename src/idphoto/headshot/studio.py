"""The studio: a backdrop with a pool of light, and the studio's light on the person."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.headshot.template import Ground
from idphoto.imaging.arrays import Field

# Painted cloth: the sizes of its patches in shares of the height, and the weight of each.
_PATCHES: Final = ((0.22, 0.5), (0.09, 0.32), (0.035, 0.18))
# Strength of full mottling, in sRGB.
_MOTTLE: Final = 0.075
# Film grain; it also prevents banding of a slow gradient in 8 bits.
_GRAIN: Final = 0.0055
# The backdrop's light wraps around the person's edge: how strong it is, and how far in it reaches,
# in head heights.
_WRAP: Final = 0.20
_WRAP_REACH: Final = 0.018
# A lamp behind the person, on the side away from the key light, draws a thin line.
_RIM: Final = 0.09
_RIM_REACH: Final = 0.010
# The key light is on the face: it loses this share of its strength down the chest.
_FALL_OFF: Final = 0.22
_FALL_FROM, _FALL_TO = 0.25, 1.7


@lru_cache(maxsize=16)
def paint_ground(ground: Ground, size_wh: tuple[int, int]) -> NDArray[np.uint8]:
    """The backdrop alone: uint8 ``(H, W, 3)``, read-only; the same at every call."""
    width, height = size_wh
    x = (np.arange(width, dtype=np.float32) + 0.5 - ground.at[0] * width) / height
    y = (np.arange(height, dtype=np.float32)[:, None] + 0.5) / height - ground.at[1]
    # half of the light is left at ``reach``, without an edge: like a lamp behind a diffuser
    light = 1.0 / (1.0 + (x * x + 0.8 * y * y) / np.float32(ground.reach**2))
    light = np.clip((light - 0.35) / 0.65, 0.0, 1.0)
    lit, dark = (np.array(colour, np.float32) / 255.0 for colour in (ground.lit, ground.dark))
    picture = dark + light[..., None] * (lit - dark)
    draw = np.random.default_rng(7)
    if ground.mottle > 0:
        picture += np.float32(_MOTTLE * ground.mottle) * _mottled(draw, size_wh)[..., None]
    # the backdrop is out of focus; the grain is the camera's
    grain = draw.standard_normal((height, width, 1), np.float32)
    picture += np.float32(_GRAIN) * grain
    pixels: NDArray[np.uint8] = (np.clip(picture, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)
    pixels.setflags(write=False)
    return pixels


def relight(
    rgb: Field,
    alpha: Field,
    oval: Field,
    backdrop: NDArray[np.uint8],
    key_x: float,
    chin_y: float,
    head_px: float,
) -> Field:
    """The person in the studio's light: float32 ``(H, W, 3)``, sRGB 0–1.

    ``rgb``: float32 ``(H, W, 3)``, the person's own colours; ``alpha``: their matte; ``oval``: 1
    where the face is, which stays as it is; all on the backdrop's grid. ``key_x``: from where the
    key light comes, −1 from the left to 1 from the right. ``chin_y``, ``head_px``: in pixels.
    """
    rows = np.arange(alpha.shape[0], dtype=np.float32)[:, None]
    down = np.clip(((rows - chin_y) / head_px - _FALL_FROM) / (_FALL_TO - _FALL_FROM), 0.0, 1.0)
    lit = rgb * (1.0 - _FALL_OFF * down * down * (3.0 - 2.0 * down))[..., None]
    behind = _blurred(backdrop.astype(np.float32) / 255.0, 0.05 * head_px)
    free = 1.0 - oval
    near = _edge(alpha, _WRAP_REACH * head_px) * free
    lit = lit + (_WRAP * near)[..., None] * (behind - lit)
    thin = _edge(alpha, _RIM_REACH * head_px) * free * _away_from(alpha, key_x, head_px)
    glow = behind.mean(axis=(0, 1)) * 0.4 + 0.6
    return np.clip(lit + (_RIM * thin)[..., None] * glow, 0.0, 1.0)  # type: ignore[no-any-return]


def _edge(alpha: Field, reach_px: float) -> Field:
    """1 at the person's edge, falling to 0 inside over about ``reach_px``."""
    inside = _blurred(alpha, max(0.8, reach_px))
    return alpha * np.clip(2.0 - 2.0 * inside, 0.0, 1.0)  # type: ignore[no-any-return]


def _away_from(alpha: Field, key_x: float, head_px: float) -> Field:
    """How far the person's edge faces away from the key light: 0–1."""
    wide = _blurred(alpha, 0.03 * head_px)
    slope = cv2.Sobel(wide, cv2.CV_32F, 1, 0, ksize=3)
    outwards = -slope / (np.abs(slope).max() + 1e-6)
    side = -1.0 if key_x > 0 else 1.0
    return np.clip(0.25 + side * outwards, 0.0, 1.0).astype(np.float32)  # type: ignore[no-any-return]


def _mottled(draw: np.random.Generator, size_wh: tuple[int, int]) -> Field:
    """Soft patches, about −1 to 1: float32 ``(H, W)``."""
    width, height = size_wh
    total = np.zeros((height, width), np.float32)
    for size, weight in _PATCHES:
        cells = max(2, round(width / height / size)) + 2, max(2, round(1 / size)) + 2
        coarse = draw.standard_normal((cells[1], cells[0]), np.float32)
        total += np.float32(weight) * cv2.resize(coarse, size_wh, interpolation=cv2.INTER_CUBIC)
    return total


def _blurred(image: Field, sigma_px: float) -> Field:
    """A Gaussian blur; a wide one on a smaller grid."""
    shrink = int(max(1, min(8, sigma_px // 3)))
    if shrink == 1:
        return cv2.GaussianBlur(image, (0, 0), sigma_px)  # type: ignore[return-value]
    size = image.shape[1], image.shape[0]
    small = max(1, size[0] // shrink), max(1, size[1] // shrink)
    coarse = cv2.resize(image, small, interpolation=cv2.INTER_AREA)
    coarse = cv2.GaussianBlur(coarse, (0, 0), sigma_px / shrink)
    return cv2.resize(coarse, size, interpolation=cv2.INTER_LINEAR)  # type: ignore[return-value]
