"""Where the card's printed labels lie on its canvas, and so where its values must.

Cards are printed a millimetre off, canvases laid a millimetre askew. What was read as a label
tells how much; a label that was not read lies where the others say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.ctc import columns_of
from idphoto.idcard.layout import (
    ADDRESS_MM,
    NAME_MM,
    NATION_MM,
    NUMBER_MM,
    SEX_MM,
    YEAR_MM,
)
from idphoto.idcard.strand import Spot, Strand

NAME, SEX, NATION, BIRTH, ADDRESS = "姓名", "性别", "民族", "出生", "住址"
NUMBER: Final = "公民身份号码"
# Where the template's labels stand, to about a millimetre: in front of their values, all but one
# in one column, characters 2.8 mm apart.
_COLUMN_MM: Final = 4.6
_NATION_COLUMN_MM: Final = NATION_MM[0] - 7.4
CHARACTER_MM: Final = 2.8
_HALF_LINE_MM: Final = 1.5  # from the top of a value's characters to their middle
VALUES_MM: Final = {
    NAME: NAME_MM,
    SEX: SEX_MM,
    NATION: NATION_MM,
    BIRTH: YEAR_MM,
    ADDRESS: ADDRESS_MM,
    NUMBER: NUMBER_MM,
}
# A character is taken for a label's where the reader thinks at least this much of that.
_HEARD: Final = 0.02
_LEAST_OF_LONG: Final = 3  # of the number's label, in a row
# A label found further off is another word: addresses have 民族 in them, too.
_FAR_MM: Final = 6.0
# How far print and canvas are off: shifted, in mm; stretched or turned, in mm per mm; and how far
# a label's middle is told wrong, by the width of a step and the slack of a box.
_SHIFT_SIGMA_MM: Final = 1.5
_SLOPE_SIGMA: Final = 0.02
_LABEL_SIGMA_MM: Final = 0.4


@dataclass(frozen=True, slots=True)
class Anchor:
    """A printed label: the middles of its first and last character, and how low it lies."""

    first_mm: float
    last_mm: float
    y_mm: float


@dataclass(frozen=True, slots=True)
class Anchors:
    """``read``: the labels that were read. ``slopes``: float64 ``(2, 3)``, how far x and y of the
    print are off, in mm: by (1, x, y) of the template."""

    read: dict[str, Anchor]
    slopes: NDArray[np.float64]

    def label(self, name: str) -> Anchor:
        """Where a label was read, or where it must be."""
        return self.read.get(name) or _moved(_TEMPLATE[name], self.slopes)

    def value_mm(self, name: str) -> tuple[float, float]:
        """Where a value begins, and how low the middle of its first line lies."""
        left, top = VALUES_MM[name]
        return left + self.shift_mm(left, top)[0], self.label(name).y_mm

    def shift_mm(self, x_mm: float, y_mm: float) -> tuple[float, float]:
        """How far what the template has there is off."""
        x, y = self.slopes @ (1.0, x_mm, y_mm)
        return float(x), float(y)

    @property
    def turn(self) -> float:
        """How the lines fall, in mm per mm."""
        return float(self.slopes[1, 1])


def find_anchors(strands: Sequence[Strand]) -> Anchors:
    """The card's labels in its lines."""
    read: dict[str, Anchor] = {}
    columns = columns_of(strands[0].reading.alphabet) if strands else {}
    for name, where in _TEMPLATE.items() if strands else ():
        label = [columns[character] for character in name]
        found = [anchor for each in strands for anchor in _heard(each, label)]
        near = min(found, key=lambda anchor: _apart(anchor, where), default=None)
        if near is not None and _apart(near, where) <= _FAR_MM:
            read[name] = near
    return Anchors(read, _slopes(read))


def _heard(strand: Strand, label: Sequence[int]) -> list[Anchor]:
    """Every stretch of the line that may be the label, or enough of a long one."""
    spots = strand.spots
    least = min(len(label), _LEAST_OF_LONG)
    found = []
    for skipped in range(len(label) - least + 1):
        for begin in range(len(spots)):
            run = _run(strand, spots[begin:], label[skipped:])
            if run >= least:
                first, last = spots[begin].x_mm, spots[begin + run - 1].x_mm
                pitch = (last - first) / (run - 1)
                first -= skipped * pitch
                last += (len(label) - skipped - run) * pitch
                found.append(Anchor(first, last, strand.y_mm((first + last) / 2)))
        if found:
            break
    return found


def _run(strand: Strand, spots: Sequence[Spot], label: Sequence[int]) -> int:
    """How many of ``label``'s characters the spots begin with."""
    run = 0
    for spot, column in zip(spots, label, strict=False):
        if strand.reading.steps[spot.step, column] < _HEARD:
            break
        run += 1
    return run


def _apart(one: Anchor, other: Anchor) -> float:
    return float(np.hypot(one.first_mm - other.first_mm, one.y_mm - other.y_mm))


def _slopes(read: dict[str, Anchor]) -> NDArray[np.float64]:
    """The likeliest shift, stretch and turn, by least squares with normal priors."""
    precision = np.diag(np.array([_SHIFT_SIGMA_MM, _SLOPE_SIGMA, _SLOPE_SIGMA]) ** -2.0)
    pull = np.zeros((3, 2))
    for name, anchor in read.items():
        where = _TEMPLATE[name]
        row = np.array([1.0, where.first_mm, where.y_mm])
        off = np.array([anchor.first_mm - where.first_mm, anchor.y_mm - where.y_mm])
        precision += np.outer(row, row) / _LABEL_SIGMA_MM**2
        pull += np.outer(row, off) / _LABEL_SIGMA_MM**2
    return np.asarray(np.linalg.solve(precision, pull).T)


def _moved(anchor: Anchor, slopes: NDArray[np.float64]) -> Anchor:
    x, y = slopes @ (1.0, anchor.first_mm, anchor.y_mm)
    return Anchor(anchor.first_mm + float(x), anchor.last_mm + float(x), anchor.y_mm + float(y))


def _template(name: str) -> Anchor:
    column = _NATION_COLUMN_MM if name == NATION else _COLUMN_MM
    first = column + CHARACTER_MM / 2
    last = first + (len(name) - 1) * CHARACTER_MM
    return Anchor(first, last, VALUES_MM[name][1] + _HALF_LINE_MM)


_TEMPLATE: Final = {name: _template(name) for name in VALUES_MM}
