"""Where the face's parts lie on the photo, as soft masks drawn from the landmarks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from idphoto.face.landmarks import CHIN, FOREHEAD, LEFT_CHEEK, RIGHT_CHEEK
from idphoto.face.outline import face_outline
from idphoto.imaging.arrays import Mask, Points
from idphoto.imaging.geometry import Box

# Outlines in MediaPipe's canonical face model; right and left are the person's own.
RIGHT_EYE: Final = (33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7)
LEFT_EYE: Final = (263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249)
RIGHT_BROW: Final = (70, 63, 105, 66, 107, 55, 65, 52, 53, 46)
LEFT_BROW: Final = (300, 293, 334, 296, 336, 285, 295, 282, 283, 276)
LIPS: Final = (
    61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185,
)  # fmt: skip
NOSTRILS: Final = (98, 97, 2, 326, 327, 290, 250, 462, 370, 94, 141, 242, 20, 60)
_RIGHT_JAW, _LEFT_JAW = 172, 397

_SUBPIXEL_BITS: Final = 4
# Lengths in widths of the face.
_FOREHEAD_RISE: Final = 0.16  # from the landmarks' top to the hairline
_NECK_REACH: Final = 0.35  # of the neck below the chin
_MARGIN: Final = 0.12


@dataclass(frozen=True, slots=True)
class FacePlan:
    """A face's landmarks on the photo, and the axes they span.

    ``mesh``: float64 ``(478, 2)``, the photo's pixels. ``across`` and ``down``: unit vectors along
    the eyes and from forehead to chin. ``width_px``: ear to ear; ``height_px``: forehead landmark
    to chin.
    """

    mesh: Points
    across: Points
    down: Points
    width_px: float
    height_px: float

    @classmethod
    def of(cls, mesh: Points) -> FacePlan:
        """The plan of a mesh, ``(478, 2)``."""
        span = mesh[LEFT_CHEEK] - mesh[RIGHT_CHEEK]
        width = math.hypot(*span)
        across = span / width
        down = np.array([-across[1], across[0]])
        return cls(mesh, across, down, width, float((mesh[CHIN] - mesh[FOREHEAD]) @ down))

    @property
    def centre(self) -> Points:
        """The middle between the cheeks."""
        return (self.mesh[LEFT_CHEEK] + self.mesh[RIGHT_CHEEK]) / 2  # type: ignore[no-any-return]

    def box(self, size_wh: tuple[int, int]) -> Box:
        """The part of the photo that can hold skin of the face and neck, on whole pixels."""
        outline = np.vstack([self.forehead(), self.neck(), self.mesh])
        margin = _MARGIN * self.width_px
        low, high = outline.min(axis=0) - margin, outline.max(axis=0) + margin
        whole = Box(math.floor(low[0]), math.floor(low[1]), math.ceil(high[0]), math.ceil(high[1]))
        return whole.intersect(Box(0, 0, *size_wh))

    def forehead(self) -> Points:
        """The face's outline with the forehead drawn up to the hairline."""
        outline = face_outline(self.mesh)
        below_top = (outline - self.mesh[FOREHEAD]) @ self.down / self.height_px
        # landmarks in the upper third rise, the higher the further
        rise = np.clip(1.0 - below_top / 0.3, 0.0, 1.0) * _FOREHEAD_RISE * self.width_px
        raised: Points = outline - rise[:, None] * self.down
        return raised

    def neck(self) -> Points:
        """A quadrilateral from the jaw's corners down the neck."""
        right, left = self.mesh[_RIGHT_JAW], self.mesh[_LEFT_JAW]
        chin = self.mesh[CHIN] @ self.down
        reach = _NECK_REACH * self.width_px
        ends = [
            corner + (chin - corner @ self.down + reach) * self.down for corner in (left, right)
        ]
        return np.stack([right, left, *ends])

    def outline(self, indices: tuple[int, ...]) -> Points:
        """The landmarks of a part, in order."""
        return self.mesh[list(indices)]


def fill(outlines: list[Points], box: Box, grow_px: float = 0.0, soft_px: float = 0.0) -> Mask:
    """A mask of polygons: float32 ``(h, w)``, 0–1, on the pixels of ``box``.

    ``outlines``: each ``(N, 2)`` in the photo's pixels. ``grow_px``: drawn so much larger all
    round, or smaller where negative. ``soft_px``: sigma of the blur at the border.
    """
    canvas = np.zeros((round(box.height), round(box.width)), np.uint8)
    scale = 1 << _SUBPIXEL_BITS
    for outline in outlines:
        points = np.rint((outline - (box.left, box.top) - 0.5) * scale).astype(np.int32)
        cv2.fillPoly(canvas, [points], 255, cv2.LINE_AA, _SUBPIXEL_BITS)
    if grow_px:
        # by distance: a round kernel takes longer by the square of its size
        apart = (canvas < 128) if grow_px > 0 else (canvas >= 128)
        distance = cv2.distanceTransform(apart.astype(np.uint8), cv2.DIST_L2, 5)
        edge = grow_px + 0.5 - distance if grow_px > 0 else distance + grow_px - 0.5
        mask = np.clip(edge, 0.0, 1.0).astype(np.float32)
    else:
        mask = canvas.astype(np.float32) / np.float32(255.0)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), soft_px), np.float32) if soft_px > 0 else mask
