"""Whether a value's print is there to be read: within the picture, with nothing dark over it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.card import Unread
from idphoto.idcard.layout import (
    ADDRESS,
    ADDRESS_LENGTH,
    ADDRESS_STEP_MM,
    BIRTH,
    DATE_MARKS,
    DIGITS,
    LABEL_HEIGHT_MM,
    NAME,
    NAME_PITCH_MM,
    NUMBER,
    PX_PER_MM,
    VALUE_HEIGHT_MM,
    VALUE_PITCH_MM,
)
from idphoto.idcard.reading.field_rows import FieldRow
from idphoto.idcard.reading.ink import InkMap, SolidArea
from idphoto.idcard.reading.label_positions import LabelPositions
from idphoto.imaging.geometry import Box

# The share of a value's place that must lie within the picture.
_SEEN: Final = 0.9
# Something dark hides a value if it lies over this much of its line, along and across.
_OVER_MM: Final = 0.8
# ... and something pale only if it lies over most of the line's height: reflections have any shape.
_MOST_OF_MM: Final = 0.8 * VALUE_HEIGHT_MM
# The characters and lines whose places are looked at even if none was read there: those of most
# names and addresses.
_OF_A_NAME: Final = 3
_LINES: Final = 2
# A character that follows would begin within this of the last one that was read.
_NEXT_MM: Final = 5.0


def why_hidden(
    name: str, rows: list[FieldRow], positions: LabelPositions, seen: NDArray[np.bool_], ink: InkMap
) -> Unread | None:
    """Why the print of a value cannot be trusted; None if all of its place is seen.

    ``name``: of its label. ``rows``: its lines, one or, of an address, several. ``seen``: bool
    ``(864, 1370)``, as in ``Card``.
    """
    places = _places(name, rows, positions)
    parts = [*places, *map(_last_character, places)] if name == ADDRESS else places
    if min(_share(seen, box) for box in parts) < _SEEN:
        return Unread.OUTSIDE
    if name in (NAME, ADDRESS):  # of any length: something dark may hide what follows
        follows = [box.grown(0.0, 0.0, _NEXT_MM, 0.0) for box in places]
        text_mm = positions.layout.portrait.left + positions.shift_mm(*positions.value_mm(name))[0]
        dark = [each for each in ink.solids if not each.is_pale and each.box_mm.right < text_mm]
        if any(_covers(each, box) for each in dark for box in follows):
            return Unread.COVERED
    over = [solid for solid in ink.solids if any(_covers(solid, box) for box in places)]
    if any(not solid.is_pale or not _is_read_through(solid.box_mm, rows) for solid in over):
        return Unread.COVERED
    return None


def _places(name: str, rows: list[FieldRow], positions: LabelPositions) -> list[Box]:
    """Where the value's lines are, as far as is known without having read them."""
    left, y_mm = positions.value_mm(name)
    ends = [spot.x_mm + VALUE_PITCH_MM / 2 for row in rows for spot in row.characters]
    right = max([left + _least_mm(name, positions), *ends])
    if name != ADDRESS:
        return [_line(left, right, y_mm, positions)]
    rows_mm = [row.y_mm for row in rows]
    rows_mm += [y_mm + n * ADDRESS_STEP_MM for n in range(len(rows), _LINES)]
    return [_line(left, right, each, positions) for each in rows_mm]


def _least_mm(name: str, positions: LabelPositions) -> float:
    layout = positions.layout
    left = layout.values[name].left_mm
    return {
        NAME: _OF_A_NAME * NAME_PITCH_MM,
        BIRTH: layout.labels[DATE_MARKS].last_mm - LABEL_HEIGHT_MM / 2 - left,
        ADDRESS: ADDRESS_LENGTH * VALUE_PITCH_MM,
        NUMBER: layout.labels[DIGITS].last_mm - left,
    }.get(name, VALUE_PITCH_MM)


def _line(left: float, right: float, y_mm: float, positions: LabelPositions) -> Box:
    y_mm += positions.turn * (right - left) / 2
    return Box(left, y_mm - VALUE_HEIGHT_MM / 2, right, y_mm + VALUE_HEIGHT_MM / 2)


def _last_character(line: Box) -> Box:
    """Where a full line of an address ends: nothing else shows that its last character is lost."""
    return Box(line.right - VALUE_PITCH_MM, line.top, line.right, line.bottom)


def _share(seen: NDArray[np.bool_], box: Box) -> float:
    """The share of a box that lies within the picture."""
    left, top, right, bottom = (
        max(0, round(side * PX_PER_MM)) for side in (box.left, box.top, box.right, box.bottom)
    )
    part = seen[top:bottom, left:right]
    return float(part.mean()) if part.size else 0.0


def _covers(solid: SolidArea, line: Box) -> bool:
    box = solid.box_mm
    if solid.is_pale and line.width > 2 * VALUE_PITCH_MM:
        # reflections fade at the ends of a line, where half a character is enough to read it
        line = line.grown(-VALUE_PITCH_MM / 2, 0.0, -VALUE_PITCH_MM / 2, 0.0)
    along = min(box.right, line.right) - max(box.left, line.left)
    across = min(box.bottom, line.bottom) - max(box.top, line.top)
    return along > _OVER_MM and across > (_MOST_OF_MM if solid.is_pale else _OVER_MM)


def _is_read_through(solid: Box, rows: list[FieldRow]) -> bool:
    """Whether characters are read within an area."""
    return any(
        solid.left + _OVER_MM < spot.x_mm < solid.right - _OVER_MM
        and solid.top < row.y_mm < solid.bottom
        for row in rows
        for spot in row.characters
    )
