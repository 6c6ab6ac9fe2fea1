"""The colour of the card's ground in the picture's light. The card ends where it ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.layout import CARD_WH_MM, Layout
from idphoto.idcard.pose import Pose
from idphoto.imaging.geometry import project

_STEP_MM: Final = 1.3
_BLUR: Final = 0.6  # of the grid's steps
_PORTRAIT_ROOM_MM: Final = 2.0
_ROUNDS: Final = 5
# Pixels off by more than this, and by more than this many medians, are print, glare or objects.
_PRINT_CODES: Final = 6.0
_PRINT_MEDIANS: Final = 2.5


@dataclass(frozen=True, slots=True)
class GroundColour:
    """``coefficients``: float64 ``(6, 3)``: red, green and blue, quadratic in x and y."""

    coefficients: NDArray[np.float64]

    def at(self, mm: NDArray[np.float64]) -> NDArray[np.float64]:
        """The ground's colours, 0–255, at ``mm``, ``(..., 2)``, also beyond the card."""
        colours: NDArray[np.float64] = surface_terms(mm) @ self.coefficients
        return colours


def sample(rgb: NDArray[np.uint8], px: NDArray[np.float64]) -> NDArray[np.float64]:
    """``rgb``, uint8 ``(H, W, 3)``, at ``px``, ``(h, w, 2)``; its rim is repeated beyond it."""
    at = (px - 0.5).astype(np.float32)
    seen = cv2.remap(rgb, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return seen.astype(np.float64)


def within(px: NDArray[np.float64], rgb: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which of the points ``px``, ``(..., 2)``, lie within the picture."""
    inside = (px >= 0.5) & (px <= np.array(rgb.shape[1::-1]) - 0.5)
    return np.asarray(inside.all(axis=-1))


def ground_of(rgb: NDArray[np.uint8], pose: Pose, layout: Layout) -> GroundColour:
    """The ground of the card that lies roughly at ``pose``."""
    width, height = CARD_WH_MM
    x, y = np.meshgrid(
        np.arange(1.5, width - 1.0, _STEP_MM), np.arange(1.5, height - 1.0, _STEP_MM)
    )
    mm = np.stack((x, y), axis=-1)
    px = project(np.linalg.inv(pose.to_mm), mm.reshape(-1, 2)).reshape(mm.shape)
    box = layout.portrait.shifted(*pose.shift_mm).grown(*(_PORTRAIT_ROOM_MM,) * 4)
    portrait = (x > box.left) & (x < box.right) & (y > box.top) & (y < box.bottom)
    used = within(px, rgb) & ~portrait
    colours = cv2.GaussianBlur(sample(rgb, px), (0, 0), _BLUR)[used]
    terms = surface_terms(mm[used])
    kept = np.ones(len(terms), np.bool_)
    for _ in range(_ROUNDS):
        coefficients = np.linalg.lstsq(terms[kept], colours[kept], rcond=None)[0]
        misses = np.abs(colours - terms @ coefficients).max(axis=1)
        kept = misses <= max(_PRINT_CODES, _PRINT_MEDIANS * float(np.median(misses)))
    return GroundColour(coefficients)


def surface_terms(mm: NDArray[np.float64]) -> NDArray[np.float64]:
    """The terms of a quadratic surface over the card at ``mm``, ``(..., 2)``: ``(..., 6)``."""
    x, y = np.moveaxis(2.0 * mm / CARD_WH_MM - 1.0, -1, 0)
    return np.stack((np.ones_like(x), x, y, x * x, x * y, y * y), axis=-1)
