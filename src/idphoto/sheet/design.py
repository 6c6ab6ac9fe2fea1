"""A plan with what stands in it: all that is drawn but the photos."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from idphoto.drawing.text import Colour, TextBlock
from idphoto.imaging.color import LUMINANCE, srgb_to_linear
from idphoto.imaging.geometry import mm_to_px
from idphoto.sheet.layout import Plan
from idphoto.sheet.qr import QrCode

_STROKE_MM: Final = 0.17  # half a point: seen at arm's length, and no wider than a cut
# Black and white contrast alike with this luminance: (L + 0.05)² = 0.05 · 1.05, as in WCAG 2.
_MIDDLE: Final = 0.179


@dataclass(frozen=True, slots=True)
class Design:
    """``dpi``: of the plan's grid. ``ground``: the colour of what is free. ``label`` stands in
    ``plan.label`` and ``code`` in ``plan.qr``, where there are such.
    """

    plan: Plan
    dpi: int
    ground: Colour
    label: TextBlock | None = None
    code: QrCode | None = None

    @property
    def ink(self) -> Colour:
        """Of crop marks and letters: black or white, whichever is seen better."""
        luminance = srgb_to_linear(np.array(self.ground) / 255.0) @ LUMINANCE
        return (0, 0, 0) if luminance > _MIDDLE else (255, 255, 255)

    @property
    def stroke_px(self) -> int:
        """How wide crop marks are."""
        return max(1, round(mm_to_px(_STROKE_MM, self.dpi)))

    @property
    def label_at(self) -> tuple[float, float]:
        """Where the label's ink begins: it is in the middle of its place."""
        place, label = self.plan.label, self.label
        if place is None or label is None:
            return 0.0, 0.0
        dx, dy = (place.width - label.width) / 2, (place.height - label.height) / 2
        return place.x + dx, place.y + dy
