"""How dark ink is, and what hides print, on painted canvases."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.idcard.layout import CANVAS_WH, PX_PER_MM
from idphoto.idcard.reading.ink import InkMap
from idphoto.imaging.geometry import Box

GROUND = (200, 210, 215)
NUMBER = Box(30.0, 44.8, 75.0, 47.7)


def canvas() -> NDArray[np.uint8]:
    """A card's ground with a little noise, and strokes where the number is."""
    rng = np.random.default_rng(1)
    rgb = np.full((*CANVAS_WH[::-1], 3), GROUND, np.float64)
    rgb += rng.normal(0.0, 3.0, rgb.shape)
    painted = np.clip(rgb, 0, 255).astype(np.uint8)
    for x in np.arange(NUMBER.left, NUMBER.right - 2, 2.54):
        box(painted, Box(x, NUMBER.top, x + 0.35, NUMBER.bottom), (30, 30, 35))
    return painted


def box(rgb: NDArray[np.uint8], box_mm: Box, colour: tuple[int, int, int]) -> None:
    part = box_mm.scaled(PX_PER_MM)
    corners = (round(part.left), round(part.top)), (round(part.right), round(part.bottom))
    cv2.rectangle(rgb, *corners, colour, cv2.FILLED)


def test_ink_is_dark_and_ground_is_not() -> None:
    ink = InkMap(canvas())
    assert ink.level(Box(30.0, 45.0, 32.0, 47.5)) < 0.3
    assert ink.level(Box(20.0, 20.0, 22.0, 22.5)) == pytest.approx(1.0, abs=0.05)


def test_coloured_ink_is_paler_than_black() -> None:
    rgb = canvas()
    box(rgb, Box(20.0, 20.0, 20.4, 23.0), (200, 40, 40))
    assert InkMap(rgb).level(Box(19.5, 20.0, 21.0, 23.0)) > 0.85


@pytest.mark.parametrize("colour", [(10, 10, 10), (120, 120, 125), (250, 250, 250)])
def test_a_bar_over_print_is_solid_whatever_its_colour(colour: tuple[int, int, int]) -> None:
    rgb = canvas()
    bar = Box(40.0, 44.4, 60.0, 48.1)
    box(rgb, bar, colour)
    (solid,) = InkMap(rgb).solids
    assert solid.box_mm.iou(bar) > 0.9
    assert solid.is_pale == (colour[0] > 200)


def test_print_shadows_and_reflections_are_not_solid() -> None:
    rgb = canvas().astype(np.float64)
    rows, columns = np.mgrid[: rgb.shape[0], : rgb.shape[1]]
    rgb *= np.where(columns > 500, 0.6, 1.0)[..., None]  # a shadow's edge
    lamp = np.exp(-(((columns - 300) ** 2 + (rows - 400) ** 2) / 120.0**2))
    rgb += 60.0 * lamp[..., None]
    assert InkMap(np.clip(rgb, 0, 255).astype(np.uint8)).solids == ()


def test_only_dark_ink_is_left_of_a_card_that_is_printed_over() -> None:
    rgb = canvas()
    mark = Box(20.0, 45.0, 28.0, 45.5)
    box(rgb, mark, (140, 140, 140))
    ink = InkMap(rgb)
    bare = ink.own_print(rgb, ink.level(NUMBER), 0.6)
    rows = slice(round(45.1 * PX_PER_MM), round(45.4 * PX_PER_MM))
    assert bare[rows, round(21 * PX_PER_MM) : round(27 * PX_PER_MM)].min() == 255
    assert bare[rows, round(30.1 * PX_PER_MM) : round(30.3 * PX_PER_MM)].max() < 60


def test_what_lies_outside_the_picture_is_no_ink() -> None:
    rgb = canvas()
    seen = np.ones(rgb.shape[:2], bool)
    seen[:, round(50 * PX_PER_MM) :] = False
    rgb[~seen] = 0
    outside = Box(52.0, 20.0, 60.0, 24.0)
    assert InkMap(rgb).level(outside) < 0.1
    ink = InkMap(rgb, seen=seen)
    assert ink.level(outside) == 1.0
    assert ink.solids == ()
