"""Where a label and a QR code may go, and what they leave for photos."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from idphoto.sheet.mixing import Area
from idphoto.sheet.slots import Block

Pair = tuple[int, int]

# Items of blocks that are no photos.
LABEL: Final = -1
QR: Final = -2


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Free areas for photos, beside what else is on the sheet."""

    areas: tuple[Area, ...]
    extras: tuple[Block, ...] = ()


def arrangements(area: Area, extras: Sequence[tuple[int, Pair]]) -> Iterator[Arrangement]:
    """All ways to put up to two extras (an item and a size each) into corners: the plain ones
    first. Together, side by side or one above the other; or each for itself. What is free beside
    a corner is divided by a straight cut, either way.
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


def _in_corner(
    area: Area, extras: Sequence[tuple[int, Pair]], stacked: bool = False
) -> Iterator[Arrangement]:
    """Extras in a row or stack in the lower corner of an area: on the left; a QR code alone, on
    the right. None where there is no room.
    """
    sizes = [size for _, size in extras]
    widths, heights = [w for w, _ in sizes], [h for _, h in sizes]
    width = max(widths) if stacked else sum(widths)
    height = sum(heights) if stacked else max(heights)
    if width > area.width or height > area.height:
        return
    right = extras[0][0] == QR
    x = area.x + (area.width - width if right else 0)
    top = area.y + area.height - height
    beside_x = area.x if right else x + width
    blocks, at_x, at_y = [], x, top
    for item, size in extras:
        blocks.append(Block(at_x, at_y, size, item=item))
        if stacked:
            at_y += size[1]
        else:
            at_x += size[0]
    for beside_height, above_width in ((height, area.width), (area.height, width)):
        above_x = area.x if above_width == area.width else x
        beside_y = area.y + area.height - beside_height
        areas = (
            Area(above_x, area.y, above_width, area.height - height),
            Area(beside_x, beside_y, area.width - width, beside_height),
        )
        yield Arrangement(tuple(a for a in areas if a.width and a.height), tuple(blocks))
