from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from idphoto.imaging.geometry import Box, Similarity, mm_to_px, px_to_mm

numbers = st.floats(-1e4, 1e4)
extents = st.floats(0, 1e4)
points = st.lists(st.tuples(numbers, numbers), min_size=1, max_size=5).map(np.array)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    left, top = draw(numbers), draw(numbers)
    return Box(left, top, left + draw(extents), top + draw(extents))


similarities = st.builds(
    Similarity,
    scale=st.floats(0.01, 100),
    angle_deg=st.floats(-360, 360),
    dx=numbers,
    dy=numbers,
)


@pytest.mark.parametrize(
    ("mm", "dpi", "px"), [(25.4, 300, 300), (35, 300, 413.3858), (45, 600, 1062.9921), (0, 300, 0)]
)
def test_millimetres_become_pixels_and_back(mm: float, dpi: float, px: float) -> None:
    assert mm_to_px(mm, dpi) == pytest.approx(px, abs=1e-4)
    assert px_to_mm(mm_to_px(mm, dpi), dpi) == pytest.approx(mm)


def test_a_boxs_measures() -> None:
    box = Box(10, 20, 40, 60)
    assert (box.width, box.height, box.centre, box.area) == (30, 40, (25, 40), 1200)
    assert box.scaled(0.5) == Box(5, 10, 20, 30)
    assert box.shifted(1, -2) == Box(11, 18, 41, 58)
    assert box.grown(1, 2, 3, -4) == Box(9, 18, 43, 56)


@pytest.mark.parametrize(
    ("other", "common", "iou"),
    [
        (Box(0, 0, 10, 10), 100, 1.0),
        (Box(5, 0, 15, 10), 50, 1 / 3),
        (Box(2, 2, 4, 4), 4, 0.04),
        (Box(10, 0, 20, 10), 0, 0.0),
        (Box(30, 30, 40, 40), 0, 0.0),
        (Box(-30, -30, -20, 40), 0, 0.0),
    ],
)
def test_the_common_part_of_two_boxes(other: Box, common: float, iou: float) -> None:
    box = Box(0, 0, 10, 10)
    assert box.intersect(other).area == common
    assert box.iou(other) == pytest.approx(iou)


def test_boxes_without_area_do_not_overlap() -> None:
    assert Box(1, 1, 1, 1).iou(Box(1, 1, 1, 1)) == 0.0


@given(boxes(), boxes())
def test_overlap_is_symmetric_and_within_both(first: Box, second: Box) -> None:
    common = first.intersect(second)
    assert common.area == pytest.approx(second.intersect(first).area)
    assert 0 <= common.width <= min(first.width, second.width) + 1e-9
    assert 0 <= common.height <= min(first.height, second.height) + 1e-9
    assert first.iou(second) == pytest.approx(second.iou(first))
    assert 0 <= first.iou(second) <= 1 + 1e-9


@given(boxes(), st.floats(0.01, 100))
def test_scaling_keeps_a_boxs_proportions(box: Box, factor: float) -> None:
    scaled = box.scaled(factor)
    assert scaled.area == pytest.approx(box.area * factor**2, rel=1e-6, abs=1e-4)
    assert scaled.centre == pytest.approx((box.centre[0] * factor, box.centre[1] * factor))


def test_positive_angles_turn_clockwise_on_the_screen() -> None:
    turn = Similarity(scale=2, angle_deg=90, dx=5, dy=7)
    assert turn.apply(np.array([[1.0, 0.0], [0.0, 1.0]])) == pytest.approx(
        np.array([[5.0, 9.0], [3.0, 7.0]])
    )


def test_a_similarity_maps_an_empty_array_to_an_empty_array() -> None:
    assert Similarity(2).apply(np.empty((0, 2))).shape == (0, 2)


@given(similarities, points)
def test_the_inverse_undoes_the_map(similarity: Similarity, places: np.ndarray) -> None:
    there = similarity.apply(places)
    back = similarity.inverse().apply(there)
    assert back == pytest.approx(places, rel=1e-6, abs=1e-4)
    twice = similarity.inverse().inverse()
    assert twice.matrix == pytest.approx(similarity.matrix, rel=1e-6, abs=1e-4)


@given(similarities, points)
def test_lengths_scale_equally_in_every_direction(
    similarity: Similarity, places: np.ndarray
) -> None:
    assume(len(places) > 1)
    before = np.linalg.norm(np.diff(places, axis=0), axis=1)
    after = np.linalg.norm(np.diff(similarity.apply(places), axis=0), axis=1)
    assert after == pytest.approx(before * similarity.scale, rel=1e-6, abs=1e-4)


@given(similarities, similarities, points)
def test_a_composition_equals_both_maps_in_turn(
    second: Similarity, first: Similarity, places: np.ndarray
) -> None:
    both = second.after(first)
    in_turn = second.apply(first.apply(places))
    assert both.apply(places) == pytest.approx(in_turn, rel=1e-6, abs=1e-3)


@given(similarities)
def test_a_map_after_its_inverse_does_nothing(similarity: Similarity) -> None:
    nothing = similarity.inverse().after(similarity)
    assert nothing.matrix == pytest.approx(Similarity().matrix, rel=1e-6, abs=1e-3)


def test_the_order_of_two_maps_matters() -> None:
    grow, move = Similarity(scale=2), Similarity(dx=10)
    assert grow.after(move) == Similarity(scale=2, dx=20)
    assert move.after(grow) == Similarity(scale=2, dx=10)
