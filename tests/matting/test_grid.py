from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.matting.grid import (
    depth_of,
    distance_to,
    parts_of,
    parts_reaching,
    separate_parts,
    softened,
)

Shape = NDArray[np.bool_]


def boxes(*corners: tuple[int, int, int, int], side: int = 60) -> Shape:
    """True inside of boxes (left, top, right, bottom)."""
    shape = np.zeros((side, side), bool)
    for left, top, right, bottom in corners:
        shape[top:bottom, left:right] = True
    return shape


def test_a_pixels_distance_is_counted_to_the_nearest_one_that_is_meant() -> None:
    distance = distance_to(boxes((10, 10, 11, 11), (50, 10, 51, 11)))
    assert distance[10, 10] == 0
    assert distance[10, 25] == pytest.approx(15, rel=0.05)
    assert distance[10, 40] == pytest.approx(10, rel=0.05)
    assert distance[13, 14] == pytest.approx(5, rel=0.1)


def test_nothing_is_near_where_nothing_is_meant() -> None:
    assert distance_to(boxes()).min() > 1_000


def test_depth_grows_away_from_the_contour_on_both_sides() -> None:
    depth = depth_of(boxes((20, 0, 60, 60)))
    assert depth[30, 19:21] == pytest.approx(1, abs=0.1)
    assert depth[30, 40] == pytest.approx(21, rel=0.05)
    assert depth[30, 0] == pytest.approx(20, rel=0.05)


def test_a_softened_shape_keeps_its_middle_and_halves_its_contour() -> None:
    soft = softened(boxes((20, 0, 60, 60)), 4)
    assert (soft[30, 10], soft[30, 30]) == (0, 1)
    assert soft[30, 19:21].mean() == pytest.approx(0.5)


def test_parts_that_touch_at_a_corner_are_one() -> None:
    count, labels = parts_of(boxes((0, 0, 10, 10), (10, 10, 20, 20), (40, 40, 50, 50)))
    assert count == 2
    assert labels[5, 5] == labels[15, 15] != labels[45, 45]
    assert labels[30, 30] == 0


def test_an_empty_shape_has_no_parts() -> None:
    count, labels = parts_of(boxes())
    assert count == 0
    assert labels.max() == 0


def test_the_parts_that_touch_a_seed_are_kept_whole() -> None:
    near, far = (5, 5, 20, 20), (40, 40, 55, 55)
    reached = parts_reaching(boxes(near, far), boxes((0, 0, 8, 8)))
    assert np.array_equal(reached, boxes(near))


def test_a_seed_beside_every_part_reaches_none() -> None:
    assert not parts_reaching(boxes((5, 5, 20, 20)), boxes((30, 30, 40, 40))).any()


def test_separate_parts_are_those_that_touch_nothing_known() -> None:
    known, first, second = (0, 0, 10, 10), (20, 20, 25, 25), (40, 0, 50, 10)
    parts = list(separate_parts(boxes((5, 5, 15, 15), first, second), boxes(known)))
    assert len(parts) == 2
    assert np.array_equal(sum(parts, np.zeros((60, 60), bool)), boxes(first, second))
