from __future__ import annotations

import numpy as np

from idphoto.drawing.outlines import (
    CONIC,
    CUBIC,
    EMPTY,
    ON,
    Shape,
    circle,
    joined,
    polygon,
    quadratic,
    rectangle,
    round_rectangle,
)
from idphoto.imaging.geometry import Box

TRIANGLE = polygon(np.array([[0, 0], [4, 0], [4, 3]]))


def outline(*points: tuple[int, float, float]) -> Shape:
    return Shape(
        np.array([(x, y) for _, x, y in points], np.float64),
        np.array([tag for tag, _, _ in points], np.uint8),
        np.array([len(points)]),
    )


def test_an_outline_is_moved_scaled_and_mapped() -> None:
    turned = np.array([[0, -1, 10], [1, 0, 20]], np.float64)
    assert TRIANGLE.moved(1, 2).points.tolist() == [[1, 2], [5, 2], [5, 5]]
    assert TRIANGLE.scaled(2).points.tolist() == [[0, 0], [8, 0], [8, 6]]
    assert TRIANGLE.scaled(1, -1).points.tolist() == [[0, 0], [4, 0], [4, -3]]
    assert TRIANGLE.mapped(turned).points.tolist() == [[10, 20], [10, 24], [7, 24]]


def test_joined_outlines_keep_their_contours() -> None:
    both = joined([TRIANGLE, EMPTY, rectangle(Box(0, 0, 1, 2))])
    assert both.ends.tolist() == [3, 7]
    assert both.points[3:].tolist() == [[0, 0], [1, 0], [1, 2], [0, 2]]
    assert joined([]) is EMPTY


def test_segments_close_each_contour() -> None:
    kinds = [kind for kind, _ in joined([TRIANGLE, TRIANGLE]).segments()]
    assert kinds == ["move", "line", "line", "close"] * 2


def test_quadratic_curves_become_cubic() -> None:
    arch = outline((ON, 0, 0), (CONIC, 3, 6), (ON, 6, 0))
    assert list(arch.segments()) == [
        ("move", (0, 0)),
        ("curve", (2, 4, 4, 4, 6, 0)),
        ("close", ()),
    ]


def test_a_curve_may_end_where_its_contour_began() -> None:
    drop = outline((ON, 0, 0), (CUBIC, 3, 6), (CUBIC, -3, 6))
    assert list(drop.segments()) == [
        ("move", (0, 0)),
        ("curve", (3, 6, -3, 6, 0, 0)),
        ("close", ()),
    ]


def test_a_circle_is_as_far_from_its_middle_on_all_sides() -> None:
    assert circle(7, 5, 2).points[::4].tolist() == [[5, 5], [7, 3], [9, 5], [7, 7]]


def test_a_round_rectangle_has_straight_sides_between_its_corners() -> None:
    points = round_rectangle(Box(0, 0, 10, 6), 2).points
    assert points[0::4].tolist() == [[0, 2], [8, 0], [10, 4], [2, 6]]
    assert points[3::4].tolist() == [[2, 0], [10, 2], [8, 6], [0, 4]]


def test_a_quadratic_curve_has_one_control_point() -> None:
    curve = quadratic(np.array([[0, 0], [3, 6], [6, 0]]))
    assert curve.tags.tolist() == [ON, CONIC, ON]
    assert curve.points.tolist() == [[0, 0], [3, 6], [6, 0]]
