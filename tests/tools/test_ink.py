from __future__ import annotations

import pytest
from tools.cards.ink import Type, bold, set_line

from idphoto.errors import MissingGlyph

SANS = "Noto Sans CJK SC"


def test_added_weight_is_ink() -> None:
    plain = set_line("样本", Type(SANS, 3.0, 3.2), 0, 0).box_mm
    heavy = set_line("样本", Type(SANS, 3.0, 3.2, stroke_mm=0.2), 0, 0).box_mm
    grown = plain.grown(0.1, 0.1, 0.1, 0.1)
    assert (heavy.left, heavy.right) == pytest.approx((grown.left, grown.right))
    assert (heavy.top, heavy.bottom) == pytest.approx((grown.top, grown.bottom))


def test_a_heading_is_heavier_the_larger_it_is() -> None:
    assert bold(SANS, 6.0, 7.0).stroke_mm == 2 * bold(SANS, 3.0, 3.5).stroke_mm > 0


def test_an_outline_is_where_its_line_is() -> None:
    line = set_line("样本", Type(SANS, 3.0, 3.2), 20, 10)
    points = line.outline.points
    assert points.min(axis=0) == pytest.approx((line.box_mm.left, line.box_mm.top), abs=0.01)
    assert points.max(axis=0) == pytest.approx((line.box_mm.right, line.box_mm.bottom), abs=0.01)


def test_a_character_that_a_family_lacks_is_named() -> None:
    with pytest.raises(MissingGlyph, match="样") as caught:
        set_line("A样", Type("OCR-B", 3.0, 3.2), 0, 0)
    assert caught.value.code == "missing_glyph"
    assert caught.value.characters == "样"
