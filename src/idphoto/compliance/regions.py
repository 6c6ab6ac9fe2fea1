"""Where in the picture a check looks, as boxes that a report can draw."""

from __future__ import annotations

from idphoto.compliance.evidence import Portrait
from idphoto.imaging.geometry import Box


def eyes_box(portrait: Portrait) -> Box:
    """Around both eyes."""
    face = portrait.face
    unit = face.inter_eye_px
    x, y = (face.right_eye + face.left_eye) / 2
    return Box(x - unit, y - 0.4 * unit, x + unit, y + 0.4 * unit)


def mouth_box(portrait: Portrait) -> Box:
    """Around the mouth."""
    face = portrait.face
    unit = face.inter_eye_px
    x, y = (face.point(13) + face.point(14)) / 2
    return Box(x - 0.6 * unit, y - 0.35 * unit, x + 0.6 * unit, y + 0.35 * unit)
