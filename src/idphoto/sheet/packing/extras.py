"""Where a label and a QR code may go, and the areas they leave for photos."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from idphoto.sheet.packing.blocks import Pair
from idphoto.sheet.packing.mixing import Area
from idphoto.sheet.slots import Block

Extra = tuple[int, Pair]
"""An item and its size."""

# Items of blocks that are not photos.
LABEL: Final = -1
QR: Final = -2


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Free areas for photos, and the extras on the rest of the sheet."""

    areas: tuple[Area, ...]
    extras: tuple[Block, ...] = ()


def arrangements(area: Area, extras: Sequence[Extra]) -> Iterator[Arrangement]:
    """All ways to put up to two extras into corners, the simplest ones first.

    The extras go together, side by side or one above the other, or each on its own. A straight cut
    divides what is free beside a corner, either way.
    """
    if not extras:
        yield Arrangement((area,))
    elif len(extras) == 1:
        yield from _in_corner(area, extras)
    else:
        for stacked in (False, True):
            yield from _in_corner(area, extras, stacked)
        for first, second in (extras, extras[::-1]):
            for outer in _in_corner(area, [first]):
                for index, inside in enumerate(outer.areas):
                    rest = outer.areas[:index] + outer.areas[index + 1 :]
                    for inner in _in_corner(inside, [second]):
                        yield Arrangement(rest + inner.areas, outer.extras + inner.extras)


def _in_corner(area: Area, extras: Sequence[Extra], stacked: bool = False) -> Iterator[Arrangement]:
    """Extras in a row or stack in a lower corner of an area.

    They take the left corner of a band along the bottom, or the right corner of a column; a QR code
    alone is always on the right. Yields nothing if there is no room.
    """
    widths, heights = [w for _, (w, _) in extras], [h for _, (_, h) in extras]
    width = max(widths) if stacked else sum(widths)
    height = sum(heights) if stacked else max(heights)
    if width > area.width or height > area.height:
        return
    rest_wh = area.width - width, area.height - height
    for band in (True, False):
        right = not band or extras[0][0] == QR
        x, y = area.x + (rest_wh[0] if right else 0), area.y + rest_wh[1]
        above = Area(area.x if band else x, area.y, area.width if band else width, rest_wh[1])
        beside = Area(
            area.x if right else x + width,
            y if band else area.y,
            rest_wh[0],
            height if band else area.height,
        )
        free = tuple(part for part in (above, beside) if part.width and part.height)
        yield Arrangement(free, tuple(_row(extras, x, y, stacked)))


def _row(extras: Sequence[Extra], x: int, y: int, stacked: bool) -> Iterator[Block]:
    for item, (width, height) in extras:
        yield Block(x, y, (width, height), item=item)
        x, y = (x, y + height) if stacked else (x + width, y)
