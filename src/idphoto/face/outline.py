"""The face's outline, and its inside as a mask."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.face.landmarks import FACE_OVAL


def face_outline(mesh: NDArray[np.float64]) -> NDArray[np.float64]:
    """x and y along the outline, ``(36, 2)``, of landmarks ``(468 or 478, 2 or 3)``."""
    return mesh[list(FACE_OVAL), :2]


def fill_outline(outline: NDArray[np.float64], shape: tuple[int, ...]) -> NDArray[np.float32]:
    """The inside, exact to a sixteenth of a pixel: float32 ``shape``, 0 or 1."""
    mask = np.zeros(shape, np.float32)
    cv2.fillPoly(mask, [np.round(outline * 16 - 8).astype(np.int32)], 1.0, shift=4)
    return mask


def soft_oval(mesh: NDArray[np.float64], shape: tuple[int, ...]) -> NDArray[np.float32]:
    """The inside of a face, softened over a pixel: float32 ``shape``, 0–1."""
    return cv2.GaussianBlur(fill_outline(face_outline(mesh), shape), (3, 3), 0)  # type: ignore[return-value]


def coarse_oval(outline: NDArray[np.float64], shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """The inside, exact to a pixel: uint8 ``shape``, 0 or 1."""
    mask = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(mask, np.round(outline).astype(np.int32), 1)
    return mask
