from __future__ import annotations

import numpy as np
import pytest

from idphoto.drawing.outlines import (
    CONIC,
    EMPTY,
    ON,
    Shape,
    circle,
    joined,
    polygon,
    rectangle,
    round_rectangle,
)
from idphoto.drawing.raster import fill, ink_box, stroke, window_of
from idphoto.imaging.geometry import Box


def test_a_rectangle_covers_exactly_its_box() -> None:
    coverage = fill(rectangle(Box(10, 5, 30, 25)), (50, 40))
    assert (coverage[5:25, 10:30] == 255).all()
    assert coverage.astype(int).sum() == 20 * 20 * 255


def test_a_pixel_has_the_share_that_is_covered() -> None:
    coverage = fill(rectangle(Box(2.5, 2, 6, 5.25)), (10, 10))
    assert coverage[3, 1:4].tolist() == [0, 128, 255]
    assert coverage[5, 4] == pytest.approx(64, abs=1)


def test_contours_that_overlap_in_one_direction_are_filled_once() -> None:
    both = joined([rectangle(Box(0, 0, 6, 6)), rectangle(Box(3, 3, 9, 9))])
    assert (fill(both, (10, 10))[4, 4], fill(both, (10, 10))[7, 2]) == (255, 0)


def test_a_contour_in_the_other_direction_is_a_hole() -> None:
    hole = polygon(np.array([[3, 3], [3, 6], [6, 6], [6, 3]]))
    coverage = fill(joined([rectangle(Box(0, 0, 9, 9)), hole]), (10, 10))
    assert (coverage[4, 4], coverage[1, 1]) == (0, 255)


def test_what_lies_outside_is_cut_off() -> None:
    assert (fill(rectangle(Box(-50, -50, 50, 50)), (4, 3)) == 255).all()
    assert not fill(rectangle(Box(60, 60, 70, 70)), (4, 3)).any()


def test_an_outline_may_have_more_points_than_are_counted_in_16_bits() -> None:
    boxes = [rectangle(Box(x, y, x + 0.5, y + 0.5)) for y in range(100) for x in range(100)]
    coverage = fill(joined(boxes), (100, 100))
    assert set(coverage.ravel().tolist()) == {64}


def test_a_stroke_may_have_more_points_than_are_counted_in_16_bits() -> None:
    zigzag = np.stack([np.arange(50.0), np.arange(50.0) % 2], axis=1)
    lines = joined([polygon(zigzag).moved(0, 4 * y) for y in range(200)])
    coverage = stroke(lines, 1, (50, 800), closed=False)
    assert (coverage[4:796] == np.tile(coverage[4:8], (198, 1))).all()
    assert coverage[4:8].any()


def test_a_row_may_have_more_detail_than_fits_into_freetypes_memory() -> None:
    peaks = np.stack([np.repeat(np.arange(1000), 2), np.tile([0.0, 10.0], 1000)], axis=1)
    spikes = polygon(np.vstack([peaks, [[1000, 20], [0, 20]]]))
    coverage = fill(spikes, (1000, 20))
    assert (coverage[12:, :999] == 255).all()
    assert coverage[5].mean() == pytest.approx(0.55 * 255, abs=3)


def test_nothing_is_drawn_of_an_empty_outline() -> None:
    assert not fill(EMPTY, (4, 4)).any()
    assert not stroke(EMPTY, 2, (4, 4)).any()
    assert ink_box(EMPTY) == Box(0, 0, 0, 0)


def test_a_stroke_has_the_width_and_the_ends_requested() -> None:
    line = polygon(np.array([[5, 10], [35, 10]]))
    butt = stroke(line, 4, (40, 20), closed=False)
    assert (butt[8:12, 5:35] == 255).all()
    assert butt.astype(int).sum() == 4 * 30 * 255
    rounded = stroke(line, 4, (40, 20), closed=False, ends="round")
    assert rounded.sum(dtype=int) / 255 == pytest.approx(4 * 30 + np.pi * 4, rel=0.01)


def test_a_closed_stroke_goes_all_round() -> None:
    ring = stroke(rectangle(Box(5, 5, 15, 15)), 2, (20, 20), joins="miter")
    assert ring.sum(dtype=int) == (12 * 12 - 8 * 8) * 255
    assert not ring[6:14, 6:14].any()


def test_an_ink_box_is_that_of_the_curve_not_of_its_control_points() -> None:
    arch = Shape(
        np.array([[0, 0], [3, 6], [6, 0]], np.float64),
        np.array([ON, CONIC, ON], np.uint8),
        np.array([3]),
    )
    assert ink_box(arch) == Box(0, 0, 6, 3)


def test_a_pen_makes_what_is_filled_larger_by_half_its_width() -> None:
    bold = fill(rectangle(Box(10, 5, 30, 25)), (50, 40), pen=4)
    assert (bold == fill(rectangle(Box(8, 3, 32, 27)), (50, 40))).all()


def test_a_pen_makes_holes_smaller() -> None:
    hole = polygon(np.array([[12.0, 12], [12, 24], [24, 24], [24, 12]]))
    frame = joined([rectangle(Box(6, 6, 30, 30)), hole])
    wanted = fill(joined([rectangle(Box(4, 4, 32, 32)), rectangle(Box(14, 14, 22, 22))]), (40, 40))
    wanted[14:22, 14:22] = 0
    assert (fill(frame, (40, 40), pen=4) == wanted).all()
    assert (fill(frame.scaled(-1, 1).moved(36, 0), (40, 40), pen=4) == wanted).all()


def test_a_circle_has_its_area() -> None:
    disc = fill(circle(25, 25, 20), (50, 50))
    assert disc.sum(dtype=int) / 255 == pytest.approx(np.pi * 20**2, rel=0.01)


def test_a_round_rectangle_lacks_its_corners() -> None:
    card = fill(round_rectangle(Box(0, 0, 40, 30), 5), (40, 30))
    assert card.sum(dtype=int) / 255 == pytest.approx(40 * 30 - (4 - np.pi) * 5**2, rel=0.01)
    assert card[0, 0] == 0 and card[0, 20] == card[15, 0] == 255


@pytest.mark.parametrize(
    ("outline", "rows", "columns"),
    [
        (rectangle(Box(10.2, 5, 29.5, 25.1)), (5, 26), (10, 30)),
        (rectangle(Box(-5, -5, 300, 1)), (0, 1), (0, 50)),
        (rectangle(Box(60, 5, 70, 25)), (5, 25), (50, 50)),
        (EMPTY, (0, 0), (0, 0)),
    ],
)
def test_a_window_holds_what_an_outline_covers_of_a_picture(
    outline: Shape, rows: tuple[int, int], columns: tuple[int, int]
) -> None:
    assert window_of(outline, (50, 40)) == (slice(*rows), slice(*columns))


def test_a_window_may_have_a_margin() -> None:
    assert window_of(rectangle(Box(10, 5, 30, 25)), (50, 40), 1.5) == (slice(3, 27), slice(8, 32))
