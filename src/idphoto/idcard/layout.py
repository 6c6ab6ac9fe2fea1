"""The card in millimetres: second-generation resident identity card, portrait side.

The format is ISO/IEC 7810 ID-1. The places of print come from the pixels of one template, about 20
per millimetre, and prints differ by a millimetre, so labels are always looked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from idphoto.imaging.geometry import Box

CARD_WH_MM: Final = (85.6, 54.0)
CORNER_RADIUS_MM: Final = 3.18  # ISO/IEC 7810
# The number's digits are 2.5 mm high, so at 16 px per mm they have the 40 px that the reader takes.
PX_PER_MM: Final = 16.0
CANVAS_WH: Final = (round(CARD_WH_MM[0] * PX_PER_MM), round(CARD_WH_MM[1] * PX_PER_MM))
# Where the card begins in the template, in its pixels, and their number per millimetre.
_ORIGIN: Final = np.array((390.0, 540.0))
_TEMPLATE_PX_PER_MM: Final = 20.0


def _mm(x: float, y: float) -> tuple[float, float]:
    left, top = (np.array((x, y)) - _ORIGIN) / _TEMPLATE_PX_PER_MM
    return float(left), float(top)


# Where each value begins: its left edge and the top of its characters.
NAME_MM: Final = _mm(630, 690)
SEX_MM: Final = _mm(630, 840)
NATION_MM: Final = _mm(1030, 840)
YEAR_MM: Final = _mm(630, 980)
DAY_MM: Final = _mm(1150, 980)
ADDRESS_MM: Final = _mm(630, 1120)
ADDRESS_STEP_MM: Final = 100 / _TEMPLATE_PX_PER_MM
NUMBER_MM: Final = _mm(950, 1475)
PORTRAIT_MM: Final = Box(*_mm(1500, 690), *_mm(2000, 1360))
PORTRAIT_WH_MM: Final = (26.0, 32.0)  # GA 461-2004


@dataclass(frozen=True, slots=True)
class LabelPlace:
    """A printed label: the middles of its first and last characters, and that of its line."""

    first_mm: float
    last_mm: float
    y_mm: float


NAME, SEX, NATION, BIRTH, ADDRESS = "姓名", "性别", "民族", "出生", "住址"
NUMBER: Final = "公民身份号码"
# The values by their labels.
VALUES_MM: Final = {
    NAME: NAME_MM,
    SEX: SEX_MM,
    NATION: NATION_MM,
    BIRTH: YEAR_MM,
    ADDRESS: ADDRESS_MM,
    NUMBER: NUMBER_MM,
}
LABEL_PITCH_MM: Final = 2.8  # from one of a label's characters to the next
HALF_LINE_MM: Final = 1.5  # from the top of a value's characters to their middle
# Labels stand to the left of their values, all but one of them in one column.
_FIRST_MM: Final = 6.2
_FIRST_OF_NATION_MM: Final = NATION_MM[0] - 6.0


def _label(name: str) -> LabelPlace:
    first = _FIRST_OF_NATION_MM if name == NATION else _FIRST_MM
    last = first + (len(name) - 1) * LABEL_PITCH_MM
    return LabelPlace(first, last, VALUES_MM[name][1] + HALF_LINE_MM)


LABELS: Final = {name: _label(name) for name in VALUES_MM}
# From and to: the column of the two-character labels, with a margin.
LABEL_COLUMN_MM: Final = (_FIRST_MM - 2.2, _FIRST_MM + LABEL_PITCH_MM + 1.5)
