"""Chance that repeats itself: draws that follow from a seed and a purpose alone."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

T = TypeVar("T")
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Chance:
    """Draws, one after another. ``rng`` where arrays are wanted."""

    rng: np.random.Generator

    def between(self, span: Span) -> float:
        """Evenly, from the first to the second."""
        return float(self.rng.uniform(*span))

    def scaled(self, span: Span) -> float:
        """Evenly on a logarithmic scale, from the first to the second, both above 0."""
        return float(np.exp(self.rng.uniform(*np.log(span))))

    def about(self, spread: float) -> float:
        """Around 0, at most ``spread`` off, small values more often."""
        return float(np.clip(self.rng.normal(0, spread / 2), -spread, spread))

    def whole(self, first: int, last: int) -> int:
        """A whole number, both ends included."""
        return int(self.rng.integers(first, last + 1))

    def happens(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def choose(self, options: Sequence[T]) -> T:
        return options[self.whole(0, len(options) - 1)]

    def some(self, options: Sequence[T], count: int) -> list[T]:
        """``count`` different ones."""
        return [options[i] for i in self.rng.choice(len(options), count, replace=False)]

    def seed(self) -> int:
        """For another ``chance``, or for OpenCV."""
        return self.whole(0, 2**31 - 1)


def chance(seed: int, purpose: str) -> Chance:
    """The draws for one purpose: what is drawn for another changes nothing here."""
    return Chance(np.random.default_rng([seed, zlib.crc32(purpose.encode())]))
