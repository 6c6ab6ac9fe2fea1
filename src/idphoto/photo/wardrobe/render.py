"""A garment on a body, in its light."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.arrays import Field
from idphoto.photo.wardrobe.assemble import pieces_of
from idphoto.photo.wardrobe.body import Body, Light
from idphoto.photo.wardrobe.canvas import Window, blank
from idphoto.photo.wardrobe.drape import Drape, drape_on
from idphoto.photo.wardrobe.fields import blurred
from idphoto.photo.wardrobe.garment import Garment
from idphoto.photo.wardrobe.paint import paint
from idphoto.photo.wardrobe.piece import Piece
from idphoto.photo.wardrobe.shading import shaded


@dataclass(frozen=True, slots=True)
class RenderedLayer:
    """``rgb``: uint8 sRGB ``(H, W, 3)``; ``alpha``: float32 ``(H, W)``, 0–1, straight."""

    rgb: NDArray[np.uint8]
    alpha: Field


@dataclass(frozen=True, slots=True)
class GarmentLayers:
    """What to lay over and under a person, on the photo's grid."""

    front: RenderedLayer
    """All that lies in front of neck and body."""
    back: RenderedLayer
    """What lies behind the neck: the inside of a collar."""
    shade: Field
    """float32 ``(H, W)``, 0–1: factor on the light of the skin next to the garment."""


_MARGIN_PX: Final = 4
_LEAST_PX: Final = 4  # thinner windows hold nothing to be seen
_SHARP: Final = 0.25  # a blur of fewer pixels than this changes nothing
_NEAR: Final = (0.02, 0.05)  # head heights
_NEAR_SHADE: Final = 0.35
_WIDE_SHADE: Final = 0.25
_STEPS: Final = 4096
_LEVELS: Final = np.linspace(0, 1, _STEPS, dtype=np.float32)
_SRGB: Final = np.where(
    _LEVELS <= 0.0031308, 12.92 * _LEVELS, 1.055 * _LEVELS ** (1 / 2.4) - 0.055
).astype(np.float32)


def _srgb(radiance: NDArray[np.float32]) -> NDArray[np.float32]:
    """Linear light → sRGB, 0–1; what is brighter than white rolls off to it."""
    knee = np.float32(0.8)
    over = np.maximum(radiance - knee, 0)
    soft = np.minimum(radiance, knee) + over / (1 + over / (1 - knee))
    return np.asarray(_SRGB[(np.clip(soft, 0, 1) * (_STEPS - 1)).astype(np.int32)])


def render_garment(
    garment: Garment, body: Body, light: Light, size_wh: tuple[int, int]
) -> GarmentLayers:
    """The garment on this body, in this light, on a photo of ``size_wh`` pixels.

    The same arguments always give the same pixels. Where the garment lies outside the photo the
    layers are empty.

    Raises:
        LibraryMissing: the drawing library is not installed.
    """
    drape = drape_on(body)
    pieces = pieces_of(garment)
    front = [piece for piece in pieces if piece.layer == "front"]
    back = [piece for piece in pieces if piece.layer == "back"]
    covered = _sheet(front, garment.id, drape, body, light, size_wh)
    behind = _sheet(back, garment.id, drape, body, light, size_wh)
    return GarmentLayers(covered, behind, _shade(covered.alpha, drape))


def _sheet(
    pieces: Sequence[Piece],
    name: str,
    drape: Drape,
    body: Body,
    light: Light,
    size_wh: tuple[int, int],
) -> RenderedLayer:
    rgb = np.zeros((size_wh[1], size_wh[0], 3), np.uint8)
    alpha = np.zeros((size_wh[1], size_wh[0]), np.float32)
    window = _window(pieces, drape, size_wh)
    if window is None:
        return RenderedLayer(rgb, alpha)
    canvas = blank(drape, window, name)
    for piece in pieces:
        paint(canvas, piece)
    colour = _srgb(shaded(canvas, body, light))
    rows = slice(window.top, window.top + window.height)
    columns = slice(window.left, window.left + window.width)
    rgb[rows, columns], alpha[rows, columns] = _as_photographed(colour, canvas.alpha, light, name)
    return RenderedLayer(rgb, alpha)


def _as_photographed(
    colour: NDArray[np.float32], alpha: Field, light: Light, name: str
) -> tuple[NDArray[np.uint8], Field]:
    """The photo's blur and grain: cloth sharper than the face looks pasted on."""
    if light.sharpness > _SHARP:
        held = np.maximum(alpha, np.float32(1e-3))
        sharp = np.dstack([colour * held[..., None], held])
        soft = cv2.GaussianBlur(sharp, (0, 0), light.sharpness, borderType=cv2.BORDER_REPLICATE)
        colour = np.asarray(soft[..., :3] / soft[..., 3:], np.float32)
        alpha = blurred(alpha, light.sharpness)
    if light.grain > 0:
        rng = np.random.default_rng(zlib.crc32(name.encode()))
        noise = rng.standard_normal(alpha.shape, np.float32)[..., None]
        colour = colour + np.float32(light.grain) * noise
    levels = np.clip(colour, 0, 1) * np.float32(255) + np.float32(0.5)
    return levels.astype(np.uint8), np.clip(alpha, 0, 1)


def _window(pieces: Sequence[Piece], drape: Drape, size_wh: tuple[int, int]) -> Window | None:
    """What the pieces cover of the photo, with room for blur; None where that is nothing."""
    if not pieces:
        return None
    outlines = np.vstack([drape.to_photo(piece.outline) for piece in pieces])
    low = np.floor(outlines.min(axis=0)).astype(int) - _MARGIN_PX
    high = np.ceil(outlines.max(axis=0)).astype(int) + _MARGIN_PX
    left, right = max(int(low[0]), 0), min(int(high[0]), size_wh[0])
    top, bottom = max(int(low[1]), 0), min(int(high[1]), size_wh[1])
    if right - left < _LEAST_PX or bottom - top < _LEAST_PX:
        return None
    return Window(left, top, right - left, bottom - top)


def _shade(alpha: Field, drape: Drape) -> Field:
    """Cloth keeps light from the skin beside it: close by, and more softly farther off."""
    near, wide = (blurred(alpha, radius * drape.unit_px) for radius in _NEAR)
    return np.asarray(1 - _NEAR_SHADE * near - _WIDE_SHADE * wide, np.float32)
