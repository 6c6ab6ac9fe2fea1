"""Characters of a name that the reader passed over, on painted canvases."""

from __future__ import annotations

import numpy as np
import pytest
from tests.idcard.said import laid

from idphoto.idcard.layout import CANVAS_WH, NAME, NAME_PITCH_MM, ORDINARY, PX_PER_MM
from idphoto.idcard.reading.card_line import card_line
from idphoto.idcard.reading.field_rows import value_row
from idphoto.idcard.reading.ink import InkMap
from idphoto.idcard.reading.label_positions import find_label_positions
from idphoto.idcard.reading.unread_ink import unread_characters

LEFT_MM, Y_MM = 16.6, 8.84


def passed_over(printed: str, read: str) -> tuple[int, ...]:
    """``printed`` and ``read``: a character per place; a blank is none."""
    rgb = np.full((*CANVAS_WH[::-1], 3), 210, np.uint8)
    for place, character in enumerate(printed):
        if character != " ":
            middle = LEFT_MM + (place + 0.5) * NAME_PITCH_MM
            left, right = (round(PX_PER_MM * (middle + at)) for at in (-1.5, 1.5))
            rgb[round(PX_PER_MM * (Y_MM - 1.2)) : round(PX_PER_MM * (Y_MM + 1.2)), left:right] = 30
    line = card_line(laid(read, LEFT_MM, Y_MM, NAME_PITCH_MM))
    assert line is not None
    row = value_row([line], find_label_positions([line], ORDINARY), NAME)
    return unread_characters(row, InkMap(rgb), (LEFT_MM - 0.5, 50.0), below=0.5)


@pytest.mark.parametrize("name", ["张三", "张三丰", "张 三"])
def test_all_ink_of_a_name_that_was_read_belongs_to_it(name: str) -> None:
    assert passed_over(name, name) == ()


@pytest.mark.parametrize(
    ("read", "places"),
    [("张 丰", (1,)), ("张三 ", (2,)), (" 三丰", (0,)), ("张  ", (1, 1))],
)
def test_ink_beside_what_was_read_is_an_unread_character(
    read: str, places: tuple[int, ...]
) -> None:
    assert passed_over("张三丰", read) == places


def test_where_nothing_was_read_nothing_is_passed_over() -> None:
    assert passed_over("张三", "  ") == ()
