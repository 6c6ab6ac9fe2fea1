"""The map from garment space to the photo: how a body's proportions bend a garment.

Garment space: head heights, origin at the pit of the neck, y down, on a body of the proportions
below. The map is separable, so that it is smooth, monotone and has a cheap inverse: x goes
through a monotone cubic with the anchors as knots, y is lifted and lowered by a second one, which
fades down the chest (sloping shoulders do not tilt a pocket).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.arrays import Field, Point
from idphoto.photo.wardrobe.body import Body
from idphoto.photo.wardrobe.curves import Curve

# The designed body, in head heights from the pit; measured on portraits of adults.
NECK: Final[Point] = (0.26, -0.19)
SHOULDER: Final[Point] = (0.95, 0.04)
CHIN_Y: Final = -0.36
_DESIGNED: Final = np.array(
    [(-SHOULDER[0], SHOULDER[1]), (-NECK[0], NECK[1]), (0.0, 0.0), NECK, SHOULDER]
)
_PIT: Final = 2  # among them

_FADE: Final = (0.2, 1.6)  # from here to here the shoulders' slope fades ...
_FADED: Final = 0.8  # ... by so much
_TABLE: Final = np.linspace(-4.0, 4.0, 1601, dtype=np.float32)
# A body narrower than this share of the designed one is a wrong measurement: the map stays
# monotone all the same.
_LEAST: Final = 0.35
_RISE: Final = (0.6, 1.25)
_STEEPEST: Final = 0.45  # head heights by which an anchor may be above or below its design


@dataclass(frozen=True, slots=True)
class Drape:
    """Garment space to pixels and back. ``xs_px``, ``lifts_px``: by ``_TABLE``."""

    pit: Point
    unit_px: float
    rise: float
    """Stretch of what lies above the pit: a short neck has a low collar."""
    xs_px: Field
    lifts_px: Field

    def to_photo(self, curve: Curve) -> Curve:
        """Pixels of points in garment space: float32 ``(N, 2)``."""
        x, y = curve[:, 0], curve[:, 1]
        out = np.empty_like(curve)
        out[:, 0] = np.interp(x, _TABLE, self.xs_px)
        lift = np.interp(x, _TABLE, self.lifts_px)
        tall = np.where(y < 0, np.float32(self.rise) * y, y)
        out[:, 1] = self.pit[1] + self.unit_px * tall + lift * _fade(y)
        return out

    def from_photo(self, left: int, top: int, size_wh: tuple[int, int]) -> tuple[Field, Field]:
        """Garment space of a window's pixels: x as ``(1, W)`` and y as ``(H, W)``, float32."""
        px = np.arange(left, left + size_wh[0], dtype=np.float32)
        py = np.arange(top, top + size_wh[1], dtype=np.float32)[:, None]
        x = np.interp(px, self.xs_px, _TABLE).astype(np.float32)[None, :]
        lift = np.interp(x, _TABLE, self.lifts_px).astype(np.float32)
        flat = (py - np.float32(self.pit[1])) / np.float32(self.unit_px)
        y = flat - lift / np.float32(self.unit_px) * _fade(flat)
        # one more step of the fixed point: the fade is slow
        y = flat - lift / np.float32(self.unit_px) * _fade(y)
        return x, np.where(y < 0, y / np.float32(self.rise), y).astype(np.float32)


def drape_on(body: Body) -> Drape:
    """The map of a garment on this body."""
    unit = body.head_height_px
    pit_x, pit_y = body.pit
    found = np.array(
        [body.shoulder_right, body.neck_right, body.pit, body.neck_left, body.shoulder_left]
    ) - np.array(body.pit)
    rise = float(np.clip((pit_y - body.chin[1]) / (-CHIN_Y * unit), *_RISE))
    tall = np.where(_DESIGNED[:, 1] < 0, rise, 1.0) * _DESIGNED[:, 1] * unit
    lifts = np.clip(found[:, 1] - tall, -_STEEPEST * unit, _STEEPEST * unit)
    steps = np.maximum(np.diff(found[:, 0]), _LEAST * unit * np.diff(_DESIGNED[:, 0]))
    xs = np.concatenate([[0.0], np.cumsum(steps)])
    xs -= xs[_PIT]
    # beyond the shoulders: sleeves keep their width and go with the shoulders
    knots = np.concatenate([_TABLE[:1], _DESIGNED[:, 0], _TABLE[-1:]]).astype(np.float64)
    far = (float(_TABLE[-1]) - SHOULDER[0]) * unit
    xs = np.concatenate([xs[:1] - far, xs, xs[-1:] + far])
    heights = np.concatenate([lifts[:1], lifts, lifts[-1:]])
    return Drape(
        pit=body.pit,
        unit_px=unit,
        rise=rise,
        xs_px=(pit_x + _cubic(knots, xs, _TABLE)).astype(np.float32),
        lifts_px=_cubic(knots, heights, _TABLE).astype(np.float32),
    )


def _fade(y: Field) -> Field:
    t = np.clip((y - _FADE[0]) / (_FADE[1] - _FADE[0]), 0.0, 1.0)
    return np.asarray(1 - _FADED * t * t * (3 - 2 * t), np.float32)


def _cubic(knots: NDArray[np.float64], values: NDArray[np.float64], at: Field) -> Field:
    """Fritsch and Carlson's cubic: monotone wherever the values are."""
    step = np.diff(knots)
    slope = np.diff(values) / step
    tangents = np.empty_like(values)
    tangents[0], tangents[-1] = slope[0], slope[-1]
    before, after = slope[:-1], slope[1:]
    same = before * after > 0
    first, second = 2 * step[1:] + step[:-1], step[1:] + 2 * step[:-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (first + second) / (first / before + second / after)
    tangents[1:-1] = np.where(same, mean, 0.0)
    span = np.clip(np.searchsorted(knots, at) - 1, 0, len(step) - 1)
    h = step[span]
    t = (at - knots[span]) / h
    return np.asarray(
        values[span] * (1 + 2 * t) * (1 - t) ** 2
        + h * tangents[span] * t * (1 - t) ** 2
        + values[span + 1] * t * t * (3 - 2 * t)
        + h * tangents[span + 1] * t * t * (t - 1),
        np.float32,
    )
