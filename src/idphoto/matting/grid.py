"""Shapes on a matte's grid: distances, connected parts, softened masks."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.arrays import Alpha


def distance_to(which: NDArray[np.bool_]) -> Alpha:
    """Each pixel's distance to the nearest of ``which``, in pixels; very far where there is none.

    Thresholds of it grow and shrink shapes by any radius at the same small cost.
    """
    return cv2.distanceTransform((~which).astype(np.uint8), cv2.DIST_L2, 3)  # type: ignore[return-value]


def depth_of(shape: NDArray[np.bool_]) -> Alpha:
    """Each pixel's distance to the contour of ``shape``, on both sides of it."""
    return np.where(shape, distance_to(~shape), distance_to(shape))


def softened(which: NDArray[np.bool_], radius_px: float) -> Alpha:
    """``which`` as 0 or 1, blurred over ``radius_px``."""
    side = 2 * max(1, round(radius_px)) + 1
    return cv2.blur(which.astype(np.float32), (side, side))  # type: ignore[return-value]


def parts_of(which: NDArray[np.bool_]) -> tuple[int, NDArray[np.intp]]:
    """How many connected parts there are, and each pixel's part, from 1; 0 outside ``which``."""
    count, labels = cv2.connectedComponents(which.astype(np.uint8), connectivity=8)
    return count - 1, np.asarray(labels, np.intp)


def parts_reaching(which: NDArray[np.bool_], seed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The connected parts of ``which`` that touch ``seed``."""
    count, labels = parts_of(which)
    touched = np.zeros(count + 1, np.bool_)
    touched[labels[seed]] = True
    touched[0] = False
    return touched[labels]


def separate_parts(
    which: NDArray[np.bool_], known: NDArray[np.bool_]
) -> Iterator[NDArray[np.bool_]]:
    """The connected parts of ``which`` that do not touch ``known``, one by one."""
    count, labels = parts_of(which & ~parts_reaching(which, known))
    for part in range(1, count + 1):
        yield labels == part
