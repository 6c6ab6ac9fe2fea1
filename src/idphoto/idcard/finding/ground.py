"""The colour of the card's ground in the picture's light: a smooth surface over the card.

Borders are where the ground ends, and what lies on the card or is missing from it differs from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.finding.pose import Pose
from idphoto.idcard.layout import CARD_WH_MM, Layout
from idphoto.imaging.geometry import project

_STEP_MM: Final = 1.3
_BLUR: Final = 0.6  # of the grid's steps
_PORTRAIT_ROOM_MM: Final = 2.0
_ROUNDS: Final = 10
_CODES_NOISE: Final = 1.0


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
    return GroundColour(fit_surface(mm[used], colours, _CODES_NOISE))


def fit_surface(
    mm: NDArray[np.float64], values: NDArray[np.float64], noise: float
) -> NDArray[np.float64]:
    """The surface of second degree through most of ``values``: coefficients ``(6, C)``.

    ``mm``: float64 ``(N, 2)``, places on the card; ``values``: float64 ``(N, C)``, in units that
    count alike; ``noise``: in the same units, the least that they scatter by. Tukey's weights: what
    lies over a third of the card does not pull the surface.
    """
    terms = surface_terms(mm)
    rest = values - np.median(values, axis=0)
    for _ in range(_ROUNDS):
        far = np.sqrt(np.square(rest).sum(axis=1))
        spread = float(np.median(far)) + noise
        trust = np.square(np.clip(1.0 - np.square(far / (4.0 * spread)), 0.0, 1.0))[:, None]
        weighed = (terms * trust).T
        # the ridge matters only where hardly a value is trusted
        fitted = np.linalg.solve(weighed @ terms + 1e-6 * np.eye(terms.shape[1]), weighed @ values)
        rest = values - terms @ fitted
    return np.asarray(fitted)


def surface_terms(mm: NDArray[np.float64]) -> NDArray[np.float64]:
    """The terms of a quadratic surface over the card at ``mm``, ``(..., 2)``: ``(..., 6)``."""
    x, y = np.moveaxis(2.0 * mm / CARD_WH_MM - 1.0, -1, 0)
    return np.stack((np.ones_like(x), x, y, x * x, x * y, y * y), axis=-1)
