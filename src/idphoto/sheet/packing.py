"""How to lay equal pieces on an area so that it holds as many as it can.

All sides are whole numbers. Pieces w × h that keep a gutter g between them on an area W × H lie as
pieces (w + g) × (h + g) lie side by side on (W + g) × (H + g): that is what is solved here.

What is guaranteed: ``Packing.bound`` is proven, so a count that reaches it is the largest there
is. A count below it is the largest that straight cuts and nested pinwheels give, provided that the
search ends within its effort. Of fewer than 53 pieces no case is known where more is possible
(the one of 53 is 7 × 3 on 43 × 26: 52 are found), and on usual papers hardly a count is below its
bound: see docs/adr/0011-packing.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from idphoto.sheet.blocks import best_blocks
from idphoto.sheet.bounds import upper_bound
from idphoto.sheet.cutting import Cutter, can_search
from idphoto.sheet.slots import Block, is_guillotine, settled, total, turned_over

Pair = tuple[int, int]

# What may be spent on looking for a layout that straight cuts take apart, and for one that holds
# more: some 20 and 100 ms. Searches that succeed take a fraction of it.
_STRAIGHT_EFFORT: Final = 200_000
_MORE_EFFORT: Final = 1_500_000
_MAX_SETTLED: Final = 100  # blocks; their number goes in squared


@dataclass(frozen=True, slots=True)
class Packing:
    """Blocks of pieces, pushed up and left, and a proven bound on how many pieces there can be."""

    blocks: tuple[Block, ...]
    bound: int

    @property
    def count(self) -> int:
        return total(self.blocks)

    @property
    def is_straight(self) -> bool:
        """Whether straight cuts, each through all of a part, take the pieces apart."""
        return is_guillotine(self.blocks)


@lru_cache(maxsize=512)
def pack(area_wh: Pair, piece_wh: Pair, rotate: bool = True) -> Packing:
    """The largest number of pieces ``piece_wh`` side by side on ``area_wh``.

    Of layouts with equally many, one for a guillotine trimmer, and of these the plainest: a single
    grid before two blocks.

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
    """What :func:`pack` cannot exceed, in a hundredth of the time."""
    if min(area_wh) <= 0:
        return 0
    if not rotate or piece_wh[0] == piece_wh[1]:
        return (area_wh[0] // piece_wh[0]) * (area_wh[1] // piece_wh[1])
    return upper_bound(area_wh, *piece_wh)


def _layouts(area_wh: Pair, piece_wh: Pair, bound: int) -> Iterator[list[Block]]:
    """Layouts worth comparing; the later ones are less plain."""
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
    """What a search finds beyond a layout of ``count`` pieces: for straight cuts, if that is not,
    and with more pieces.
    """
    if not can_search(area_wh, piece_wh):
        return []
    straight = Cutter(area_wh, piece_wh, _STRAIGHT_EFFORT).straight(count + is_straight)
    most_found = max(count, total(straight))
    if most_found == most(area_wh, piece_wh):
        return [straight]
    more = Cutter(area_wh, piece_wh, _MORE_EFFORT).any(most_found + 1)
    return [straight, more]
