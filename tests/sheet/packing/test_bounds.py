from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sheet.brute import most_by_cells

from idphoto.sheet.packing.bounds import (
    bars_bound,
    largest_pattern,
    lines_bound,
    patterns,
    upper_bound,
)

areas = st.tuples(st.integers(1, 8), st.integers(1, 8))
sides = st.integers(1, 5)


@given(areas, sides, sides)
def test_no_layout_exceeds_the_bounds(area: tuple[int, int], a: int, b: int) -> None:
    most = most_by_cells(area, (a, b))
    assert upper_bound(area, a, b) >= most
    assert bars_bound(np.array(area[0]), np.array(area[1]), a, b) >= most
    assert lines_bound(*area, a, b) >= most


@pytest.mark.parametrize(
    ("area", "piece", "bound"),
    [
        ((5, 5), (2, 3), 4),
        ((5, 5), (3, 4), 1),  # 25 // 12 is 2, but no line can cross two pieces in both directions
        ((43, 26), (7, 3), 53),
        ((2434, 3462), (319, 437), 58),  # one-inch photos on A4 at 300 dpi
        ((2, 9), (3, 4), 0),
        ((0, 9), (3, 4), 0),
    ],
)
def test_bounds_are_tight(area: tuple[int, int], piece: tuple[int, int], bound: int) -> None:
    assert upper_bound(area, *piece) == bound
    assert upper_bound(area[::-1], *piece) == bound
    assert upper_bound(area, *piece[::-1]) == bound


def test_patterns_are_the_lengths_of_rows() -> None:
    assert patterns(10, 4, 3).tolist() == [0, 3, 4, 6, 7, 8, 9, 10]
    assert patterns(2, 4, 3).tolist() == [0]


@given(st.integers(0, 60), st.integers(1, 9), st.integers(1, 9))
def test_the_largest_pattern_is_the_last(side: int, a: int, b: int) -> None:
    assert largest_pattern(side, a, b) == patterns(side, a, b)[-1]
