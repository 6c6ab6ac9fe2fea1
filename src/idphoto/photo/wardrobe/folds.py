"""Folds that follow the body, a little different on every garment."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from idphoto.photo.wardrobe.curves import Point

Field = NDArray[np.float32]
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
_COARSE: Final = 4
"""Folds are smooth: they are computed on a grid so many times coarser."""


def fold_slopes(
    hang: Hang, name: str, x: Field, y: Field, unit_px: float
) -> tuple[Field, Field]:
    """Slopes dz/dx and dz/dy of the folds, float32 ``(H, W)``.

    ``name`` seeds them: a garment has its own, always the same. ``x`` ``(1, W)``, ``y``
    ``(H, W)``: garment space.
    """
    import cv2

    size = (y.shape[1], y.shape[0])
    coarse = (max(size[0] // _COARSE, 2), max(size[1] // _COARSE, 2))
    small_y = cv2.resize(y, coarse, interpolation=cv2.INTER_AREA)
    small_x = cv2.resize(np.ascontiguousarray(x), (coarse[0], 1), interpolation=cv2.INTER_AREA)
    height = np.zeros_like(small_y)
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    for side in (-1.0, 1.0):
        for start, end, width, tall, bend in _RIDGES[hang]:
            jitter = rng.normal(0.0, _JITTER, 4)
            gain = float(rng.uniform(0.55, 1.25))
            _add(
                height, small_x * np.float32(side), small_y,
                (start[0] + jitter[0], start[1] + jitter[1]),
                (end[0] + jitter[2], end[1] + jitter[3]),
                width * float(rng.uniform(0.8, 1.25)), tall * gain, bend,
            )  # fmt: skip
    step_x, step_y = size[0] / coarse[0], size[1] / coarse[1]
    slope_y, slope_x = np.gradient(height)
    slopes = cv2.resize(
        np.dstack([slope_x * unit_px / step_x, slope_y * unit_px / step_y]).astype(np.float32),
        size,
        interpolation=cv2.INTER_CUBIC,
    )
    return slopes[..., 0], slopes[..., 1]


def _add(
    height: Field, x: Field, y: Field, start: Point, end: Point,
    width: float, tall: float, bend: float,
) -> None:  # fmt: skip
    """Add one ridge: steep on its lower side, gentle on the other, as cloth falls."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = max(float(np.hypot(dx, dy)), 1e-3)
    ux, uy = dx / length, dy / length
    along = ((x - start[0]) * ux + (y - start[1]) * uy) / length
    across = (x - start[0]) * -uy + (y - start[1]) * ux - bend * 4 * along * (1 - along)
    wide = np.where(across > 0, width * 0.7, width * 1.4)
    t = np.clip(along, 0, 1)
    taper = 16 * t * t * (1 - t) * (1 - t)
    height += np.float32(2.2 * tall) * taper * np.exp(-((across / wide) ** 2))
