"""A garment on a body, in its light."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.photo.wardrobe.assemble import pieces_of
from idphoto.photo.wardrobe.body import Body, Light
from idphoto.photo.wardrobe.canvas import Canvas, Window, blank, paint
from idphoto.photo.wardrobe.drape import Drape, drape_on
from idphoto.photo.wardrobe.garment import Garment
from idphoto.photo.wardrobe.piece import Piece
from idphoto.photo.wardrobe.shading import shaded

Field = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sheet:
    """``rgb``: uint8 sRGB ``(H, W, 3)``; ``alpha``: float32 ``(H, W)``, 0–1, straight."""

    rgb: NDArray[np.uint8]
    alpha: Field


@dataclass(frozen=True, slots=True)
class GarmentLayers:
    """What to lay over and under a person, on the photo's grid."""

    front: Sheet
    """All that lies in front of neck and body."""
    back: Sheet
    """What lies behind the neck: the inside of a collar."""
    shade: Field
    """float32 ``(H, W)``, 0–1: factor on the light of the skin next to the garment."""


_STEPS: Final = 4096
_LEVELS: Final = np.linspace(0, 1, _STEPS, dtype=np.float32)
_SRGB: Final = np.where(
    _LEVELS <= 0.0031308, 12.92 * _LEVELS, 1.055 * _LEVELS ** (1 / 2.4) - 0.055
).astype(np.float32)


def srgb(radiance: Field) -> Field:
    """Linear light → sRGB, 0–1; what is brighter than white rolls off to it."""
    knee = np.float32(0.8)
    over = np.maximum(radiance - knee, 0)
    soft = np.minimum(radiance, knee) + over / (1 + over / (1 - knee))
    return _SRGB[(np.clip(soft, 0, 1) * (_STEPS - 1)).astype(np.int32)]


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


_PAD = 3


def _sheet(pieces, name, drape: Drape, body: Body, light: Light, size_wh) -> Sheet:
    rgb = np.zeros((size_wh[1], size_wh[0], 3), np.uint8)
    alpha = np.zeros((size_wh[1], size_wh[0]), np.float32)
    window = _window(pieces, drape, size_wh)
    if window is None:
        return Sheet(rgb, alpha)
    canvas = blank(drape, window, name)
    for piece in pieces:
        paint(canvas, piece)
    finished = _as_photographed(srgb(shaded(canvas, body, light)), canvas.alpha, light, name)
    rows = slice(window.top, window.top + window.height)
    columns = slice(window.left, window.left + window.width)
    rgb[rows, columns], alpha[rows, columns] = finished
    return Sheet(rgb, alpha)


def _as_photographed(colour: Field, alpha: Field, light: Light, name: str):
    """The photo's blur and grain: cloth sharper than the face looks pasted on."""
    if light.sharpness > 0.25:
        held = np.maximum(alpha, 1e-3)
        both = np.dstack([colour * held[..., None], held])
        both = cv2.GaussianBlur(both, (0, 0), light.sharpness, borderType=cv2.BORDER_REPLICATE)
        colour = both[..., :3] / both[..., 3:]
        alpha = cv2.GaussianBlur(alpha, (0, 0), light.sharpness, borderType=cv2.BORDER_REPLICATE)
    if light.grain > 0:
        rng = np.random.default_rng(zlib.crc32(name.encode()))
        noise = rng.standard_normal(alpha.shape, np.float32)[..., None]
        colour = colour + np.float32(light.grain) * noise
    return (np.clip(colour, 0, 1) * 255 + 0.5).astype(np.uint8), np.clip(alpha, 0, 1)


def _window(pieces, drape: Drape, size_wh) -> Window | None:
    if not pieces:
        return None
    outlines = np.vstack([drape.to_photo(piece.outline) for piece in pieces])
    low = np.floor(outlines.min(axis=0)).astype(int) - _PAD
    high = np.ceil(outlines.max(axis=0)).astype(int) + _PAD
    left, right = max(int(low[0]), 0), min(int(high[0]), size_wh[0])
    top, bottom = max(int(low[1]), 0), min(int(high[1]), size_wh[1])
    if right - left < 4 or bottom - top < 4:
        return None
    return Window(left, top, right - left, bottom - top)


def _shade(alpha: Field, drape: Drape) -> Field:
    near = cv2.GaussianBlur(alpha, (0, 0), max(0.02 * drape.unit_px, 0.6))
    wide = cv2.GaussianBlur(alpha, (0, 0), max(0.05 * drape.unit_px, 0.6))
    return np.asarray(1 - 0.35 * near - 0.25 * wide, np.float32)
