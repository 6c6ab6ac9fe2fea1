"""Lay equal pieces on an area so that it holds as many as possible.

All sides are integers. Pieces w × h with a gutter g between them on an area W × H are equivalent to
pieces (w + g) × (h + g) side by side on (W + g) × (H + g), and that is the problem solved here.

Guarantees: ``Packing.bound`` is proven, so a count that reaches it is the maximum. A count below it
is the maximum that straight cuts and nested pinwheels give, provided that the search finishes
within its effort. Below 53 pieces no case is known where more is possible (the one with 53 is 7 × 3
on 43 × 26: 52 are found), and on common papers hardly any count is below its bound: see
docs/adr/0011-packing.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from idphoto.sheet.packing.blocks import Pair, best_blocks
from idphoto.sheet.packing.bounds import upper_bound
from idphoto.sheet.packing.cutting import Cutter, can_search
from idphoto.sheet.slots import Block, is_guillotine, settled, total, turned_over

# The budgets for finding a layout that straight cuts can separate, and one that holds more: about
# 20 and 100 ms. Searches that succeed use a fraction of it.
_STRAIGHT_EFFORT: Final = 200_000
_MORE_EFFORT: Final = 1_500_000
_MAX_SETTLED: Final = 100  # blocks; the time grows with the square of their number


@dataclass(frozen=True, slots=True)
class Packing:
    """Blocks of pieces, pushed up and left, and a proven bound on the number of pieces."""

    blocks: tuple[Block, ...]
    bound: int

    @property
    def count(self) -> int:
        return total(self.blocks)

    @property
    def is_straight(self) -> bool:
        """Whether straight cuts, each right across a part, separate the pieces."""
        return is_guillotine(self.blocks)


@lru_cache(maxsize=512)
def pack(area_wh: Pair, piece_wh: Pair, rotate: bool = True) -> Packing:
    """As many pieces ``piece_wh`` side by side on ``area_wh`` as possible.

    Among layouts with equal counts, one that a guillotine trimmer can cut is preferred, and among
    these the simplest: a single grid rather than two blocks.

    Args:
        rotate: whether pieces may be turned by a quarter.
    """
    if not rotate or piece_wh[0] == piece_wh[1]:
        columns, rows = (max(0, side) // own for side, own in zip(area_wh, piece_wh, strict=True))
        grid = Block(0, 0, piece_wh, columns, rows)
        return Packing((grid,) if grid.count else (), grid.count)
    bound = most(area_wh, piece_wh)
    if not bound:
        return Packing((), 0)
    blocks = max(_layouts(area_wh, piece_wh, bound), key=total)  # the first of the best
    return Packing(tuple(settled(blocks) if len(blocks) <= _MAX_SETTLED else blocks), bound)


@lru_cache(maxsize=4096)
def most(area_wh: Pair, piece_wh: Pair, rotate: bool = True) -> int:
    """A bound on what :func:`pack` finds, in a hundredth of the time."""
    if min(area_wh) <= 0:
        return 0
    if not rotate or piece_wh[0] == piece_wh[1]:
        return (area_wh[0] // piece_wh[0]) * (area_wh[1] // piece_wh[1])
    return upper_bound(area_wh, *piece_wh)


def _layouts(area_wh: Pair, piece_wh: Pair, bound: int) -> Iterator[list[Block]]:
    """Layouts worth comparing, the simplest first."""
    blocks = best_blocks(area_wh, piece_wh)
    is_straight = is_guillotine(blocks)
    if is_straight:
        yield blocks
    if not is_straight or total(blocks) < bound:
        width, height = area_wh
        found = searched((max(area_wh), min(area_wh)), piece_wh, total(blocks), is_straight)
        yield from ([turned_over(b) for b in each] if width < height else each for each in found)
    yield blocks


@lru_cache(maxsize=256)
def searched(area_wh: Pair, piece_wh: Pair, count: int, is_straight: bool) -> list[list[Block]]:
    """Layouts that improve on one of ``count`` pieces: one for straight cuts, if that one is not,
    and one with more pieces.
    """
    if not can_search(area_wh, piece_wh):
        return []
    straight = Cutter(area_wh, piece_wh, _STRAIGHT_EFFORT).straight(count + is_straight)
    most_found = max(count, total(straight))
    if most_found == most(area_wh, piece_wh):
        return [straight]
    more = Cutter(area_wh, piece_wh, _MORE_EFFORT).any(most_found + 1)
    return [straight, more]
