"""Whether all of a card is in the picture: plain cards on a plain table, cropped."""

from __future__ import annotations

import numpy as np
import pytest

from idphoto.idcard.card import Card
from idphoto.idcard.layout import CANVAS_WH, CARD_WH_MM, CORNER_RADIUS_MM, PX_PER_MM
from idphoto.idcard.warnings.border import Completeness, completeness
from idphoto.idcard.warnings.ground import find_ground

TABLE_MM = 8.0
WIDTH, HEIGHT = (round((side + 2 * TABLE_MM) * PX_PER_MM) for side in CARD_WH_MM)
Sides = tuple[bool, bool, bool, bool]
ALL: Sides = (True, True, True, True)


def completeness_of(
    crop_mm: tuple[float, float, float, float] = (-TABLE_MM,) * 4,
    found: Sides = ALL,
    sigma_mm: float = 0.2,
) -> Completeness:
    """Of a card whose picture ends ``crop_mm`` within its top, right, bottom and left borders.

    ``sigma_mm``: of the sides that were not ``found``.
    """
    y, x = np.mgrid[:HEIGHT, :WIDTH] / PX_PER_MM - TABLE_MM
    r = CORNER_RADIUS_MM
    dx = np.maximum(np.abs(x - CARD_WH_MM[0] / 2) - CARD_WH_MM[0] / 2 + r, 0.0)
    dy = np.maximum(np.abs(y - CARD_WH_MM[1] / 2) - CARD_WH_MM[1] / 2 + r, 0.0)
    on_card = np.hypot(dx, dy) <= r
    rgb = np.where(on_card[..., None], (205, 214, 220), (90, 70, 60)).astype(np.uint8)
    top, right, bottom, left = (round((TABLE_MM + crop) * PX_PER_MM) for crop in crop_mm)
    rgb = np.ascontiguousarray(rgb[top : HEIGHT - bottom, left : WIDTH - right])
    to_canvas = np.eye(3)
    to_canvas[:2, 2] = np.array((left, top)) - TABLE_MM * PX_PER_MM
    corners = np.array([(0, 0), (CARD_WH_MM[0], 0), CARD_WH_MM, (0, CARD_WH_MM[1])]) * PX_PER_MM
    card = Card(
        np.zeros((CANVAS_WH[1], CANVAS_WH[0], 3), np.uint8),
        np.ones((CANVAS_WH[1], CANVAS_WH[0]), np.bool_),
        to_canvas,
        corners - to_canvas[:2, 2],
        PX_PER_MM,
        (),
        None,
        sides_found=found,
        sides_sigma_mm=tuple(0.2 if each else sigma_mm for each in found),  # type: ignore[arg-type]
    )
    return completeness(find_ground(rgb, card), card)


def test_a_card_with_table_all_round_is_complete() -> None:
    found = completeness_of()
    assert found.score < 0.1
    assert found.is_judged


@pytest.mark.parametrize("crop_mm", [0.0, 0.7])
def test_a_picture_cropped_at_the_border_is_complete(crop_mm: float) -> None:
    assert completeness_of((crop_mm,) * 4).score < 0.5


@pytest.mark.parametrize("side", range(4))
def test_a_picture_that_ends_three_millimetres_within_the_card_is_not_complete(side: int) -> None:
    crop = tuple(3.0 if each == side else -TABLE_MM for each in range(4))
    assert completeness_of(crop).score > 0.5  # type: ignore[arg-type]


def test_a_side_at_the_rim_that_was_not_found_cannot_be_judged() -> None:
    crop = (-TABLE_MM, 0.5, -TABLE_MM, -TABLE_MM)
    unseen: Sides = (True, False, True, True)
    assert not completeness_of(crop, unseen, sigma_mm=1.3).is_judged
    assert completeness_of(crop, unseen, sigma_mm=0.5).is_judged


def test_a_side_that_was_not_found_within_the_picture_can_be_judged() -> None:
    assert completeness_of(found=(True, False, True, True), sigma_mm=1.3).is_judged
