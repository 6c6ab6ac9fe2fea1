"""Outlines: closed or open lines and curves, as arrays of points.

Coordinates are continuous, as in ``imaging.geometry``: y points down.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.geometry import Box

Matrix = NDArray[np.float64]
"""float64 ``(2, 3)``: an affine map of (x, y, 1)."""

# What a point is, in FreeType's numbers: FT_CURVE_TAG_ON, _CONIC and _CUBIC.
ON: Final = 1
CONIC: Final = 0
CUBIC: Final = 2

_QUARTER: Final = 4 / 3 * (math.sqrt(2) - 1)  # control points of a quarter of a unit circle

Segment = tuple[Literal["move", "line", "curve", "close"], tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Shape:
    """Contours of lines and Bézier curves.

    ``points``: float64 ``(N, 2)``, x and y. ``tags``: uint8 ``(N,)``, whether each point is on the
    outline or controls a quadratic or cubic curve; each contour begins with a point on it.
    ``ends``: int ``(C,)``, the index after each contour's last point.
    """

    points: NDArray[np.float64]
    tags: NDArray[np.uint8]
    ends: NDArray[np.intp]

    def moved(self, x: float, y: float) -> Shape:
        """The outline, shifted."""
        return Shape(self.points + np.array([x, y]), self.tags, self.ends)

    def scaled(self, x: float, y: float | None = None) -> Shape:
        """The outline, enlarged from the origin; ``y`` defaults to ``x``."""
        return Shape(self.points * np.array([x, x if y is None else y]), self.tags, self.ends)

    def mapped(self, matrix: Matrix) -> Shape:
        """The outline under an affine map."""
        return Shape(self.points @ matrix[:, :2].T + matrix[:, 2], self.tags, self.ends)

    def segments(self) -> Iterator[Segment]:
        """Moves, lines and cubic curves, contour by contour, each of them closed."""
        start = 0
        for end in self.ends:
            yield from _contour(self.points[start:end], self.tags[start:end])
            start = int(end)


EMPTY: Final = Shape(np.zeros((0, 2)), np.zeros(0, np.uint8), np.zeros(0, np.intp))


def polygon(points: NDArray[np.floating]) -> Shape:
    """Straight lines through ``points``, ``(N, 2)``.

    >>> polygon(np.array([[0, 0], [4, 0], [4, 3]])).ends
    array([3])
    """
    corners = np.asarray(points, np.float64)
    return Shape(corners, np.full(len(corners), ON, np.uint8), np.array([len(corners)]))


def rectangle(box: Box) -> Shape:
    """The four sides of ``box``."""
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    return polygon(np.array([[left, top], [right, top], [right, bottom], [left, bottom]]))


def circle(x: float, y: float, radius: float) -> Shape:
    """The circle round (x, y)."""
    return round_rectangle(Box(x, y, x, y).grown(radius, radius, radius, radius), radius)


def round_rectangle(box: Box, radius: float) -> Shape:
    """``box`` with a quarter of a circle at each corner.

    >>> round_rectangle(Box(0, 0, 9, 9), 2).ends
    array([16])
    """
    corners = np.array([(box.left, box.top), (box.right, box.top),
                        (box.right, box.bottom), (box.left, box.bottom)])  # fmt: skip
    # inwards from each corner: along the side that leads to it, and along the one that leads away
    before = np.array([(0, 1), (-1, 0), (0, -1), (1, 0)]) * radius
    after = np.array([(1, 0), (0, 1), (-1, 0), (0, -1)]) * radius
    points = np.stack(
        [
            corners + before,
            corners + (1 - _QUARTER) * before,
            corners + (1 - _QUARTER) * after,
            corners + after,
        ],
        axis=1,
    )
    tags = np.tile(np.array([ON, CUBIC, CUBIC, ON], np.uint8), 4)
    return Shape(points.reshape(-1, 2), tags, np.array([16]))


def quadratic(points: NDArray[np.floating]) -> Shape:
    """A curve from the first of three points, ``(3, 2)``, to the last; the second controls it."""
    tags = np.array([ON, CONIC, ON], np.uint8)
    return Shape(np.asarray(points, np.float64), tags, np.array([3]))


def joined(outlines: Sequence[Shape]) -> Shape:
    """One outline with the contours of all."""
    if not outlines:
        return EMPTY
    before = np.cumsum([0, *(len(each.points) for each in outlines)])
    return Shape(
        np.concatenate([each.points for each in outlines]),
        np.concatenate([each.tags for each in outlines]),
        np.concatenate([each.ends + at for each, at in zip(outlines, before, strict=False)]),
    )


def _contour(points: NDArray[np.float64], tags: NDArray[np.uint8]) -> Iterator[Segment]:
    at = points[0]
    yield "move", (*at,)
    number, count = 1, len(points)
    while number < count:
        if tags[number] == ON:
            at = points[number]
            yield "line", (*at,)
            number += 1
        elif tags[number] == CONIC:
            control, end = points[number], points[(number + 1) % count]
            yield "curve", (*(at + 2 * control) / 3, *(end + 2 * control) / 3, *end)
            at, number = end, number + 2
        else:
            one, two, end = points[number], points[number + 1], points[(number + 2) % count]
            yield "curve", (*one, *two, *end)
            at, number = end, number + 3
    yield "close", ()
