"""The curve from a distance between two embeddings to a similarity of 0 to 100."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

# What a similarity means: the share of all pairs of strangers that reach it. 70 and 80 are the
# vendor's; 50 and 0 are ours, so that one pair of strangers in a hundred scores 50 or more.
FALSE_ACCEPTS: Final = ((80.0, 1e-4), (70.0, 1e-3), (50.0, 1e-2), (0.0, 0.99))
# A pair of one picture with itself is 100; no two embeddings are further apart than this.
FARTHEST: Final = 2.0


@dataclass(frozen=True, slots=True)
class SimilarityCurve:
    """``distances``: where the similarities of ``FALSE_ACCEPTS`` lie, in the same order.

    The curve is straight in between: a smoother one would be no more exact, and a straight one can
    be checked by hand.
    """

    distances: tuple[float, ...]

    def __post_init__(self) -> None:
        """Raises ``ValueError`` where the distances do not rise from above 0."""
        knots = (0.0, *self.distances)
        finite = all(math.isfinite(at) and at <= FARTHEST for at in self.distances)
        rising = all(left < right for left, right in pairwise(knots))
        if len(self.distances) != len(FALSE_ACCEPTS) or not finite or not rising:
            raise ValueError(
                f"needs {len(FALSE_ACCEPTS)} increasing distances, above 0 and at most {FARTHEST:g}"
            )

    def similarity(self, distance: float) -> float:
        """0 to 100, never rising with ``distance``; 100 at 0, 0 from the last distance on.

        One pair of strangers in 1,000 reaches 70 and one in 10,000 reaches 80, in the population
        that the curve was fitted to (``docs/face-comparison.md``).
        """
        marks = (100.0, *(mark for mark, _ in FALSE_ACCEPTS))
        return float(np.interp(distance, (0.0, *self.distances), marks))
