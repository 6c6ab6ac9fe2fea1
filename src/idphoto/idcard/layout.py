"""The card in millimetres: second-generation resident identity card, portrait side.

The format is ISO/IEC 7810 ID-1. The places of print come from the pixels of one template, about 20
per millimetre, and prints differ by a millimetre, so labels are always looked for.
"""

from __future__ import annotations

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
