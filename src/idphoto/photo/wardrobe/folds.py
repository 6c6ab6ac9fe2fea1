"""Folds that follow the body, a little different on every garment."""

from __future__ import annotations

import zlib
from typing import Final, Literal

import cv2
import numpy as np

from idphoto.imaging.arrays import Field, Point

Hang = Literal["tailored", "shirt", "soft", "knit"]

# From, to, width, height, bend: a ridge that swells and dies away. Lengths in head heights, on
# the person's left; the right side gets its own, jittered.
_Ridge = tuple[Point, Point, float, float, float]
_RIDGES: Final[dict[Hang, tuple[_Ridge, ...]]] = {
    "tailored": (
        ((0.72, 0.10), (0.84, 0.75), 0.060, 0.012, 0.03),
        ((0.60, 0.05), (0.80, 0.45), 0.055, -0.009, 0.04),
        ((0.80, 0.80), (0.35, 1.25), 0.07, 0.012, -0.05),
        ((0.84, 0.95), (0.25, 1.38), 0.06, -0.010, -0.05),
        ((0.30, 0.30), (0.62, 0.62), 0.12, 0.008, 0.05),
        ((1.12, 0.60), (0.92, 1.05), 0.06, 0.016, 0.03),
        ((1.15, 0.90), (0.95, 1.30), 0.06, 0.016, -0.03),
        ((0.45, -0.08), (0.85, 0.08), 0.05, 0.006, 0.02),
    ),
    "shirt": (
        ((0.30, 0.02), (0.74, 0.55), 0.045, 0.016, 0.06),
        ((0.36, -0.08), (0.80, 0.30), 0.040, 0.011, 0.05),
        ((0.16, 0.20), (0.55, 0.95), 0.050, 0.013, 0.08),
        ((0.80, 0.75), (0.25, 1.20), 0.055, 0.018, -0.06),
        ((0.78, 0.62), (0.45, 0.55), 0.045, 0.015, 0.05),
        ((0.10, 0.45), (0.22, 1.50), 0.040, 0.010, 0.02),
        ((0.55, -0.04), (0.92, 0.12), 0.035, 0.010, 0.02),
        ((1.12, 0.50), (0.90, 0.85), 0.045, 0.018, 0.03),
        ((1.15, 0.75), (0.93, 1.15), 0.045, 0.018, -0.03),
        ((0.82, 0.15), (0.80, 0.70), 0.045, -0.014, 0.03),
    ),
    "soft": (
        ((0.22, 0.00), (0.48, 0.85), 0.035, 0.018, 0.08),
        ((0.28, -0.06), (0.66, 0.75), 0.035, 0.016, 0.07),
        ((0.15, 0.12), (0.28, 1.05), 0.032, 0.014, 0.05),
        ((0.40, -0.06), (0.80, 0.40), 0.035, 0.015, 0.05),
        ((0.80, 0.70), (0.30, 1.05), 0.045, 0.020, -0.06),
        ((0.82, 0.90), (0.40, 1.40), 0.045, 0.018, -0.06),
        ((0.10, 0.40), (0.16, 1.60), 0.035, 0.012, 0.02),
        ((1.10, 0.35), (0.96, 1.00), 0.040, 0.018, 0.04),
        ((1.00, 0.20), (1.02, 1.20), 0.040, 0.016, 0.02),
    ),
    "knit": (
        ((0.34, 0.02), (0.78, 0.55), 0.085, 0.016, 0.06),
        ((0.80, 0.72), (0.30, 1.10), 0.080, 0.020, -0.06),
        ((0.74, 0.50), (0.30, 0.55), 0.070, 0.013, 0.05),
        ((0.20, 0.35), (0.50, 1.10), 0.090, 0.011, 0.08),
        ((1.12, 0.55), (0.90, 0.95), 0.070, 0.022, 0.03),
        ((1.15, 0.90), (0.92, 1.30), 0.070, 0.022, -0.03),
        ((0.82, 0.10), (0.82, 0.70), 0.060, -0.014, 0.03),
    ),
}
_JITTER: Final = 0.06
_DEEP: Final = 2.2  # all of them together, by eye
_GRID_PX: Final = 60
"""Folds are smooth: a grid of so many pixels a head height holds the narrowest."""


def fold_slopes(hang: Hang, name: str, x: Field, y: Field, unit_px: float) -> tuple[Field, Field]:
    """Slopes dz/dx and dz/dy of the folds, float32 ``(H, W)``.

    ``name`` seeds them: a garment has its own, always the same. ``x`` ``(1, W)``, ``y``
    ``(H, W)``: garment space.
    """
    size = (y.shape[1], y.shape[0])
    factor = max(unit_px / _GRID_PX, 1.0)
    coarse = (max(round(size[0] / factor), 2), max(round(size[1] / factor), 2))
    small_y = cv2.resize(y, coarse, interpolation=cv2.INTER_AREA).astype(np.float32)
    wide_x = np.ascontiguousarray(x)
    small_x = cv2.resize(wide_x, (coarse[0], 1), interpolation=cv2.INTER_AREA).astype(np.float32)
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    height = np.zeros_like(small_y)
    for side in (-1, 1):
        own_x = small_x * np.float32(side)
        for ridge in _RIDGES[hang]:
            height += _ridge(_jittered(ridge, rng), own_x, small_y)
    down, across = np.gradient(height)
    # a coarse pixel is several of the photo's
    both = np.dstack(
        [across * (unit_px * coarse[0] / size[0]), down * (unit_px * coarse[1] / size[1])]
    )
    fine = cv2.resize(both.astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
    return fine[..., 0].astype(np.float32), fine[..., 1].astype(np.float32)


def _jittered(ridge: _Ridge, rng: np.random.Generator) -> _Ridge:
    (x0, y0), (x1, y1), width, tall, bend = ridge
    dx0, dy0, dx1, dy1 = rng.normal(0.0, _JITTER, 4)
    gain, broad = rng.uniform(0.55, 1.25), rng.uniform(0.8, 1.25)
    return (x0 + dx0, y0 + dy0), (x1 + dx1, y1 + dy1), width * broad, _DEEP * tall * gain, bend


def _ridge(ridge: _Ridge, x: Field, y: Field) -> Field:
    """One ridge's height: steep on its lower side, gentle on the other, as cloth falls."""
    start, end, width, tall, bend = ridge
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = max(float(np.hypot(dx, dy)), 1e-3)
    ux, uy = dx / length, dy / length
    along = ((x - start[0]) * ux + (y - start[1]) * uy) / length
    across = (x - start[0]) * -uy + (y - start[1]) * ux - bend * 4 * along * (1 - along)
    wide = np.where(across > 0, width * 0.7, width * 1.4)
    t = np.clip(along, 0, 1)
    taper = 16 * t * t * (1 - t) * (1 - t)
    return np.asarray(tall * taper * np.exp(-((across / wide) ** 2)), np.float32)
