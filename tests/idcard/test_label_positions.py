"""Labels found in lines, and the places of labels that were not read."""

from __future__ import annotations

import numpy as np
import pytest
from tests.idcard.said import laid

from idphoto.idcard.card import TextLine
from idphoto.idcard.card_line import card_line
from idphoto.idcard.label_positions import LabelPositions, find_label_positions
from idphoto.idcard.layout import ADDRESS, BIRTH, NAME, NATION, NUMBER, SEX

COLUMN_MM = 4.6


def _found(*lines: TextLine) -> LabelPositions:
    return find_label_positions([each for line in lines if (each := card_line(line)) is not None])


def test_labels_are_found_alone_and_before_their_values() -> None:
    positions = _found(
        laid("姓名 张三", COLUMN_MM, 9.0, 2.8),
        laid("性别 女    民族 汉", COLUMN_MM, 16.5, 2.8),
        laid("出生", COLUMN_MM, 23.5, 2.8),
        laid("公民身份号码", COLUMN_MM, 48.2, 2.8),
    )
    assert set(positions.read) == {NAME, SEX, NATION, BIRTH, NUMBER}
    assert positions.label(NAME).first_mm == pytest.approx(COLUMN_MM + 1.4, abs=0.4)
    assert positions.label(NAME).last_mm == pytest.approx(COLUMN_MM + 4.2, abs=0.4)
    assert positions.label(NATION).first_mm == pytest.approx(COLUMN_MM + 8.5 * 2.8, abs=0.4)
    assert positions.label(NUMBER).y_mm == pytest.approx(48.2)


def test_the_place_of_an_unread_label_follows_from_the_others() -> None:
    shift_mm = np.array((1.5, -1.2))
    lines = [
        laid(name, COLUMN_MM + shift_mm[0], y + shift_mm[1], 2.8)
        for name, y in ((NAME, 9.0), (SEX, 16.5), (BIRTH, 23.5))
    ]
    address = _found(*lines).label(ADDRESS)
    assert ADDRESS not in _found(*lines).read
    assert address.first_mm == pytest.approx(COLUMN_MM + 1.4 + shift_mm[0], abs=0.5)
    assert address.y_mm == pytest.approx(30.5 + shift_mm[1], abs=0.5)


def test_the_numbers_label_is_placed_by_half_of_it() -> None:
    label = _found(laid("身份号码", COLUMN_MM + 2 * 2.8, 48.2, 2.8)).label(NUMBER)
    assert label.first_mm == pytest.approx(COLUMN_MM + 1.4, abs=0.5)
    assert label.last_mm == pytest.approx(COLUMN_MM + 5.5 * 2.8, abs=0.5)


def test_a_word_of_the_address_is_not_a_label() -> None:
    positions = _found(laid("广东省民族路1号", 12.0, 30.5))
    assert positions.read == {}


def test_without_lines_labels_are_where_the_template_has_them() -> None:
    positions = _found()
    assert positions.read == {}
    assert positions.label(NAME).y_mm == pytest.approx(9.0)
    assert positions.turn == 0.0
