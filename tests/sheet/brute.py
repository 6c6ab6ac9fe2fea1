"""Pack by trying everything, cell by cell: slow but certain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import combinations

from idphoto.sheet.slots import Block, Slot

Pair = tuple[int, int]


def most_by_cells(area_wh: Pair, piece_wh: Pair, rotate: bool = True) -> int:
    """The largest number of equal pieces on an area."""

    @cache
    def most(taken: int) -> int:
        free = _first_free(taken, area_wh)
        if free is None:
            return 0
        left_out = most(taken | 1 << free)
        ways = _ways(taken, free, area_wh, piece_wh, rotate)
        return max([left_out, *(1 + most(taken | cells) for cells in ways)])

    return most(0)


def fits_by_cells(
    area_wh: Pair, sizes: Sequence[Pair], counts: Sequence[int], rotate: bool = True
) -> bool:
    """Whether ``counts`` pieces of each size fit on an area."""

    @cache
    def fits(taken: int, todo: tuple[int, ...]) -> bool:
        if not any(todo):
            return True
        free = _first_free(taken, area_wh)
        if free is None:
            return False
        for item, count in enumerate(todo):
            rest = (*todo[:item], count - 1, *todo[item + 1 :])
            ways = _ways(taken, free, area_wh, sizes[item], rotate) if count else []
            if any(fits(taken | cells, rest) for cells in ways):
                return True
        return fits(taken | 1 << free, todo)

    return fits(0, tuple(counts))


def _first_free(taken: int, area_wh: Pair) -> int | None:
    free = ~taken & ((1 << area_wh[0] * area_wh[1]) - 1)
    return (free & -free).bit_length() - 1 if free else None


def _ways(taken: int, corner: int, area_wh: Pair, piece_wh: Pair, rotate: bool) -> list[int]:
    """The cells that a piece covers from an upper left cell, in either orientation."""
    x, y = corner % area_wh[0], corner // area_wh[0]
    found = []
    for width, height in {piece_wh, piece_wh[::-1]} if rotate else {piece_wh}:
        if x + width <= area_wh[0] and y + height <= area_wh[1]:
            row = ((1 << width) - 1) << x
            cells = sum(row << (y + down) * area_wh[0] for down in range(height))
            if not taken & cells:
                found.append(cells)
    return found


def assert_apart(slots: Iterable[Slot], area_wh: Pair, gutter: int = 0) -> None:
    """Assert that all are inside the area and no two are closer than the gutter."""
    slots = list(slots)
    for slot in slots:
        assert slot.x >= 0
        assert slot.y >= 0
        assert slot.right <= area_wh[0]
        assert slot.bottom <= area_wh[1]
    for one, other in combinations(slots, 2):
        apart = max(
            one.x - other.right, other.x - one.right, one.y - other.bottom, other.y - one.bottom
        )
        assert apart >= gutter, (one, other)


def slots_of(blocks: Iterable[Block]) -> list[Slot]:
    return [slot for block in blocks for slot in block.slots()]
