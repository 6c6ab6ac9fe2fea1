"""Cards placed by labels that were read, without a picture."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.idcard.said import laid

from idphoto.idcard.card import TextLine
from idphoto.idcard.finding.place import PlacedCard, place_by_number, place_card, seen_labels
from idphoto.idcard.layout import BILINGUAL, ORDINARY, PX_PER_MM, Layout
from idphoto.imaging.geometry import project

NUMBER = "11010519491231002X"
BIRTH = "1949年12月31日"
CORNERS_MM = np.array([(0.0, 0.0), (85.6, 0.0), (85.6, 54.0), (0.0, 54.0)])


def lines_of(layout: Layout, shift_mm: tuple[float, float] = (0.0, 0.0)) -> list[TextLine]:
    """The labels of a card, printed ``shift_mm`` off, in a picture of 16 px per mm."""
    lines = []
    for kind in layout.values:
        first, last = layout.character_mm(kind, 0), layout.character_mm(kind, len(kind) - 1)
        pitch = (last[0] - first[0]) / (len(kind) - 1)
        left = first[0] - pitch / 2 + shift_mm[0]
        lines.append(laid(kind, left, first[1] + shift_mm[1], pitch))
    return lines


def number_line(layout: Layout, text: str = NUMBER) -> TextLine:
    x, y = layout.character_mm("number", 0)
    return laid(text, x - 1.27, y, 2.54)


def placed(lines: list[TextLine]) -> PlacedCard:
    found = place_card(seen_labels(lines))
    assert found is not None
    return found


def corners_off_mm(found: PlacedCard) -> NDArray[np.float64]:
    """By how much the card's corners are misplaced, in mm."""
    off = project(found.pose.to_mm, CORNERS_MM * PX_PER_MM) - CORNERS_MM
    return np.asarray(np.hypot(*off.T), np.float64)


@pytest.mark.parametrize("layout", [ORDINARY, BILINGUAL], ids=["ordinary", "bilingual"])
def test_the_layout_that_fits_the_labels_places_the_card(layout: Layout) -> None:
    found = placed([*lines_of(layout), number_line(layout)])
    assert found.layout is layout
    assert found.is_card
    assert found.fits_well
    assert corners_off_mm(found).mean() < 1.0  # steps of a reading are 0.6 mm wide


def test_a_shifted_print_makes_the_card_uncertain_by_the_usual_shift() -> None:
    found = placed([*lines_of(ORDINARY, (0.4, -0.3)), number_line(ORDINARY)])
    sides = np.array([(0.0, 0.0), (0.0, 54.0)])
    sigma = np.sqrt(found.pose.spread_mm2(sides, 0).diagonal())
    assert (sigma > 0.5).all() and (sigma < 1.5).all()


def test_two_labels_that_other_documents_have_are_not_a_card() -> None:
    names = [line for line in lines_of(ORDINARY) if line.reading.text in ("姓名", "性别", "出生")]
    assert not placed(names).is_card


def test_labels_whose_characters_were_read_one_by_one_place_the_card() -> None:
    parted = []
    for kind in ("姓名", "性别", "出生", "住址"):
        for at, character in enumerate(kind):
            x, y = ORDINARY.character_mm(kind, at)
            parted.append(laid(character, x - 1.5, y, 3.0))
    found = placed([*parted, number_line(ORDINARY)])
    assert {"姓名", "性别", "出生", "住址"} <= found.kinds
    assert corners_off_mm(found).mean() < 1.0


def test_single_characters_that_lie_far_apart_are_no_label() -> None:
    first, last = laid("出", 5.0, 20.0, 3.0), laid("生", 40.0, 20.0, 3.0)
    assert seen_labels([first, last]) == []


def test_five_kinds_that_fit_are_a_card_even_if_others_have_them_too() -> None:
    common = ("姓名", "性别", "出生", "住址")
    few = [line for line in lines_of(ORDINARY) if line.reading.text in common]
    assert not placed(few).is_card
    assert placed([*few, _date(BIRTH)]).is_card


def test_a_valid_number_that_states_the_printed_birth_makes_a_card() -> None:
    number = number_line(ORDINARY)
    assert placed([number, _date(BIRTH)]).is_card
    assert not placed([number, _date("1949年12月30日")]).is_card


def test_a_number_with_a_wrong_check_character_does_not_place_a_card() -> None:
    assert place_by_number(seen_labels([number_line(ORDINARY)])) is not None
    assert place_by_number(seen_labels([number_line(ORDINARY, NUMBER[:-1] + "1")])) is None


def _date(text: str) -> TextLine:
    """A date whose 年 and 日 are where cards have them."""
    year, day = text.index("年"), text.index("日")
    first, last = (ORDINARY.character_mm("年月日", index) for index in (0, 2))
    pitch = (last[0] - first[0]) / (day - year)
    return laid(text, first[0] - (year + 0.5) * pitch, first[1], pitch)
