"""Number, birth and sex weighed together: misreadings are repaired, clear print is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.idcard.said import printed, prints

from idphoto.errors import BadRequest
from idphoto.idcard.card import Fields, Unread
from idphoto.idcard.number import check_character, parse_number
from idphoto.idcard.reading.field_prints import FieldPrint, FieldPrints
from idphoto.idcard.reading.parse import (
    CONTRADICTION,
    Contradictions,
    contradictions,
    hypotheses,
    settle,
)

TODAY = date(2026, 1, 31)
NUMBER = "440305199505132561"  # the public demonstration number
CLEAR = prints(printed(NUMBER), printed("1995年5月13日"), printed("女"))


def _read(found: FieldPrints) -> tuple[Fields, Contradictions]:
    weighed = hypotheses(found, TODAY)
    return settle(found, weighed), contradictions(weighed)


def test_a_clear_card_is_reported_as_printed() -> None:
    fields, against = _read(CLEAR)
    assert (fields.number.text, fields.birth.text, fields.sex.text) == (NUMBER, "1995/5/13", "女")
    assert not any(each.repaired for each in (fields.number, fields.birth, fields.sex))
    assert min(fields.number.confidence, fields.birth.confidence, fields.sex.confidence) > 0.99
    assert against == Contradictions(0.0, 0.0, 0.0)


def test_the_check_digit_decides_between_two_readings_of_a_digit() -> None:
    doubt = {16: {"8": 0.7, "6": 0.3}}  # in the sequence, which no other field repeats
    fields, against = _read(prints(printed(NUMBER, doubt), printed("1995年5月13日"), printed("女")))
    assert fields.number.text == NUMBER
    assert fields.number.repaired
    assert 0.0 < against.number < CONTRADICTION


def test_a_half_hidden_birth_in_the_number_is_read_with_the_printed_birth() -> None:
    hidden = {place: {"1": 0.5, "7": 0.5} for place in (6, 12)} | {9: {"5": 0.4, "6": 0.6}}
    found = prints(printed(NUMBER, hidden), printed("1995年5月13日"), printed("女"))
    assert _read(found)[0].number.text == NUMBER


def test_a_birth_read_without_one_of_its_labels_is_completed_with_the_number() -> None:
    birth = printed("1995年5月13日", {6: {"1": 0.3, "": 0.7}})
    fields, _ = _read(prints(printed(NUMBER), birth, printed("女")))
    assert fields.birth.text == "1995/5/13"
    assert fields.birth.repaired


def test_a_misread_digit_of_the_birth_is_corrected_from_the_number() -> None:
    birth = printed("1995年5月13日", {7: {"7": 0.9, "1": 0.05, "": 0.05}})
    fields, _ = _read(prints(printed(NUMBER), birth, printed("女")))
    assert fields.birth.text == "1995/5/13"
    assert fields.birth.repaired


def test_an_unclear_sex_is_decided_by_the_number() -> None:
    unclear = printed("女", {0: {"女": 0.3, "男": 0.35, "": 0.35}})
    fields, against = _read(prints(printed(NUMBER), printed("1995年5月13日"), unclear))
    assert fields.sex.text == "女"
    assert fields.sex.repaired
    assert against.sex < CONTRADICTION


@pytest.mark.parametrize("nothing", [FieldPrint(), printed("")], ids=["no line", "an empty line"])
def test_birth_and_sex_that_were_not_seen_are_not_taken_from_the_number(
    nothing: FieldPrint,
) -> None:
    fields, against = _read(prints(printed(NUMBER), nothing, nothing))
    assert fields.number.text == NUMBER
    for value in (fields.birth, fields.sex):
        assert (value.text, value.confidence, value.reason) == ("", 0.0, Unread.ILLEGIBLE)
    assert against == Contradictions(0.0, 0.0, 0.0)


def test_a_clear_birth_that_contradicts_the_number_is_reported_as_printed() -> None:
    fields, against = _read(prints(printed(NUMBER), printed("1985年5月13日"), printed("女")))
    assert (fields.number.text, fields.birth.text) == (NUMBER, "1985/5/13")
    assert against.birth > CONTRADICTION
    assert against.number == 0.0


def test_a_clear_sex_that_contradicts_the_number_is_reported_as_printed() -> None:
    fields, against = _read(prints(printed(NUMBER), printed("1995年5月13日"), printed("男")))
    assert (fields.number.text, fields.sex.text) == (NUMBER, "男")
    assert against.sex > CONTRADICTION


def test_a_number_with_a_clearly_wrong_check_digit_is_reported_as_printed() -> None:
    wrong = NUMBER[:15] + "36" + NUMBER[17:]
    with pytest.raises(BadRequest, match="check digit"):
        parse_number(wrong, TODAY)
    fields, against = _read(prints(printed(wrong), printed("1995年5月13日"), printed("女")))
    assert fields.number.text == wrong
    assert not fields.number.repaired
    assert against.number > CONTRADICTION
    assert against.birth == 0.0


@given(st.lists(st.integers(0, 17), max_size=4, unique=True), st.data())
def test_doubtful_digits_never_make_an_invalid_number(
    places: list[int], data: st.DataObject
) -> None:
    digits = st.sampled_from("0123456789")
    doubts = {place: {data.draw(digits): 0.5, NUMBER[place]: 0.5} for place in places}
    fields, _ = _read(
        prints(printed(NUMBER, doubts), printed("1995年5月13日"), printed("女")),
    )
    number = parse_number(fields.number.text, TODAY)
    assert check_character(number.text[:17]) == number.text[17]


@pytest.mark.parametrize(
    "number",
    [FieldPrint(), printed("4403"), printed(NUMBER[:12]), printed(NUMBER[:6] + NUMBER[14:])],
    ids=["no line", "4 digits", "12 digits", "no birth"],
)
def test_digits_that_were_not_seen_are_never_filled_in(number: FieldPrint) -> None:
    fields, against = _read(prints(number, printed("1995年5月13日"), printed("女")))
    value = fields.number
    assert (value.text, value.confidence, value.reason) == ("", 0.0, Unread.ILLEGIBLE)
    assert (fields.birth.text, fields.sex.text) == ("1995/5/13", "女")
    assert min(fields.birth.confidence, fields.sex.confidence) > 0.99
    assert against == Contradictions(0.0, 0.0, 0.0)


@pytest.mark.parametrize("place", [0, 8, 17])
def test_a_single_digit_under_ink_leaves_the_number_unread(place: int) -> None:
    hidden = {place: {"": 1.0}}
    fields, _ = _read(prints(printed(NUMBER, hidden), printed("1995年5月13日"), printed("女")))
    assert fields.number.text == ""


@pytest.mark.parametrize("misread", [1, 2, 3])
def test_at_most_two_misread_digits_are_corrected(misread: int) -> None:
    doubts = {place: {"-": 1.0} for place in (8, 9, 11)[:misread]}  # within the birth
    fields, _ = _read(prints(printed(NUMBER, doubts), printed("1995年5月13日"), printed("女")))
    assert fields.number.text == (NUMBER if misread <= 2 else "")


def test_number_and_birth_that_are_both_misread_do_not_correct_each_other() -> None:
    number = printed(NUMBER, {8: {"-": 1.0}, 9: {"-": 1.0}})
    birth = printed("1995年5月13日", {3: {"-": 1.0}})
    fields, _ = _read(prints(number, birth, printed("女")))
    assert fields.birth.text == ""


@pytest.mark.parametrize("reason", [Unread.OUTSIDE, Unread.COVERED])
def test_a_hidden_field_is_empty_with_its_reason_whatever_was_read(reason: Unread) -> None:
    hidden = replace(printed(NUMBER), hidden=reason)
    fields, _ = _read(prints(hidden, printed("1995年5月13日"), printed("女")))
    assert (fields.number.text, fields.number.reason) == ("", reason)
    assert fields.birth.text == "1995/5/13"
    name = replace(printed("张三"), hidden=reason)
    fields, _ = _read(prints(printed(NUMBER), printed("1995年5月13日"), printed("女"), name))
    assert (fields.name.text, fields.name.reason) == ("", reason)


def test_a_text_that_is_no_number_competes_with_the_numbers() -> None:
    blurred = {place: {"": 0.89, NUMBER[place]: 0.11} for place in range(18)}
    fields, _ = _read(prints(printed(NUMBER, blurred), printed("1995年5月13日"), printed("女")))
    assert fields.number.text == "" or fields.number.confidence < 0.5


SMALL = replace(CLEAR, is_small=True)


def test_a_small_cards_number_is_read_if_it_agrees_with_the_printed_birth() -> None:
    assert _read(SMALL)[0].number.text == NUMBER


@pytest.mark.parametrize(
    "birth",
    [FieldPrint(), printed("1985年5月13日"), printed("1995年5月13日", {7: {"-": 1.0}})],
    ids=["unread", "another", "misread"],
)
def test_a_small_cards_number_is_unread_without_its_birth(birth: FieldPrint) -> None:
    value = _read(replace(SMALL, birth=birth))[0].number
    assert (value.text, value.reason) == ("", Unread.ILLEGIBLE)


def test_a_small_cards_number_is_unread_if_it_is_not_valid() -> None:
    wrong = printed(NUMBER[:15] + "36" + NUMBER[17:])
    assert _read(replace(SMALL, number=wrong))[0].number.text == ""


def test_numbers_of_residence_permits_are_kept_as_printed() -> None:
    first = "81000019950513256"
    number = first + check_character(first)
    fields, _ = _read(prints(printed(number), printed("1995年5月13日"), printed("女")))
    assert fields.number.text == number
