"""Labels found in lines, and the places of labels that were not read."""

from __future__ import annotations

import numpy as np
import pytest
from tests.idcard.said import laid

from idphoto.idcard.card import TextLine
from idphoto.idcard.layout import ADDRESS, BIRTH, NAME, NATION, NUMBER, ORDINARY, SEX
from idphoto.idcard.reading.card_line import card_line
from idphoto.idcard.reading.label_positions import LabelPositions, find_label_positions

PITCH_MM = 4.39  # of two-character labels
LEFT_MM = 7.68 - PITCH_MM / 2


def _found(*lines: TextLine) -> LabelPositions:
    read = [each for line in lines if (each := card_line(line)) is not None]
    return find_label_positions(read, ORDINARY)


def test_labels_are_found_alone_and_before_their_values() -> None:
    positions = _found(
        laid("姓名 张三", LEFT_MM, 9.0, PITCH_MM),
        laid("性别女", LEFT_MM, 15.8, PITCH_MM),
        laid("民族 汉", 24.5, 15.8, PITCH_MM),
        laid("出生", LEFT_MM, 22.2, PITCH_MM),
        laid("公民身份号码", 6.35, 46.3, 3.19),
    )
    assert set(positions.read) == {NAME, SEX, NATION, BIRTH, NUMBER}
    assert positions.label(NAME).first_mm == pytest.approx(7.68, abs=0.4)
    assert positions.label(NAME).last_mm == pytest.approx(7.68 + PITCH_MM, abs=0.4)
    assert positions.label(NATION).first_mm == pytest.approx(24.5 + PITCH_MM / 2, abs=0.4)
    assert positions.label(NUMBER).y_mm == pytest.approx(46.3)


def test_the_place_of_an_unread_label_follows_from_the_others() -> None:
    shift_mm = np.array((1.5, -1.2))
    lines = [
        laid(name, LEFT_MM + shift_mm[0], y + shift_mm[1], PITCH_MM)
        for name, y in ((NAME, 9.27), (SEX, 15.76), (BIRTH, 22.2))
    ]
    address = _found(*lines).label(ADDRESS)
    assert ADDRESS not in _found(*lines).read
    assert address.first_mm == pytest.approx(7.66 + shift_mm[0], abs=0.5)
    assert address.y_mm == pytest.approx(29.2 + shift_mm[1], abs=0.5)


def test_the_numbers_label_is_placed_by_half_of_it() -> None:
    label = _found(laid("身份号码", 6.35 + 2 * 3.19, 46.3, 3.19)).label(NUMBER)
    assert label.first_mm == pytest.approx(7.95, abs=0.5)
    assert label.last_mm == pytest.approx(23.9, abs=0.5)


def test_a_word_of_the_address_is_not_a_label() -> None:
    positions = _found(laid("广东省民族路1号", 16.5, 29.4))
    assert positions.read == {}


def test_without_lines_labels_are_where_the_layout_has_them() -> None:
    positions = _found()
    assert positions.read == {}
    assert positions.label(NAME).y_mm == pytest.approx(9.27)
    assert positions.turn == 0.0
