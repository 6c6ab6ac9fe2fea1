"""Small operations on fields of numbers, as several rooms need them."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

# Immerkær (1996): the difference of second differences, which answers to noise, and neither to
# slopes nor to soft shading.
_NOISE_KERNEL: Final = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32) / 6


def ramp(values: NDArray[np.float32], zero: float, one: float) -> NDArray[np.float32]:
    """0 at ``zero`` and beyond, 1 at ``one`` and beyond, straight in between; any shape."""
    return np.clip((values - zero) / (one - zero), 0.0, 1.0)  # type: ignore[no-any-return]


def high_pass(grey: NDArray[np.float32]) -> NDArray[np.float32]:
    """What is left of ``grey`` ``(H, W)`` without slopes and most edges: noise, on its scale."""
    return cv2.filter2D(grey, -1, _NOISE_KERNEL)  # type: ignore[return-value]
