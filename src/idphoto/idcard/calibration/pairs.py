"""Pairs of photos that were compared, and the people that are drawn anew for intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
INTERVAL = (0.025, 0.975)  # 95 %


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of photos that were compared.

    ``distances``: float64 ``(N,)``. ``people``: int ``(N, 2)``, the persons on both photos,
    numbered from 0; the same number twice for a genuine pair.
    """

    distances: Numbers
    people: NDArray[np.intp]

    @property
    def same(self) -> NDArray[np.bool_]:
        """Which pairs are genuine: bool ``(N,)``."""
        return np.equal(self.people[:, 0], self.people[:, 1])

    def only(self, *, same: bool) -> Pairs:
        """The genuine pairs, or those of strangers."""
        chosen = self.same == same
        return Pairs(self.distances[chosen], self.people[chosen])

    def met(self) -> int:
        """How many different pairs of people there are, however many photos each has."""
        return len(np.unique(np.sort(self.people, axis=1), axis=0))


def drawn_people(count: int, draws: int, seed: int) -> NDArray[np.intp]:
    """How often each of ``count`` people is drawn, with replacement: int ``(draws, count)``.

    Intervals come from drawing people, not pairs: a face that looks like many others brings all
    its pairs along, and over pairs an interval would be far too narrow.
    """
    rng = np.random.default_rng(seed)
    return np.array(
        [np.bincount(rng.integers(0, count, count), minlength=count) for _ in range(draws)]
    )
