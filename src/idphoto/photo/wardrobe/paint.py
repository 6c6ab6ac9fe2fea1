"""Pieces laid one over the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.arrays import Field
from idphoto.photo.wardrobe.canvas import GarmentCanvas, Window
from idphoto.photo.wardrobe.cloth import cloth_on
from idphoto.photo.wardrobe.curves import Curve
from idphoto.photo.wardrobe.fields import blurred, linear, slopes
from idphoto.photo.wardrobe.piece import Piece
from idphoto.photo.wardrobe.raster import fill, stroke
from idphoto.photo.wardrobe.weave import SURFACES

_SAG: Final = 0.14
"""Hoops round a body that is seen from the height of its eyes sag towards the camera."""
_BENT: Final = 0.02
"""How far a pattern is moved by a fold of slope 1, in head heights."""
_MARGIN_PX: Final = 2


@dataclass(frozen=True, slots=True)
class _Relief:
    """A piece's own relief in head heights, and what its lines do to its colour."""

    height: Field
    tone: Field | None
    stripes: tuple[tuple[Field, NDArray[np.float32]], ...]


def paint(canvas: GarmentCanvas, piece: Piece) -> None:
    """Lay a piece over what is there. A piece outside the window changes nothing."""
    outline = canvas.to_window(piece.outline)
    box = _box(outline, canvas.window)
    if box is None:
        return
    rows, columns = box
    origin = np.array([columns.start, rows.start], np.float32)
    mask = fill(outline - origin, (columns.stop - columns.start, rows.stop - rows.start))
    solid, slope_x, slope_y = (part[rows, columns] for part in canvas.solid(piece.form))
    x, y = canvas.x[:, columns], canvas.y[rows, columns] - np.float32(_SAG) * solid
    relief = _relief(canvas, piece, mask, origin)
    own_x, own_y = slopes(relief.height * np.float32(canvas.unit_px))
    slope_x, slope_y = slope_x + own_x, slope_y + own_y
    if piece.drape > 0:
        share = np.float32(piece.drape)
        fold_x, fold_y = (share * part[rows, columns] for part in canvas.folds(piece.hang))
        slope_x, slope_y = slope_x + fold_x, slope_y + fold_y
        x, y = x + np.float32(_BENT) * fold_x, y + np.float32(_BENT) * fold_y
    colour, ribs = cloth_on(piece, x, y, canvas.unit_px)
    if ribs is not None:
        slope_x, slope_y = slope_x + ribs[0], slope_y + ribs[1]
    if relief.tone is not None:
        colour = colour * relief.tone[..., None]
    for share_of, dye in relief.stripes:
        colour = colour + share_of[..., None] * (dye - colour)
    _lay(canvas.colour[rows, columns], colour, mask[..., None])
    _lay(canvas.slope_x[rows, columns], slope_x, mask)
    _lay(canvas.slope_y[rows, columns], slope_y, mask)
    # what shades what is a matter of which piece lies on which: all lie on the torso
    ground = canvas.solid("torso")[0][rows, columns]
    _lay(canvas.height[rows, columns], ground + np.float32(piece.lift) + relief.height, mask)
    surface = SURFACES[piece.cloth.weave]
    _lay(canvas.gloss[rows, columns], np.float32(surface.gloss), mask)
    _lay(canvas.tight[rows, columns], np.float32(surface.tight), mask)
    _lay(canvas.nap[rows, columns], np.float32(surface.nap), mask)
    _lay(canvas.wrap[rows, columns], np.float32(surface.wrap), mask)
    alpha = canvas.alpha[rows, columns]
    alpha += mask * (1 - alpha)


def _lay(
    under: NDArray[np.float32], over: NDArray[np.float32] | np.float32, mask: NDArray[np.float32]
) -> None:
    under += mask * (over - under)


def _box(outline: Curve, window: Window) -> tuple[slice, slice] | None:
    """Rows and columns of the window that an outline touches."""
    low = np.floor(outline.min(axis=0)).astype(int) - _MARGIN_PX
    high = np.ceil(outline.max(axis=0)).astype(int) + _MARGIN_PX
    left, right = max(int(low[0]), 0), min(int(high[0]), window.width)
    top, bottom = max(int(low[1]), 0), min(int(high[1]), window.height)
    # slopes need three pixels
    if right - left < 3 or bottom - top < 3:
        return None
    return slice(top, bottom), slice(left, right)


def _relief(canvas: GarmentCanvas, piece: Piece, mask: Field, origin: Curve) -> _Relief:
    unit, size = canvas.unit_px, (mask.shape[1], mask.shape[0])
    radius, depth = piece.rim
    height = np.float32(depth) * (_rounded(mask, radius * unit) - 1)
    if piece.pillow[1]:
        height += np.float32(piece.pillow[1]) * _rounded(mask, piece.pillow[0] * unit)
    if piece.roll is not None:
        wide = piece.roll.radius * unit
        ridge = stroke(canvas.to_window(piece.roll.path) - origin, 1.6 * wide, size)
        height += np.float32(piece.roll.height) * blurred(ridge, wide)
    tone: Field | None = None
    stripes = []
    for line in piece.lines:
        path = canvas.to_window(line.path) - origin
        ink = stroke(path, line.width * unit, size, line.dash * unit)
        if line.depth:
            height -= np.float32(line.depth) * blurred(ink, max(0.7, 0.5 * line.width * unit))
        if line.ink is not None:
            stripes.append((ink, linear(line.ink)))
        elif line.tone != 1.0:
            factor = 1 + np.float32(line.tone - 1) * ink
            tone = factor if tone is None else tone * factor
    return _Relief(height, tone, tuple(stripes))


def _rounded(mask: Field, sigma: float) -> Field:
    """A mask whose edge rises over about two ``sigma`` inwards: 0 at the edge, 1 within."""
    inner = np.clip(2 * blurred(mask, sigma) - 1, 0, 1)
    return np.asarray(inner * (2 - inner), np.float32)
