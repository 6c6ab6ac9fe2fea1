"""Small sums on whole fields of numbers."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.arrays import Field
from idphoto.photo.wardrobe.garment import ClothColour

_LEAST_SIGMA: Final = 0.3  # pixels: what a mask's own edges have


def slopes(height_px: Field) -> tuple[Field, Field]:
    """Central differences of a height in pixels, across and down."""
    across, down = np.empty_like(height_px), np.empty_like(height_px)
    across[:, 1:-1] = (height_px[:, 2:] - height_px[:, :-2]) * np.float32(0.5)
    across[:, 0], across[:, -1] = across[:, 1], across[:, -2]
    down[1:-1] = (height_px[2:] - height_px[:-2]) * np.float32(0.5)
    down[0], down[-1] = down[1], down[-2]
    return across, down


def blurred(field: Field, sigma: float) -> Field:
    """A Gaussian blur that goes on beyond the edges; wide ones on a coarser grid."""
    if sigma < 5:
        soft = cv2.GaussianBlur(
            field, (0, 0), max(sigma, _LEAST_SIGMA), borderType=cv2.BORDER_REPLICATE
        )
        return np.asarray(soft, np.float32)
    factor = int(sigma // 2.5)
    size = (field.shape[1], field.shape[0])
    coarse = (max(size[0] // factor, 1), max(size[1] // factor, 1))
    small = cv2.resize(field, coarse, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), sigma / factor, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(soft, size, interpolation=cv2.INTER_LINEAR), np.float32)


def linear(colour: ClothColour) -> NDArray[np.float32]:
    """sRGB → linear light (IEC 61966-2-1): float32 ``(3,)``."""
    c = np.array(colour, np.float32)
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4).astype(np.float32)
