from __future__ import annotations

import numpy as np
import pytest

from idphoto.drawing.outlines import rectangle
from idphoto.drawing.paint import draw_text, paint
from idphoto.drawing.text import fit_text
from idphoto.imaging.geometry import Box

NAVY = (10, 20, 90)


@pytest.mark.parametrize("channels", [3, 4])
def test_what_is_painted_covers_exactly_its_outline(channels: int) -> None:
    pixels = np.random.default_rng(3).integers(0, 256, (40, 50, channels), np.uint8)
    ground = pixels.copy()
    paint(pixels, rectangle(Box(10, 5, 30, 25)), NAVY)
    assert (pixels[5:25, 10:30, :3] == NAVY).all()
    if channels == 4:
        assert (pixels[5:25, 10:30, 3] == 255).all()
    pixels[5:25, 10:30] = ground[5:25, 10:30]
    assert (pixels == ground).all()


def test_edges_between_two_pixels_are_blended() -> None:
    pixels = np.full((10, 10, 3), 255, np.uint8)
    paint(pixels, rectangle(Box(2.5, 2, 6, 6)), (0, 0, 0))
    assert pixels[3, 2:4, 0].tolist() == [127, 0]


def test_half_a_cover_over_half_transparent_pixels_adds_up() -> None:
    pixels = np.full((4, 4, 4), 200, np.uint8)
    pixels[..., 3] = 128
    paint(pixels, rectangle(Box(0.5, 0, 4, 4)), (0, 0, 0))
    assert pixels[1, 0, 3] == pytest.approx(192, abs=1)  # 1 - (1 - 0.5)²
    assert pixels[1, 0, 0] == pytest.approx(200 * 0.25 / 0.75, abs=2)


def test_nothing_is_painted_outside_the_picture() -> None:
    pixels = np.full((10, 10, 3), 255, np.uint8)
    paint(pixels, rectangle(Box(20, 2, 30, 6)), (0, 0, 0))
    paint(pixels, rectangle(Box(-5, -5, 1, 1)), (0, 0, 0))
    assert np.flatnonzero((pixels < 255).any(axis=2)).tolist() == [0]


def test_text_has_its_colour_where_it_covers_a_pixel() -> None:
    pixels = np.full((100, 300, 4), 255, np.uint8)
    pixels[..., 3] = 0
    block = fit_text(["HHH"], (280, 90), field="text", max_size=90, min_size=5)
    draw_text(pixels, block, 5, 5, NAVY)
    covered = pixels[..., 3] == 255
    assert covered.mean() > 0.1
    assert (pixels[covered][:, :3] == NAVY).all()
