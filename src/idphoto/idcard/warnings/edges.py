"""Where the card's border is not to be seen though it should be."""

from __future__ import annotations

from typing import Final, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.layout import CORNER_RADIUS_MM
from idphoto.idcard.warnings.ground import FINE_PER_MM, MARGIN_MM

_SEARCH_MM: Final = 1.0  # on both sides of where the border should be
_SMOOTH_MM: Final = 3.25  # along it
_FLAT: Final = 1.5  # times what the ground changes by itself
_BLOWN_OUT: Final = 245  # codes: there table and card may both be white
_Pixel = TypeVar("_Pixel", np.uint8, np.float32)
_DARK: Final = 8.0  # codes, added before logarithms are taken


def widest_gap_mm(view: NDArray[np.uint8], seen: NDArray[np.uint8]) -> float:
    """The longest stretch of the border along which nothing changes across it.

    ``view``, ``seen``: as ``Ground`` has them. What is outside of the picture is no gap.
    """
    logs = cv2.GaussianBlur(np.log(view.astype(np.float32) + _DARK), (0, 0), 1.0)
    usual = _own_change(logs)
    within = [
        (there.min(axis=0) > 0) & (strip.min(axis=(0, 2)) < _BLOWN_OUT)
        for there, strip in zip(_strips(seen), _strips(view), strict=True)
    ]
    gaps = [_gap(*each, usual) for each in zip(_strips(logs), within, strict=True)]
    return max(gaps) / FINE_PER_MM


def _strips(image: NDArray[_Pixel]) -> list[NDArray[_Pixel]]:
    """Along the four sides, without the round corners: ``(across, along, …)``."""
    edge = round(MARGIN_MM * FINE_PER_MM)
    half = round(_SEARCH_MM * FINE_PER_MM) + 1
    turn = edge + round((CORNER_RADIUS_MM + 1.0) * FINE_PER_MM)
    found = []
    for turned in (image, image[::-1], image.swapaxes(0, 1), image.swapaxes(0, 1)[::-1]):
        found.append(turned[edge - half : edge + half + 1, turn:-turn])
    return found


def _own_change(logs: NDArray[np.float32]) -> float:
    """How much the margin of the card changes over half a millimetre, at its roughest."""
    edge = round(MARGIN_MM * FINE_PER_MM)
    part = logs[edge + 8 : edge + 16, edge + 20 : -edge - 20]
    return float(np.median(np.abs(part[2:] - part[:-2]).max(axis=(0, 2))))


def _gap(strip: NDArray[np.float32], there: NDArray[np.bool_], usual: float) -> int:
    change = np.abs(strip[2:] - strip[:-2]).max(axis=(0, 2))
    smooth = cv2.blur(change[None], (round(_SMOOTH_MM * FINE_PER_MM), 1))[0]
    flat = smooth < _FLAT * usual
    ends = np.flatnonzero(np.diff(np.r_[0, flat & there, 0].astype(np.int8)))
    return int((ends[1::2] - ends[::2]).max(initial=0))
