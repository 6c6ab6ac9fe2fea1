"""Colours of the skin and of the white of the eye: what the light on a face is judged by.

How light skin is differs between people, and the white of the eye hardly does. So no check may
judge by the skin's brightness alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.arrays import Field, Pixels, Points
from idphoto.models.face_landmarker import LEFT_IRIS, RIGHT_IRIS

Lab = tuple[float, float, float]
"""CIE L*a*b*, D65."""

# The lids' edges, all round; right and left are the person's own.
_RIGHT_LIDS: Final = (33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7)
_LEFT_LIDS: Final = (
    263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249,
)  # fmt: skip
_MOUTH: Final = (13, 14)
# Half a cheek's square, in distances between the eyes: OFIQ's, ISO/IEC 29794-5, are twice as wide.
_CHEEK: Final = 0.15
_RIM: Final = 1.2  # of the iris: lashes and its dark edge are left out
_LEAST_WHITE_PX: Final = 12
_PERCENTILE: Final = 80.0  # vessels, lashes and the lids' shadow darken the rest
_LEAST_CONTRAST: Final = 1.6
_CLIPPED: Final = 250
_LEAST_COLOURED_PX: Final = 100
_EACH: Final = 2  # a quarter of the pixels says as much


@dataclass(frozen=True, slots=True)
class Tones:
    """``cheeks``: each cheek's median. ``white``: of the eye whose white is lighter; None if none
    is seen, because lids are closed or dark glasses cover them."""

    cheeks: tuple[Lab, Lab]
    white: Lab | None

    @property
    def cheek(self) -> Lab:
        """The lighter cheek."""
        return max(self.cheeks)


def measure_tones(lab: Field, points: Points) -> Tones:
    """The tones of a levelled face.

    ``lab``: float32 ``(H, W, 3)``, CIE L*a*b*. ``points``: float64 ``(478, 2)``, in its pixels.
    """
    right, left = points[RIGHT_IRIS], points[LEFT_IRIS]
    unit = float(np.hypot(*(left - right)))
    mouth = points[list(_MOUTH)].mean(axis=0)
    cheeks = [_cheek(lab, eye[0], (eye[1] + mouth[1]) / 2, unit) for eye in (right, left)]
    whites = [
        white
        for lids, iris in ((_RIGHT_LIDS, RIGHT_IRIS), (_LEFT_LIDS, LEFT_IRIS))
        if (white := _white(lab, points[list(lids)], points[iris : iris + 5])) is not None
    ]
    return Tones((cheeks[0], cheeks[1]), max(whites, default=None))


def measure_colour(rgb: Pixels, lab: Field, hull: NDArray[np.bool_]) -> float | None:
    """How much the colours of a face differ from one another at the same brightness.

    ``rgb``: uint8 ``(H, W, 3)``; ``lab``: float32 ``(H, W, 3)``, the same in CIE L*a*b*; ``hull``:
    bool ``(H, W)``, where the face is. The larger standard deviation of a* and b* about their
    parabola over L*: grey pictures have 0, and so have those toned in one colour. Clipped pixels
    have lost their colour and do not count; None if hardly any others are left.
    """
    each = slice(None, None, _EACH)
    lab = lab[each, each]
    seen = hull[each, each] & (rgb[each, each] < _CLIPPED).all(axis=2)
    if np.count_nonzero(seen) < _LEAST_COLOURED_PX:
        return None
    light, *colours = lab[seen].astype(np.float64).T
    light = light / 50
    terms = np.stack([np.ones_like(light), light, light**2], axis=1)
    square = terms.T @ terms + 1e-6 * np.eye(3)
    spread = (colour - terms @ np.linalg.solve(square, terms.T @ colour) for colour in colours)
    return max(float(each.std()) for each in spread)


def _cheek(lab: Field, x: float, y: float, unit: float) -> Lab:
    half = _CHEEK * unit
    rows = slice(max(0, round(y - half)), max(1, round(y + half)))
    columns = slice(max(0, round(x - half)), max(1, round(x + half)))
    return _median(lab[rows, columns].reshape(-1, 3))


def _white(lab: Field, lids: Points, iris: Points) -> Lab | None:
    """The white of one eye: between the lids, off the iris, the lightest fifth."""
    opening, disc = np.zeros(lab.shape[:2], np.uint8), np.zeros(lab.shape[:2], np.uint8)
    cv2.fillPoly(opening, [lids.round().astype(np.int32)], 1)
    radius = float(np.hypot(*(iris[1:] - iris[0]).T).mean())
    middle = round(float(iris[0, 0])), round(float(iris[0, 1]))
    cv2.circle(disc, middle, max(1, round(_RIM * radius)), 1, -1)
    white = lab[(opening > 0) & (disc == 0)]
    dark = lab[(opening > 0) & (disc > 0)]
    if len(white) < _LEAST_WHITE_PX or not len(dark):
        return None
    light = white[white[:, 0] >= np.percentile(white[:, 0], _PERCENTILE)]
    found = _median(light)
    # lenses of dark glasses are as dark off the iris as on it
    if _luminance(found[0]) < _LEAST_CONTRAST * _luminance(float(np.median(dark[:, 0]))):
        return None
    return found


def _luminance(lightness: float) -> float:
    """Y of L* (CIE 1976), 0–1."""
    return ((lightness + 16) / 116) ** 3 if lightness > 8 else lightness / 903.3


def _median(colours: NDArray[np.float32]) -> Lab:
    if not len(colours):
        return 0.0, 0.0, 0.0
    one = np.median(colours, axis=0)
    return float(one[0]), float(one[1]), float(one[2])
