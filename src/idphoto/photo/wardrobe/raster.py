"""Shapes to coverage, by skia."""

from __future__ import annotations

from typing import Any

import numpy as np

from idphoto.drawing.library import skia
from idphoto.imaging.arrays import Field
from idphoto.photo.wardrobe.curves import Curve


def fill(outline: Curve, size_wh: tuple[int, int]) -> Field:
    """Coverage of a closed outline in pixels: float32 ``(H, W)``, 0–1."""
    lib = skia()
    path = _path(outline, closed=True)
    return _painted(path, lib.Paint(AntiAlias=True), size_wh)


def stroke(path: Curve, width_px: float, size_wh: tuple[int, int], dash_px: float = 0.0) -> Field:
    """Coverage of a line in pixels: float32 ``(H, W)``, 0–1.

    A line thinner than a pixel is drawn a pixel wide and fainter; dashes too short to be seen
    become a fainter line.
    """
    lib = skia()
    paint = lib.Paint(AntiAlias=True, Style=lib.Paint.kStroke_Style)
    paint.setStrokeWidth(max(width_px, 1.0))
    paint.setStrokeCap(lib.Paint.kRound_Cap if not dash_px else lib.Paint.kButt_Cap)
    strength = min(width_px, 1.0)
    if dash_px >= 1.5:
        paint.setPathEffect(lib.DashPathEffect.Make([0.65 * dash_px, 0.35 * dash_px], 0.0))
    elif dash_px > 0:
        strength *= 0.65
    coverage = _painted(_path(path, closed=False), paint, size_wh)
    return coverage if strength >= 1 else coverage * np.float32(strength)


def _path(points: Curve, *, closed: bool) -> Any:
    lib = skia()
    path = lib.Path()
    path.addPoly([lib.Point(float(x), float(y)) for x, y in points], closed)
    return path


def _painted(path: Any, paint: Any, size_wh: tuple[int, int]) -> Field:
    lib = skia()
    pixels = np.zeros((size_wh[1], size_wh[0]), np.uint8)
    info = lib.ImageInfo.MakeA8(*size_wh)
    surface = lib.Surface.MakeRasterDirect(info, pixels, pixels.strides[0])
    surface.getCanvas().drawPath(path, paint)
    return pixels.astype(np.float32) * np.float32(1 / 255)
