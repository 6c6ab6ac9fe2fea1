"""The source on the photo's grid, with the body extended where the source ends too soon.

If the source's side cuts a shoulder, or the source ends above the photo's bottom edge, the outer
part of the body is stretched outwards until it reaches the edge. Nobody notices that in cloth, but
everybody notices a mirrored or repeated border. The head and everything above the chin keep their
scale exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.geometry import Similarity
from idphoto.imaging.warp import Border, PixelT, warp

Axis = NDArray[np.float32]

# A smooth stretch whose rate at the outer end would fall below this smears; the whole part is then
# stretched evenly instead.
_LEAST_RATE: Final = 0.25
# Above the chin, columns are stretched less and less over this share of the photo's height.
_FADE: Final = 0.08
# Blur of the background outside the source, as a share of the photo's longer side.
_BLUR: Final = 0.02


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the photo's pixels come from.

    ``to_photo``: source pixels → photo pixels. ``columns`` ``(W,)`` and ``rows`` ``(H,)``: the
    coordinate to read for each of the photo's columns and rows; None if nothing is stretched.
    ``sideways`` ``(H,)``: how far each row takes part in the stretching of columns, 0–1.
    """

    to_photo: Similarity
    size_wh: tuple[int, int]
    columns: Axis | None
    rows: Axis | None
    sideways: Axis | None


def place(
    to_photo: Similarity,
    size_wh: tuple[int, int],
    *,
    missing: tuple[float, float, float],
    neck: tuple[float, float],
    chin_y: float,
) -> Placement:
    """The placement that covers ``missing`` pixels of body at the left, right and bottom.

    ``neck``: left and right end of the columns that must not be stretched. ``chin_y``: only rows
    below it may be stretched. All in the photo's pixels.
    """
    width, height = size_wh
    left, right, bottom = missing
    columns = rows = sideways = None
    y = np.arange(height, dtype=np.float32) + 0.5
    if left > 0 or right > 0:
        x = np.arange(width, dtype=np.float32) + 0.5
        start, end = max(neck[0], 1.0), min(neck[1], width - 1.0)
        columns = np.where(x < start, start - _pulled(start - x, start, left), x)
        columns = np.where(x > end, end + _pulled(x - end, width - end, right), columns)
        # hair beside the face keeps its shape
        sideways = np.clip((y - chin_y) / (_FADE * height) + 1.0, 0.0, 1.0)
    if bottom > 0:
        start = min(chin_y, height - 1.0)
        rows = np.where(y > start, start + _pulled(y - start, height - start, bottom), y)
    return Placement(to_photo, size_wh, columns, rows, sideways)


def _pulled(distance: Axis, length: float, missing: float) -> Axis:
    """Map distances 0…``length`` onto 0…``length − missing``, beginning at rate 1."""
    distance = np.clip(distance, 0.0, length)
    missing = min(missing, 0.95 * length)
    if 1.0 - 2.0 * missing / length >= _LEAST_RATE:
        return distance - missing * (distance / length) ** 2
    return distance * (1.0 - missing / length)


def render(
    image: NDArray[PixelT],
    to_source: Similarity,
    placement: Placement,
    border: Border,
) -> NDArray[PixelT]:
    """``image`` on the photo's grid: ``(H, W)`` or ``(H, W, C)``, its own dtype.

    ``to_source``: pixels of ``image`` → source pixels.
    """
    flat = warp(image, placement.to_photo.after(to_source), placement.size_wh, border)
    if placement.columns is None and placement.rows is None:
        return flat
    map_x, map_y = _read_at(placement)
    return cv2.remap(flat, map_x, map_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)  # type: ignore[return-value]


def _read_at(placement: Placement) -> tuple[Axis, Axis]:
    """The column and the row to read for each pixel, ``(H, W)``, counted from pixel centres."""
    width, height = placement.size_wh
    x, y = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    map_x, map_y = np.meshgrid(x, y if placement.rows is None else placement.rows - 0.5)
    if placement.columns is not None and placement.sideways is not None:
        map_x = map_x + placement.sideways[:, None] * (placement.columns - 0.5 - x)[None]
    return map_x.astype(np.float32), map_y.astype(np.float32)


def footprint(source_wh: tuple[int, int], placement: Placement) -> NDArray[np.uint8]:
    """How much of each pixel of the photo shows the source: uint8 ``(H, W)``, 255 for all."""
    inside = np.full(source_wh[::-1], 255, np.uint8)
    return render(inside, Similarity(), placement, "constant")


def continue_background(rgb: NDArray[np.uint8], covered: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """``rgb``, the source on the photo's grid, with a plausible background outside the source.

    ``covered``: as from ``footprint``. Repeated border pixels look like streaks. Blurred, they look
    like a wall out of focus, and only plain walls are continued.
    """
    if covered.min() == 255:
        return rgb
    side = 2 * round(_BLUR * max(rgb.shape[:2])) + 1
    blurred = cv2.GaussianBlur(rgb, (side, side), 0)
    # the seam is softened on the outer side only: the source's own pixels stay as they are
    weight = cv2.min(cv2.blur(covered, (side, side)), covered).astype(np.float32)[..., None] / 255.0
    weight = np.where(covered[..., None] == 255, 1.0, weight)
    return (weight * rgb + (1.0 - weight) * blurred + 0.5).astype(np.uint8)
