"""Ink in a row where no character was read: the reader passes over what it does not know."""

from __future__ import annotations

from typing import Final

import numpy as np

from idphoto.idcard.layout import NAME_HEIGHT_MM, NAME_PITCH_MM
from idphoto.idcard.reading.field_rows import FieldRow
from idphoto.idcard.reading.ink import MAP_PX_PER_MM, InkMap
from idphoto.imaging.geometry import Box

# Ink further than this from the middles of all that was read belongs to none of it: half of a
# name's character, and the width of a step.
_REACH_MM: Final = NAME_HEIGHT_MM / 2 + 0.6
_LEAST_MM: Final = 1.0  # of a row's length that has such ink: less is dirt, or a stroke's end
_STROKE_MM: Final = 0.3  # of ink in a column, at least


def unread_characters(
    row: FieldRow, ink: InkMap, within_mm: tuple[float, float], below: float
) -> tuple[int, ...]:
    """Where characters of a name were passed over.

    ``within_mm``: from where to where the name may stand. ``below``: the ratio of ``ink`` below
    which it is the values'. Returns for each unread character the number of read ones before it.
    """
    begin, end = within_mm
    half = NAME_HEIGHT_MM / 2
    y_mm = row.y_mm + row.slope * (begin - row.from_mm)
    dark = ink.part(Box(begin, y_mm - half, end, y_mm + half)) < below
    columns = dark.sum(axis=0) >= _STROKE_MM * MAP_PX_PER_MM
    middles = begin + (np.flatnonzero(columns) + 0.5) / MAP_PX_PER_MM
    read = np.array([spot.x_mm for spot in row.characters])
    if not len(read):
        return ()
    alone = middles[np.abs(middles[:, None] - read).min(axis=1) > _REACH_MM]
    found: list[int] = []
    for before in range(len(read) + 1):
        there = alone[np.searchsorted(read, alone) == before]
        if len(there) >= _LEAST_MM * MAP_PX_PER_MM:
            count = max(1, round((there[-1] - there[0]) / NAME_PITCH_MM))
            found += [before] * count
    return tuple(found)
