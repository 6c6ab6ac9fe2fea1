"""A small exact solver in two unknowns: least squares over the intersection of half-planes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from idphoto.imaging.arrays import Point

# Half-planes are this much larger than asked, so that two that only touch still intersect.
ROUNDING = 1e-9


def dot(a: Point, b: Point) -> float:
    return a[0] * b[0] + a[1] * b[1]


def cross(a: Point, b: Point) -> float:
    return a[0] * b[1] - a[1] * b[0]


@dataclass(frozen=True, slots=True)
class HalfPlane:
    """All p with normal·p ≥ bound."""

    normal: Point
    bound: float

    def depth(self, p: Point) -> float:
        """How far inside p lies; negative outside."""
        return dot(self.normal, p) - self.bound


def at_least(normal: Point, bound: float) -> HalfPlane:
    """Where normal·p ≥ bound, to within ROUNDING."""
    return HalfPlane(normal, bound - ROUNDING)


def at_most(normal: Point, bound: float) -> HalfPlane:
    """Where normal·p ≤ bound, to within ROUNDING."""
    return HalfPlane((-normal[0], -normal[1]), -bound - ROUNDING)


@dataclass(frozen=True, slots=True)
class Wish:
    """The cost weight·(normal·p − value)²."""

    normal: Point
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Region:
    """A bounded convex polygon: its corners in order, and the half-planes it was cut with.

    A region without corners is empty.
    """

    corners: tuple[Point, ...]
    planes: tuple[HalfPlane, ...]

    def cut(self, *planes: HalfPlane) -> Region:
        """The part inside all of ``planes``."""
        return reduce(Region._cut_once, planes, self)

    def _cut_once(self, plane: HalfPlane) -> Region:
        """One step of Sutherland and Hodgman's polygon clipping."""
        kept: list[Point] = []
        for p, q in self._edges():
            depth_p, depth_q = plane.depth(p), plane.depth(q)
            if depth_p >= 0:
                kept.append(p)
            if (depth_p >= 0) != (depth_q >= 0):
                kept.append(_between(p, q, depth_p / (depth_p - depth_q)))
        return Region(tuple(kept), (*self.planes, plane))

    def most(self, normal: Point) -> float:
        """The largest normal·p in the region."""
        return max(dot(normal, corner) for corner in self.corners)

    def towards(self, plane: HalfPlane) -> Region:
        """The part inside the half-plane or, if there is none, the part nearest to it."""
        nearest = self.most(plane.normal) - ROUNDING
        return self.cut(HalfPlane(plane.normal, min(plane.bound, nearest)))

    def best(self, wishes: Sequence[Wish]) -> Point:
        """The point where the wishes cost least. Their normals must span the plane."""
        free = _unbounded_best(wishes)
        if all(plane.depth(free) >= 0 for plane in self.planes):
            return free
        # the lowest point lies outside, and the cost is convex: the best point is on the boundary
        candidates = [_best_on_edge(p, q, wishes) for p, q in self._edges()]
        return min(candidates, key=lambda p: cost(p, wishes))

    def _edges(self) -> list[tuple[Point, Point]]:
        return list(zip(self.corners, self.corners[1:] + self.corners[:1], strict=True))


def cost(p: Point, wishes: Sequence[Wish]) -> float:
    """The total cost of ``p``."""
    return sum(wish.weight * (dot(wish.normal, p) - wish.value) ** 2 for wish in wishes)


def implied_most(normal: Point, given: tuple[HalfPlane, HalfPlane]) -> float | None:
    """The largest normal·p that two half-planes allow; None if they do not bound it.

    This is the dual of linear programming: normal = −λ·n₁ − μ·n₂ with λ, μ ≥ 0 proves
    normal·p ≤ −λ·b₁ − μ·b₂, and no other proof is tighter.
    """
    first, second = given
    area = cross(first.normal, second.normal)
    if area != 0:
        at_first = -cross(normal, second.normal) / area
        at_second = -cross(first.normal, normal) / area
        if at_first < 0 or at_second < 0:
            return None
        return -at_first * first.bound - at_second * second.bound
    ends = [
        -plane.bound * -dot(normal, plane.normal) / dot(plane.normal, plane.normal)
        for plane in given
        if cross(normal, plane.normal) == 0 and dot(normal, plane.normal) < 0
    ]
    return min(ends, default=None)


def _between(p: Point, q: Point, share: float) -> Point:
    return p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1])


def _unbounded_best(wishes: Sequence[Wish]) -> Point:
    """The normal equations of the least squares."""
    xx = sum(w.weight * w.normal[0] ** 2 for w in wishes)
    xy = sum(w.weight * w.normal[0] * w.normal[1] for w in wishes)
    yy = sum(w.weight * w.normal[1] ** 2 for w in wishes)
    right = (
        sum(w.weight * w.normal[0] * w.value for w in wishes),
        sum(w.weight * w.normal[1] * w.value for w in wishes),
    )
    area = xx * yy - xy * xy
    return cross(right, (xy, yy)) / area, cross((xx, xy), right) / area


def _best_on_edge(p: Point, q: Point, wishes: Sequence[Wish]) -> Point:
    along = (q[0] - p[0], q[1] - p[1])
    curve = sum(w.weight * dot(w.normal, along) ** 2 for w in wishes)
    if curve == 0:
        return p
    fall = sum(w.weight * dot(w.normal, along) * (w.value - dot(w.normal, p)) for w in wishes)
    return _between(p, q, min(1.0, max(0.0, fall / curve)))
