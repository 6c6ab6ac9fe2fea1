"""The faces of a picture, and how large one of them is, in pixels of the source."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from idphoto.errors import HeadNotFrontal
from idphoto.face.choose import FaceChoice, from_left
from idphoto.face.landmarks import CHIN, Face, LandmarkPoint
from idphoto.face.measure import measure_head
from idphoto.imaging.arrays import Point
from idphoto.imaging.decode import Source
from idphoto.imaging.geometry import Box, box_around
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.request import PhotoRequest
from idphoto.photo.setup import Setup
from idphoto.photo.steps.cut_out import find_matte
from idphoto.photo.steps.decode import decode
from idphoto.photo.steps.find_face import find_face, look_for_faces


@dataclass(frozen=True, slots=True)
class FaceMeasurements:
    """A head, in pixels of the picture at full size, after EXIF orientation. Angles in degrees.

    Points are x and y; right and left are the person's own. ``box``: around the face, from
    forehead to chin. ``crown``: the top of the skull, under the hair. ``head_top``: the visible top
    of the head, with hair and headgear. ``inter_eye_px``: between the eyes. ``face_width_px``:
    across the cheekbones. ``face_height_px``: from chin to crown. ``head_height_px``: from chin to
    ``head_top``. ``roll_deg``: clockwise. ``yaw_deg``: positive towards the picture's right.
    ``pitch_deg``: positive upwards. ``others``: how many further faces there are.

    >>> import idphoto
    >>> head = idphoto.measure_face("me.jpg")
    >>> round(head.inter_eye_px), round(head.roll_deg), head.others
    (43, 3, 0)
    """

    box: Box
    right_eye: Point
    left_eye: Point
    chin: Point
    crown: Point
    head_top: Point
    inter_eye_px: float
    face_width_px: float
    face_height_px: float
    head_height_px: float
    roll_deg: float
    yaw_deg: float
    pitch_deg: float
    others: int


def faces_of(setup: Setup, source: Source) -> list[Face]:
    """See ``idphoto.find_faces``."""
    draft = PhotoDraft(setup, source, PhotoRequest())
    decode(draft)
    faces = [face.mapped(draft.to_source) for face in look_for_faces(draft)]
    return from_left(faces)


def measure(setup: Setup, source: Source, choice: FaceChoice) -> FaceMeasurements:
    """See ``idphoto.measure_face``."""
    draft = PhotoDraft(setup, source, PhotoRequest(faces=choice))
    decode(draft)
    with suppress(HeadNotFrontal):  # the angles say so
        find_face(draft)
    find_matte(draft)
    head = measure_head(draft.face, draft.matte.alpha, draft.matte.to_matte, draft.picture_wh)
    to_source, level = draft.to_source, head.levelling.inverse()
    face = draft.face.mapped(to_source)
    axis = level.apply(np.array([(head.centre_x, y) for y in (head.crown_y, head.top_y)]))
    crown, head_top = to_source.apply(axis)
    return FaceMeasurements(
        box=box_around(face.points[:, :2]),
        right_eye=_point(face.right_eye),
        left_eye=_point(face.left_eye),
        chin=_point(face.point(CHIN)),
        crown=_point(crown),
        head_top=_point(head_top),
        inter_eye_px=face.inter_eye_px,
        face_width_px=to_source.scale * head.face_width_px,
        face_height_px=to_source.scale * head.head_height_px,
        head_height_px=to_source.scale * (head.chin_y - head.top_y),
        roll_deg=face.roll_deg,
        yaw_deg=head.yaw_deg,
        pitch_deg=head.pitch_deg,
        others=len(draft.others),
    )


def _point(xy: LandmarkPoint) -> Point:
    return float(xy[0]), float(xy[1])
