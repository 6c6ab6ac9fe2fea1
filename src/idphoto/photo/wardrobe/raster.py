"""Shapes to coverage."""

from __future__ import annotations

import numpy as np

from idphoto.drawing import raster
from idphoto.drawing.outlines import ON, Shape, polygon
from idphoto.imaging.arrays import Field, Pixels
from idphoto.photo.wardrobe.curves import Curve


def fill(outline: Curve, size_wh: tuple[int, int]) -> Field:
    """Coverage of a closed outline in pixels: float32 ``(H, W)``, 0–1."""
    return _share(raster.fill(polygon(outline), size_wh))


def stroke(path: Curve, width_px: float, size_wh: tuple[int, int], dash_px: float = 0.0) -> Field:
    """Coverage of a line in pixels: float32 ``(H, W)``, 0–1.

    A line thinner than a pixel is drawn a pixel wide and fainter; dashes too short to be seen
    become a fainter line.
    """
    strength = min(width_px, 1.0)
    line = polygon(path)
    if dash_px >= 1.5:
        line = _dashed(path, 0.65 * dash_px, 0.35 * dash_px)
    elif dash_px > 0:
        strength *= 0.65
    coverage = raster.stroke(
        line,
        max(width_px, 1.0),
        size_wh,
        closed=False,
        ends="butt" if dash_px else "round",
        joins="miter",
    )
    return _share(coverage) * np.float32(strength)


def _dashed(path: Curve, dash: float, gap: float) -> Shape:
    """The parts of ``path`` that a dashed pen draws."""
    points = np.asarray(path, np.float64)
    at = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    starts = np.arange(0.0, at[-1], dash + gap)
    ends = np.minimum(starts + dash, at[-1])
    number, past = np.divmod(at, dash + gap)
    inside = (past > 0) & (past < dash)
    where = np.concatenate([starts, at[inside], ends])
    numbers = np.concatenate([np.arange(len(starts)), number[inside], np.arange(len(starts))])
    where = where[np.lexsort((where, numbers))]
    drawn = np.stack([np.interp(where, at, axis) for axis in points.T], axis=1)
    counts = np.bincount(numbers.astype(np.intp), minlength=len(starts))
    return Shape(drawn, np.full(len(drawn), ON, np.uint8), np.cumsum(counts))


def _share(coverage: Pixels) -> Field:
    return coverage.astype(np.float32) * np.float32(1 / 255)
