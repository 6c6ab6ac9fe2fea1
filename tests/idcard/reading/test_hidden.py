"""Whether a value's place is in the picture and free, on painted canvases."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.idcard.said import laid

from idphoto.idcard.card import Unread
from idphoto.idcard.layout import (
    ADDRESS,
    BIRTH,
    CANVAS_WH,
    DIGIT_PITCH_MM,
    NAME,
    NUMBER,
    ORDINARY,
    PX_PER_MM,
    SEX,
)
from idphoto.idcard.reading.card_line import CardLine, card_line
from idphoto.idcard.reading.field_rows import address_rows, value_row
from idphoto.idcard.reading.hidden import why_hidden
from idphoto.idcard.reading.ink import InkMap
from idphoto.idcard.reading.label_positions import find_label_positions
from idphoto.imaging.geometry import Box

LINES = [
    laid("张三丰", 16.6, 8.84),
    laid("女", 16.6, 15.93),
    laid("1995年5月13日", 16.7, 22.4),
    laid("广东省张三路1号", 16.5, 29.35),
    laid("440305199505132561", 29.9, 46.25, DIGIT_PITCH_MM),
]
BRIGHT, DARK, WHITE = 210, 20, 252


def why(
    name: str, seen: NDArray[np.bool_] | None = None, over: Box | None = None, colour: int = DARK
) -> Unread | None:
    lines: list[CardLine] = [each for line in LINES if (each := card_line(line)) is not None]
    positions = find_label_positions(lines, ORDINARY)
    rows = (
        address_rows(lines, positions) if name == ADDRESS else [value_row(lines, positions, name)]
    )
    rgb = np.full((*CANVAS_WH[::-1], 3), BRIGHT, np.uint8)
    if over is not None:
        part = over.scaled(PX_PER_MM)
        rgb[round(part.top) : round(part.bottom), round(part.left) : round(part.right)] = colour
    if seen is None:
        seen = np.ones(CANVAS_WH[::-1], bool)
    return why_hidden(name, rows, positions, seen, InkMap(rgb))


def seen_above(y_mm: float) -> NDArray[np.bool_]:
    return np.arange(CANVAS_WH[1])[:, None] * np.ones(CANVAS_WH[0]) < y_mm * PX_PER_MM


def seen_left_of(x_mm: float) -> NDArray[np.bool_]:
    return np.ones((CANVAS_WH[1], 1)) * np.arange(CANVAS_WH[0]) < x_mm * PX_PER_MM


@pytest.mark.parametrize("name", [NAME, SEX, BIRTH, ADDRESS, NUMBER])
def test_a_whole_card_hides_nothing(name: str) -> None:
    assert why(name) is None


def test_a_number_below_the_pictures_end_is_outside() -> None:
    assert why(NUMBER, seen_above(46.0)) is Unread.OUTSIDE
    assert why(ADDRESS, seen_above(46.0)) is None


def test_a_number_beyond_the_pictures_side_is_outside() -> None:
    assert why(NUMBER, seen_left_of(68.0)) is Unread.OUTSIDE
    assert why(NAME, seen_left_of(68.0)) is None
    assert why(NUMBER, seen_left_of(73.0)) is None  # nine tenths


def test_an_address_is_outside_if_the_end_of_a_full_line_is() -> None:
    assert why(ADDRESS, seen_left_of(49.0)) is Unread.OUTSIDE
    assert why(ADDRESS, seen_left_of(53.0)) is None


def test_an_address_is_outside_if_its_second_line_may_be() -> None:
    assert why(ADDRESS, seen_above(31.5)) is Unread.OUTSIDE


@pytest.mark.parametrize("colour", [DARK, 120])
def test_a_bar_over_a_value_covers_it(colour: int) -> None:
    bar = Box(40.0, 44.4, 60.0, 48.1)
    assert why(NUMBER, over=bar, colour=colour) is Unread.COVERED
    assert why(ADDRESS, over=bar, colour=colour) is None


def test_a_bar_after_a_name_may_hide_more_of_it() -> None:
    bar = Box(31.0, 7.0, 45.0, 10.7)
    assert why(NAME, over=bar, colour=DARK) is Unread.COVERED
    assert why(NAME, over=bar.shifted(8.0, 0.0), colour=DARK) is None
    assert why(SEX, over=bar, colour=DARK) is None


def test_a_pale_sticker_covers_what_cannot_be_read_under_it() -> None:
    assert why(NAME, over=Box(30.0, 7.0, 34.0, 10.7), colour=WHITE) is None  # beside the name
    assert why(SEX, over=Box(16.4, 14.0, 17.9, 17.8), colour=WHITE) is Unread.COVERED
    # characters are read within it: a reflection
    assert why(NAME, over=Box(16.2, 7.0, 24.0, 10.7), colour=WHITE) is None
