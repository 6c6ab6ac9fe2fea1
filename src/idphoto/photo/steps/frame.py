"""The crop."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from idphoto.errors import FramingConflict
from idphoto.face.marks import HeadMarks
from idphoto.face.measure import FaceGeometry, measure_head, with_hidden_top
from idphoto.imaging.geometry import Similarity
from idphoto.photo.background import Original
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.framing.borders import Borders, check_borders
from idphoto.photo.framing.estimate import head_of
from idphoto.photo.framing.frame import Frame, Measures
from idphoto.photo.framing.read_borders import read_borders
from idphoto.photo.framing.solve import solve_frame
from idphoto.photo.render import Placement, place
from idphoto.photo.request import PhotoRequest
from idphoto.photo.result import Measurements

_HALF_NECK: Final = 0.4  # of the face's width


def frame(draft: PhotoDraft, *, dressed: bool = False) -> None:
    """Measure the whole head and solve for the crop.

    ``dressed``: new clothes will cover the body even if the request names none.

    Raises:
        BadRequest: an adjusted point cannot be what it is said to be.
        HairCutOff, BodyCutOff: the photo would show more than the source does.
        FramingConflict: no crop meets the constraints, or the label would cover the chin.
    """
    request = draft.request
    marks = HeadMarks.of(draft.face)
    geometry, borders = _measure(draft, marks)
    draft.measured = geometry
    if request.adjustments.moves_head:
        marks = draft.rough_marks
        if request.adjustments.crown is None:
            marks = replace(marks, crown=np.array(geometry.crown))
        geometry, borders = _measure(draft, marks)
    keeps_background = isinstance(request.background, Original)
    head = head_of(geometry, borders, background_of=draft.picture_wh if keeps_background else None)
    solved = solve_frame(
        head,
        request.constraints,
        request.size_wh,
        zoom=request.adjustments.zoom,
        shift=request.adjustments.shift,
    )
    measures = solved.measured(head)
    dressed = dressed or request.clothes is not None
    check_borders(borders, geometry, solved, dressed=dressed, stretches=not keeps_background)
    _check_label(request, measures.chin_top)
    draft.marks, draft.geometry, draft.borders, draft.frame = marks, geometry, borders, solved
    draft.dressed = dressed
    draft.placement = _placement(geometry, solved)
    draft.measurements = _measurements(geometry, solved, measures)


def _measure(draft: PhotoDraft, marks: HeadMarks) -> tuple[FaceGeometry, Borders]:
    """The whole head by these marks, and what the source's borders cut."""
    matte, size_wh = draft.matte, draft.picture_wh
    geometry = measure_head(draft.face, matte.alpha, matte.to_matte, size_wh, marks)
    borders = read_borders(matte, geometry, size_wh)
    if (top := borders.cuts.get("top")) is not None and top.head:
        known = marks.crown is not None
        geometry = with_hidden_top(geometry, top.hidden, crown_known=known)
    return geometry, borders


def _check_label(request: PhotoRequest, chin_top: float) -> None:
    """Refuse a strip that would cover the chin: such a photo is useless."""
    if request.label is None:
        return
    free = request.size_wh[1] - chin_top
    if request.label.height_px > free:
        reason = (
            f"the label is {request.label.height_px} px high, but only {free:.0f} px are free "
            "below the chin"
        )
        raise FramingConflict("label_height", "chin_top", reason)


def _placement(geometry: FaceGeometry, solved: Frame) -> Placement:
    half_neck = _HALF_NECK * geometry.face_width_px * solved.scale
    centre = solved.scale * geometry.centre_x + solved.dx
    return place(
        Similarity(solved.scale, 0.0, solved.dx, solved.dy).after(geometry.levelling),
        solved.size_wh,
        missing=(solved.missing_left_px, solved.missing_right_px, solved.missing_bottom_px),
        neck=(centre - half_neck, centre + half_neck),
        chin_y=solved.scale * geometry.chin_y + solved.dy,
    )


def _measurements(geometry: FaceGeometry, solved: Frame, measures: Measures) -> Measurements:
    return Measurements(
        face_width=measures.face_width,
        face_height=measures.face_height,
        head_height=measures.head_height,
        head_top=measures.head_top,
        crown_top=solved.scale * geometry.crown_y + solved.dy,
        eyes_top=measures.eyes_top,
        chin_top=measures.chin_top,
        inter_eye=solved.scale * geometry.inter_eye_px,
        yaw_deg=geometry.yaw_deg,
        pitch_deg=geometry.pitch_deg,
        source_roll_deg=geometry.roll_deg,
    )
