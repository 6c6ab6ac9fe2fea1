"""Where the renderer's ink is, against what was measured on photographed cards."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from tools.cards.draw import PX_PER_MM, RESIDENT_CARD, DrawnCard, draw_card
from tools.cards.layout import BILINGUAL
from tools.cards.people import invent_person

from idphoto.imaging.geometry import Box

STILL = replace(RESIDENT_CARD, shift_sd=(0, 0), field_sd=(0, 0), portrait_sd=(0, 0), turn_deg=0.0)
PEOPLE = 12
# How far a mean over so few people may be off: characters differ.
TOLERANCE_MM = 0.15
_ROOM_MM = 0.35

# Left, top, right and bottom of the ink, in mm; None where it depends on the text.
MEASURED = {
    "姓名": (6.45, None, None, None),
    "性别": (6.45, None, None, None),
    "公民身份号码": (6.6, None, 25.2, None),
    "name": (16.62, 7.09, None, 10.6),
    "sex": (16.57, 14.51, None, 17.3),
    "nation": (33.49, 14.60, None, None),
    "year": (16.75, 21.25, 23.25, 23.55),
    "address": (16.52, 27.89, None, 30.8),
    "number": (29.89, 44.8, 74.85, 47.7),
}
MIDDLES = {
    "姓名": ((7.66 + 12.04) / 2, 9.27),
    "性别": ((7.69 + 12.09) / 2, 15.76),
    "民族": ((26.71 + 31.11) / 2, 15.76),
    "出生": ((7.71 + 12.06) / 2, 22.2),
    "住址": ((7.66 + 12.11) / 2, 29.2),
    "年": (26.64, 22.2),
    "月": (34.59, 22.2),
    "日": (42.64, 22.2),
    "公民身份号码": ((7.95 + 23.9) / 2, 46.3),
}


@cache
def cards(layout: str = "resident") -> list[DrawnCard]:
    white = np.full((441, 358, 3), 255, np.uint8)
    settings = STILL if layout == "resident" else replace(STILL, layout=BILINGUAL)
    return [draw_card(invent_person(seed), white, seed, settings) for seed in range(PEOPLE)]


def ink(card: DrawnCard, where: Box) -> tuple[float, float, float, float]:
    """Box of what is at least half as dark as the darkest in and round ``where``, in mm."""
    box = where.grown(_ROOM_MM, _ROOM_MM, _ROOM_MM, _ROOM_MM).scaled(PX_PER_MM)
    left, top = round(box.left), round(box.top)
    grey: NDArray[np.float32] = cv2.cvtColor(card.rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    part = grey[top : round(box.bottom), left : round(box.right)]
    dark = np.median(np.quantile(part, 0.8)) - part
    inked = dark > 0.5 * dark.max()
    rows, columns = (np.flatnonzero(inked.any(axis=axis)) for axis in (1, 0))
    return (
        (left + columns[0]) / PX_PER_MM,
        (top + rows[0]) / PX_PER_MM,
        (left + columns[-1] + 1) / PX_PER_MM,
        (top + rows[-1] + 1) / PX_PER_MM,
    )


def mean_ink(name: str, layout: str = "resident") -> NDArray[np.float64]:
    """On the mean over all cards, of a field's first line."""
    boxes = [ink(card, card.boxes(name)[0]) for card in cards(layout)]
    return np.asarray(np.mean(boxes, axis=0), np.float64)


@pytest.mark.parametrize("name", MEASURED)
def test_ink_is_where_it_was_measured(name: str) -> None:
    for side, wanted in zip(mean_ink(name), MEASURED[name], strict=True):
        if wanted is not None:
            assert side == pytest.approx(wanted, abs=TOLERANCE_MM)


@pytest.mark.parametrize("name", MIDDLES)
def test_labels_are_in_the_middle_of_where_they_were_measured(name: str) -> None:
    left, top, right, bottom = mean_ink(name)
    assert (left + right) / 2 == pytest.approx(MIDDLES[name][0], abs=TOLERANCE_MM)
    assert (top + bottom) / 2 == pytest.approx(MIDDLES[name][1], abs=TOLERANCE_MM)


def test_address_lines_are_as_far_apart_as_measured() -> None:
    tops = [[box.top for box in card.boxes("address")] for card in cards()]
    steps = [second - first for first, second in (each[:2] for each in tops if len(each) > 1)]
    assert np.mean(steps) == pytest.approx(4.47, abs=TOLERANCE_MM)


@pytest.mark.parametrize(("name", "one", "two"), [("month", 30.65, 30.85), ("day", 39.2, 38.55)])
def test_a_single_digit_of_the_birth_is_centred(name: str, one: float, two: float) -> None:
    for card in cards():
        left, _, right, _ = ink(card, card.boxes(name)[0])
        text = next(each.text for each in card.prints if each.name == name)
        assert (left + right) / 2 == pytest.approx(one if len(text) == 1 else two, abs=0.1)


def test_names_of_two_characters_are_set_apart() -> None:
    white = np.full((441, 358, 3), 255, np.uint8)
    person = replace(invent_person(0), name="李明")
    left, _, right, _ = ink(card := draw_card(person, white, 0, STILL), card.boxes("name")[0])
    assert left == pytest.approx(16.65, abs=TOLERANCE_MM)
    assert right == pytest.approx(26.0, abs=TOLERANCE_MM)


def test_the_portrait_is_where_it_was_measured() -> None:
    box = cards()[0].portrait_mm
    assert box is not None
    assert (box.left, box.right) == pytest.approx((53.40, 79.25), abs=TOLERANCE_MM)
    assert (box.top, box.bottom) == pytest.approx((7.5, 39.55), abs=TOLERANCE_MM)


@pytest.mark.parametrize(
    ("name", "left"), [("name", 19.2), ("nation", 40.1), ("number", 37.7), ("公民身份号码", 17.2)]
)
def test_a_bilingual_card_has_columns_of_its_own(name: str, left: float) -> None:
    assert mean_ink(name, "bilingual")[0] == pytest.approx(left, abs=TOLERANCE_MM)


def test_prints_move_from_card_to_card_as_much_as_measured() -> None:
    white = np.full((441, 358, 3), 255, np.uint8)
    drawn = [draw_card(invent_person(0), white, seed) for seed in range(60)]
    lefts = np.array([card.boxes("number")[0].left for card in drawn])
    labels = np.array([card.boxes("公民身份号码")[0].left for card in drawn])
    assert lefts.std() == pytest.approx(0.49, abs=0.12)
    assert (lefts - labels).std() < 0.25
