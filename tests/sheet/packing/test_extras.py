from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.sheet.brute import assert_apart, slots_of

from idphoto.sheet.packing.extras import LABEL, QR, Arrangement, arrangements
from idphoto.sheet.packing.inserting import inserted
from idphoto.sheet.packing.mixing import Area
from idphoto.sheet.slots import Block, Slot

SHEET = Area(0, 0, 100, 80)


def rectangles(arrangement: Arrangement) -> list[Slot]:
    areas = [Slot(a.x, a.y, a.width, a.height) for a in arrangement.areas]
    return areas + slots_of(arrangement.extras)


def test_without_extras_everything_is_free() -> None:
    assert list(arrangements(SHEET, [])) == [Arrangement((SHEET,))]


def test_a_label_gets_a_band_or_a_column() -> None:
    band, column = arrangements(SHEET, [(LABEL, (30, 10))])
    assert band.areas == (Area(0, 0, 100, 70), Area(30, 70, 70, 10))
    assert band.extras == (Block(0, 70, (30, 10), item=LABEL),)
    assert column.areas == (Area(70, 0, 30, 70), Area(0, 0, 70, 80))
    assert column.extras == (Block(70, 70, (30, 10), item=LABEL),)


def test_a_code_alone_is_on_the_right() -> None:
    for arrangement in arrangements(SHEET, [(QR, (20, 20))]):
        assert arrangement.extras == (Block(80, 60, (20, 20), item=QR),)


def test_an_extra_as_wide_as_the_sheet_leaves_one_area() -> None:
    band, column = arrangements(SHEET, [(LABEL, (100, 10))])
    assert band.areas == column.areas == (Area(0, 0, 100, 70),)


def test_an_extra_larger_than_the_sheet_has_no_arrangement() -> None:
    assert list(arrangements(SHEET, [(LABEL, (101, 10))])) == []
    assert list(arrangements(SHEET, [(LABEL, (60, 50)), (QR, (50, 50))])) == []


sides = st.integers(1, 60)


@given(sides, sides, sides)
def test_areas_and_extras_cover_the_sheet_except_beside_a_pair(
    width: int, height: int, code: int
) -> None:
    extras = [(LABEL, (width, height)), (QR, (code, code))]
    for arrangement in arrangements(SHEET, extras):
        assert_apart(rectangles(arrangement), (100, 80))
        assert sorted(block.item for block in arrangement.extras) == [QR, LABEL]
        pair = max(width, code) * (height + code), (width + code) * max(height, code)
        covered = sum(slot.width * slot.height for slot in rectangles(arrangement))
        assert covered >= 100 * 80 - max(pair) + width * height + code * code


GRID = Block(0, 0, (10, 10), 4, 3)


def test_an_extra_takes_the_place_of_the_fewest_photos() -> None:
    found = inserted((43, 33), [GRID], [(QR, (12, 12))], [0])
    assert found is not None
    # the lower right has three more pixels, so one photo is removed, not four
    assert Block(30, 20, (12, 12), item=QR) in found
    assert len(slots_of(found)) == 12 - 1 + 1
    assert_apart(slots_of(found), (43, 33))


def test_an_extra_stays_within_the_photos_outline_if_it_can() -> None:
    found = inserted((60, 60), [GRID], [(QR, (9, 9)), (LABEL, (9, 1))], [0])
    assert found is not None
    assert Block(0, 30, (9, 1), item=LABEL) in found
    assert Block(31, 31, (9, 9), item=QR) not in found


def test_the_remaining_photos_of_a_grid_do_not_move() -> None:
    found = inserted((40, 30), [GRID], [(QR, (12, 8))], [0])
    assert found is not None
    places = {(slot.x, slot.y) for slot in slots_of(found) if slot.item == 0}
    assert places < {(slot.x, slot.y) for slot in GRID.slots()}
    assert len(places) == 10


def test_a_gap_is_used_before_a_photo_is_removed() -> None:
    blocks = [Block(0, 0, (10, 10), 4, 1), Block(0, 10, (10, 10), 2, 1)]
    found = inserted((40, 20), blocks, [(LABEL, (12, 4)), (QR, (8, 8))], [0])
    assert found is not None
    assert len(slots_of(found)) == 6 + 2
    assert Block(20, 10, (12, 4), item=LABEL) in found


def test_requested_photos_stay() -> None:
    assert inserted((40, 30), [GRID], [(QR, (8, 8))], []) is None
    assert inserted((40, 30), [GRID], [(QR, (41, 8))], [0]) is None


def test_an_extra_never_takes_the_place_of_another() -> None:
    found = inserted((40, 30), [GRID], [(QR, (40, 20)), (LABEL, (40, 10))], [0])
    assert found is not None
    assert_apart(slots_of(found), (40, 30))
    assert inserted((40, 30), [GRID], [(QR, (40, 20)), (LABEL, (40, 11))], [0]) is None
