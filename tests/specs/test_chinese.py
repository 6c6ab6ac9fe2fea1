from __future__ import annotations

import pytest

from idphoto.specs.chinese import simplified, translated


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("護照", "护照"),
        ("簽證", "签证"),
        ("台灣駕駛執照", "台湾驾驶执照"),
        ("1寸", "一寸"),
        ("小 2寸", "小 二寸"),
        ("两寸", "二寸"),
        ("两國", "两国"),
        ("passport", "passport"),
    ],
)
def test_words_are_compared_in_simplified_characters_and_chinese_numerals(
    text: str, plain: str
) -> None:
    assert simplified(text) == plain


def test_a_title_with_an_unknown_word_has_no_translation() -> None:
    assert translated("Germany dog licence") is None
    assert translated("") is None


def test_the_longest_phrase_is_translated() -> None:
    assert translated("National Civil Service Exam (Small 2 Inch)") == "国家公务员考试（小二寸）"
    assert translated("Hong Kong & Macau Permit") == "港澳通行证"
