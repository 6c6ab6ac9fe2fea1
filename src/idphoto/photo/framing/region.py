"""Which part of a picture the person is cut out of. Sees no pixels."""

from __future__ import annotations

from typing import Final

import numpy as np

from idphoto.face.landmarks import Face
from idphoto.face.marks import HeadMarks
from idphoto.face.measure import VERTEX_RATIO
from idphoto.imaging.geometry import Box, Similarity
from idphoto.photo.framing.frame import Frame

# Added on each side of what the photo shows, in shares of its longer side.
_MARGIN: Final = 0.15
# The networks see at least this much of a person, in head heights from the eyes: to each side,
# upwards, downwards. No more: what they see is as coarse as it is large.
_CONTEXT: Final = (1.5, 1.3, 2.0)


def region_to_cut_out(
    face: Face, frame: Frame, picture_wh: tuple[int, int], marks: HeadMarks | None = None
) -> Box:
    """Head and shoulders, and everything the photo will show, in pixels of the picture.

    The networks need head and shoulders to recognise a person. ``face`` is in pixels of a
    picture of ``picture_wh``; ``frame`` is for that picture, levelled by ``marks``, or by the
    landmarks.
    """
    shown, context = _shown(marks or HeadMarks.of(face), frame), _context(face)
    joined = Box(
        min(shown.left, context.left),
        min(shown.top, context.top),
        max(shown.right, context.right),
        max(shown.bottom, context.bottom),
    )
    return joined.intersect(Box(0, 0, *picture_wh))


def _context(face: Face) -> Box:
    eyes = (face.right_eye + face.left_eye) / 2
    head = VERTEX_RATIO * face.eyes_to_chin_px
    return Box(
        eyes[0] - _CONTEXT[0] * head,
        eyes[1] - _CONTEXT[1] * head,
        eyes[0] + _CONTEXT[0] * head,
        eyes[1] + _CONTEXT[2] * head,
    )


def _shown(marks: HeadMarks, frame: Frame) -> Box:
    """The box round the frame, which is turned by the head's roll, with a margin."""
    back = Similarity(frame.scale, 0.0, frame.dx, frame.dy).after(marks.levelling).inverse()
    width, height = frame.size_wh
    corners = back.apply(np.array([[0, 0], [width, 0], [0, height], [width, height]], np.float64))
    left, top = corners.min(axis=0)
    right, bottom = corners.max(axis=0)
    margin = _MARGIN * max(right - left, bottom - top)
    return Box(left, top, right, bottom).grown(margin, margin, margin, margin)
