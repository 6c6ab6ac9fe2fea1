"""The stretches of a card that hold its fields, and the lines that were read there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.layout import (
    ADDRESS,
    ADDRESS_STEP_MM,
    CARD_WH_MM,
    NATION,
    NUMBER,
    PX_PER_MM,
    SEX,
    VALUE_PITCH_MM,
)
from idphoto.idcard.reading.card_line import CardCharacter, CardLine
from idphoto.idcard.reading.label_positions import LabelPositions
from idphoto.models.text_reader import BLANK, Reading

_ROW_MM: Final = 2.0  # a line belongs to a row if their middles differ by at most this
_SAME_ROW_MM: Final = 1.5  # lines of an address are at least 4 mm apart
_LINE_MM: Final = 3.6  # the height of a line's box if no line was found
_BESIDE_MM: Final = 4.0  # a line that begins further left than this is a label's
_MISSED_MM: Final = 2.0  # less than a character, more than the error of a line's ends
_SHORTER_MM: Final = 12.0  # some lines of an address end this far from the portrait
_SPARE_MM: Final = 1.0  # between the values and the portrait
_EDGE_MM: Final = 1.5  # between the number and the card's edge


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A stretch of the card with a line of print.

    ``lines``: those found there, from left to right. ``y_mm``: the height of the print's middle at
    ``from_mm``; ``slope``: in mm per mm, positive downwards; ``height_mm``: of the line's box.
    """

    lines: tuple[CardLine, ...]
    from_mm: float
    to_mm: float
    y_mm: float
    slope: float
    height_mm: float

    @property
    def characters(self) -> tuple[CardCharacter, ...]:
        """The characters that were read within the stretch."""
        return tuple(
            spot
            for each in self.lines
            for spot in each.characters
            if self.from_mm <= spot.x_mm <= self.to_mm
        )

    @property
    def reading(self) -> Reading | None:
        """The lines' reading within the stretch, counting overlaps once; None without lines."""
        parts: list[NDArray[np.float32]] = []
        alphabet: tuple[str, ...] = ()
        reached = self.from_mm
        for each in self.lines:
            end = min(each.right_mm, self.to_mm)
            if end <= reached:
                continue
            part = each.part(reached, end)
            alphabet, reached = part.alphabet, end
            parts += [part.steps, _pause(len(alphabet))]
        return Reading(np.concatenate(parts), alphabet) if parts else None

    def narrowed(self) -> FieldRow:
        """The row, ended half a character after its last line."""
        ends = max((each.right_mm for each in self.lines), default=self.to_mm)
        return replace(self, to_mm=min(self.to_mm, ends + VALUE_PITCH_MM / 2))

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


def value_row(lines: Sequence[CardLine], positions: LabelPositions, name: str) -> FieldRow:
    """The row of the value with the label ``name``; of an address, its first line."""
    return _row(lines, positions, positions.value_mm(name)[1], _stretch_mm(positions, name))


def address_rows(lines: Sequence[CardLine], positions: LabelPositions) -> list[FieldRow]:
    """The lines of the address, downwards: always the first, and all others that were found.

    A row whose line was found only in part gets no lines, so that it is cut anew.
    """
    begin, end = _stretch_mm(positions, ADDRESS)
    rows = [value_row(lines, positions, ADDRESS)]
    for each in sorted(lines, key=_middle_mm):
        y = each.y_mm(begin)
        below = rows[-1].y_mm + _SAME_ROW_MM < y < _lowest_mm(positions)
        if below and begin - _BESIDE_MM < each.left_mm < end and each.right_mm > begin:
            rows.append(_row(lines, positions, y, (begin, end)))
    first_mm = positions.value_mm(ADDRESS)[0] + VALUE_PITCH_MM / 2
    last_mm = _longest_mm(rows) - VALUE_PITCH_MM
    return [
        replace(row, lines=()) if _is_part(row, first_mm, last_mm, row is rows[-1]) else row
        for row in rows
    ]


def row_after(rows: Sequence[FieldRow], positions: LabelPositions) -> FieldRow | None:
    """The row after an address's last one; None unless the last one is full."""
    last = rows[-1]
    full_mm = _longest_mm(rows[:-1]) if len(rows) > 1 else last.to_mm - _SHORTER_MM
    if not last.characters or last.characters[-1].x_mm < full_mm - VALUE_PITCH_MM:
        return None
    y = last.y_mm + (last.y_mm - rows[-2].y_mm if len(rows) > 1 else ADDRESS_STEP_MM)
    return replace(last, lines=(), y_mm=y) if y < _lowest_mm(positions) else None


def _lowest_mm(positions: LabelPositions) -> float:
    """The lowest place of an address's last line."""
    return positions.label(NUMBER).y_mm - _ROW_MM


def _longest_mm(rows: Sequence[FieldRow]) -> float:
    """x of the rows' rightmost character."""
    return max((row.characters[-1].x_mm for row in rows if row.characters), default=0.0)


def _is_part(row: FieldRow, first_mm: float, last_mm: float, is_last: bool) -> bool:
    """Whether a row's first or last characters were missed.

    All rows begin at the same place, and all but the last leave no room for another character.
    """
    if not row.characters:
        return False
    begins, ends = row.characters[0].x_mm, row.characters[-1].x_mm
    return begins > first_mm + _MISSED_MM or (not is_last and ends < last_mm - _MISSED_MM)


def _stretch_mm(positions: LabelPositions, name: str) -> tuple[float, float]:
    """From between the label and its value to the next print on the right."""
    value, _ = positions.value_mm(name)
    begin = (positions.label(name).last_mm + value + VALUE_PITCH_MM / 2) / 2
    if name == SEX:
        label = positions.label(NATION)
        return begin, label.first_mm - (label.last_mm - label.first_mm) / 2 - _SPARE_MM
    if name == NUMBER:
        return begin, CARD_WH_MM[0] - _EDGE_MM
    portrait = positions.layout.portrait
    return begin, portrait.left + positions.shift_mm(portrait.left, portrait.top)[0]


def _row(
    lines: Sequence[CardLine],
    positions: LabelPositions,
    y_mm: float,
    stretch_mm: tuple[float, float],
) -> FieldRow:
    begin, end = stretch_mm

    def shared(each: CardLine) -> float:
        return min(each.right_mm, end) - max(each.left_mm, begin)

    there = [
        each
        for each in lines
        if shared(each) > 0.0 and abs(each.y_mm(max(each.left_mm, begin)) - y_mm) <= _ROW_MM
    ]
    if not there:
        return FieldRow((), begin, end, y_mm, positions.turn, _LINE_MM)
    guide = max(there, key=shared)
    ordered = tuple(sorted(there, key=lambda each: each.left_mm))
    return FieldRow(ordered, begin, end, guide.y_mm(begin), guide.slope, guide.height_mm)


def _middle_mm(each: CardLine) -> float:
    return each.y_mm((each.left_mm + each.right_mm) / 2)


def _pause(symbols: int) -> NDArray[np.float32]:
    """A blank step, so that equal characters at the joint of two lines are read as two."""
    steps = np.zeros((1, symbols), np.float32)
    steps[0, BLANK] = 1.0
    return steps
