from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sheet.brute import assert_apart, most_by_cells, slots_of

from idphoto.imaging.geometry import mm_to_px
from idphoto.sheet.packing.pack import most, pack

Pair = tuple[int, int]

small_areas = st.tuples(st.integers(1, 9), st.integers(1, 8))
small_pieces = st.tuples(st.integers(1, 5), st.integers(1, 5))
# of at most about fifty pieces
areas = st.tuples(st.integers(20, 300), st.integers(20, 300))
pieces = st.tuples(st.integers(25, 90), st.integers(25, 90))


@given(small_areas, small_pieces, st.booleans())
def test_no_layout_holds_more_pieces(area: Pair, piece: Pair, rotate: bool) -> None:
    packing = pack(area, piece, rotate)
    assert packing.count == most_by_cells(area, piece, rotate)
    assert_apart(slots_of(packing.blocks), area)


@given(areas, pieces, st.booleans())
def test_a_layout_is_possible_and_no_worse_than_a_grid(
    area: Pair, piece: Pair, rotate: bool
) -> None:
    packing = pack(area, piece, rotate)
    assert_apart(slots_of(packing.blocks), area)
    for slot in slots_of(packing.blocks):
        assert (slot.width, slot.height) == (piece[::-1] if slot.turned else piece)
        assert rotate or not slot.turned
    grids = [(area[0] // w) * (area[1] // h) for w, h in (piece, piece[::-1])[: 1 + rotate]]
    assert max(grids) <= packing.count <= packing.bound == most(area, piece, rotate)


@given(areas, pieces, st.integers(0, 40), st.integers(0, 40))
def test_a_larger_area_never_holds_fewer(area: Pair, piece: Pair, wider: int, higher: int) -> None:
    larger = area[0] + wider, area[1] + higher
    assert pack(larger, piece).count >= pack(area, piece).count


@given(areas, pieces)
def test_an_area_on_its_side_holds_the_same_number(area: Pair, piece: Pair) -> None:
    assert pack(area[::-1], piece).count == pack(area, piece).count


def test_a_pinwheel_is_found() -> None:
    packing = pack((5, 5), (2, 3))
    assert (packing.count, packing.is_straight) == (4, False)


@pytest.mark.parametrize(
    ("area", "piece", "count"),
    [((11, 10), (3, 4), 9), ((14, 13), (2, 5), 18), ((20, 11), (3, 4), 18), ((19, 18), (2, 7), 24)],
)
def test_pinwheels_of_different_parts_are_found(area: Pair, piece: Pair, count: int) -> None:
    packing = pack(area, piece)
    assert (packing.count, packing.bound, packing.is_straight) == (count, count, False)


def test_straight_cuts_are_preferred_if_they_cost_nothing() -> None:
    # the pinwheel of 5 × 5 lies in the middle of a grid that holds the same number
    packing = pack((6, 6), (2, 3))
    assert (packing.count, packing.is_straight, len(packing.blocks)) == (6, True, 1)


@given(small_areas, small_pieces)
def test_a_single_grid_is_preferred_if_it_holds_as_many(area: Pair, piece: Pair) -> None:
    packing = pack(area, piece)
    grids = [(area[0] // w) * (area[1] // h) for w, h in (piece, piece[::-1])]
    assert (len(packing.blocks) == 1) == (packing.count == max(grids) > 0)


def test_pieces_stay_upright_if_turning_gains_nothing() -> None:
    assert not any(slot.turned for slot in slots_of(pack((60, 60), (20, 30)).blocks))


# Counts at 300 dpi with margins of 3 mm and gutters of 2 mm; all but one are proven.
COUNTS = {
    (127, 89): {(25, 35): 9, (35, 45): 5, (35, 49): 4, (50, 50): 2},
    (152, 102): {(25, 35): 13, (35, 45): 8, (35, 49): 6, (50, 50): 2},
    (178, 127): {(25, 35): 19, (35, 45): 11, (35, 49): 9, (50, 50): 6},
    (297, 210): {(25, 35): 58, (35, 45): 34, (35, 49): 30, (50, 50): 15},
    (279.4, 215.9): {(25, 35): 57, (35, 45): 31, (35, 49): 29, (50, 50): 20},
}


@pytest.mark.parametrize("paper", COUNTS)
def test_common_photos_on_common_papers(paper: tuple[float, float]) -> None:
    def grown(size_mm: tuple[float, float], by: int) -> Pair:
        width, height = (round(mm_to_px(mm, 300)) + by for mm in size_mm)
        return width, height

    for photo, count in COUNTS[paper].items():
        packing = pack(grown(paper, 24 - 2 * 35), grown(photo, 24))
        assert packing.count == count
        assert packing.bound == count or (paper, photo) == ((297, 210), (35, 49))


def test_tiny_pieces_on_a_large_sheet_are_packed_with_bounded_effort() -> None:
    packing = pack((2416, 3444), (112, 136))  # 9 × 11 mm on A4
    assert (packing.count, packing.bound) == (543, 545)
    assert_apart(slots_of(packing.blocks), (2416, 3444))


def test_thousands_of_pieces_are_packed_without_a_search() -> None:
    packing = pack((15_000, 15_000), (59, 83))
    assert packing.count > 45_000
    assert packing.count / packing.bound > 0.999


def test_a_long_strip_does_not_recurse_too_deeply() -> None:
    assert pack((20_000, 130), (60, 65)).count == 333 * 2


def test_pieces_that_are_too_large_are_not_packed() -> None:
    for area in ((19, 100), (0, 0), (-5, 100)):
        assert (pack(area, (20, 30)).count, pack(area, (20, 30)).bound) == (0, 0)
        assert pack(area, (20, 20)).count == 0
