"""Where the card's border is not to be seen though it should be."""

from __future__ import annotations

from functools import cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.layout import CARD_WH_MM, CORNER_RADIUS_MM
from idphoto.idcard.warnings.ground import FINE_PER_MM, MARGIN_MM
from idphoto.imaging.warp import PixelT

_STEP_MM: Final = 0.25  # along the border
_SEARCH_MM: Final = 1.0  # on both sides of where it should be
_SMOOTH_MM: Final = 2.0  # along it
_FLAT: Final = 1.5  # times what the ground changes by itself
_BLOWN_OUT: Final = 245  # codes: there table and card may both be white
# From a corner towards the middle: within the square but beyond the arc; the card; the table.
_TIP_MM: Final = 0.4
_WITHIN_MM: Final = 2.5
_BEYOND_MM: Final = -1.2
_TOLD_APART: Final = 0.25  # in ln(code), all colours
_LIKE_CARD: Final = 0.35
_DARK: Final = 8.0  # codes, added before logarithms are taken


def widest_gap_mm(view: NDArray[np.uint8], seen: NDArray[np.uint8]) -> float:
    """The longest stretch of the border along which nothing changes across it, corners included.

    ``view``, ``seen``: as ``Ground`` has them. What is outside of the picture is no gap.
    """
    logs = cv2.GaussianBlur(np.log(view.astype(np.float32) + _DARK), (0, 0), 1.0)
    usual = _own_change(logs)
    there = (_unrolled(seen).min(axis=0) > 0) & (_unrolled(view).min(axis=(0, 2)) < _BLOWN_OUT)
    strip = _unrolled(logs)
    change = np.abs(strip[2:] - strip[:-2]).max(axis=(0, 2))
    smooth = cv2.blur(np.tile(change, 3)[None], (round(_SMOOTH_MM / _STEP_MM), 1))[0]
    flat = (smooth < _FLAT * usual) & np.tile(there, 3)
    ends = np.flatnonzero(np.diff(np.r_[0, flat, 0].astype(np.int8)))
    longest = int((ends[1::2] - ends[::2]).max(initial=0))
    return min(longest, len(change)) * _STEP_MM


def square_sides(view: NDArray[np.uint8], seen: NDArray[np.uint8]) -> int:
    """How many sides end in two corners that are not round: what was cut off with scissors.

    ``view``, ``seen``: as ``Ground`` has them. Corners outside of the picture tell nothing, and
    those on a table of the card's colour.
    """
    logs = cv2.GaussianBlur(np.log(view.astype(np.float32) + _DARK), (0, 0), 0.7)
    square = [_is_square(logs, seen, corner) for corner in range(4)]
    return sum(one and other for one, other in zip(square, square[1:] + square[:1], strict=True))


def _is_square(logs: NDArray[np.float32], seen: NDArray[np.uint8], corner: int) -> bool:
    """``corner``: clockwise from the upper left."""
    width, height = CARD_WH_MM
    across = (0.0, 1), (width, -1), (width, -1), (0.0, 1)
    down = (0.0, 1), (0.0, 1), (height, -1), (height, -1)
    colours = []
    for inwards_mm in (_TIP_MM, _WITHIN_MM, _BEYOND_MM):
        x, y = (
            int((edge + way * inwards_mm + MARGIN_MM) * FINE_PER_MM)
            for edge, way in (across[corner], down[corner])
        )
        if not seen[y, x]:
            return False
        colours.append(logs[y, x])
    tip, card, table = colours
    apart = float(np.linalg.norm(table - card))
    return apart > _TOLD_APART and float(np.linalg.norm(tip - card)) < _LIKE_CARD * apart


def _unrolled(image: NDArray[PixelT]) -> NDArray[PixelT]:
    """A strip along the border, once round: ``(across, along, …)``, in steps of a fine pixel
    across."""
    points, outwards = _border()
    reach = round(_SEARCH_MM * FINE_PER_MM) + 1
    across = np.arange(-reach, reach + 1)[:, None, None] / FINE_PER_MM
    at = ((points + across * outwards + MARGIN_MM) * FINE_PER_MM - 0.5).astype(np.float32)
    x, y = cv2.split(at)
    seen = cv2.remap(image, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(seen, image.dtype)


@cache
def _border() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points on the rounded border in mm, clockwise, and which way is out: ``(N, 2)`` each."""
    r = CORNER_RADIUS_MM
    width, height = CARD_WH_MM
    points: list[NDArray[np.float64]] = []
    outwards: list[NDArray[np.float64]] = []
    # each corner's centre, from which angle its arc turns by a quarter, and the side that follows
    for x, y, begin, length in (
        (width - r, r, -90, height - 2 * r),
        (width - r, height - r, 0, width - 2 * r),
        (r, height - r, 90, height - 2 * r),
        (r, r, 180, width - 2 * r),
    ):
        angles = np.radians(begin + np.linspace(0, 90, round(np.pi / 2 * r / _STEP_MM)))
        ways = np.stack([np.cos(angles), np.sin(angles)], axis=1)
        points.append(ways * r + (x, y))
        outwards.append(ways)
        ahead = np.array([-ways[-1, 1], ways[-1, 0]])
        steps = np.arange(_STEP_MM, length, _STEP_MM)[:, None]
        points.append(points[-1][-1] + steps * ahead)
        outwards.append(np.repeat(ways[-1:], len(steps), axis=0))
    return np.concatenate(points), np.concatenate(outwards)


def _own_change(logs: NDArray[np.float32]) -> float:
    """How much the margin of the card changes over half a millimetre, at its roughest."""
    edge = round(MARGIN_MM * FINE_PER_MM)
    part = logs[edge + 8 : edge + 16, edge + 20 : -edge - 20]
    return float(np.median(np.abs(part[2:] - part[:-2]).max(axis=(0, 2))))
