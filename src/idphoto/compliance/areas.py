"""What lies in parts of a face, on the grid of a ``FaceLook``."""

from __future__ import annotations

from typing import Any, Final, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.compliance.evidence import FaceLook
from idphoto.imaging.arrays import Points
from idphoto.models.face_mesh import LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS
from idphoto.models.segmenter import BodyPart

Zone = NDArray[np.bool_]
_Number = TypeVar("_Number", bound=np.generic)

CHEEKS: Final = (205, 425)
"""Landmarks in the middle of each cheek, beside the nose."""


def eye_centres(points: Points) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The middles between the corners of the right and of the left eye, of ``(478, 2)`` points."""
    right, left = list(RIGHT_EYE_CORNERS), list(LEFT_EYE_CORNERS)
    return points[right].mean(axis=0), points[left].mean(axis=0)


def in_disc(
    pixels: NDArray[_Number], look: FaceLook, centre: NDArray[np.float64], radius: float
) -> NDArray[_Number]:
    """The ``pixels``, ``(H, W, …)`` of the look, near ``centre``: ``(N, …)``.

    ``centre``: in pixels of the look. ``radius``: in distances between the eyes.
    """
    x, y = (float(at) for at in centre)
    reach = max(1.0, radius * look.inter_eye_px)
    top, left = max(0, int(y - reach)), max(0, int(x - reach))
    near = pixels[top : max(0, int(y + reach) + 1), left : max(0, int(x + reach) + 1)]
    rows, columns = np.ogrid[: near.shape[0], : near.shape[1]]
    return near[np.hypot(columns + left + 0.5 - x, rows + top + 0.5 - y) <= reach]


def polygon(look: FaceLook, corners: Points) -> Zone:
    """Inside of ``corners``, ``(N, 2)``, in pixels of the look: bool ``(H, W)``."""
    drawn = np.zeros(look.parts.shape, np.uint8)
    cv2.fillPoly(drawn, [corners.round().astype(np.int32)], 1)
    return drawn > 0


def share_of(parts: NDArray[np.uint8], *kinds: BodyPart) -> float:
    """The share of ``parts``, 0–1, that are one of ``kinds``; 0 for no pixels."""
    return float(np.isin(parts, kinds).mean()) if parts.size else 0.0


def median_of(pixels: NDArray[Any], where_none: float = 0.0) -> float:
    """The median; ``where_none`` for no pixels."""
    return float(np.median(pixels)) if pixels.size else where_none
