"""Boxes, units, similarity transforms and homographies: numbers only.

Coordinates are continuous: the pixel in column i and row j covers [i, i+1) × [j, j+1), and its
centre is (i + ½, j + ½). The box of a whole image is (0, 0, width, height), and scaling by s maps x
to s·x.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MM_PER_INCH = 25.4


def mm_to_px(mm: float, dpi: float) -> float:
    """Millimetres of print in pixels, unrounded."""
    return mm / MM_PER_INCH * dpi


def px_to_mm(px: float, dpi: float) -> float:
    """Pixels in millimetres of print."""
    return px / dpi * MM_PER_INCH


@dataclass(frozen=True, slots=True)
class Box:
    """An axis-aligned box in pixels, with left ≤ right and top ≤ bottom.

    >>> import idphoto
    >>> idphoto.Box(10, 20, 110, 220).centre
    (60.0, 120.0)
    """

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def area(self) -> float:
        return self.width * self.height

    def intersect(self, other: Box) -> Box:
        """The common part; a box of zero area if the two do not overlap."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        return Box(
            left,
            top,
            max(left, min(self.right, other.right)),
            max(top, min(self.bottom, other.bottom)),
        )

    def iou(self, other: Box) -> float:
        """Intersection over union, 0–1."""
        common = self.intersect(other).area
        union = self.area + other.area - common
        return common / union if union > 0 else 0.0

    def scaled(self, factor: float) -> Box:
        """Every coordinate times ``factor``, for a change of resolution."""
        return Box(self.left * factor, self.top * factor, self.right * factor, self.bottom * factor)

    def shifted(self, dx: float, dy: float) -> Box:
        return Box(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)

    def grown(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Each side moved outwards by its number of pixels (inwards if negative)."""
        return Box(self.left - left, self.top - top, self.right + right, self.bottom + bottom)


def box_around(points: NDArray[np.floating]) -> Box:
    """The smallest box that contains ``points``, ``(N, 2)``."""
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return Box(float(left), float(top), float(right), float(bottom))


@dataclass(frozen=True, slots=True)
class Similarity:
    """Rotate by ``angle_deg``, then scale, then shift: p → scale·R·p + (dx, dy).

    Positive angles are clockwise on the screen, since y points down.

    >>> import idphoto
    >>> [face] = idphoto.find_faces("me.jpg")
    >>> half = face.mapped(idphoto.Similarity(scale=0.5))
    >>> round(half.inter_eye_px / face.inter_eye_px, 3)
    0.5
    """

    scale: float = 1.0
    angle_deg: float = 0.0
    dx: float = 0.0
    dy: float = 0.0

    @property
    def matrix(self) -> NDArray[np.float64]:
        """The map as a float64 ``(2, 3)`` matrix, for continuous coordinates."""
        c = self.scale * math.cos(math.radians(self.angle_deg))
        s = self.scale * math.sin(math.radians(self.angle_deg))
        return np.array([[c, -s, self.dx], [s, c, self.dy]])

    def apply(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        """The mapped points ``(N, 2)``, as x and y."""
        m = self.matrix
        return np.asarray(points, np.float64) @ m[:, :2].T + m[:, 2]

    def pixels(self, size_wh: tuple[int, int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The mapped x and y of each pixel's centre on a grid of ``size_wh``: ``(H, W)`` each."""
        m = self.matrix
        columns = np.arange(size_wh[0])[None] + 0.5
        rows = np.arange(size_wh[1])[:, None] + 0.5
        x, y = (line[0] * columns + (line[1] * rows + line[2]) for line in m)
        return x.astype(np.float32), y.astype(np.float32)

    def inverse(self) -> Similarity:
        m = self.matrix
        back = np.linalg.inv(m[:, :2])
        shift = -back @ m[:, 2]
        return Similarity(1.0 / self.scale, -self.angle_deg, float(shift[0]), float(shift[1]))

    def after(self, first: Similarity) -> Similarity:
        """The map that applies ``first``, then this one."""
        shift = self.apply(np.array([[first.dx, first.dy]]))[0]
        return Similarity(
            self.scale * first.scale,
            self.angle_deg + first.angle_deg,
            float(shift[0]),
            float(shift[1]),
        )


def project(matrix: NDArray[np.floating], points: NDArray[np.floating]) -> NDArray[np.float64]:
    """Points ``(N, 2)``, as x and y, mapped by the homography ``matrix`` ``(3, 3)``."""
    mapped = np.asarray(points, np.float64) @ matrix[:, :2].T + matrix[:, 2]
    at: NDArray[np.float64] = mapped[:, :2] / mapped[:, 2:]
    return at
