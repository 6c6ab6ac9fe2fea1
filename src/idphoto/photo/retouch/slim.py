"""A slimmer jaw: a smooth warp from the landmarks.

The jaw's outline moves towards the face's axis, most at its corners; the cheekbones, the chin,
the eyes, the nose and the mouth stay. Between these the shift is the smoothest field that fits
(Gaussian radial basis functions), which dies away by itself: it has no border to kink at.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.face.landmarks import CHIN
from idphoto.imaging.arrays import Points
from idphoto.imaging.warp import PixelT
from idphoto.photo.retouch.regions import LEFT_EYE, LIPS, RIGHT_EYE, FacePlan

Map = NDArray[np.float32]

# The jaw's outline from below the ear to beside the chin, and how far each point moves at strength
# 1, as a share of its distance from the face's axis.
_RIGHT_JAW: Final = (93, 132, 58, 172, 136, 150, 149, 176)
_LEFT_JAW: Final = (323, 361, 288, 397, 365, 379, 378, 400)
_SHARES: Final = (0.0, 0.035, 0.07, 0.095, 0.105, 0.1, 0.075, 0.035)
_FIXED: Final = (
    *(127, 234, 356, 454, 10, 151),  # temples, cheekbones, forehead
    *(1, 2, 4, 98, 327, 168),  # the nose
    *(CHIN, 148, 377),
    *LIPS[::4],
    *RIGHT_EYE[::4],
    *LEFT_EYE[::4],
)
# Lengths in widths of the face.
_REACH: Final = 0.17  # sigma of the basis functions
_NECK: Final = (0.22, 0.45)  # points below the chin that stay: neck and collar
_STEP: Final = 0.04  # the field is found on a grid so wide and interpolated
_LEAST_STEP_PX: Final = 4
_RIDGE: Final = 0.02  # bends the field a little less than the points ask, and keeps it solvable
_TURNED_DEG: Final = 20.0  # turned so far, the far jaw's outline is a guess: it does not move


def slimming_maps(
    plan: FacePlan, size_wh: tuple[int, int], yaw_deg: float, strength: float
) -> tuple[Map, Map]:
    """Where each pixel of the slimmer photo comes from: x and y, float32 ``(H, W)``, pixel centres
    at whole numbers (OpenCV's way).

    ``yaw_deg``: of the head, positive towards the photo's right. ``strength``: 0–1.
    """
    width, height = size_wh
    step = max(_LEAST_STEP_PX, round(_STEP * plan.width_px))
    wide, high = -(-width // step), -(-height // step)
    # the middles of the grid's cells, each of which becomes step × step pixels
    middles = np.meshgrid((np.arange(wide) + 0.5) * step, (np.arange(high) + 0.5) * step)
    coarse = _shift(plan, np.stack(middles, axis=-1), yaw_deg, strength).astype(np.float32)
    whole = cv2.resize(coarse, (wide * step, high * step), interpolation=cv2.INTER_CUBIC)
    shift = np.asarray(whole[:height, :width], np.float32)
    columns = np.arange(width, dtype=np.float32)
    rows = np.arange(height, dtype=np.float32)[:, None]
    return columns + shift[..., 0], rows + shift[..., 1]


def slim(image: NDArray[PixelT], maps: tuple[Map, Map]) -> NDArray[PixelT]:
    """``image``, ``(H, W)`` or ``(H, W, C)``, drawn through the maps; its own dtype."""
    drawn = cv2.remap(image, *maps, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return drawn if image.dtype == np.uint8 else np.clip(drawn, 0.0, 1.0)  # type: ignore[return-value]


def _shift(
    plan: FacePlan, spots: NDArray[np.float64], yaw_deg: float, strength: float
) -> NDArray[np.float64]:
    """Where places on the slimmer photo come from: ``(..., 2)``, pixels."""
    places, moves = _anchors(plan, yaw_deg)
    # in places of the new photo: where the anchors have moved to
    arrived = places - strength * moves
    sigma = _REACH * plan.width_px
    apart = arrived[:, None] - arrived[None]
    kernel = np.exp(-(apart**2).sum(axis=-1) / (2 * sigma**2))
    weights = np.linalg.solve(kernel + _RIDGE * np.eye(len(arrived)), strength * moves)
    far = spots[..., None, :] - arrived
    reach = np.exp(-(far**2).sum(axis=-1) / (2 * sigma**2))
    shift: NDArray[np.float64] = reach @ weights
    return shift


def _anchors(plan: FacePlan, yaw_deg: float) -> tuple[Points, Points]:
    """Places, and how far each moves back from its place at strength 1."""
    jaw = plan.outline((*_RIGHT_JAW, *_LEFT_JAW))
    aside = (jaw - plan.centre) @ plan.across
    shares = np.array(_SHARES * 2)
    # towards the right means that the photo's right side is the far one
    far = np.sign(aside) == np.sign(yaw_deg)
    shares = shares * np.where(far, np.clip(1.0 - abs(yaw_deg) / _TURNED_DEG, 0.0, 1.0), 1.0)
    moves = (shares * aside)[:, None] * plan.across
    neck = [
        plan.mesh[CHIN] + reach * plan.width_px * plan.down + side * plan.width_px * plan.across
        for reach in _NECK
        for side in (-0.35, -0.1, 0.1, 0.35)
    ]
    fixed = np.vstack([plan.outline(_FIXED), neck])
    return np.vstack([jaw, fixed]), np.vstack([moves, np.zeros_like(fixed)])
