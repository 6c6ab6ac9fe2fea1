"""Which lines of a bilingual card are not Chinese."""

from __future__ import annotations

import numpy as np
import pytest

from idphoto.idcard.second_script import is_second_script
from idphoto.models.text_reader import Reading


def read(text: str, certainty: float = 0.99) -> Reading:
    alphabet = ("", *sorted(set(text)), "\u0000")
    steps = np.zeros((2 * len(text) + 1, len(alphabet)), np.float32)
    steps[::2, 0] = 1.0
    for place, character in enumerate(text):
        steps[2 * place + 1, alphabet.index(character)] = certainty
    return Reading(steps, alphabet)


@pytest.mark.parametrize("text", ["Gvangjsih Bouxcuengh", "Nanzningz Si Loh 12 Hauh", "Minzcuz"])
def test_zhuang_is_told_by_its_letters(text: str) -> None:
    assert is_second_script(read(text))


@pytest.mark.parametrize(
    "text", ["广西南宁市武鸣区虚构路", "12号", "1704", "B座3A", "X", "450122198803090024", "张·阿"]
)
def test_chinese_lines_with_letters_and_digits_are_kept(text: str) -> None:
    assert not is_second_script(read(text))
    assert not is_second_script(read(text, 0.45))


def test_other_scripts_are_told_by_how_uncertainly_they_are_read() -> None:
    assert is_second_script(read("ᆞ「ヽ丨〃一ヾ", 0.4))
    assert not is_second_script(read("", 0.4))
