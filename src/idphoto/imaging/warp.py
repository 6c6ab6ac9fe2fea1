"""Resample under a similarity or a homography: interpolation and borders in one place."""

from __future__ import annotations

from typing import Final, Literal, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.geometry import Similarity, project

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
    """Resample ``image`` onto a grid of ``size_wh``; ``to_output`` maps source to output.

    ``image``: ``(H, W)`` or ``(H, W, C)``, uint8 or float32. Shrinking takes two steps: an area
    average down to at most 1.5 × the output's resolution, then a bilinear warp. A warp alone reads
    too few source pixels and aliases.
    """
    image, to_output = _needed(image, to_output, size_wh)
    shrink = 1.0
    if to_output.scale < 1 / 1.5:
        shrink = min(1.0, to_output.scale * 1.25)
        height, width = image.shape[:2]
        small = (max(1, round(width * shrink)), max(1, round(height * shrink)))
        # the two axes round differently by up to a pixel of the small picture: use exact factors
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


def _needed(
    image: NDArray[PixelT], to_output: Similarity, size_wh: tuple[int, int]
) -> tuple[NDArray[PixelT], Similarity]:
    """The part of ``image`` that the output shows, and the map from that part to the output."""
    width, height = size_wh
    corners = np.array([[0, 0], [width, 0], [0, height], [width, height]], np.float64)
    seen = to_output.inverse().apply(corners)
    # how far the kernels read beyond the last pixel, before and after shrinking
    margin = 4.0 + 4.0 / min(1.0, to_output.scale)
    rows, columns = image.shape[:2]
    left, top = np.clip(np.floor(seen.min(axis=0) - margin), 0, (columns - 1, rows - 1)).astype(int)
    right, bottom = np.clip(np.ceil(seen.max(axis=0) + margin), 1, (columns, rows)).astype(int)
    right, bottom = max(right, left + 1), max(bottom, top + 1)
    part = image[top:bottom, left:right]
    return part, to_output.after(Similarity(dx=float(left), dy=float(top)))


def warp_perspective(
    image: NDArray[PixelT],
    to_output: NDArray[np.float64],
    size_wh: tuple[int, int],
    border: Border = "constant",
    fill: float = 0,
) -> NDArray[PixelT]:
    """Resample ``image`` onto a grid of ``size_wh``; the homography ``to_output`` maps to it.

    ``image``: ``(H, W)`` or ``(H, W, C)``, uint8 or float32. ``to_output``: float64 ``(3, 3)``.
    Shrinks as :func:`warp` does, but only as far as the most enlarged part allows.
    """
    left, top, right, bottom = _shown(image.shape[1::-1], to_output, size_wh)
    image = image[top:bottom, left:right]
    matrix = to_output @ np.array([[1.0, 0.0, left], [0.0, 1.0, top], [0.0, 0.0, 1.0]])
    scale = _greatest_scale(matrix, size_wh)
    if scale < 1 / 1.5:
        height, width = image.shape[:2]
        small = max(1, round(width * scale * 1.25)), max(1, round(height * scale * 1.25))
        image = cv2.resize(image, small, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
        matrix = matrix @ np.diag((width / small[0], height / small[1], 1.0))
    half = np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.5], [0.0, 0.0, 1.0]])
    matrix = np.linalg.inv(half) @ matrix @ half
    flags = cv2.INTER_CUBIC if scale > 1.2 else cv2.INTER_LINEAR
    return cv2.warpPerspective(  # type: ignore[return-value]
        image, matrix, size_wh, flags=flags, borderMode=_BORDERS[border], borderValue=[fill] * 4
    )


def _corners(size_wh: tuple[int, int]) -> NDArray[np.float64]:
    width, height = size_wh
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)


def _shown(
    source_wh: tuple[int, ...], to_output: NDArray[np.float64], size_wh: tuple[int, int]
) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the part of the source that the output shows; not empty."""
    seen = project(np.linalg.inv(to_output), _corners(size_wh))
    margin = 4.0 + 4.0 / min(1.0, _greatest_scale(to_output, size_wh))
    size = np.array(source_wh)
    left, top = np.clip(np.floor(seen.min(axis=0) - margin), 0, size - 1).astype(int)
    right, bottom = np.clip(np.ceil(seen.max(axis=0) + margin), 1, size).astype(int)
    return int(left), int(top), int(max(right, left + 1)), int(max(bottom, top + 1))


def _greatest_scale(to_output: NDArray[np.float64], size_wh: tuple[int, int]) -> float:
    """Output pixels per source pixel, at the corner where there are most."""
    back = np.linalg.inv(to_output)
    depths = _corners(size_wh) @ back[2, :2] + back[2, 2]
    # a homography p → Hp / w scales areas by det(H) / w³
    return float(1.0 / np.sqrt((abs(np.linalg.det(back)) / np.abs(depths) ** 3).min()))


def shrunk(rgb: NDArray[np.uint8], longest_px: int) -> tuple[NDArray[np.uint8], Similarity]:
    """``rgb`` with its longer side at most ``longest_px``, and the map to it.

    For analysis, not for display: it averages whole blocks of pixels and interpolates the rest,
    which takes a fifth of the time of an exact average.
    """
    scale = min(1.0, longest_px / max(rgb.shape[:2]))
    if scale == 1.0:
        return rgb, Similarity()
    height, width = rgb.shape[:2]
    block = int(1.0 / scale)
    rows, columns = height // block, width // block
    if block > 1 and rows and columns:
        whole = rgb[: rows * block, : columns * block]
        rgb = cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    to_small = Similarity(scale)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    # block averaging is exact; the step from there to the small grid shrinks by less than two
    matrix = to_small.after(Similarity(block if rgb.shape[1] != width else 1.0)).matrix
    matrix[:, 2] += matrix[:, :2] @ (0.5, 0.5) - (0.5, 0.5)
    small = cv2.warpAffine(rgb, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    return small, to_small  # type: ignore[return-value]


def turned(rgb: NDArray[np.uint8], quarters: int) -> NDArray[np.uint8]:
    """``rgb`` turned anticlockwise by ``quarters`` quarter turns."""
    return np.ascontiguousarray(np.rot90(rgb, quarters))


def letterbox(size_wh: tuple[int, int], side: int) -> Similarity:
    """The map that centres a picture of ``size_wh`` in a square of ``side`` pixels."""
    width, height = size_wh
    scale = side / max(width, height)
    return Similarity(scale, 0.0, (side - scale * width) / 2, (side - scale * height) / 2)
