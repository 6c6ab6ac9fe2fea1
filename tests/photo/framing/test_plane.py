from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from idphoto.imaging.arrays import Point
from idphoto.photo.framing.plane import (
    HalfPlane,
    Region,
    Wish,
    at_least,
    at_most,
    cost,
    implied_most,
)

SQUARE = Region(((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)), ())

# Steps of a sixteenth: neither nearly parallel lines nor nearly empty regions.
steps = st.integers(-16, 16).map(lambda n: n / 16)
normals: st.SearchStrategy[Point] = st.tuples(steps, steps).filter(
    lambda n: n[0] ** 2 + n[1] ** 2 > 0.1
)
half_planes = st.builds(at_least, normals, steps)
wishes = st.builds(Wish, normals, steps, st.sampled_from([1.0, 0.1, 0.01]))
FLOOR = (Wish((1.0, 0.0), 0.0, 1e-3), Wish((0.0, 1.0), 0.0, 1e-3))


def grid(region: Region, steps: int = 41) -> list[Point]:
    axis = np.linspace(-1, 1, steps)
    points = [(float(x), float(y)) for x in axis for y in axis]
    return [p for p in points if all(plane.depth(p) >= 0 for plane in region.planes)]


def test_cutting_a_square_in_half() -> None:
    half = SQUARE.cut(HalfPlane((1.0, 0.0), 0.0))
    assert set(half.corners) == {(0.0, -1.0), (1.0, -1.0), (1.0, 1.0), (0.0, 1.0)}


def test_disjoint_half_planes_have_no_common_point() -> None:
    assert SQUARE.cut(at_least((1.0, 0.0), 0.2), at_most((1.0, 0.0), 0.1)).corners == ()


def test_touching_half_planes_share_their_border() -> None:
    line = SQUARE.cut(at_least((1.0, 1.0), 0.3), at_most((1.0, 1.0), 0.3))
    assert line.corners
    assert all(x + y == pytest.approx(0.3) for x, y in line.corners)


def test_the_region_towards_an_unreachable_half_plane_is_its_nearest_edge() -> None:
    near = SQUARE.towards(at_least((1.0, 0.0), 5.0))
    assert near.corners
    assert all(x == pytest.approx(1.0) for x, _ in near.corners)


def test_the_region_towards_a_reachable_half_plane_is_cut_by_it() -> None:
    plane = at_least((1.0, 0.0), 0.5)
    assert SQUARE.towards(plane) == SQUARE.cut(plane)


@given(st.lists(half_planes, max_size=4), st.lists(wishes, max_size=4))
def test_no_grid_point_is_better_than_the_best_point(
    planes: list[HalfPlane], wished: list[Wish]
) -> None:
    region = SQUARE.cut(*planes)
    wished = [*wished, *FLOOR]
    points = grid(region)
    if not region.corners:
        assert not points
        return
    best = region.best(wished)
    assert all(plane.depth(best) >= -1e-9 for plane in region.planes)
    assert all(cost(best, wished) <= cost(point, wished) + 1e-9 for point in points)


@given(normals, half_planes, half_planes)
def test_implied_bounds_match_those_of_a_large_region(
    normal: Point, first: HalfPlane, second: HalfPlane
) -> None:
    far = 1e5
    region = Region(((-far, -far), (far, -far), (far, far), (-far, far)), ()).cut(first, second)
    implied = implied_most(normal, (first, second))
    if not region.corners:
        return  # anything follows from a contradiction
    seen = region.most(normal)
    if implied is None:
        assert seen > 100
    else:
        assert seen == pytest.approx(implied, abs=1e-6)
