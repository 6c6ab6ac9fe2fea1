"""A piece's cloth: its colour at every point, and the relief of ribs and cables."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.arrays import Field
from idphoto.photo.wardrobe.fields import linear, slopes
from idphoto.photo.wardrobe.noise import flecks
from idphoto.photo.wardrobe.pattern import ink_of, seen, threads
from idphoto.photo.wardrobe.piece import Piece
from idphoto.photo.wardrobe.weave import HEAD_MM, SURFACES

Slopes = tuple[Field, Field]

# Bands round a neck are rings about a point so far above its pit, in head heights.
_HUB: Final = np.float32(0.45)
_CABLE: Final = 0.012  # depth of a cable's furrows
_FURROW: Final = 0.25  # how much darker it is between two ribs


def cloth_on(
    piece: Piece, x: Field, y: Field, unit_px: float
) -> tuple[NDArray[np.float32], Slopes | None]:
    """Linear RGB of the cloth, float32 ``(H, W, 3)``, and the slopes of its relief if it has any.

    ``x``, ``y``: garment space, broadcastable to ``(H, W)``; ``unit_px``: pixels a head height.
    """
    cloth, surface = piece.cloth, SURFACES[piece.cloth.weave]
    u, v = _coordinates(piece, x, y)
    base = linear(cloth.colour) * np.float32(piece.tone)
    shape = np.broadcast_shapes(x.shape, y.shape)
    colour = np.broadcast_to(base, (*shape, 3))
    relief: Slopes | None = None
    ink = ink_of(cloth, u, v, unit_px)
    if ink is not None:
        dye = linear(cloth.ink) * np.float32(piece.tone)
        colour = colour + ink[..., None] * (dye - base)
        if cloth.pattern == "cable":
            relief = slopes(ink * np.float32(-_CABLE * unit_px))
    shade = flecks(u, v, surface.fleck_mm / HEAD_MM, unit_px) * np.float32(surface.fleck)
    weave = threads(surface, u, v, unit_px)
    if weave is not None:
        shade = shade + weave
    shown = seen(surface.rib_mm, unit_px)
    if piece.ribbed != "no" and shown > 0:
        phase = np.float32(2 * np.pi * HEAD_MM / surface.rib_mm) * u
        shade = shade + np.float32(_FURROW * shown) * (np.sin(phase) - np.float32(0.4))
        steep = np.float32(2 * np.pi * surface.rib * shown) * np.cos(phase)
        relief = _across(piece, x, y, steep)
    return np.asarray(colour * (1 + shade)[..., None], np.float32), relief


def _coordinates(piece: Piece, x: Field, y: Field) -> tuple[Field, Field]:
    """Across and along the cloth."""
    if piece.ribbed == "round":
        down = y + _HUB
        return np.arctan2(x, down) * _HUB, np.sqrt(x * x + down * down)
    angle = np.deg2rad(piece.grain_deg)
    cos, sin = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    return cos * x + sin * y, cos * y - sin * x


def _across(piece: Piece, x: Field, y: Field, steep: Field) -> Slopes:
    """The slope of ribs, which is across them, in the photo's directions."""
    if piece.ribbed == "round":
        down = y + _HUB
        radius = np.sqrt(x * x + down * down) + np.float32(1e-3)
        return steep * down / radius, -steep * x / radius
    angle = np.deg2rad(piece.grain_deg)
    return np.float32(np.cos(angle)) * steep, np.float32(np.sin(angle)) * steep
