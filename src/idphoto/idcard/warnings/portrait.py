"""The colours of the card's portrait, beside its ground."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.face.landmarks import Face
from idphoto.face.outline import face_outline
from idphoto.idcard.layout import PX_PER_MM
from idphoto.idcard.warnings.ground import CELLS_PER_MM, MARGIN_MM, GroundCells, cells
from idphoto.imaging.geometry import Box

# Where the face is, in parts of the portrait's box, when none is seen.
_FACE = Box(0.27, 0.2, 0.73, 0.75)
_WHITE_SHARE = 85  # percentile: hair and shoulders leave some of the upper half to the background


@dataclass(frozen=True, slots=True)
class PortraitColours:
    """Chroma: ln(red / green), ln(blue / green), float64 ``(2,)``.

    ``skin``: of the face, ``white``: of the portrait's own background; both beside the ground that
    would be there without a portrait. ``ground``: the card's, as the picture has it.
    """

    skin: NDArray[np.float64]
    white: NDArray[np.float64]
    ground: NDArray[np.float64]

    @property
    def chroma(self) -> float:
        """Of the skin, beside ground or white, whichever differs more."""
        return max(float(np.hypot(*self.skin)), float(np.hypot(*(self.skin - self.white))))


def portrait_colours(ground: GroundCells, face: Face | None, portrait_mm: Box) -> PortraitColours:
    """``face``: in pixels of the canvas."""
    surface = ground.bare - ground.off
    beside = ground.colour - surface
    skin = np.median(beside[_face_cells(ground.seen.shape, face, portrait_mm)], axis=0)
    p = portrait_mm
    upper = beside[cells(p.top + 1) : cells(p.top + 20), cells(p.left + 1) : cells(p.right - 1)]
    light = upper[..., 0]
    white = np.median(upper[light >= np.percentile(light, _WHITE_SHARE)], axis=0)
    own = np.median(surface[ground.inside & ~ground.portrait], axis=0)
    return PortraitColours(*(np.asarray(each[1:], np.float64) for each in (skin, white, own)))


def _face_cells(shape: tuple[int, ...], face: Face | None, portrait_mm: Box) -> NDArray[np.bool_]:
    if face is None:
        box = np.zeros(shape, np.bool_)
        p = portrait_mm
        left, right = (p.left + part * p.width for part in (_FACE.left, _FACE.right))
        top, bottom = (p.top + part * p.height for part in (_FACE.top, _FACE.bottom))
        box[cells(top) : cells(bottom), cells(left) : cells(right)] = True
        return box
    oval = face_outline(face.mesh) / PX_PER_MM + MARGIN_MM
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [np.int32(oval * CELLS_PER_MM)], 1)  # type: ignore[list-item]
    return mask > 0
