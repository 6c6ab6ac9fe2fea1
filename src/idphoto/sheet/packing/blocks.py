"""Layouts of up to five blocks of equal pieces: one in each corner and one in the middle.

This is the heuristic of Bischoff and Dowsland (1982), with all combinations evaluated at once as
arrays. It includes single grids, pairs of grids and pinwheels.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from idphoto.sheet.slots import Block, is_guillotine, total

_MAX_COMBINATIONS: Final = 1_000_000  # about 50 ms; reached at about a thousand pieces
_MAX_COMPARED: Final = 64

Pair = tuple[int, int]


def best_blocks(area_wh: Pair, piece_wh: Pair) -> list[Block]:
    """The blocks that together hold the most pieces, turned or not.

    Among these, layouts that straight cuts can separate come first, then those with the fewest
    blocks, then those with the fewest turned pieces. Beyond a million combinations, the search is
    limited to corner blocks of full height.
    """
    found = [*_best_of(area_wh, piece_wh, False), *_best_of(area_wh, piece_wh[::-1], True)]
    most = max(map(total, found))
    found = [blocks for blocks in found if total(blocks) == most]
    found.sort(key=lambda blocks: (len(blocks), total([b for b in blocks if b.turned])))
    return next(filter(is_guillotine, found), found[0])


def _best_of(area_wh: Pair, piece_wh: Pair, turned: bool) -> Iterator[list[Block]]:
    """The best layouts, fewest blocks first, whose upper left pieces lie as ``piece_wh``.

    The pieces in the opposite corner lie the same way; those in the other two corners are turned.
    ``turned``: whether ``piece_wh`` itself is the turned piece.
    """
    (width, height), (a, b) = area_wh, piece_wh
    columns, rows = np.arange(width // a + 1), np.arange(height // b + 1)
    if (len(columns) * len(rows)) ** 2 > _MAX_COMBINATIONS:
        rows = rows[[0, -1]]
    c1, r1, c3, r3 = np.ix_(columns, rows, columns, rows)
    c2, r2, c4, r4 = _turned_corners(area_wh, piece_wh, c1, r1, c3, r3)
    apart = ((c1 + c3) * a <= width) | ((r1 + r3) * b <= height) | (c1 * r1 * c3 * r3 == 0)
    apart &= ((c2 + c4) * b <= width) | ((r2 + r4) * a <= height) | (c2 * r2 * c4 * r4 == 0)
    # two rectangles in the middle are certainly free: fill the better one, either way round
    level = np.maximum(width - (c2 + c4) * b, 0), np.maximum(height - (r1 + r3) * b, 0)
    upright = np.maximum(width - (c1 + c3) * a, 0), np.maximum(height - (r2 + r4) * a, 0)
    fillings = [(x // w) * (y // h) for x, y in (level, upright) for w, h in ((a, b), (b, a))]
    parts = np.broadcast_arrays(c1 * r1, c2 * r2, c3 * r3, c4 * r4, np.maximum.reduce(fillings))
    count = np.where(apart, np.add.reduce(parts), -1)
    best = np.argwhere(count == count.max())
    used = np.count_nonzero(np.stack(parts)[:, *best.T], axis=0)
    for i1, j1, i3, j3 in best[np.argsort(used, kind="stable")[:_MAX_COMPARED]]:
        chosen = int(columns[i1]), int(rows[j1]), int(columns[i3]), int(rows[j3])
        yield _layout(area_wh, piece_wh, turned, *chosen)


def _layout(
    area_wh: Pair, piece_wh: Pair, turned: bool, c1: int, r1: int, c3: int, r3: int
) -> list[Block]:
    """The blocks for these columns and rows of the first corner and of the opposite one."""
    (width, height), (a, b) = area_wh, piece_wh
    c2, r2, c4, r4 = _turned_corners(area_wh, piece_wh, c1, r1, c3, r3)
    corners = [
        Block(0, 0, (a, b), c1, r1, turned),
        Block(width - c2 * b, 0, (b, a), c2, r2, not turned),
        Block(width - c3 * a, height - r3 * b, (a, b), c3, r3, turned),
        Block(0, height - r4 * a, (b, a), c4, r4, not turned),
    ]
    middles = [
        Block(left, top, (w, h), max(right - left, 0) // w, max(bottom - top, 0) // h, is_turned)
        for left, top, right, bottom in (
            (c4 * b, r1 * b, width - c2 * b, height - r3 * b),
            (c1 * a, r2 * a, width - c3 * a, height - r4 * a),
        )
        for w, h, is_turned in ((a, b, turned), (b, a, not turned))
    ]
    middle = max(middles, key=lambda block: block.count)
    return [block for block in (*corners, middle) if block.count]


def _turned_corners(
    area_wh: Pair, piece_wh: Pair, c1: Any, r1: Any, c3: Any, r3: Any
) -> tuple[Any, Any, Any, Any]:
    """Columns and rows that fit in the other two corners; ints or arrays."""
    (width, height), (a, b) = area_wh, piece_wh
    return (
        (width - c1 * a) // b,
        (height - r3 * b) // a,
        (width - c3 * a) // b,
        (height - r1 * b) // a,
    )
