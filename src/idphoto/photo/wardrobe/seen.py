"""What the person segmenter sees of a photo that is to be dressed."""

from __future__ import annotations

import math
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.face.landmarks import CHIN
from idphoto.models.segmenter import BodyPart, segment
from idphoto.runtime.engine import Engine

GRID_HEAD_PX: Final = 110
"""The grid's pixels from chin to crown: the network has about as many over a close look."""
# A close look shows head and shoulders: in head heights from the chin, sideways, up and down.
_CLOSE: Final = (1.1, 1.3, 1.0)
# What the photo shows beyond them is looked at too, from further away.
_BEYOND: Final = 0.2


def grid_wh(shape: tuple[int, ...], head_height_px: float) -> tuple[int, int]:
    """The size of the small grid for a photo of ``shape``, never finer than the photo."""
    scale = min(1.0, GRID_HEAD_PX / head_height_px)
    return max(1, round(shape[1] * scale)), max(1, round(shape[0] * scale))


def see(
    engine: Engine, rgb: NDArray[np.uint8], mesh: NDArray[np.float64], head_height_px: float
) -> NDArray[np.float32]:
    """The probability of each :class:`BodyPart` on the small grid: float32 ``(h, w, 6)``.

    ``rgb``: uint8 ``(H, W, 3)``, with its own background. ``mesh``: the face's landmarks in its
    pixels, ``(478, 2)`` or more columns. ``head_height_px``: chin to crown.
    """
    height, width = rgb.shape[:2]
    size_wh = grid_wh(rgb.shape, head_height_px)
    x, y = mesh[CHIN, :2]
    beside, above, below = (share * head_height_px for share in _CLOSE)
    left, right = _held(x - beside, x + beside, width)
    top, bottom = _held(y - above, y + below, height)
    odds = np.zeros((size_wh[1], size_wh[0], len(BodyPart)), np.float32)
    unseen = max(left, width - right, height - bottom)
    if unseen > _BEYOND * head_height_px:
        odds[:] = cv2.resize(segment(engine, rgb), size_wh, interpolation=cv2.INTER_LINEAR)
    else:
        odds[..., BodyPart.BACKGROUND] = 1.0
    rows = _scaled(top, bottom, size_wh[1] / height)
    columns = _scaled(left, right, size_wh[0] / width)
    near = segment(engine, rgb[top:bottom, left:right])
    inside = columns.stop - columns.start, rows.stop - rows.start
    odds[rows, columns] = cv2.resize(near, inside, interpolation=cv2.INTER_LINEAR)
    return odds


def _held(start: float, stop: float, length: int) -> tuple[int, int]:
    """The whole pixels between two positions that lie within the photo, at least one."""
    first = min(max(0, int(start)), length - 1)
    return first, min(max(first + 1, math.ceil(stop)), length)


def _scaled(start: int, stop: int, scale: float) -> slice:
    first = int(start * scale)
    return slice(first, max(first + 1, round(stop * scale)))
