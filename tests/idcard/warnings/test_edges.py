"""Borders of plain grey cards on a grey table, whole and with pieces missing."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.idcard.layout import CARD_WH_MM, CORNER_RADIUS_MM
from idphoto.idcard.warnings.edges import square_sides, widest_gap_mm
from idphoto.idcard.warnings.ground import FINE_PER_MM, MARGIN_MM

CARD, TABLE = 200, 60
OVER = 8  # drawn this many times larger, for soft edges


def px(mm: float) -> int:
    return round((mm + MARGIN_MM) * FINE_PER_MM * OVER)


def laid(
    radius_mm: float = CORNER_RADIUS_MM,
    table: int = TABLE,
    cut_mm: tuple[float, float, float, float] | None = None,
) -> NDArray[np.uint8]:
    """A card on a table; ``cut_mm``: left, top, right and bottom of a piece that is missing."""
    width, height = CARD_WH_MM
    size = px(width + MARGIN_MM), px(height + MARGIN_MM)
    view = np.full((size[1], size[0]), table, np.uint8)
    if radius_mm:
        r = radius_mm
        for left, top, right, bottom in ((0, r, width, height - r), (r, 0, width - r, height)):
            view[px(top) : px(bottom), px(left) : px(right)] = CARD
        for x in (r, width - r):
            for y in (r, height - r):
                cv2.circle(view, (px(x), px(y)), round(r * FINE_PER_MM * OVER), CARD, -1)
    else:
        view[px(0) : px(height), px(0) : px(width)] = CARD
    if cut_mm is not None:
        left, top, right, bottom = cut_mm
        view[px(top) : px(bottom), px(left) : px(right)] = table
    small = cv2.resize(view, (size[0] // OVER, size[1] // OVER), interpolation=cv2.INTER_AREA)
    texture = np.random.default_rng(7).normal(1.0, 0.01, (*small.shape, 3))
    return np.clip(small[..., None] * texture, 0, 255).astype(np.uint8)


def all_seen(view: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.full(view.shape[:2], 255, np.uint8)


@pytest.mark.parametrize("table", [20, 120, 230])
def test_a_whole_card_has_no_gap_and_round_corners(table: int) -> None:
    view = laid(table=table)
    assert widest_gap_mm(view, all_seen(view)) == 0.0
    assert square_sides(view, all_seen(view)) == 0


@pytest.mark.parametrize("side", ["upper", "left", "corner"])
def test_a_missing_piece_leaves_a_gap_of_its_length(side: str) -> None:
    cut = {
        "upper": (30.0, -2.0, 45.0, 6.0),
        "left": (-2.0, 20.0, 6.0, 35.0),
        "corner": (-2.0, -2.0, 9.0, 9.0),
    }[side]
    view = laid(cut_mm=cut)
    along = 15.0 if side != "corner" else 2 * (9.0 - CORNER_RADIUS_MM) + CORNER_RADIUS_MM * 1.57
    assert widest_gap_mm(view, all_seen(view)) == pytest.approx(along, abs=3.0)


def test_a_part_outside_the_picture_is_not_a_gap() -> None:
    view = laid(cut_mm=(-4.0, -4.0, 20.0, 58.0))
    seen = all_seen(view)
    seen[:, : round((22.0 + MARGIN_MM) * FINE_PER_MM)] = 0
    assert widest_gap_mm(view, seen) < 3.0


def test_a_sheet_has_no_round_corner_and_a_card_cut_off_at_a_side_lacks_two() -> None:
    sheet = laid(radius_mm=0.0)
    assert square_sides(sheet, all_seen(sheet)) == 4
    cut = laid()
    cut[: cut.shape[0], -round((MARGIN_MM + 10) * FINE_PER_MM) :] = sheet[
        : cut.shape[0], -round((MARGIN_MM + 10) * FINE_PER_MM) :
    ]
    assert square_sides(cut, all_seen(cut)) == 1


def test_corners_on_a_table_of_the_cards_colour_are_not_counted() -> None:
    view = laid(radius_mm=0.0, table=CARD - 8)
    assert square_sides(view, all_seen(view)) == 0
