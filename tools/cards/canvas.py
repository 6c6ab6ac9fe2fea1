"""Draw outlines and pictures on pixels, in millimetres."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.drawing.outlines import Matrix, Shape, circle, rectangle
from idphoto.drawing.raster import PixelWindow, fill, stroke, window_of
from idphoto.imaging.colour import Colour
from idphoto.imaging.geometry import Box


@dataclass(frozen=True, slots=True)
class Spot:
    """A round place: ``strength``, 0–1, in the middle, falling evenly to 0 at ``radius_mm``."""

    x_mm: float
    y_mm: float
    radius_mm: float
    strength: float


@dataclass(frozen=True, slots=True)
class Canvas:
    """``pixels``: uint8 sRGB ``(H, W, 3)``, drawn into. ``to_px``: the map of millimetres to them.

    Of every ``alpha``, 1 covers all.
    """

    pixels: NDArray[np.uint8]
    to_px: Matrix

    @property
    def px_per_mm(self) -> float:
        return math.sqrt(abs(float(np.linalg.det(self.to_px[:, :2]))))

    def under(self, matrix: Matrix) -> Canvas:
        """A canvas on the same pixels, on which everything goes through ``matrix`` first."""
        linear, offset = self.to_px[:, :2], self.to_px[:, 2]
        return Canvas(
            self.pixels, np.column_stack([linear @ matrix[:, :2], linear @ matrix[:, 2] + offset])
        )

    def fill(
        self,
        outline: Shape,
        colour: Colour,
        alpha: float = 1.0,
        *,
        pen_mm: float = 0.0,
        faded: Sequence[Spot] = (),
    ) -> None:
        """What ``outline`` encloses.

        ``pen_mm``: the width of a pen that follows it as well. ``faded``: where ink is missing.
        """
        mapped, pen = outline.mapped(self.to_px), pen_mm * self.px_per_mm
        window = window_of(mapped, self._size_wh, 2 * pen)  # mitred corners reach further
        cover = _cover(fill(_inside(mapped, window), _size_of(window), pen=pen), alpha)
        for spot in faded:
            cover *= 1 - self._light(spot, window)
        self._lay(window, cover, colour)

    def stroke(
        self,
        outline: Shape,
        width_mm: float,
        colour: Colour,
        alpha: float = 1.0,
        *,
        closed: bool = False,
    ) -> None:
        """A pen's path along ``outline``; where it crosses itself, it covers no more."""
        mapped, pen = outline.mapped(self.to_px), width_mm * self.px_per_mm
        window = window_of(mapped, self._size_wh, 2 * pen)
        coverage = stroke(
            _inside(mapped, window), pen, _size_of(window), closed=closed, joins="miter"
        )
        self._lay(window, _cover(coverage, alpha), colour)

    def picture(self, rgba: NDArray[np.uint8], box: Box, alpha: float) -> None:
        """``rgba``, uint8 sRGB with straight alpha ``(h, w, 4)``, stretched over ``box``."""
        window = window_of(rectangle(box).mapped(self.to_px), self._size_wh, 1)
        height, width = rgba.shape[:2]
        to_box = np.array([[box.width / width, 0, box.left], [0, box.height / height, box.top]])
        place = self.under(to_box).to_px
        # from the middle of the first pixel, on both sides
        place[:, 2] += place[:, :2] @ (0.5, 0.5) - (window[1].start + 0.5, window[0].start + 0.5)
        size = _size_of(window)
        rgb = cv2.warpAffine(rgba[..., :3], place, size, borderMode=cv2.BORDER_REPLICATE)
        coverage = np.asarray(cv2.warpAffine(rgba[..., 3], place, size), np.uint8)
        self._lay(window, _cover(coverage, alpha), np.asarray(rgb, np.uint8))

    def glow(self, spot: Spot, colour: Colour) -> None:
        """``colour``, as strong as ``spot``."""
        around = circle(spot.x_mm, spot.y_mm, spot.radius_mm)
        window = window_of(around.mapped(self.to_px), self._size_wh)
        self._lay(window, self._light(spot, window), colour)

    @property
    def _size_wh(self) -> tuple[int, int]:
        height, width = self.pixels.shape[:2]
        return width, height

    def _light(self, spot: Spot, window: PixelWindow) -> NDArray[np.float32]:
        """How strong ``spot`` is in each pixel."""
        x, y = self.to_px @ (spot.x_mm, spot.y_mm, 1)
        rows, columns = (np.arange(each.start, each.stop) + 0.5 for each in window)
        distance = np.hypot(columns - x, rows[:, None] - y) / (spot.radius_mm * self.px_per_mm)
        return np.asarray(spot.strength * np.maximum(1 - distance, 0), np.float32)

    def _lay(
        self, window: PixelWindow, cover: NDArray[np.float32], colour: Colour | NDArray[np.uint8]
    ) -> None:
        ground = self.pixels[window]
        if ground.size:
            ink = np.empty_like(ground)
            ink[:] = colour
            ground[:] = cv2.blendLinear(ink, ground, cover, 1 - cover)


def scaling(factor: float, x: float = 0.0, y: float = 0.0) -> Matrix:
    """The map that enlarges from the origin, which it takes to (x, y)."""
    return np.array([[factor, 0, x], [0, factor, y]])


def turning(angle_deg: float, x: float, y: float) -> Matrix:
    """The map that turns clockwise about the origin, which it takes to (x, y)."""
    cosine, sine = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    return np.array([[cosine, -sine, x], [sine, cosine, y]])


def _cover(coverage: NDArray[np.uint8], alpha: float) -> NDArray[np.float32]:
    return coverage * np.float32(alpha / 255)


def _inside(outline: Shape, window: PixelWindow) -> Shape:
    """``outline`` as seen from the window's corner."""
    rows, columns = window
    return outline.moved(-columns.start, -rows.start)


def _size_of(window: PixelWindow) -> tuple[int, int]:
    rows, columns = window
    return columns.stop - columns.start, rows.stop - rows.start
