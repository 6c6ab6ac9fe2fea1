"""The citizen's number: valid numbers, and the messages about invalid ones."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idphoto.errors import BadRequest
from idphoto.idcard.number import CHARACTERS, EARLIEST_BIRTH, check_character, parse_number

DEMONSTRATION = "440305199505132561"  # a public number whose check digit is right
TODAY = date(2026, 1, 31)


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """Valid numbers."""
    region = draw(st.integers(110000, 839999))
    birth = draw(st.dates(EARLIEST_BIRTH, TODAY))
    first17 = f"{region}{birth:%Y%m%d}{draw(st.integers(0, 999)):03}"
    return first17 + check_character(first17)


def test_a_public_demonstration_number_is_parsed() -> None:
    number = parse_number(DEMONSTRATION)
    assert number.text == DEMONSTRATION
    assert number.region == "440305"
    assert number.birth == date(1995, 5, 13)
    assert number.sex == "女"


@given(numbers())
def test_a_valid_number_is_accepted_unchanged(text: str) -> None:
    number = parse_number(text, TODAY)
    assert number.text == text
    assert f"{number.region}{number.birth:%Y%m%d}" == text[:14]
    assert number.sex == ("男" if text[16] in "13579" else "女")


@given(numbers(), st.integers(0, 17), st.integers(1, 10))
def test_any_single_wrong_character_is_detected(text: str, place: int, step: int) -> None:
    other = CHARACTERS[(CHARACTERS.index(text[place]) + step) % 11]
    with pytest.raises(BadRequest):
        parse_number(text[:place] + other + text[place + 1 :], TODAY)


@given(numbers(), st.integers(0, 16))
def test_two_swapped_neighbours_are_detected(text: str, place: int) -> None:
    first, second = text[place], text[place + 1]
    swapped = text[:place] + second + first + text[place + 2 :]
    if first == second:
        assert parse_number(swapped, TODAY).text == text
    else:
        with pytest.raises(BadRequest):
            parse_number(swapped, TODAY)


def test_full_width_digits_surrounding_blanks_and_a_small_x_are_accepted() -> None:
    assert parse_number("  ４４０３０５１９９５０５１３２５６１\n").text == DEMONSTRATION
    assert parse_number("11010519491231002x").text == "11010519491231002X"
    assert parse_number("11010519491231002ｘ").text == "11010519491231002X"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "must have 18 characters, not 0"),
        ("44030519950513256", "must have 18 characters, not 17"),
        ("4403051995051325611", "must have 18 characters, not 19"),
        ("44030519950513256a", "the last character must be a digit or X"),
        ("X40305199505132561", "the first 17 characters must be digits"),
        ("4403051995051325٦1", "the first 17 characters must be digits"),
        ("440305 99505132561", "the first 17 characters must be digits"),
        ("440305199505132562", "the check digit does not match the other digits"),
        ("440305199513132567", "the date of birth does not exist"),
        ("440305199502292566", "the date of birth does not exist"),
        ("440305188912312561", "the date of birth is before 1890"),
        ("440305202602012560", "the date of birth is in the future"),
    ],
)
def test_the_reason_never_repeats_the_number(text: str, reason: str) -> None:
    digits = text[:17]
    if "birth" in reason:
        text = digits + check_character(digits)
    with pytest.raises(BadRequest) as caught:
        parse_number(text, TODAY)
    assert caught.value.code == "bad_request"
    assert caught.value.message == f"id_num: {reason}"


def test_by_default_births_after_the_machines_date_are_refused() -> None:
    first17 = f"110101{date.today().year + 1}0101001"
    with pytest.raises(BadRequest, match="in the future"):
        parse_number(first17 + check_character(first17))
