"""Documents told apart by what they say and by their numbers, from made-up readings."""

from __future__ import annotations

import numpy as np
import pytest

from idphoto.idcard.card import TextLine
from idphoto.idcard.finding.other_documents import (
    BACK,
    BANK_CARD,
    FOREIGN,
    LICENCE,
    OTHER,
    PASSPORT,
    PERMIT,
    TEXT,
    another_document,
    document_of_number,
    foreigners_card,
    what_is_shown,
)
from idphoto.models.text_reader import Reading


def line(text: str) -> TextLine:
    alphabet = ("", *sorted(set(text)))
    steps = np.zeros((2 * len(text) + 1, len(alphabet)), np.float32)
    steps[::2, 0] = 1.0
    for place, character in enumerate(text):
        steps[2 * place + 1, alphabet.index(character)] = 1.0
    return TextLine(np.zeros((4, 2)), 1.0, Reading(steps, alphabet))


@pytest.mark.parametrize(
    ("texts", "document"),
    [
        (("外国人永久居留身份证", "姓名 / Name"), FOREIGN),
        (("PERMANENT RESIDENCE CARD", "国籍 Nationality"), FOREIGN),
        (("国籍 / Nationality", "证件号码 / ID No."), FOREIGN),
        (("中华人民共和国", "港澳居民居住证", "签发机关", "有效期限"), PERMIT),
        (("台湾居民居住证",), PERMIT),
        (("中华人民共和国机动车驾驶证", "国籍 Nationality"), LICENCE),
        (("准驾车型 Class", "C1"), LICENCE),
        (("示例银行", "VALID THRU 09/29"), BANK_CARD),
        (("护照/PASSPORT", "国籍/Nationality"), PASSPORT),
        (("P<UTOSPECIMEN<<L123",), PASSPORT),
        (("学生证", "姓名"), OTHER),
        (("签发机关", "有效期限"), BACK),
        (("居民身份证",), BACK),
        (("明天会更好",), TEXT),
    ],
)
def test_a_document_is_named_by_its_words(texts: tuple[str, ...], document: str) -> None:
    assert what_is_shown([line(text) for text in texts]) == document


def test_an_identity_cards_own_words_are_no_other_document() -> None:
    own = ("姓名 张三", "性别 男 民族 汉", "出生 1990 年 1 月 1 日", "公民身份号码")
    assert another_document([line(text) for text in own]) is None


def test_the_words_of_a_mark_are_not_those_of_a_document() -> None:
    assert another_document([line("仅供示例银行信用卡申请使用")]) is None


@pytest.mark.parametrize(
    ("first", "document"),
    [("810000", PERMIT), ("820000", PERMIT), ("830000", PERMIT), ("911840", FOREIGN)],
)
def test_numbers_of_permits_are_not_those_of_identity_cards(first: str, document: str) -> None:
    assert document_of_number(first + "199001019990") == document


@pytest.mark.parametrize("first", ["110101", "440305", "659001", "710000"])
def test_numbers_of_provinces_are_those_of_identity_cards(first: str) -> None:
    assert document_of_number(first + "199001019990") is None


def test_an_unread_number_names_no_document() -> None:
    assert document_of_number("") is None


def test_a_foreigners_card_is_known_by_words_that_no_address_has() -> None:
    assert foreigners_card([line("国籍 / Nationality"), line("张三")]) == FOREIGN
    assert foreigners_card([line("北京市外国人民路1号"), line("中国银行")]) is None
