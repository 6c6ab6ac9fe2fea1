"""Upper bounds on how many equal rectangles fit in a rectangle: proofs, without a layout.

The pieces are ``a`` × ``b`` and may be turned by a quarter. All sides are integers.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

_SLACK: Final = 1e-6  # of a piece, so that rounding errors never lower a bound


def upper_bound(area_wh: tuple[int, int], a: int, b: int) -> int:
    """The smallest of the bounds below: no layout has more pieces."""
    width, height = (largest_pattern(side, a, b) for side in area_wh)
    if not (width and height):
        return 0
    by_bars = bars_bound(np.array([width]), np.array([height]), a, b)
    return min(int(by_bars[0]), lines_bound(width, height, a, b))


def patterns(longest: int, a: int, b: int) -> Ints:
    """All lengths up to ``longest`` that a row of pieces can have, ascending from 0.

    If all pieces are pushed towards the origin, each starts at one of these (Herz 1972,
    Christofides and Whitlock 1977).
    """
    first = np.arange(longest // a + 1) * a
    second = np.arange(longest // b + 1) * b
    sums = (first[:, None] + second[None, :]).ravel()
    return np.unique(sums[sums <= longest]).astype(np.int64)


def largest_pattern(side: int, a: int, b: int) -> int:
    """The largest part of ``side`` that a row of pieces can fill."""
    return max(i * a + (side - i * a) // b * b for i in range(side // a + 1))


def bars_bound(widths: Ints, heights: Ints, a: int, b: int) -> Ints:
    """The bound of Barnes (1979).

    A piece is b bars of 1 × a, and also a bars of 1 × b; the waste that bars leave is known.
    ``widths`` and ``heights`` broadcast; the result has their common shape.
    """
    waste = np.zeros(np.broadcast(widths, heights).shape, np.int64)
    for bar in (a, b):
        r, s = widths % bar, heights % bar
        waste = np.maximum(waste, np.minimum(r * s, (bar - r) * (bar - s)))
    return (widths * heights - waste) // (a * b)


def lines_bound(width: int, height: int, a: int, b: int) -> int:
    """The bound of Isermann (1987): every straight line across the area meets a row that fits.

    Let p pieces lie (a wide, b high) and q stand. A horizontal line meets i lying and j standing
    pieces with i·a + j·b ≤ width, so the averages over all horizontal lines, p·b/height and
    q·a/height, lie in the convex hull of such pairs; likewise for vertical lines. The bound is the
    largest p + q of integers that are in both hulls.
    """
    most = width * height // (a * b)
    count = np.arange(most + 1)
    # for each p: the most standing pieces that the horizontal lines allow
    standing = np.floor(_fill(width, a, b, count * b / height) * height / a + _SLACK)
    # for each q: the most lying pieces that the vertical lines allow; falls as q grows
    lying = np.floor(_fill(height, a, b, count * b / width) * width / a + _SLACK)
    # for each p: the largest q with lying[q] ≥ p
    beside = np.searchsorted(-lying, -count, side="right") - 1
    both = np.minimum(standing, beside)
    return int((count + both)[both >= 0].max(initial=0))


def _fill(length: int, a: int, b: int, share: NDArray[np.float64]) -> NDArray[np.float64]:
    """How many b fit in a line beside ``share`` a, averaged over lines; negative if none do."""
    xs, ys = _hull(length, a, b)
    filled: NDArray[np.float64] = np.interp(share - _SLACK, xs, ys, right=-1.0)
    return filled


@lru_cache(maxsize=4096)
def _hull(length: int, a: int, b: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Corners, left to right, of the upper hull of the pairs (x, y) with x·a + y·b ≤ length."""
    corners: list[tuple[int, int]] = []
    for x in range(length // a + 1):
        y = (length - x * a) // b
        while len(corners) > 1 and _is_below(corners[-2], corners[-1], (x, y)):
            corners.pop()
        corners.append((x, y))
    xs, ys = np.array(corners, np.float64).T
    return xs, ys


def _is_below(left: tuple[int, int], middle: tuple[int, int], right: tuple[int, int]) -> bool:
    """Whether ``middle`` lies on or under the line from ``left`` to ``right``."""
    rise, run = right[1] - left[1], right[0] - left[0]
    return (middle[1] - left[1]) * run <= rise * (middle[0] - left[0])
