"""Set a card straight, given where it lies in the picture."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.face.find import find_faces
from idphoto.face.landmarks import Face
from idphoto.idcard.card import Card
from idphoto.idcard.finding.borders import Outline
from idphoto.idcard.finding.lines import read_along
from idphoto.idcard.layout import CANVAS_WH, CARD_WH_MM, PX_PER_MM, Layout
from idphoto.imaging.geometry import Box, project
from idphoto.imaging.warp import warp_perspective
from idphoto.models.text_finder import find_text
from idphoto.runtime.engine import Engine

TEXT_SCORE: Final = 0.5
_TO_CANVAS: Final = np.diag((PX_PER_MM, PX_PER_MM, 1.0))
_CORNERS_MM: Final = np.array([(0, 0), (CARD_WH_MM[0], 0), CARD_WH_MM, (0, CARD_WH_MM[1])])
# The head can be as far off as the print, and further where borders are hidden.
_AROUND_PORTRAIT_MM: Final = 5.0


def straighten(engine: Engine, rgb: NDArray[np.uint8], outline: Outline, layout: Layout) -> Card:
    """The card at ``outline`` in ``rgb``, uint8 ``(H, W, 3)``, set straight, its lines read."""
    pose = outline.pose
    corners = project(np.linalg.inv(pose.to_mm), _CORNERS_MM)
    to_canvas = _TO_CANVAS @ pose.to_mm
    canvas = warp_perspective(rgb, to_canvas, CANVAS_WH)
    seen = warp_perspective(np.full(rgb.shape[:2], 255, np.uint8), to_canvas, CANVAS_WH) > 127
    boxes = find_text(engine, canvas, TEXT_SCORE)
    lines = tuple(read_along(engine, canvas, boxes, 0.0))
    face = _face(engine, canvas, layout.portrait.shifted(*pose.shift_mm))
    return Card(
        canvas,
        seen,
        to_canvas,
        corners,
        _px_per_mm(corners),
        lines,
        face,
        layout,
        pose.shift_mm,
        outline.found,
        outline.sigma_mm,
    )


def _px_per_mm(corners: NDArray[np.float64]) -> float:
    """The picture's scale, averaged over the card."""
    x, y = corners.T
    area = 0.5 * abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1)))
    return float(np.sqrt(area / (CARD_WH_MM[0] * CARD_WH_MM[1])))


def _face(engine: Engine, canvas: NDArray[np.uint8], portrait: Box) -> Face | None:
    """The face in the card's ``portrait``, in mm."""
    around = portrait.grown(*(_AROUND_PORTRAIT_MM,) * 4).scaled(PX_PER_MM)
    place = around.intersect(Box(0.0, 0.0, *map(float, CANVAS_WH)))
    left, top, right, bottom = (
        round(side) for side in (place.left, place.top, place.right, place.bottom)
    )
    faces = find_faces(engine, canvas[top:bottom, left:right])
    return faces[0].shifted(left, top) if faces else None
