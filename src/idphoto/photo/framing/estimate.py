"""The crop as landmarks alone suggest it, before the head has been measured."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from idphoto.errors import FramingConflict
from idphoto.face.landmarks import Face
from idphoto.face.marks import HeadMarks
from idphoto.face.measure import FaceGeometry, estimate_geometry
from idphoto.photo.framing.borders import Borders
from idphoto.photo.framing.constraints import FrameConstraints
from idphoto.photo.framing.frame import Frame, Head
from idphoto.photo.framing.solve import solve_frame

_USUAL_HAIR: Final = 0.1  # above the skull, in head heights


def head_of(
    geometry: FaceGeometry,
    borders: Borders,
    *,
    background_of: tuple[int, int] | None = None,
) -> Head:
    """The part of the measurements that the frame depends on.

    ``background_of``: the picture's width and height, if the photo keeps its background. Then
    clothes cannot be stretched, because the wall would be too.
    """
    return Head(
        centre_x=geometry.centre_x,
        eyes_y=geometry.eyes_y,
        chin_y=geometry.chin_y,
        crown_y=geometry.crown_y,
        top_y=geometry.top_y,
        face_width=geometry.face_width_px,
        head_width=geometry.head_width_px,
        body_bottom_y=borders.body_bottom_y,
        bottom_slope=borders.bottom_slope,
        hair_left_x=geometry.hair_left_x,
        hair_right_x=geometry.hair_right_x,
        left_x=borders.left_x,
        right_x=borders.right_x,
        source=None if background_of is None else _source(geometry, background_of),
        stretch_below=borders.stretch("bottom") if background_of is None else 0.0,
        stretch_beside=borders.stretch("left", "right") if background_of is None else 0.0,
    )


def estimate_frame(
    face: Face,
    picture_wh: tuple[int, int],
    constraints: FrameConstraints,
    size_wh: tuple[int, int],
    marks: HeadMarks | None = None,
    *,
    zoom: float = 0.0,
    shift: float = 0.0,
) -> Frame:
    """The frame of ``size_wh`` for a head with the usual amount of hair.

    ``face`` is in pixels of a picture of ``picture_wh``; the body is taken to fill it. Constraints
    that exclude each other on this estimate may be met on the real head, so they are dropped here:
    only the frame of the measured head may be refused. ``marks``: as for ``estimate_geometry``;
    ``zoom``, ``shift``: as for ``solve_frame``.

    Raises:
        FaceCutOff: part of the face lies outside the picture.
    """
    geometry = estimate_geometry(face, picture_wh, marks)
    bottom = np.array([[picture_wh[0] / 2, picture_wh[1]]])
    body_bottom_y = float(geometry.levelling.apply(bottom)[0, 1])
    hair = _USUAL_HAIR * geometry.head_height_px
    head = head_of(
        replace(geometry, top_y=geometry.crown_y - hair),
        Borders({}, body_bottom_y, 0.0, None, None),
    )
    try:
        return solve_frame(head, constraints, size_wh, zoom=zoom, shift=shift)
    except FramingConflict:
        return solve_frame(head, FrameConstraints(), size_wh, zoom=zoom, shift=shift)


def _source(geometry: FaceGeometry, picture_wh: tuple[int, int]) -> tuple[float, float, float]:
    """The levelled left, top and right of the largest upright box inside the turned picture."""
    width, height = picture_wh
    corners = geometry.levelling.apply(
        np.array([[0, 0], [width, 0], [0, height], [width, height]], np.float64)
    )
    (x1, y1), (x2, y2), (x3, _), (x4, _) = corners.tolist()
    return max(x1, x3), max(y1, y2), min(x2, x4)
