"""Where the card's printed labels lie on its canvas, and therefore its values.

Print and canvas are each about a millimetre off. The labels that were read show by how much; the
place of a label that was not read follows from the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.layout import LabelPlace, Layout
from idphoto.idcard.reading.card_line import CardCharacter, CardLine
from idphoto.idcard.reading.ctc import columns_of

# The least probability of a label's character, by the reader.
_HEARD: Final = 0.02
_LEAST_OF_LONG: Final = 3  # consecutive characters of the number's label
# A label found further off is another word: addresses can contain 民族 as well.
_FAR_MM: Final = 6.0
# How far print and canvas are off: shifted, in mm; stretched or turned, in mm per mm; and the error
# of a label's measured middle, from the width of a step and the slack of a box.
_SHIFT_SIGMA_MM: Final = 1.5
_SLOPE_SIGMA: Final = 0.02
_LABEL_SIGMA_MM: Final = 0.4


@dataclass(frozen=True, slots=True)
class LabelPositions:
    """``read``: the labels that were read. ``slopes``: float64 ``(2, 3)``, the offset of the print
    in x and y, in mm, as a linear function of (1, x, y) of the ``layout``."""

    layout: Layout
    read: dict[str, LabelPlace]
    slopes: NDArray[np.float64]

    def label(self, name: str) -> LabelPlace:
        """Where a label was read, or else where it must be."""
        return self.read.get(name) or _moved(self.layout.labels[name], self.slopes)

    def value_mm(self, name: str) -> tuple[float, float]:
        """x of a value's left edge, and y of the middle of its first line."""
        value = self.layout.values[name]
        lower = value.y_mm - self.layout.labels[name].y_mm
        left = value.left_mm + self.shift_mm(value.left_mm, value.y_mm)[0]
        return left, self.label(name).y_mm + lower

    def shift_mm(self, x_mm: float, y_mm: float) -> tuple[float, float]:
        """The offset of the print at a place of the layout."""
        x, y = self.slopes @ (1.0, x_mm, y_mm)
        return float(x), float(y)

    @property
    def turn(self) -> float:
        """The slope of the lines, in mm per mm; positive downwards."""
        return float(self.slopes[1, 1])


def find_label_positions(lines: Sequence[CardLine], layout: Layout) -> LabelPositions:
    """Find the card's labels in its lines."""
    read: dict[str, LabelPlace] = {}
    columns = columns_of(lines[0].reading.alphabet) if lines else {}
    for name in layout.values if lines else ():
        where = layout.labels[name]
        label = [columns[character] for character in name]
        found = [position for each in lines for position in _heard(each, label)]
        near = min(found, key=lambda position: _apart(position, where), default=None)
        if near is not None and _apart(near, where) <= _FAR_MM:
            read[name] = near
    return LabelPositions(layout, read, _slopes(read, layout))


def _heard(line: CardLine, label: Sequence[int]) -> list[LabelPlace]:
    """Every stretch of the line that may be the label, or enough of it if it is long."""
    characters = line.characters
    least = min(len(label), _LEAST_OF_LONG)
    found = []
    for skipped in range(len(label) - least + 1):
        for begin in range(len(characters)):
            run = _run(line, characters[begin:], label[skipped:])
            if run >= least:
                first, last = characters[begin].x_mm, characters[begin + run - 1].x_mm
                pitch = (last - first) / (run - 1)
                first -= skipped * pitch
                last += (len(label) - skipped - run) * pitch
                found.append(LabelPlace(first, last, line.y_mm((first + last) / 2)))
        if found:
            break
    return found


def _run(line: CardLine, characters: Sequence[CardCharacter], label: Sequence[int]) -> int:
    """How many of ``label``'s characters the characters begin with."""
    run = 0
    for spot, column in zip(characters, label, strict=False):
        if line.reading.steps[spot.step, column] < _HEARD:
            break
        run += 1
    return run


def _apart(one: LabelPlace, other: LabelPlace) -> float:
    return float(np.hypot(one.first_mm - other.first_mm, one.y_mm - other.y_mm))


def _slopes(read: dict[str, LabelPlace], layout: Layout) -> NDArray[np.float64]:
    """The most likely shift, stretch and turn: least squares with normal priors."""
    precision = np.diag(np.array([_SHIFT_SIGMA_MM, _SLOPE_SIGMA, _SLOPE_SIGMA]) ** -2.0)
    pull = np.zeros((3, 2))
    for name, position in read.items():
        where = layout.labels[name]
        row = np.array([1.0, where.first_mm, where.y_mm])
        off = np.array([position.first_mm - where.first_mm, position.y_mm - where.y_mm])
        precision += np.outer(row, row) / _LABEL_SIGMA_MM**2
        pull += np.outer(row, off) / _LABEL_SIGMA_MM**2
    return np.asarray(np.linalg.solve(precision, pull).T)


def _moved(position: LabelPlace, slopes: NDArray[np.float64]) -> LabelPlace:
    x, y = slopes @ (1.0, position.first_mm, position.y_mm)
    return LabelPlace(
        position.first_mm + float(x), position.last_mm + float(x), position.y_mm + float(y)
    )
