"""The stretches of a card that its fields stand in, and the lines that lie there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.anchors import ADDRESS, NATION, NUMBER, SEX, Anchors
from idphoto.idcard.layout import ADDRESS_STEP_MM, CARD_WH_MM, PORTRAIT_MM, PX_PER_MM
from idphoto.idcard.strand import Spot, Strand
from idphoto.models.text_reader import BLANK, Reading

_ROW_MM: Final = 2.0  # a line whose middle is within this of a row's belongs to it
_SAME_ROW_MM: Final = 1.5  # lines of an address are 4 mm and more apart
_LINE_MM: Final = 3.6  # the height of a line's box, where none is seen
_VALUE_MM: Final = 3.1  # from one of a value's characters to the next
_MISSED_MM: Final = 2.0  # less than a character, more than a line's ends are told wrong
_SHORTER_MM: Final = 12.0  # an address's lines end so far from the portrait, some of them
_SPARE_MM: Final = 1.0  # between the values and the portrait
_EDGE_MM: Final = 1.5  # between the number and the card's edge


@dataclass(frozen=True, slots=True)
class Row:
    """A stretch of the card with a line of print.

    ``strands``: the lines that were found there, from left to right. ``y_mm``, ``slope``: where
    the middle of the print lies at ``from_mm`` and how it falls; ``height_mm``: of its box.
    """

    strands: tuple[Strand, ...]
    from_mm: float
    to_mm: float
    y_mm: float
    slope: float
    height_mm: float

    @property
    def spots(self) -> tuple[Spot, ...]:
        """The characters that were read within the stretch."""
        return tuple(
            spot
            for each in self.strands
            for spot in each.spots
            if self.from_mm <= spot.x_mm <= self.to_mm
        )

    @property
    def reading(self) -> Reading | None:
        """What the lines say within the stretch, overlaps once; None where there are none."""
        parts: list[NDArray[np.float32]] = []
        alphabet: tuple[str, ...] = ()
        reached = self.from_mm
        for each in self.strands:
            end = min(each.right_mm, self.to_mm)
            if end <= reached:
                continue
            part = each.part(reached, end)
            alphabet, reached = part.alphabet, end
            parts += [part.steps, _pause(len(alphabet))]
        return Reading(np.concatenate(parts), alphabet) if parts else None

    def narrowed(self) -> Row:
        """Only as far as its lines reach, and half a character on."""
        ends = max((each.right_mm for each in self.strands), default=self.to_mm)
        return replace(self, to_mm=min(self.to_mm, ends + _VALUE_MM / 2))

    def quad(self, share: float) -> NDArray[np.float64]:
        """The stretch, ``share`` times as high as the line's box: see ``TextLine.quad``."""
        end = self.y_mm + self.slope * (self.to_mm - self.from_mm)
        half = share * self.height_mm / 2
        return PX_PER_MM * np.array(
            [
                (self.from_mm, self.y_mm - half),
                (self.to_mm, end - half),
                (self.to_mm, end + half),
                (self.from_mm, self.y_mm + half),
            ]
        )


def value_row(strands: Sequence[Strand], anchors: Anchors, name: str) -> Row:
    """Where the value of the label ``name`` stands; of an address, its first line."""
    return _row(strands, anchors, anchors.label(name).y_mm, _stretch_mm(anchors, name))


def address_rows(strands: Sequence[Strand], anchors: Anchors) -> list[Row]:
    """The lines of the address, downwards: its first in any case, all others as they were found.

    Of one that was found in part only, nothing is: it has to be cut anew.
    """
    begin, end = _stretch_mm(anchors, ADDRESS)
    rows = [value_row(strands, anchors, ADDRESS)]
    for each in sorted(strands, key=_middle_mm):
        y = each.y_mm(begin)
        below = rows[-1].y_mm + _SAME_ROW_MM < y < _lowest_mm(anchors)
        if below and each.left_mm < end and each.right_mm > begin:
            rows.append(_row(strands, anchors, y, (begin, end)))
    first_mm = anchors.value_mm(ADDRESS)[0] + _VALUE_MM / 2
    last_mm = _longest_mm(rows) - _VALUE_MM
    return [
        replace(row, strands=()) if _is_part(row, first_mm, last_mm, row is rows[-1]) else row
        for row in rows
    ]


def row_after(rows: Sequence[Row], anchors: Anchors) -> Row | None:
    """Where the next line of an address would stand, if its last is as long as lines get."""
    last = rows[-1]
    full_mm = _longest_mm(rows[:-1]) if len(rows) > 1 else last.to_mm - _SHORTER_MM
    if not last.spots or last.spots[-1].x_mm < full_mm - _VALUE_MM:
        return None
    y = last.y_mm + (last.y_mm - rows[-2].y_mm if len(rows) > 1 else ADDRESS_STEP_MM)
    return replace(last, strands=(), y_mm=y) if y < _lowest_mm(anchors) else None


def _lowest_mm(anchors: Anchors) -> float:
    """How low an address's last line can be."""
    return anchors.label(NUMBER).y_mm - _ROW_MM


def _longest_mm(rows: Sequence[Row]) -> float:
    """How far right the rows' characters reach."""
    return max((row.spots[-1].x_mm for row in rows if row.spots), default=0.0)


def _is_part(row: Row, first_mm: float, last_mm: float, is_last: bool) -> bool:
    """Whether a row's first or last characters were missed: all rows begin at one place, and all
    but the last leave no room for a character more."""
    if not row.spots:
        return False
    begins, ends = row.spots[0].x_mm, row.spots[-1].x_mm
    return begins > first_mm + _MISSED_MM or (not is_last and ends < last_mm - _MISSED_MM)


def _stretch_mm(anchors: Anchors, name: str) -> tuple[float, float]:
    """From between the label and its value to what stands right of it."""
    value, _ = anchors.value_mm(name)
    begin = (anchors.label(name).last_mm + value + _VALUE_MM / 2) / 2
    if name == SEX:
        label = anchors.label(NATION)
        return begin, label.first_mm - (label.last_mm - label.first_mm) / 2 - _SPARE_MM
    if name == NUMBER:
        return begin, CARD_WH_MM[0] - _EDGE_MM
    return begin, PORTRAIT_MM.left + anchors.shift_mm(PORTRAIT_MM.left, PORTRAIT_MM.top)[0]


def _row(
    strands: Sequence[Strand], anchors: Anchors, y_mm: float, stretch_mm: tuple[float, float]
) -> Row:
    begin, end = stretch_mm

    def shared(each: Strand) -> float:
        return min(each.right_mm, end) - max(each.left_mm, begin)

    there = [
        each
        for each in strands
        if shared(each) > 0.0 and abs(each.y_mm(max(each.left_mm, begin)) - y_mm) <= _ROW_MM
    ]
    if not there:
        return Row((), begin, end, y_mm, anchors.turn, _LINE_MM)
    guide = max(there, key=shared)
    ordered = tuple(sorted(there, key=lambda each: each.left_mm))
    return Row(ordered, begin, end, guide.y_mm(begin), guide.slope, guide.height_mm)


def _middle_mm(each: Strand) -> float:
    return each.y_mm((each.left_mm + each.right_mm) / 2)


def _pause(symbols: int) -> NDArray[np.float32]:
    """A step of nothing: so that the same character is read twice where two lines meet."""
    steps = np.zeros((1, symbols), np.float32)
    steps[0, BLANK] = 1.0
    return steps
