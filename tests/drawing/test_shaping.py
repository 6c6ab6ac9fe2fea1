from __future__ import annotations

import pytest

from idphoto.drawing.fonts import find_face
from idphoto.drawing.shaping import glyphs_of, outline_of, shape


def texts(line: str) -> list[str]:
    return [glyph.text for glyph in glyphs_of(line)]


def test_glyphs_stand_side_by_side() -> None:
    first, second = glyphs_of("Hi")
    assert (first.x, first.y, first.text, second.text) == (0, 0, "H", "i")
    assert second.x == first.advance > 0.5


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Anna 张", ["A", "n", "n", "a", " ", "张"]),
        ("אב", ["ב", "א"]),
        ("אב ab", ["a", "b", " ", "ב", "א"]),
    ],
)
def test_glyphs_come_from_left_to_right(line: str, expected: list[str]) -> None:
    assert texts(line) == expected
    assert [glyph.x for glyph in glyphs_of(line)] == sorted(glyph.x for glyph in glyphs_of(line))


def test_a_ligature_stands_for_all_its_letters() -> None:
    assert texts("क्ष") == ["क्ष"]


def test_brackets_are_mirrored_where_text_runs_to_the_left() -> None:
    latin, hebrew = glyphs_of("a)")[1], glyphs_of("א)")[0]
    opened = glyphs_of("a(")[1]
    assert hebrew.text == ")"
    assert hebrew.number == opened.number != latin.number


def test_a_line_may_be_shaped_in_a_font_of_the_callers_choice() -> None:
    face = find_face("Noto Sans CJK JP")
    assert face is not None
    (glyph,) = shape("A", [("A", face)])
    assert glyph.face.family == "Noto Sans CJK JP" != glyphs_of("A")[0].face.family


def test_a_space_has_no_outline() -> None:
    assert not len(outline_of(" ").points)
