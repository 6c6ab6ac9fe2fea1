"""A line that was read, and where on the card each step of it lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from idphoto.idcard.card import TextLine
from idphoto.idcard.layout import PX_PER_MM
from idphoto.models.text_reader import Reading

# The reader's input is 48 high, and a step is 8 of its columns.
_READ_HEIGHT: Final = 48
_STEP: Final = 8


@dataclass(frozen=True, slots=True)
class Spot:
    """A character that was read. ``x_mm``: of its middle, from the card's left."""

    character: str
    step: int
    x_mm: float


@dataclass(frozen=True, slots=True)
class Strand:
    """A line on the card, which lies level but for a degree or two.

    ``left_mm``, ``right_mm``: its ends; ``left_y_mm``, ``right_y_mm``: how low its middle lies at
    them; ``height_mm``: of its box. ``steps_per_mm``: of ``reading``, from the left end.
    """

    reading: Reading
    left_mm: float
    right_mm: float
    left_y_mm: float
    right_y_mm: float
    height_mm: float
    steps_per_mm: float

    def y_mm(self, x_mm: float) -> float:
        """How low the line's middle lies at ``x_mm``, also beyond its ends."""
        return self.left_y_mm + self.slope * (x_mm - self.left_mm)

    @property
    def slope(self) -> float:
        """How the line falls, in mm per mm."""
        return (self.right_y_mm - self.left_y_mm) / (self.right_mm - self.left_mm)

    def x_mm(self, step: float) -> float:
        """Where the middle of a step lies."""
        return self.left_mm + (step + 0.5) / self.steps_per_mm

    @property
    def spots(self) -> tuple[Spot, ...]:
        """The likeliest reading's characters, without blanks."""
        return tuple(
            Spot(character, step, self.x_mm(step))
            for character, _, step in self.reading.characters
            if not character.isspace()
        )

    def part(self, from_mm: float, to_mm: float) -> Reading:
        """The reading of what lies between."""
        first, last = (
            int(np.clip(round((x - self.left_mm) * self.steps_per_mm), 0, self._read_steps))
            for x in (from_mm, to_mm)
        )
        return Reading(self.reading.steps[first : max(first, last)], self.reading.alphabet)

    @property
    def _read_steps(self) -> int:
        """The steps that are of the line; the others, of what it was padded with."""
        steps = (self.right_mm - self.left_mm) * self.steps_per_mm
        return min(len(self.reading.steps), int(np.ceil(steps)))


def strand(line: TextLine) -> Strand | None:
    """``line``, or None where it does not lie level: it was read on its side."""
    top_left, top_right, bottom_right, bottom_left = line.quad / PX_PER_MM
    left, right = (top_left + bottom_left) / 2, (top_right + bottom_right) / 2
    width, drop = right - left
    if abs(drop) >= width:
        return None
    length = float(np.hypot(width, drop))
    height = float(np.hypot(*(bottom_left - top_left)) + np.hypot(*(bottom_right - top_right))) / 2
    # as the reader does: the line at its own proportions, squeezed only where it is too long
    columns = min(round(length * _READ_HEIGHT / height), _STEP * len(line.reading.steps))
    return Strand(
        line.reading,
        float(left[0]),
        float(right[0]),
        float(left[1]),
        float(right[1]),
        height,
        columns / _STEP / float(width),
    )
