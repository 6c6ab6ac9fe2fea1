"""A sheet's plan with the label and the QR code: everything to draw except the photos."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from idphoto.drawing.text import TextBlock
from idphoto.imaging.colour import LUMINANCE, Colour, srgb_to_linear
from idphoto.imaging.geometry import mm_to_px
from idphoto.sheet.layout import Plan
from idphoto.sheet.qr import QrCode

_STROKE_MM: Final = 0.17  # half a point: visible at arm's length, and no wider than a cut
# Black and white contrast equally with this luminance: (L + 0.05)² = 0.05 · 1.05, as in WCAG 2.
_MIDDLE_LUMINANCE: Final = 0.179


@dataclass(frozen=True, slots=True)
class Design:
    """What to draw on a sheet.

    ``dpi``: the resolution of the plan's grid. ``ground``: the sheet's background colour.
    ``label``: the text in the slot ``plan.label``. ``code``: the QR code in the slot ``plan.qr``.
    """

    plan: Plan
    dpi: int
    ground: Colour
    label: TextBlock | None = None
    code: QrCode | None = None

    @property
    def ink(self) -> Colour:
        """The colour of crop marks and letters: black or white, whichever contrasts more."""
        luminance = srgb_to_linear(np.array(self.ground) / 255.0) @ LUMINANCE
        return (0, 0, 0) if luminance > _MIDDLE_LUMINANCE else (255, 255, 255)

    @property
    def stroke_px(self) -> int:
        """The width of crop marks."""
        return max(1, round(mm_to_px(_STROKE_MM, self.dpi)))

    @property
    def label_at(self) -> tuple[float, float]:
        """The upper left corner of the label's ink, which is centred in its slot."""
        place, label = self.plan.label, self.label
        if place is None or label is None:
            return 0.0, 0.0
        dx, dy = (place.width - label.width) / 2, (place.height - label.height) / 2
        return place.x + dx, place.y + dy
