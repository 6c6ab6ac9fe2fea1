"""Resampling under a similarity: one place for interpolation and borders."""

from __future__ import annotations

from typing import Final, Literal, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.geometry import Similarity

Border = Literal["constant", "replicate", "reflect"]
_BORDERS: Final[dict[Border, int]] = {
    "constant": cv2.BORDER_CONSTANT,
    "replicate": cv2.BORDER_REPLICATE,
    "reflect": cv2.BORDER_REFLECT_101,
}


PixelT = TypeVar("PixelT", np.uint8, np.float32)


def warp(
    image: NDArray[PixelT],
    to_output: Similarity,
    size_wh: tuple[int, int],
    border: Border = "constant",
    fill: float = 0,
) -> NDArray[PixelT]:
    """Resample ``image`` onto a grid of ``size_wh`` under the map source → output.

    ``image``: ``(H, W)`` or ``(H, W, C)``, uint8 or float32. Shrinking is done in two steps, an
    area average down to at most 1.5 × the output's density and then a bilinear warp, since a warp
    alone reads too few source pixels and aliases.
    """
    shrink = 1.0
    if to_output.scale < 1 / 1.5:
        shrink = min(1.0, to_output.scale * 1.25)
        height, width = image.shape[:2]
        small = (max(1, round(width * shrink)), max(1, round(height * shrink)))
        # the two axes round apart by less than a pixel of the small picture: take each as it is
        exact = (small[0] / width, small[1] / height)
        image = cv2.resize(image, small, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    else:
        exact = (1.0, 1.0)
    matrix = to_output.matrix
    matrix[:, 0] /= exact[0]
    matrix[:, 1] /= exact[1]
    matrix[:, 2] += matrix[:, :2] @ (0.5, 0.5) - (0.5, 0.5)
    flags = cv2.INTER_CUBIC if to_output.scale > 1.2 else cv2.INTER_LINEAR
    return cv2.warpAffine(  # type: ignore[return-value]
        image, matrix, size_wh, flags=flags, borderMode=_BORDERS[border], borderValue=[fill] * 4
    )


def shrunk(rgb: NDArray[np.uint8], longest_px: int) -> tuple[NDArray[np.uint8], Similarity]:
    """``rgb`` with its longer side at most ``longest_px``, and the map that took it there."""
    scale = min(1.0, longest_px / max(rgb.shape[:2]))
    if scale == 1.0:
        return rgb, Similarity()
    size = max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    return small, Similarity(scale)  # type: ignore[return-value]


def turned(rgb: NDArray[np.uint8], quarters: int) -> NDArray[np.uint8]:
    """``rgb`` after so many quarter turns anticlockwise."""
    return np.ascontiguousarray(np.rot90(rgb, quarters))


def letterbox(size_wh: tuple[int, int], side: int) -> Similarity:
    """The map that centres a picture of ``size_wh`` in a square of ``side`` pixels."""
    width, height = size_wh
    scale = side / max(width, height)
    return Similarity(scale, 0.0, (side - scale * width) / 2, (side - scale * height) / 2)
