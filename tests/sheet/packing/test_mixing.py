from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sheet.brute import assert_apart, fits_by_cells, slots_of

from idphoto.sheet.packing.few import fit_few
from idphoto.sheet.packing.mixing import Area, fill, fill_fairly, fit
from idphoto.sheet.slots import Block, is_guillotine

Pair = tuple[int, int]

areas = st.tuples(st.integers(1, 8), st.integers(1, 7))
sizes = st.tuples(st.integers(1, 5), st.integers(1, 5))
a_few = st.lists(st.tuples(sizes, st.integers(0, 3)), min_size=1, max_size=3).filter(
    lambda items: 0 < sum(count for _, count in items) <= 6
)
many = st.lists(st.tuples(sizes, st.integers(0, 9)), min_size=1, max_size=3)


def counts_of(blocks: Sequence[Block], items: int) -> list[int]:
    return [sum(b.count for b in blocks if b.item == item) for item in range(items)]


def on(area: Pair) -> list[Area]:
    return [Area(0, 0, *area)]


@given(areas, a_few, st.booleans())
def test_a_few_pieces_fit_whenever_they_can(
    area: Pair, items: list[tuple[Pair, int]], rotate: bool
) -> None:
    own, counts = [size for size, _ in items], [count for _, count in items]
    can = fits_by_cells(area, own, counts, rotate)
    for found in (fit(on(area), own, counts, rotate), fit_few(area, own, counts, rotate)):
        assert (found is not None) == can
        if found is not None:
            assert counts_of(found, len(own)) == counts
            assert_apart(slots_of(found), area)


@given(areas, many, st.booleans())
def test_many_pieces_are_laid_apart_and_only_if_they_can_be(
    area: Pair, items: list[tuple[Pair, int]], rotate: bool
) -> None:
    own, counts = [size for size, _ in items], [count for _, count in items]
    found = fit(on(area), own, counts, rotate)
    if found is not None:
        assert counts_of(found, len(own)) == counts
        assert_apart(slots_of(found), area)
        assert fits_by_cells(area, own, counts, rotate)
        for slot in slots_of(found):
            upright = own[slot.item]
            assert (slot.width, slot.height) == (upright[::-1] if slot.turned else upright)


@given(areas, sizes, st.integers(1, 30), st.booleans())
def test_pieces_of_one_size_fit_whenever_they_can(
    area: Pair, size: Pair, count: int, rotate: bool
) -> None:
    found = fit(on(area), [size], [count], rotate)
    assert (found is not None) == fits_by_cells(area, [size], [count], rotate)


@given(areas, sizes, sizes, st.integers(0, 2))
def test_filling_the_rest_finds_the_largest_number(
    area: Pair, one: Pair, other: Pair, count: int
) -> None:
    found = fill(on(area), [one, other], [count, None], True)
    if found is None:
        assert not fits_by_cells(area, [one, other], [count, 1])
        return
    held = counts_of(found, 2)
    assert_apart(slots_of(found), area)
    assert held[0] == count
    if sum(held) < 6:
        assert not fits_by_cells(area, [one, other], [count, held[1] + 1])


@given(areas, st.lists(sizes, min_size=2, max_size=3))
def test_sizes_that_share_the_room_get_equal_numbers_give_or_take_one(
    area: Pair, own: list[Pair]
) -> None:
    found = fill(on(area), own, [None] * len(own), True)
    if found is None:
        assert not fits_by_cells(area, own, [1] * len(own))
        return
    held = counts_of(found, len(own))
    assert_apart(slots_of(found), area)
    assert max(held) - min(held) <= 1
    if sum(held) + len(own) <= 6:
        assert not fits_by_cells(area, own, [min(held) + 1] * len(own))


def test_four_pieces_fit_in_one_row() -> None:
    (block,) = fit(on((170, 100)), [(40, 50)], [4], True) or []
    assert (block.columns, block.rows, block.turned) == (4, 1, False)


def test_seven_pieces_are_a_grid_with_one_free_place() -> None:
    grid, last = fit(on((170, 110)), [(40, 50)], [7], True) or []
    assert (grid.columns, grid.rows, last.columns) == (4, 1, 3)


def test_more_pieces_than_a_grid_holds_use_the_best_layout() -> None:
    found = fit(on((5, 5)), [(2, 3)], [4], True)
    assert found is not None
    assert counts_of(found, 1) == [4]


def test_several_areas_are_filled() -> None:
    apart = [Area(0, 0, 40, 50), Area(100, 0, 50, 40), Area(0, 100, 39, 50)]
    found = fill(apart, [(40, 50)], [None], True)
    assert found is not None
    assert sorted((b.x, b.y, b.turned) for b in found) == [(0, 0, False), (100, 0, True)]


# 6 inch at 300 dpi: 1-inch photos, and passport photos of 35 × 45 mm and 35 × 49 mm
SIX_INCH, ONE_INCH, VISA, TALL = (1750, 1159), (319, 437), (437, 555), (437, 603)


@pytest.mark.parametrize(
    ("own", "counts", "held"),
    [
        ((ONE_INCH, VISA), (None, None), [5, 5]),
        ((ONE_INCH, VISA), (4, None), [4, 5]),
        ((ONE_INCH, VISA), (None, 4), [6, 4]),
        ((ONE_INCH, TALL), (8, 2), [8, 2]),
        ((ONE_INCH, TALL, VISA), (None, None, None), [3, 3, 3]),
    ],
)
def test_common_mixtures_of_photos(
    own: tuple[Pair, ...], counts: tuple[int | None, ...], held: list[int]
) -> None:
    found = fill(on(SIX_INCH), own, counts, True)
    assert found is not None
    assert counts_of(found, len(own)) == held
    assert_apart(slots_of(found), SIX_INCH)
    assert is_guillotine(found)


def test_pieces_that_do_not_all_fit_are_shared_fairly() -> None:
    assert fill(on(SIX_INCH), (ONE_INCH, TALL), (8, 3), True) is None
    found = fill_fairly(on(SIX_INCH), (ONE_INCH, TALL), (8, 3), True)
    assert counts_of(found, 2) == [7, 3]


def test_the_fair_share_is_empty_if_nothing_fits() -> None:
    assert fill_fairly(on((10, 10)), (ONE_INCH, VISA), (1, None), True) == []
    assert fill(on((10, 10)), (ONE_INCH, VISA), (None, None), True) is None
    assert fill(on((10, 10)), (ONE_INCH,), (None,), True) is None
