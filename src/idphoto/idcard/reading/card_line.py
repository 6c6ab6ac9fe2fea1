"""A line that was read on the card, with the place of each of its steps."""

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
class CardCharacter:
    """A character that was read. ``x_mm``: its middle, from the card's left edge."""

    character: str
    step: int
    x_mm: float


@dataclass(frozen=True, slots=True)
class CardLine:
    """A line on the card, level to within a degree or two.

    ``left_mm``, ``right_mm``: its ends; ``left_y_mm``, ``right_y_mm``: y of its middle there;
    ``height_mm``: of its box. ``steps_per_mm``: steps of ``reading``, from the left end.
    """

    reading: Reading
    left_mm: float
    right_mm: float
    left_y_mm: float
    right_y_mm: float
    height_mm: float
    steps_per_mm: float

    def y_mm(self, x_mm: float) -> float:
        """y of the line's middle at ``x_mm``, also beyond its ends."""
        return self.left_y_mm + self.slope * (x_mm - self.left_mm)

    @property
    def slope(self) -> float:
        """In mm per mm; positive downwards."""
        return (self.right_y_mm - self.left_y_mm) / (self.right_mm - self.left_mm)

    def x_mm(self, step: float) -> float:
        """x of the middle of a step."""
        return self.left_mm + (step + 0.5) / self.steps_per_mm

    @property
    def characters(self) -> tuple[CardCharacter, ...]:
        """The characters of the plain reading, without blanks."""
        return tuple(
            CardCharacter(character, step, self.x_mm(step))
            for character, _, step in self.reading.characters
            if not character.isspace()
        )

    def part(self, from_mm: float, to_mm: float) -> Reading:
        """The reading between two places."""
        first, last = (
            int(np.clip(round((x - self.left_mm) * self.steps_per_mm), 0, self._read_steps))
            for x in (from_mm, to_mm)
        )
        return Reading(self.reading.steps[first : max(first, last)], self.reading.alphabet)

    @property
    def _read_steps(self) -> int:
        """The number of steps within the line; the others are padding."""
        steps = (self.right_mm - self.left_mm) * self.steps_per_mm
        return min(len(self.reading.steps), int(np.ceil(steps)))


def card_line(line: TextLine) -> CardLine | None:
    """``line`` in mm of the card; None if it is not level, that is, was read sideways."""
    top_left, top_right, bottom_right, bottom_left = line.quad / PX_PER_MM
    left, right = (top_left + bottom_left) / 2, (top_right + bottom_right) / 2
    width, drop = right - left
    if abs(drop) >= width:
        return None
    length = float(np.hypot(width, drop))
    height = float(np.hypot(*(bottom_left - top_left)) + np.hypot(*(bottom_right - top_right))) / 2
    # as the reader does: the line at its own proportions, squeezed only where it is too long
    columns = min(round(length * _READ_HEIGHT / height), _STEP * len(line.reading.steps))
    return CardLine(
        line.reading,
        float(left[0]),
        float(right[0]),
        float(left[1]),
        float(right[1]),
        height,
        columns / _STEP / float(width),
    )
