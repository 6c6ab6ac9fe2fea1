"""A logo on the chest: read, checked, and printed along the cloth's folds.

The ink takes on the cloth's shading and weave, and bends around the torso.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from math import asin, radians
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.errors import BadRequest
from idphoto.headshot.template import LogoPlace
from idphoto.imaging.arrays import Field
from idphoto.imaging.decode import DecodeLimits, open_source
from idphoto.imaging.inputs import SourceLike
from idphoto.photo.wardrobe.body import Body
from idphoto.photo.wardrobe.render import GarmentLayers

LIMITS: Final = DecodeLimits(max_bytes=8 * 2**20, max_side_px=6000, max_pixels=24_000_000)
MIN_SIDE_PX: Final = 32
# A longer shape is a line rather than a logo.
MAX_ASPECT: Final = 12.0
# Large logos are shrunk to this: they end up less than 400 px wide.
_KEPT_PX: Final = 800
# If the border's colours differ by no more than this (of 255), it is a ground to be removed.
_PLAIN: Final = 6.0
_GROUND_FROM, _GROUND_TO = 18.0, 60.0
# The torso's radius in head heights, as a cylinder.
_RADIUS: Final = 1.22
# How much of the cloth's shading the ink takes on.
_SHADE_TRUST: Final = 0.92


@dataclass(frozen=True, slots=True)
class Logo:
    """``rgb``: float32 ``(h, w, 3)``, sRGB 0–1; ``alpha``: float32 ``(h, w)``, 0–1."""

    rgb: Field
    alpha: Field


def read_logo(logo: SourceLike) -> Logo:
    """A logo from a PNG or JPEG file, or from pixels. A plain ground without transparency is
    removed.

    Raises:
        BadRequest: neither PNG nor JPEG, too small, too long, or empty.
        BadImage, ImageTooLarge: it cannot be read, or exceeds ``LIMITS``.
    """
    source = open_source(logo, LIMITS, field="logo")
    if source.format not in ("png", "jpeg", None):
        raise BadRequest("logo", f"must be a PNG or JPEG file, not {source.format}")
    width, height = source.size_wh
    if min(width, height) < MIN_SIDE_PX:
        raise BadRequest(
            "logo", f"must be at least {MIN_SIDE_PX} px on each side, not {width} × {height}"
        )
    if max(width, height) > MAX_ASPECT * min(width, height):
        raise BadRequest(
            "logo",
            f"may be at most {MAX_ASPECT:g} times as long as it is wide, not {width} × {height} px",
        )
    picture = source.decode()
    rgb = picture.rgb.astype(np.float32) / 255.0
    if picture.alpha is None:
        alpha = _without_ground(picture.rgb)
    else:
        alpha = picture.alpha.astype(np.float32) / 255.0
        # the reader put transparent pixels on white: remove the white
        held = np.maximum(alpha, 1 / 255)[..., None]
        rgb = np.clip((rgb - (1.0 - alpha[..., None])) / held, 0.0, 1.0)
    return _trimmed(rgb, alpha)


@cache
def neutral_mark() -> Logo:
    """A mark that belongs to no company: two teal leaves in a ring."""
    side = 480
    axis = (np.arange(2 * side, dtype=np.float32) + 0.5) / side - 1.0
    x, y = axis[None], axis[:, None]
    radius = np.hypot(x, y)
    ring = (radius < 0.98) & (radius > 0.86)
    # a leaf is the intersection of two circles
    upper = (np.hypot(x + 0.36, y + 0.30) < 0.72) & (np.hypot(x - 0.50, y + 0.30 - 0.30) < 0.72)
    lower = (np.hypot(x - 0.36, y - 0.30) < 0.72) & (np.hypot(x + 0.50, y - 0.30 + 0.30) < 0.72)
    gap = np.abs(x * 0.75 + y * 0.66) < 0.045
    mark = (ring | ((upper | lower) & ~gap & (radius < 0.74))).astype(np.float32)
    alpha = cv2.resize(mark, (side, side), interpolation=cv2.INTER_AREA)
    rgb = np.empty((side, side, 3), np.float32)
    rgb[...] = (0.05, 0.52, 0.55)
    return Logo(rgb, np.asarray(alpha, np.float32))


def print_logo(layers: GarmentLayers, logo: Logo, place: LogoPlace, body: Body) -> GarmentLayers:
    """The garment with the logo on its front.

    ``body``: the wearer's, for the pit of the neck and the turn of the chest.
    """
    height, width = layers.front.alpha.shape
    scale = min(place.width / logo.alpha.shape[1], place.height / logo.alpha.shape[0])
    half_w, half_h = scale * logo.alpha.shape[1] / 2, scale * logo.alpha.shape[0] / 2
    unit = body.head_height_px
    x = ((np.arange(width, dtype=np.float32) + 0.5 - body.pit[0]) / unit)[None]
    y = ((np.arange(height, dtype=np.float32) + 0.5 - body.pit[1]) / unit)[:, None]
    # around the torso: lengths along the cloth, turned with the chest
    turn = radians(body.yaw_deg)
    around = _RADIUS * (np.arcsin(np.clip(x / _RADIUS, -0.98, 0.98)) - turn)
    middle = _RADIUS * asin(place.right / _RADIUS)
    across, down = np.broadcast_arrays(
        (around - middle + half_w) / (2 * half_w), (y - place.down + half_h) / (2 * half_h)
    )
    inside = (across > -0.05) & (across < 1.05) & (down > -0.05) & (down < 1.05)
    if not inside.any():
        return layers
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    at = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    ink, cover = _sampled(logo, across[at], down[at])
    front = layers.front
    cloth = front.rgb[at].astype(np.float32) / 255.0
    shading = _shading(cloth)
    printed = np.clip(ink * shading[..., None], 0.0, 1.0)
    mixed = cloth + (cover * 0.97)[..., None] * (printed - cloth)
    rgb = front.rgb.copy()
    rgb[at] = (np.clip(mixed, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)
    return replace(layers, front=replace(front, rgb=rgb))


def _shading(cloth: Field) -> Field:
    """The cloth's light relative to its usual light: folds, the turn of the chest, the weave."""
    light = cloth.mean(axis=-1) + 0.02
    return (light / float(np.percentile(light, 75))) ** np.float32(_SHADE_TRUST)  # type: ignore[no-any-return]


def _sampled(logo: Logo, across: Field, down: Field) -> tuple[Field, Field]:
    """The logo's ink and cover at shares of its width and height: ``(h, w)``."""
    high, wide = logo.alpha.shape
    # shrink first, so that thin strokes do not break up
    seen = max(8.0, 1.0 / max(1e-4, float(np.abs(np.diff(across, axis=1)).mean())))
    shrink = min(1.0, 1.5 * seen / wide)
    size = max(2, round(wide * shrink)), max(2, round(high * shrink))
    alpha = cv2.resize(logo.alpha, size, interpolation=cv2.INTER_AREA)
    ink = cv2.resize(logo.rgb * logo.alpha[..., None], size, interpolation=cv2.INTER_AREA)
    map_x = np.asarray(across * size[0] - 0.5, np.float32)
    map_y = np.asarray(down * size[1] - 0.5, np.float32)
    cover = cv2.remap(alpha, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    colour = cv2.remap(ink, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    straight = colour / np.maximum(cover, 1e-3)[..., None]
    return np.asarray(straight, np.float32), np.asarray(cover, np.float32)


def _without_ground(rgb: NDArray[np.uint8]) -> Field:
    """Alpha without a ground of one colour along the whole border: float32 ``(h, w)``."""
    border = np.concatenate([rgb[0], rgb[-1], rgb[:, 0], rgb[:, -1]]).astype(np.float32)
    ground = np.median(border, axis=0)
    if np.abs(border - ground).mean() > _PLAIN:
        return np.ones(rgb.shape[:2], np.float32)
    apart = np.abs(rgb.astype(np.float32) - ground).max(axis=-1)
    return np.clip((apart - _GROUND_FROM) / (_GROUND_TO - _GROUND_FROM), 0.0, 1.0)  # type: ignore[no-any-return]


def _trimmed(rgb: Field, alpha: Field) -> Logo:
    """The logo without empty margins, and no larger than it can be shown."""
    rows, columns = (
        np.flatnonzero((alpha > 0.15).any(axis=1)),
        np.flatnonzero((alpha > 0.15).any(axis=0)),
    )
    if not rows.size:
        raise BadRequest("logo", "is empty: it has no visible shape")
    at = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    rgb, alpha = rgb[at], alpha[at]
    shrink = min(1.0, _KEPT_PX / max(alpha.shape))
    size = max(1, round(alpha.shape[1] * shrink)), max(1, round(alpha.shape[0] * shrink))
    return Logo(
        np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.float32).reshape(
            size[1], size[0], 3
        ),
        np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA), np.float32).reshape(
            size[1], size[0]
        ),
    )
