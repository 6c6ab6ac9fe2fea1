"""Lines over a card that are not its own print, from made-up readings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.idcard.said import laid

from idphoto.idcard.card import TextLine
from idphoto.idcard.layout import CANVAS_WH, NAME, ORDINARY, PX_PER_MM
from idphoto.idcard.reading.card_line import card_line
from idphoto.idcard.reading.field_rows import value_row
from idphoto.idcard.reading.ink import InkMap
from idphoto.idcard.reading.label_positions import find_label_positions
from idphoto.idcard.reading.overprint import find_overprint, is_foreign

MARK = "仅供办理使用"
GREY, BLACK = 130, 30


def painted(*lines: tuple[TextLine, int]) -> InkMap:
    """A card on which each line's characters are vertical strokes of a brightness."""
    rgb = np.full((*CANVAS_WH[::-1], 3), 210, np.uint8)
    for line, brightness in lines:
        placed = card_line(line)
        assert placed is not None
        for spot in placed.characters:
            x, y = (round(PX_PER_MM * at) for at in (spot.x_mm, placed.y_mm(spot.x_mm)))
            rgb[y - 20 : y + 20, x - 4 : x + 4] = brightness
    return InkMap(rgb)


@pytest.mark.parametrize("turn", [-0.4, -0.15, 0.15, 0.4])
def test_a_slanted_line_is_foreign(turn: float) -> None:
    assert is_foreign(laid("租房合同使用", 20.0, 25.0, turn=turn))


@pytest.mark.parametrize("turn", [-0.04, 0.0, 0.04])
def test_a_level_line_is_the_cards_own(turn: float) -> None:
    assert not is_foreign(laid("广东省张三路1号", 16.5, 29.0, turn=turn))


def test_a_short_or_uncertain_line_has_no_slant_worth_believing() -> None:
    assert not is_foreign(laid("路1", 20.0, 25.0, turn=0.2))
    assert not is_foreign(laid("民族汉", 24.5, 15.8, turn=0.12))
    vague = laid("租房合同使用", 20.0, 25.0, turn=0.3)
    steps = np.full_like(vague.reading.steps, 1e-3)
    steps += 0.3 * vague.reading.steps
    assert not is_foreign(replace(vague, reading=replace(vague.reading, steps=steps)))


def test_a_line_higher_than_any_of_the_cards_is_foreign_however_it_is_read() -> None:
    line = laid("租房合同使用租房合同", 20.0, 25.0)
    assert not is_foreign(line)
    middle = line.quad.mean(axis=0)
    high = replace(line, quad=middle + (line.quad - middle) * (1.0, 2.5))
    assert is_foreign(high)


@pytest.mark.parametrize("text", [MARK, "他用无效", "再次复印无效"])
def test_the_words_of_a_mark_are_foreign_at_any_slant(text: str) -> None:
    assert is_foreign(laid(text, 20.0, 25.0))


def test_a_mark_is_reported_with_its_words_and_its_ink() -> None:
    name, mark = laid("张三丰", 16.7, 9.0), laid(MARK, 20.0, 25.0, turn=-0.3)
    own = [each for line in (name,) if (each := card_line(line)) is not None]
    rows = [value_row(own, find_label_positions(own, ORDINARY), NAME)]
    found = find_overprint(
        [name, mark], rows, painted((name, BLACK), (mark, GREY)), ORDINARY.portrait
    )
    assert found is not None
    assert found.texts == (MARK,)
    assert found.own_level < 0.2 < 0.5 < found.level
    assert found.is_separable


def test_a_mark_as_black_as_the_values_cannot_be_taken_away() -> None:
    name, mark = laid("张三丰", 16.7, 9.0), laid(MARK, 20.0, 25.0, turn=-0.3)
    own = [each for line in (name,) if (each := card_line(line)) is not None]
    rows = [value_row(own, find_label_positions(own, ORDINARY), NAME)]
    found = find_overprint(
        [name, mark], rows, painted((name, BLACK), (mark, BLACK)), ORDINARY.portrait
    )
    assert found is not None
    assert not found.is_separable


@pytest.mark.parametrize(("pale", "is_found"), [("使用他", True), ("使", False)])
def test_several_paler_characters_in_a_values_row_are_a_mark(pale: str, is_found: bool) -> None:
    name = laid("张三丰黄李", 16.7, 9.0)
    more = laid(pale, 16.7 + 5 * 3.17, 9.0)
    own = [each for line in (name, more) if (each := card_line(line)) is not None]
    rows = [value_row(own, find_label_positions(own, ORDINARY), NAME)]
    ink = painted((name, BLACK), (more, GREY + 20))
    assert (find_overprint([name, more], rows, ink, ORDINARY.portrait) is not None) == is_found


def test_an_ordinary_card_has_nothing_printed_over_it() -> None:
    name = laid("张三丰", 16.7, 9.0)
    own = [each for line in (name,) if (each := card_line(line)) is not None]
    rows = [value_row(own, find_label_positions(own, ORDINARY), NAME)]
    assert find_overprint([name], rows, painted((name, BLACK)), ORDINARY.portrait) is None
