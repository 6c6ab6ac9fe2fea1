"""Insert a label and a QR code into a layout of photos: into gaps, or in place of a few photos."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.sheet.packing.blocks import Pair
from idphoto.sheet.packing.extras import LABEL, Extra
from idphoto.sheet.slots import Block

_NEVER: Final = 1_000_000  # the cost of removing a photo that must stay


def inserted(
    area_wh: Pair, blocks: Sequence[Block], extras: Sequence[Extra], may_go: Collection[int]
) -> list[Block] | None:
    """``blocks`` with the extras inserted one after the other, without the photos in their way.

    Each extra takes the position with the fewest photos. Among these, it takes one that enlarges
    the layout the least; then the lowest; then the leftmost for the label, the rightmost for the QR
    code. From there it moves up until it meets something. The remaining photos do not move. Returns
    None if photos would have to go whose items are not in ``may_go``.
    """
    photos = list(blocks)
    placed: list[Block] = []
    for extra in extras:
        place = _place(area_wh, photos, placed, extra, may_go)
        if place is None:
            return None
        photos = [part for block in photos for part in _without(block, place)]
        placed.append(_raised(place, [*photos, *placed]))
    return photos + placed


def _place(
    area_wh: Pair,
    photos: Sequence[Block],
    placed: Sequence[Block],
    extra: Extra,
    may_go: Collection[int],
) -> Block | None:
    item, size = extra
    pieces = [piece for block in photos for piece in _pieces(block)]
    taken = [*pieces, *placed]
    weights = np.array([1 if piece.item in may_go else _NEVER for piece in taken], np.int64)
    boxes = np.array([(p.x, p.right, p.y, p.bottom) for p in taken], np.int64).reshape(-1, 4)
    # aligned with an edge of the area or of a piece, on either side of it
    xs, ys = (
        _in_range([0, most, *starts, *ends, *(starts - own), *(ends - own)], most)
        for most, own, starts, ends in (
            (area_wh[0] - size[0], size[0], boxes[:, 0], boxes[:, 1]),
            (area_wh[1] - size[1], size[1], boxes[:, 2], boxes[:, 3]),
        )
    )
    across = (xs[:, None] < boxes[:, 1]) & (boxes[:, 0] < xs[:, None] + size[0])
    down = (ys[:, None] < boxes[:, 3]) & (boxes[:, 2] < ys[:, None] + size[1])
    cost = (across * weights) @ down.T.astype(np.int64)
    if not cost.size or cost.min() >= _NEVER:
        return None
    wider = np.maximum(xs + size[0] - boxes[:, 1].max(initial=0), 0)
    higher = np.maximum(ys + size[1] - boxes[:, 3].max(initial=0), 0)
    growth = np.where(cost == cost.min(), wider[:, None] + higher, _NEVER)
    columns, rows = np.nonzero(growth == growth.min())
    low = rows == rows.max()
    column = columns[low].min() if item == LABEL else columns[low].max()
    return Block(int(xs[column]), int(ys[rows.max()]), size, item=item)


def _raised(place: Block, others: Sequence[Block]) -> Block:
    above = (b.bottom for b in others if b.x < place.right and place.x < b.right)
    return replace(place, y=max((bottom for bottom in above if bottom <= place.y), default=0))


def _in_range(values: Sequence[int], most: int) -> NDArray[np.int64]:
    """The values from 0 to ``most``, ascending and without duplicates."""
    found = np.unique(np.array(values, np.int64))
    return found[(found >= 0) & (found <= most)]


def _pieces(block: Block) -> Iterator[Block]:
    for slot in block.slots():
        yield replace(block, x=slot.x, y=slot.y, columns=1, rows=1)


def _without(block: Block, place: Block) -> list[Block]:
    """The block, or the parts of it above, left of, right of and below a place that overlaps it."""
    if not _overlap(block, place):
        return [block]
    width, height = block.piece_wh
    left, right = max(0, place.x - block.x) // width, -(-(place.right - block.x) // width)
    top, bottom = max(0, place.y - block.y) // height, -(-(place.bottom - block.y) // height)
    right, bottom = min(right, block.columns), min(bottom, block.rows)
    parts = [
        (0, 0, block.columns, top),
        (0, top, left, bottom),
        (right, top, block.columns, bottom),
        (0, bottom, block.columns, block.rows),
    ]
    return [
        replace(
            block,
            x=block.x + x0 * width,
            y=block.y + y0 * height,
            columns=x1 - x0,
            rows=y1 - y0,
        )
        for x0, y0, x1, y1 in parts
        if x1 > x0 and y1 > y0
    ]


def _overlap(one: Block, other: Block) -> bool:
    across = one.x < other.right and other.x < one.right
    return across and one.y < other.bottom and other.y < one.bottom
