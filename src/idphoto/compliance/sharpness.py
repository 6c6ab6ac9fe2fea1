"""How sharp a face is: how much of its edges' contrast is there at the scale of single pixels."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.arrays import Field

# Standard deviations, in pixels, of the two blurs that are compared.
_FINE, _COARSE = 1.0, 4.0
# Judged on the strongest twentieth of the edges: lids, irises, brows, nostrils. There noise and
# the smoothness of skin count least.
_PERCENTILE: Final = 95.0
_LEAST_PX: Final = 400
# Strong blur leaves hardly any contrast at the first scale, and noise looks like detail there.
_SMALLER: Final = (0.5, 0.25)
_REACH: Final = 12  # of the coarse kernel
_MARGIN: Final = np.ones((9, 9), np.uint8)


def measure_smaller(grey: Field, mask: NDArray[np.bool_]) -> float | None:
    """The least :func:`measure_sharpness` of the picture at a half and at a quarter of its size.

    No blur is too strong for that, and noise hides less. None if the mask is small.
    """
    found = []
    for scale in _SMALLER:
        size = max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale))
        small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
        where = cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
        found.append(measure_sharpness(np.asarray(small, np.float32), where > 0))
    return min((each for each in found if each is not None), default=None)


def measure_sharpness(grey: Field, mask: NDArray[np.bool_]) -> float | None:
    """The share of fine detail along the direction in which there is least of it.

    ``grey``: float32 ``(H, W)``. ``mask``: bool ``(H, W)``, where the face is. The share is the
    mean of ``|I - G₁|`` over that of ``|I - G₄|``, with Gaussians along one direction, where the
    latter is greatest; of four directions, so that smears count. About 0.2 for sharp pictures of
    any light, 0.1 where all edges are soft. None if the mask is too small.
    """
    inner = cv2.erode(mask.astype(np.uint8), _MARGIN)
    if np.count_nonzero(inner) < _LEAST_PX:
        return None
    left, top, width, height = cv2.boundingRect(inner)
    part = (
        slice(max(0, top - _REACH), top + height + _REACH),
        slice(max(0, left - _REACH), left + width + _REACH),
    )
    grey, inner = grey[part], inner[part]
    turn, size = _diagonal(grey.shape)
    turned = np.asarray(
        cv2.warpAffine(grey, turn, size, borderMode=cv2.BORDER_REPLICATE), np.float32
    )
    turned_mask = cv2.warpAffine(inner, turn, size, flags=cv2.INTER_NEAREST)
    return min(
        _share(picture, np.flatnonzero(where), across)
        for picture, where in ((grey, inner), (turned, turned_mask))
        for across in (True, False)
    )


def _share(grey: Field, inside: NDArray[np.intp], across: bool) -> float:
    fine, coarse = (
        np.abs(grey - cv2.sepFilter2D(grey, -1, *((kernel, _ONE) if across else (_ONE, kernel))))
        .ravel()
        .take(inside)
        for kernel in (_FINE_KERNEL, _COARSE_KERNEL)
    )
    place = int(len(coarse) * _PERCENTILE / 100)
    strong = coarse >= np.partition(coarse, place)[place]
    return float(fine[strong].mean() / max(1e-6, coarse[strong].mean()))


def _diagonal(shape: tuple[int, ...]) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """A turn by 45° about the middle, and the size that holds the turned picture."""
    height, width = shape
    turn = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), 45, 1.0), np.float64)
    side = int(np.ceil((height + width) * np.sqrt(0.5)))
    turn[:, 2] += np.array((side - width, side - height)) / 2
    return turn, (side, side)


def _kernel(sigma: float) -> NDArray[np.float64]:
    return np.asarray(cv2.getGaussianKernel(2 * int(np.ceil(3 * sigma)) + 1, sigma), np.float64)


_FINE_KERNEL: Final = _kernel(_FINE)
_COARSE_KERNEL: Final = _kernel(_COARSE)
_ONE: Final = np.ones((1, 1))
