"""Pieces painted one over the other: colour, slope and height, before any light falls on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.photo.wardrobe import form
from idphoto.photo.wardrobe.curves import Curve
from idphoto.photo.wardrobe.drape import Drape
from idphoto.photo.wardrobe.folds import Hang, fold_slopes
from idphoto.photo.wardrobe.garment import Colour
from idphoto.photo.wardrobe.noise import flecks
from idphoto.photo.wardrobe.pattern import ink_of, seen, threads
from idphoto.photo.wardrobe.piece import Form, Piece
from idphoto.photo.wardrobe.raster import fill, stroke
from idphoto.photo.wardrobe.weave import HEAD_MM, SURFACES

Field = NDArray[np.float32]

_FORMS: Final = {"torso": form.torso, "neck": form.neck, "collar": form.collar, "sleeve": form.sleeve}
_SAG: Final = 0.14
_BENT: Final = 0.02
_UNDER: Final = 0.03  # skin lies so far below a garment's form, in head heights


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the photo that a garment may cover, in pixels."""

    left: int
    top: int
    width: int
    height: int


@dataclass(slots=True)
class Canvas:
    """What has been painted so far, on a window. ``colour``: linear RGB ``(H, W, 3)``."""

    drape: Drape
    window: Window
    name: str
    x: Field
    y: Field
    colour: Field
    alpha: Field
    slope_x: Field
    slope_y: Field
    height: Field
    gloss: Field
    tight: Field
    nap: Field
    wrap: Field
    solids: dict[str, tuple[Field, Field, Field]] = field(default_factory=dict)
    hung: dict[str, tuple[Field, Field]] = field(default_factory=dict)

    @property
    def unit_px(self) -> float:
        return self.drape.unit_px

    def solid(self, name: Form) -> tuple[Field, Field, Field]:
        """A form's height in head heights and its slopes."""
        if name not in self.solids:
            self.solids[name] = self._solid(name)
        return self.solids[name]

    def folds(self, hang: Hang) -> tuple[Field, Field]:
        """The slopes of the garment's folds."""
        if hang not in self.hung:
            self.hung[hang] = fold_slopes(hang, self.name, self.x, self.y, self.unit_px)
        return self.hung[hang]

    def _solid(self, name: Form) -> tuple[Field, Field, Field]:
        if name == "flat":
            flat = np.zeros_like(self.y)
            return self.solid("torso")[0], flat, flat
        height = _FORMS[name](self.x, self.y)
        slope_x, slope_y = _slopes(height * np.float32(self.unit_px))
        return height, slope_x, slope_y


def blank(drape: Drape, window: Window, name: str) -> Canvas:
    """Nothing yet but the body."""
    x, y = drape.from_photo(window.left, window.top, (window.width, window.height))
    shape = (window.height, window.width)

    def empty() -> Field:
        return np.zeros(shape, np.float32)

    canvas = Canvas(
        drape, window, name, x, y,
        np.zeros((*shape, 3), np.float32), empty(), empty(), empty(), empty(),
        empty(), np.ones(shape, np.float32), empty(), empty(),
    )  # fmt: skip
    canvas.height = canvas.solid("torso")[0] - np.float32(_UNDER)
    return canvas


def paint(canvas: Canvas, piece: Piece) -> None:
    """Lay a piece over what is there."""
    outline = _on_window(canvas, piece.outline)
    box = _box(outline, canvas.window, margin=2)
    if box is None:
        return
    rows, columns = box
    size = (columns.stop - columns.start, rows.stop - rows.start)
    origin = np.array([columns.start, rows.start], np.float32)
    mask = fill(outline - origin, size)
    solid, slope_x, slope_y = (part[rows, columns] for part in canvas.solid(piece.form))
    x, y = canvas.x[:, columns], canvas.y[rows, columns]
    tone, relief, inks = _relief(canvas, piece, mask, origin, size)
    step_x, step_y = _slopes(relief * np.float32(canvas.unit_px))
    slope_x, slope_y = slope_x + step_x, slope_y + step_y
    if piece.drape > 0:
        fold_x, fold_y = (part[rows, columns] for part in canvas.folds(piece.hang))
        slope_x = slope_x + np.float32(piece.drape) * fold_x
        slope_y = slope_y + np.float32(piece.drape) * fold_y
    # patterns go round the body, seen from the height of the eyes, and in and out of its folds
    y = y - np.float32(_SAG) * solid
    if piece.drape > 0:
        x = x + np.float32(_BENT * piece.drape) * fold_x
        y = y + np.float32(_BENT * piece.drape) * fold_y
    colour, ribs = _cloth(piece, x, y, canvas.unit_px)
    if ribs is not None:
        slope_x, slope_y = slope_x + ribs[0], slope_y + ribs[1]
    if tone is not None:
        colour = colour * tone[..., None]
    for ink, dye in inks:
        colour = colour + ink[..., None] * (dye - colour)
    _lay(canvas.colour[rows, columns], colour, mask[..., None])
    _lay(canvas.slope_x[rows, columns], slope_x, mask)
    _lay(canvas.slope_y[rows, columns], slope_y, mask)
    # what shades what is a matter of which piece lies on which: all lie on the torso
    ground = canvas.solid("torso")[0][rows, columns]
    _lay(canvas.height[rows, columns], ground + np.float32(piece.lift) + relief, mask)
    surface = SURFACES[piece.cloth.weave]
    for target, value in (
        (canvas.gloss, surface.gloss), (canvas.tight, surface.tight),
        (canvas.nap, surface.nap), (canvas.wrap, surface.wrap),
    ):  # fmt: skip
        _lay(target[rows, columns], np.float32(value), mask)
    alpha = canvas.alpha[rows, columns]
    alpha += mask * (1 - alpha)


def _lay(under: Field, over: Field | np.float32, mask: Field) -> None:
    under += mask * (over - under)


def _on_window(canvas: Canvas, curve: Curve) -> Curve:
    corner = np.array([canvas.window.left, canvas.window.top], np.float32)
    # pixel centres lie at whole numbers in the drape, at halves in the rasteriser
    return canvas.drape.to_photo(curve) - corner + np.float32(0.5)


def _box(outline: Curve, window: Window, margin: int) -> tuple[slice, slice] | None:
    low = np.floor(outline.min(axis=0)).astype(int) - margin
    high = np.ceil(outline.max(axis=0)).astype(int) + margin
    left, right = max(low[0], 0), min(high[0], window.width)
    top, bottom = max(low[1], 0), min(high[1], window.height)
    if right - left < 2 or bottom - top < 2:
        return None
    return slice(top, bottom), slice(left, right)


def _relief(
    canvas: Canvas, piece: Piece, mask: Field, origin: Curve, size: tuple[int, int]
) -> tuple[Field | None, Field, list[tuple[Field, Field]]]:
    """The piece's own relief in head heights, and what its lines do to its colour."""
    unit = canvas.unit_px
    radius, depth = piece.rim
    relief = np.float32(depth) * (_rounded(mask, radius * unit) - 1)
    if piece.pillow[1]:
        relief += np.float32(piece.pillow[1]) * _rounded(mask, piece.pillow[0] * unit)
    if piece.roll is not None:
        path = _on_window(canvas, piece.roll.path) - origin
        width = piece.roll.radius * unit
        ridge = stroke(path, 1.6 * width, size)
        relief += np.float32(piece.roll.height) * cv2.GaussianBlur(ridge, (0, 0), max(width, 0.6))
    tone: Field | None = None
    inks: list[tuple[Field, Field]] = []
    for line in piece.lines:
        path = _on_window(canvas, line.path) - origin
        ink = stroke(path, line.width * unit, size, line.dash * unit)
        if line.depth:
            groove = cv2.GaussianBlur(ink, (0, 0), max(0.7, 0.5 * line.width * unit))
            relief -= np.float32(line.depth) * groove
        if line.ink is not None:
            inks.append((ink, linear(line.ink)))
        elif line.tone != 1.0:
            factor = 1 + np.float32(line.tone - 1) * ink
            tone = factor if tone is None else tone * factor
    return tone, relief, inks


def _rounded(mask: Field, sigma: float) -> Field:
    """A mask whose edge rises over about two ``sigma`` inwards: 0 at the edge, 1 within."""
    soft = cv2.GaussianBlur(mask, (0, 0), max(sigma, 0.5), borderType=cv2.BORDER_REPLICATE)
    inner = np.clip(2 * soft - 1, 0, 1)
    return np.asarray(inner * (2 - inner), np.float32)


def _cloth(
    piece: Piece, x: Field, y: Field, unit_px: float
) -> tuple[Field, tuple[Field, Field] | None]:
    """Linear colour ``(H, W, 3)`` of the cloth, and the slopes of its ribs."""
    cloth, surface = piece.cloth, SURFACES[piece.cloth.weave]
    angle = np.deg2rad(piece.grain_deg)
    cos, sin = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    u, v = cos * x + sin * y, cos * y - sin * x
    if piece.ribbed == "round":
        u, v = _around(x, y)
    base = linear(cloth.colour) * np.float32(piece.tone)
    colour = np.broadcast_to(base, (*y.shape, 3))
    emboss = None
    ink = ink_of(cloth, u, v, unit_px)
    if ink is not None:
        other = linear(cloth.ink) * np.float32(piece.tone)
        colour = colour + ink[..., None] * (other - base)
        if cloth.pattern == "cable":
            emboss = _slopes(-ink * np.float32(0.012 * unit_px))
    shade = flecks(u, v, surface.fleck_mm / HEAD_MM, unit_px) * np.float32(surface.fleck)
    weave = threads(surface, u, v, unit_px)
    if weave is not None:
        shade = shade + weave
    colour = colour * (1 + shade)[..., None]
    if piece.ribbed == "no" or not surface.rib_mm:
        return colour, emboss
    k = np.float32(2 * np.pi * HEAD_MM / surface.rib_mm)
    steep = np.float32(2 * np.pi * surface.rib * seen(surface.rib_mm, unit_px) * 4)
    wave = np.sin(k * u)
    colour = colour * (1 + np.float32(0.25 * seen(surface.rib_mm, unit_px)) * (wave - 0.4))[..., None]
    slope = steep * np.cos(k * u) / 4
    if piece.ribbed == "round":
        r = np.sqrt(x * x + (y + _HUB) ** 2) + np.float32(1e-3)
        return colour, (slope * (y + _HUB) / r, -slope * x / r)
    return colour, (cos * slope, sin * slope)


_HUB: Final = np.float32(0.45)


def _around(x: Field, y: Field) -> tuple[Field, Field]:
    """Coordinates along and across a band that runs round the neck."""
    down = y + _HUB
    return np.arctan2(x, down) * np.float32(0.45), np.sqrt(x * x + down * down)


def _slopes(height_px: Field) -> tuple[Field, Field]:
    """Central differences of a height in pixels."""
    slope_x, slope_y = np.empty_like(height_px), np.empty_like(height_px)
    slope_x[:, 1:-1] = (height_px[:, 2:] - height_px[:, :-2]) * np.float32(0.5)
    slope_x[:, 0], slope_x[:, -1] = slope_x[:, 1], slope_x[:, -2]
    slope_y[1:-1] = (height_px[2:] - height_px[:-2]) * np.float32(0.5)
    slope_y[0], slope_y[-1] = slope_y[1], slope_y[-2]
    return slope_x, slope_y


def linear(colour: Colour) -> NDArray[np.float32]:
    """sRGB → linear light (IEC 61966-2-1)."""
    c = np.array(colour, np.float32)
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4).astype(np.float32)


