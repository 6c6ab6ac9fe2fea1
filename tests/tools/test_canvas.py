from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from tools.cards.canvas import Canvas, Spot, scaling, turning

from idphoto.drawing.outlines import circle, joined, polygon, rectangle
from idphoto.imaging.geometry import Box

INK = (10, 20, 90)
PX_PER_MM = 10


@pytest.fixture
def canvas() -> Canvas:
    """White, 6 × 4 mm."""
    return Canvas(np.full((40, 60, 3), 255, np.uint8), scaling(PX_PER_MM))


def inked(canvas: Canvas) -> NDArray[np.bool_]:
    return np.asarray((canvas.pixels != 255).any(axis=2))


def test_an_outline_is_filled_in_millimetres(canvas: Canvas) -> None:
    canvas.fill(rectangle(Box(1, 2, 3, 3.5)), INK)
    assert (canvas.pixels[20:35, 10:30] == INK).all()
    assert inked(canvas).sum() == 15 * 20


def test_half_an_alpha_covers_half(canvas: Canvas) -> None:
    canvas.fill(rectangle(Box(1, 2, 3, 3.5)), (55, 155, 255), 0.5)
    assert canvas.pixels[25, 20].tolist() == [155, 205, 255]


def test_a_pen_makes_a_fill_bolder(canvas: Canvas) -> None:
    canvas.fill(rectangle(Box(1, 2, 3, 3)), INK, pen_mm=0.4)
    assert (canvas.pixels[18:32, 8:32] == INK).all()
    assert inked(canvas).sum() == 14 * 24


def test_what_lies_outside_is_not_drawn(canvas: Canvas) -> None:
    canvas.fill(rectangle(Box(7, 1, 8, 2)), INK)
    canvas.stroke(polygon(np.array([(-3.0, -3.0), (-1.0, -3.0)])), 0.2, INK)
    canvas.glow(Spot(-5, -5, 2, 1), INK)
    canvas.picture(np.zeros((4, 4, 4), np.uint8), Box(8, 8, 9, 9), 1)
    assert not inked(canvas).any()


def test_a_stroke_that_crosses_itself_covers_no_more(canvas: Canvas) -> None:
    cross = [
        polygon(np.array([(1.0, 2.0), (5.0, 2.0)])),
        polygon(np.array([(3.0, 1.0), (3.0, 3.0)])),
    ]
    canvas.stroke(joined(cross), 0.4, (55, 155, 255), 0.5)
    assert set(map(tuple, canvas.pixels[inked(canvas)].tolist())) == {(155, 205, 255)}


def test_ink_is_missing_where_it_has_faded(canvas: Canvas) -> None:
    canvas.fill(rectangle(Box(0, 0, 6, 4)), (0, 0, 0), faded=[Spot(3, 2, 1, 1)])
    assert canvas.pixels[20, 30, 0] == pytest.approx(255, abs=20)
    assert canvas.pixels[20, 35, 0] == pytest.approx(255 / 2, abs=20)
    assert not canvas.pixels[20, 41:].any()


def test_a_glow_falls_off_evenly(canvas: Canvas) -> None:
    canvas.glow(Spot(3, 2, 2, 1), (0, 0, 0))
    row = canvas.pixels[20, 30:60, 0].astype(int)
    assert np.diff(row[:19]) == pytest.approx(255 / 20, abs=2)
    assert (row[21:] == 255).all()


def test_a_picture_fills_its_box_without_a_shift(canvas: Canvas) -> None:
    picture = np.full((20, 30, 4), 255, np.uint8)
    picture[:, :15, :3] = 0
    canvas.picture(picture, Box(1, 1, 4, 3), 1)
    assert not canvas.pixels[10:30, 10:25].any()
    assert inked(canvas).sum() == 20 * 15


def test_a_pictures_own_alpha_counts(canvas: Canvas) -> None:
    picture = np.zeros((20, 30, 4), np.uint8)
    picture[:, 15:, 3] = 255
    canvas.picture(picture, Box(1, 1, 4, 3), 0.8)
    assert inked(canvas).sum() == 20 * 15
    assert canvas.pixels[20, 35, 0] == 51


def test_maps_apply_from_the_inside_out(canvas: Canvas) -> None:
    canvas.under(scaling(0.5, 3, 2)).under(turning(90, 0, 0)).fill(rectangle(Box(0, 0, 2, 1)), INK)
    assert (canvas.pixels[20:30, 25:30] == INK).all()
    assert inked(canvas).sum() == 10 * 5


def test_a_pens_width_goes_through_the_map(canvas: Canvas) -> None:
    half = canvas.under(scaling(0.5))
    half.stroke(circle(6, 4, 3), 0.4, INK, closed=True)
    assert half.px_per_mm == 5
    assert (255 - canvas.pixels[..., 1]).sum() / 235 == pytest.approx(2 * np.pi * 15 * 2, rel=0.02)
