"""Outlines: smooth curves through points, in garment space."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.arrays import Point

Curve = NDArray[np.float32]
"""float32 ``(N, 2)``: x, y in head heights, origin at the pit of the neck, y down."""

_SAMPLES: Final = 10  # a span: smooth to a pixel at 2000 px a head


def spline(*points: Point) -> Curve:
    """A Catmull-Rom curve through ``points``; two points are a straight line."""
    knots = np.array(points, np.float32)
    if len(knots) < 3:
        return knots
    padded = np.vstack([2 * knots[0] - knots[1], knots, 2 * knots[-1] - knots[-2]])
    t = np.linspace(0, 1, _SAMPLES, endpoint=False, dtype=np.float32)[:, None]
    spans = [
        0.5
        * (
            2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t**2
            + (3 * b - a - 3 * c + d) * t**3
        )
        for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False)
    ]
    return np.vstack([*spans, knots[-1:]]).astype(np.float32)


def trace(text: str) -> Curve:
    """A curve written down: ``"0,0 1,0.2 2,0 | 2,1"``.

    Points that stand together are joined smoothly; at ``|`` there is a corner, and the next run
    goes on from the point before it.
    """
    runs = [
        [(float(x), float(y)) for x, y in (pair.split(",") for pair in run.split())]
        for run in text.split("|")
    ]
    ends = [run[-1] for run in runs]
    return join(
        spline(*runs[0]), *(spline(a, *run) for a, run in zip(ends, runs[1:], strict=False))
    )


def join(*curves: Curve) -> Curve:
    """Curves end to end, with corners where they meet."""
    return np.asarray(np.vstack(curves), np.float32)


def mirror(curve: Curve) -> Curve:
    """The same on the other side of the body."""
    return np.asarray(curve * np.array([-1, 1], np.float32), np.float32)


def circle(centre: Point, radius: float) -> Curve:
    """A closed circle."""
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=1) * radius + np.array(centre)
    return np.asarray(ring, np.float32)


def inset(first: Curve, second: Curve, distance: float) -> Curve:
    """A line ``distance`` beside two curves that meet in a corner, cut where the two sides cross.

    Positive is to the right of the curves' direction, as for ``offset``.
    """
    one, two = offset(first, distance), offset(second, distance)
    gaps = np.linalg.norm(one[:, None] - two[None], axis=2)
    end, start = np.unravel_index(int(gaps.argmin()), gaps.shape)
    return join(one[: max(int(end), 1)], two[int(start) + 1 :])


def offset(curve: Curve, distance: float) -> Curve:
    """The curve moved sideways by ``distance``, to the right of its direction where positive."""
    along = np.gradient(curve, axis=0)
    length = np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-6)
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1) / length
    return np.asarray(curve + distance * normal, np.float32)
