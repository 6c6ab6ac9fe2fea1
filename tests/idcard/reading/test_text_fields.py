"""Names, nations and addresses, from made-up readings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.idcard.said import printed

from idphoto.idcard.card import UNKNOWN_CHARACTER, Unread
from idphoto.idcard.nations import NATIONS, OTHERS
from idphoto.idcard.reading.field_prints import FieldPrint
from idphoto.idcard.reading.text_fields import read_address, read_name, read_nation


def test_a_name_is_read_without_gaps_and_with_one_kind_of_dot() -> None:
    assert read_name(printed("张 三 丰")).text == "张三丰"
    assert read_name(printed("张三•李四")).text == "张三·李四"


def test_a_name_has_no_digits_and_no_letters() -> None:
    value = read_name(printed("张三", {1: {"A": 0.6, "三": 0.4}}), clarity=0.9)
    assert value.text == "张三"
    assert value.repaired
    assert 0.3 < value.confidence < 0.9


def test_a_name_of_which_no_character_is_certain_is_unread() -> None:
    value = read_name(printed("张", {0: {"张": 0.39, "": 0.61}}))
    assert (value.text, value.confidence, value.reason) == ("", 0.0, Unread.ILLEGIBLE)


def test_a_character_that_the_reader_does_not_know_is_marked() -> None:
    unknown = {1: {"三": 0.3, "丰": 0.3, "王": 0.3}}
    value = read_name(printed("张三", unknown))
    assert value.text == "张" + UNKNOWN_CHARACTER
    assert value.confidence < 0.5


def test_a_character_less_certain_than_ordinary_ones_makes_a_name_doubtful() -> None:
    value = read_name(printed("张三", {1: {"三": 0.9, "丰": 0.1}}))
    assert value.text == "张三"
    assert value.confidence < 0.5


def test_characters_that_were_passed_over_are_marked_in_their_places() -> None:
    value = read_name(replace(printed("张三"), passed_over=(1,)))
    assert value.text == "张" + UNKNOWN_CHARACTER + "三"
    assert value.confidence < 0.5
    value = read_name(replace(printed("张三"), passed_over=(0, 2)))
    assert value.text == UNKNOWN_CHARACTER + "张三" + UNKNOWN_CHARACTER


def test_on_an_unclear_card_uncertain_characters_are_not_taken_for_unknown_ones() -> None:
    value = read_name(printed("张三", {1: {"三": 0.45, "丰": 0.3, "": 0.25}}), clarity=0.9)
    assert value.text == "张三"


def test_a_print_that_is_disputed_has_less_confidence() -> None:
    for value in (
        read_name(replace(printed("张三"), trust=0.6)),
        read_nation(replace(printed("汉"), trust=0.6)),
        read_address((printed("张三路"), replace(printed("1号"), trust=0.6)), None),
    ):
        assert value.text
        assert 0.5 < value.confidence < 0.61


def test_a_nation_is_not_made_of_another_word() -> None:
    value = read_nation(printed("一室"))
    assert value.text == "" or value.confidence < 0.5


def test_an_empty_print_is_read_as_an_empty_value() -> None:
    for value in (read_name(FieldPrint()), read_nation(FieldPrint()), read_address((), None)):
        assert value.text == ""
        assert value.confidence == 0.0
        assert value.reason is Unread.ILLEGIBLE


@pytest.mark.parametrize("nation", [*NATIONS, *OTHERS])
def test_every_nation_is_read(nation: str) -> None:
    value = read_nation(printed(nation))
    assert value.text == nation
    assert value.confidence > 0.99
    assert not value.repaired


def test_a_nation_with_one_misread_character_is_repaired() -> None:
    value = read_nation(printed("维吾室"))
    assert value.text == "维吾尔"
    assert value.repaired


def test_the_lines_of_an_address_are_joined_and_signs_made_half_width() -> None:
    value = read_address((printed("广东省张三路１号（一"), printed("楼）3－1201室")), "广东省")
    assert value.text == "广东省张三路1号(一楼)3-1201室"


def test_the_numbers_province_decides_only_between_two_readings_of_an_address() -> None:
    torn = {0: {"湖": 0.5, "河": 0.5}}
    assert read_address((printed("河北省张三路1号", torn),), "湖北省").text == "湖北省张三路1号"
    assert read_address((printed("河北省张三路1号"),), "湖北省").text == "河北省张三路1号"


def test_a_nation_read_in_its_traditional_form_is_that_nation() -> None:
    value = read_nation(printed("漢"))
    assert value.text == "汉"
    assert value.confidence > 0.9


def test_an_older_shape_of_a_character_is_read_as_todays() -> None:
    value = read_name(printed("黄三", {0: {"黃": 0.6, "黄": 0.4}}))
    assert value.text == "黄三"
    assert value.confidence > 0.9
