"""The crop as landmarks alone suggest it, before the head has been measured."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from idphoto.errors import FramingConflict
from idphoto.face.landmarks import Face
from idphoto.face.measure import FaceGeometry, estimate_geometry
from idphoto.photo.framing.constraints import FrameConstraints
from idphoto.photo.framing.frame import Frame, Head
from idphoto.photo.framing.solve import solve_frame

_USUAL_HAIR: Final = 0.1  # above the skull, in head heights


def head_of(geometry: FaceGeometry) -> Head:
    """The part of the measurements that the frame depends on."""
    return Head(
        centre_x=geometry.centre_x,
        eyes_y=geometry.eyes_y,
        chin_y=geometry.chin_y,
        crown_y=geometry.crown_y,
        top_y=geometry.top_y,
        face_width=geometry.face_width_px,
        head_width=geometry.head_width_px,
        body_bottom_y=geometry.body_bottom_y,
        body_left_x=geometry.body_left_x,
        body_right_x=geometry.body_right_x,
    )


def estimate_frame(
    face: Face,
    picture_wh: tuple[int, int],
    constraints: FrameConstraints,
    size_wh: tuple[int, int],
) -> Frame:
    """The frame of ``size_wh`` for a head with the usual amount of hair.

    ``face`` is in pixels of a picture of ``picture_wh``. Constraints that exclude each other on
    this estimate may be met on the real head, so they are dropped here: only the frame of the
    measured head may be refused.

    Raises:
        FaceCutOff: part of the head lies outside the picture.
    """
    geometry = estimate_geometry(face, picture_wh)
    hair = _USUAL_HAIR * geometry.head_height_px
    head = head_of(replace(geometry, top_y=geometry.crown_y - hair))
    try:
        return solve_frame(head, constraints, size_wh)
    except FramingConflict:
        return solve_frame(head, FrameConstraints(), size_wh)
