"""Which lines of a bilingual card are not Chinese."""

from __future__ import annotations

import numpy as np
import pytest
from tests.idcard.said import laid

from idphoto.idcard.layout import BILINGUAL, ORDINARY
from idphoto.idcard.reading.card_line import CardLine, card_line
from idphoto.idcard.reading.second_script import certainty, continues, is_bilingual, is_in_letters
from idphoto.models.text_reader import Reading


def read(text: str, certainty: float = 0.99) -> Reading:
    alphabet = ("", *sorted(set(text)), "\u0000")
    steps = np.zeros((2 * len(text) + 1, len(alphabet)), np.float32)
    steps[::2, 0] = 1.0
    for place, character in enumerate(text):
        steps[2 * place + 1, alphabet.index(character)] = certainty
    return Reading(steps, alphabet)


def lines(*texts: str) -> list[CardLine]:
    found = [card_line(laid(text, 16.5, 29.0 + 4.5 * row)) for row, text in enumerate(texts)]
    return [line for line in found if line is not None]


@pytest.mark.parametrize("text", ["Gvangjsih Bouxcuengh", "Nanzningz Si Loh 12 Hauh", "Minzcuz"])
def test_zhuang_is_told_by_its_letters(text: str) -> None:
    assert is_in_letters(read(text))


@pytest.mark.parametrize(
    "text", ["广西南宁市武鸣区虚构路", "12号", "1704", "B座3A", "X", "450122198803090024", "张·阿"]
)
def test_chinese_lines_with_letters_and_digits_are_kept(text: str) -> None:
    assert not is_in_letters(read(text))


def test_a_card_with_several_unreadable_lines_is_bilingual() -> None:
    assert not is_bilingual(lines("姓名张三", "广东省", "  "), ORDINARY)
    assert is_bilingual(lines("姓名张三", "广东省", "  ", "  "), ORDINARY)
    assert is_bilingual(lines("姓名张三"), BILINGUAL)


def test_what_is_read_far_less_certainly_does_not_continue_an_address() -> None:
    assert continues(read("12号", 0.97), read("广西南宁市", 0.99))
    assert not continues(read("害害55", 0.65), read("广西南宁市", 0.99))
    assert certainty(read("")) == 0.0
