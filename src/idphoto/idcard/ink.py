"""How dark a card's ink is, place by place, and where something solid lies over the print."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.layout import PX_PER_MM
from idphoto.imaging.geometry import Box

# The map's scale: strokes are 0.3 mm wide, so they keep two pixels.
MAP_PX_PER_MM: Final = 8.0
# The ground's brightness is a median over a window in which print, and a bar over one line of it,
# fill less than half; at this scale the window is small enough to be quick.
_GROUND_PX_PER_MM: Final = 2.0
_WINDOW_MM: Final = 10.5
# A disc of this diameter fits into no character, but into anything that hides one.
_SOLID_MM: Final = 1.3
# Within it, what hides print is uniform, in brightness relative to the ground, and differs from the
# ground by this or more. Print that is out of focus is not uniform, and texture is not different.
_UNIFORM: Final = 0.035
_DIFFERENT: Final = 0.15
# Shadows and reflections are uniform and different, too, but are longer or higher than anything
# that hides one field. The card's own detectors look for covers of that size.
_HIGHEST_MM: Final = 10.0
_LONGEST_MM: Final = 52.0


@dataclass(frozen=True, slots=True)
class Solid:
    """An area that hides what is printed under it. ``box_mm``: the upright box around it."""

    box_mm: Box


class InkMap:
    """The ink of a card on its canvas."""

    def __init__(self, rgb: NDArray[np.uint8]) -> None:
        """``rgb``: uint8 ``(H, W, 3)``, a card's canvas."""
        size = tuple(round(side * MAP_PX_PER_MM / PX_PER_MM) for side in rgb.shape[1::-1])
        small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
        # coloured ink is bright in one channel at least; black ink, that of the values, in none
        self._brightness = small.max(axis=2).astype(np.float32)
        coarse = cv2.resize(
            small.max(axis=2),
            None,
            fx=_GROUND_PX_PER_MM / MAP_PX_PER_MM,
            fy=_GROUND_PX_PER_MM / MAP_PX_PER_MM,
            interpolation=cv2.INTER_AREA,
        )
        window = round(_WINDOW_MM * _GROUND_PX_PER_MM) | 1
        ground = cv2.medianBlur(coarse, window)
        self._ground = cv2.resize(ground, size, interpolation=cv2.INTER_LINEAR)

    @cached_property
    def ratio(self) -> NDArray[np.float32]:
        """float32, ``MAP_PX_PER_MM``: brightness relative to the ground: 1 without any ink."""
        return np.asarray(self._brightness / np.maximum(self._ground, 1.0), np.float32)

    @cached_property
    def solids(self) -> tuple[Solid, ...]:
        """The areas that hide print."""
        across = round(_SOLID_MM * MAP_PX_PER_MM) | 1
        mean = cv2.blur(self.ratio, (across, across))
        square = cv2.blur(self.ratio * self.ratio, (across, across))
        spread = np.sqrt(np.maximum(square - mean * mean, 0.0))
        core = ((spread < _UNIFORM) & (np.abs(mean - 1.0) > _DIFFERENT)).astype(np.uint8)
        whole = cv2.dilate(core, np.ones((across, across), np.uint8))
        count, _, stats, _ = cv2.connectedComponentsWithStats(whole)
        boxes = [
            Box(*(float(side) / MAP_PX_PER_MM for side in (x, y, x + width, y + height)))
            for x, y, width, height, _ in stats[1:count]
        ]
        return tuple(
            Solid(box) for box in boxes if box.height <= _HIGHEST_MM and box.width <= _LONGEST_MM
        )

    def level(self, box_mm: Box) -> float:
        """The ratio of the darkest twentieth of a box: how dark the ink in it is."""
        part = self._part(box_mm)
        return float(np.percentile(part, 5)) if part.size else 1.0

    def _part(self, box_mm: Box) -> NDArray[np.float32]:
        left, top, right, bottom = (
            max(0, round(side * MAP_PX_PER_MM))
            for side in (box_mm.left, box_mm.top, box_mm.right, box_mm.bottom)
        )
        return self.ratio[top:bottom, left:right]
