"""What the person segmenter sees of a photo that is to be dressed."""

from __future__ import annotations

import math
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.face.landmarks import CHIN
from idphoto.imaging.arrays import Mask
from idphoto.models.segmenter import BodyPart, segment
from idphoto.runtime.engine import Engine

GRID_HEAD_PX: Final = 110
"""The grid's pixels from chin to crown: the network has about as many over a close look."""
# A close look shows head and shoulders: in head heights from the chin, sideways, up and down.
_CLOSE: Final = (1.1, 1.3, 1.0)
# What of the person lies beyond is looked at too, from further away.
_BEYOND: Final = 0.2
_MARGIN: Final = 0.25  # of background round the person


def grid_wh(shape: tuple[int, ...], head_height_px: float) -> tuple[int, int]:
    """The size of the small grid for a photo of ``shape``, never finer than the photo."""
    scale = min(1.0, GRID_HEAD_PX / head_height_px)
    return max(1, round(shape[1] * scale)), max(1, round(shape[0] * scale))


def see(
    engine: Engine,
    rgb: NDArray[np.uint8],
    alpha: Mask,
    mesh: NDArray[np.float64],
    head_height_px: float,
) -> NDArray[np.float32]:
    """The probability of each :class:`BodyPart` on the small grid: float32 ``(h, w, 6)``.

    ``rgb``: uint8 ``(H, W, 3)``, with its own background. ``alpha``: float32 ``(H, W)``, 0–1, the
    person's matte: where that ends, the source may have ended. ``mesh``: the face's landmarks in
    its pixels, ``(478, 2)`` or more columns. ``head_height_px``: chin to crown.
    """
    height, width = rgb.shape[:2]
    size_wh = grid_wh(rgb.shape, head_height_px)
    x, y = mesh[CHIN, :2]
    left, top, wide, high = cv2.boundingRect((alpha > 0.5).astype(np.uint8))
    margin = _MARGIN * head_height_px
    # beyond the person there may be nothing but the source's border, repeated
    outer = (left - margin, top - margin, left + wide + margin, top + high)
    beside, above, below = (share * head_height_px for share in _CLOSE)
    inner = (x - beside, y - above, x + beside, y + below)
    closer = (
        max(outer[0], inner[0]),
        max(outer[1], inner[1]),
        min(outer[2], inner[2]),
        min(outer[3], inner[3]),
    )
    odds = np.zeros((size_wh[1], size_wh[0], len(BodyPart)), np.float32)
    odds[..., BodyPart.BACKGROUND] = 1.0
    unseen = max(closer[0] - outer[0], outer[2] - closer[2], outer[3] - closer[3])
    boxes = [outer, closer] if unseen > _BEYOND * head_height_px else [closer]
    for first_x, first_y, last_x, last_y in boxes:
        columns, rows = _held(first_x, last_x, width), _held(first_y, last_y, height)
        near = segment(engine, rgb[rows, columns])
        at = _scaled(rows, size_wh[1] / height), _scaled(columns, size_wh[0] / width)
        inside = at[1].stop - at[1].start, at[0].stop - at[0].start
        odds[at] = cv2.resize(near, inside, interpolation=cv2.INTER_LINEAR)
    return odds


def _held(start: float, stop: float, length: int) -> slice:
    """The whole pixels between two positions that lie within the photo, at least one."""
    first = min(max(0, int(start)), length - 1)
    return slice(first, min(max(first + 1, math.ceil(stop)), length))


def _scaled(pixels: slice, scale: float) -> slice:
    first = int(pixels.start * scale)
    return slice(first, max(first + 1, round(pixels.stop * scale)))
