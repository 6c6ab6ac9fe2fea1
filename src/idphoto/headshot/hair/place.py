"""From pixels to head heights and back."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.arrays import Field


@dataclass(frozen=True, slots=True)
class Place:
    """Where a head is, in pixels: ``x``, ``y`` of the face's middle at the chin, and the head's
    height ``unit``. In head heights, u is to the picture's right of that point and v is down."""

    x: float
    y: float
    unit: float

    def px(self, points: NDArray[np.floating]) -> NDArray[np.float32]:
        return np.asarray(points * self.unit + (self.x, self.y), np.float32)

    def heads(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        return (np.asarray(points, np.float64) - (self.x, self.y)) / self.unit

    def moved(self, left: int, top: int) -> Place:
        """The same place on a grid that begins at ``left``, ``top``."""
        return replace(self, x=self.x - left, y=self.y - top)

    def grid(self, height: int, width: int) -> tuple[Field, Field]:
        """u as ``(1, W)`` and v as ``(H, 1)`` of a grid's pixel centres."""
        u = (np.arange(width, dtype=np.float32) + 0.5 - self.x) / self.unit
        v = (np.arange(height, dtype=np.float32) + 0.5 - self.y) / self.unit
        return u[None].astype(np.float32), v[:, None].astype(np.float32)
