"""The interval that a share of few cases is known to."""

from __future__ import annotations

import math

_Z95 = 1.959964


def wilson(hits: int, cases: int) -> tuple[float, float]:
    """The 95 % interval of a share, 0–1 (Wilson, 1927); (0, 1) without cases.

    >>> tuple(round(end, 3) for end in wilson(0, 102))
    (0.0, 0.036)
    """
    if cases == 0:
        return 0.0, 1.0
    share, square = hits / cases, _Z95 * _Z95
    middle = (share + square / (2 * cases)) / (1 + square / cases)
    half = _Z95 / (1 + square / cases)
    half *= math.sqrt(share * (1 - share) / cases + square / (4 * cases * cases))
    return max(0.0, middle - half), min(1.0, middle + half)
