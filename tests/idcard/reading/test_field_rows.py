"""The stretches of a card that hold its fields, and the text of the lines there."""

from __future__ import annotations

import pytest
from tests.idcard.said import laid

from idphoto.idcard.card import TextLine
from idphoto.idcard.layout import ADDRESS, BIRTH, NAME, NATION, NUMBER, ORDINARY, SEX
from idphoto.idcard.reading.card_line import CardLine, card_line
from idphoto.idcard.reading.field_rows import FieldRow, address_rows, row_after, value_row
from idphoto.idcard.reading.label_positions import find_label_positions

NUMBER_TEXT = "440305199505132561"
LABELS = [
    laid("姓名", 5.5, 9.3, 4.39),
    laid("出生", 5.5, 22.2, 4.39),
    laid("住址", 5.5, 29.2, 4.39),
    laid("公民身份号码", 6.35, 46.3, 3.19),
]


def _lines(*lines: TextLine) -> list[CardLine]:
    return [each for line in lines if (each := card_line(line)) is not None]


def _row(name: str, *read: TextLine) -> FieldRow:
    lines = _lines(*read)
    return value_row(lines, find_label_positions(lines, ORDINARY), name)


def _text(row: FieldRow) -> str:
    return "" if row.reading is None else "".join(row.reading.text.split())


def test_a_value_follows_its_label_in_the_same_line() -> None:
    line = laid("姓名 张三丰", 5.5, 9.0, 4.39)
    assert _text(_row(NAME, line)) == "张三丰"


def test_a_value_in_a_line_of_its_own_is_found_beside_its_label() -> None:
    assert _text(_row(NUMBER, *LABELS, laid(NUMBER_TEXT, 29.9, 46.4, 2.54))) == NUMBER_TEXT
    assert _text(_row(NAME, *LABELS, laid("张三丰", 16.6, 9.0, 3.8))) == "张三丰"


def test_two_values_in_one_line_are_split_at_the_label_between_them() -> None:
    line = laid("性别女  民族 汉", 5.5, 15.8, 4.2)
    assert _text(_row(SEX, line)) == "女"
    assert _text(_row(NATION, line)) == "汉"


def test_a_value_in_two_lines_is_joined_and_their_overlap_read_once() -> None:
    parts = laid("1995年11", 16.7, 22.4), laid("1月16日", 16.7 + 6 * 3.17, 22.4)
    assert _text(_row(BIRTH, *LABELS, *parts)) == "1995年11月16日"


def test_equal_characters_on_both_sides_of_a_gap_are_both_kept() -> None:
    parts = laid("1991", 16.7, 22.4), laid("1年", 16.7 + 4 * 3.17, 22.4)
    assert _text(_row(BIRTH, *LABELS, *parts)) == "19911年"


def test_a_row_keeps_the_slope_of_its_line() -> None:
    row = _row(NAME, laid("姓名 张三丰", 5.5, 9.0, 4.39, turn=0.02))
    assert row.slope == pytest.approx(0.02)
    assert row.y_mm == pytest.approx(9.0 + 0.02 * (row.from_mm - 5.5))
    quad = row.quad(1.0)
    assert (quad[1, 1] - quad[0, 1]) / (quad[1, 0] - quad[0, 0]) == pytest.approx(0.02)


def test_the_lines_of_an_address_end_above_the_number() -> None:
    lines = _lines(
        *LABELS,
        laid("广东省张三路1号单元楼", 16.5, 29.35),
        laid("1201室", 16.5, 33.8),
        laid(NUMBER_TEXT, 29.9, 46.4, 2.54),
    )
    rows = address_rows(lines, find_label_positions(lines, ORDINARY))
    assert [_text(row) for row in rows] == ["广东省张三路1号单元楼", "1201室"]


def test_a_line_of_an_address_found_only_in_part_is_dropped() -> None:
    lines = _lines(
        *LABELS,
        laid("广东省张三路1号单元楼", 16.5, 29.35),
        laid("李四楼", 16.5 + 3 * 3.17, 33.8),
    )
    first, second = address_rows(lines, find_label_positions(lines, ORDINARY))
    assert _text(first) == "广东省张三路1号单元楼"
    assert second.reading is None
    assert second.y_mm == pytest.approx(33.8)


def test_another_line_follows_only_a_full_one() -> None:
    full, short = laid("广东省张三路1号单元楼", 16.5, 29.35), laid("广东省1号", 16.5, 29.35)
    for line, y_mm in ((full, 33.82), (short, None)):
        lines = _lines(*LABELS, line)
        positions = find_label_positions(lines, ORDINARY)
        row = row_after(address_rows(lines, positions), positions)
        assert (row and row.y_mm) == (y_mm and pytest.approx(y_mm, abs=0.01))


def test_no_line_of_an_address_lies_where_the_number_is() -> None:
    address = [laid("广东省张三路1号单元楼", 16.5, 29.35 + 4.47 * number) for number in range(4)]
    lines = _lines(*LABELS, *address)
    positions = find_label_positions(lines, ORDINARY)
    rows = address_rows(lines, positions)
    assert len(rows) == 4
    assert row_after(rows, positions) is None
    assert ADDRESS in positions.read
