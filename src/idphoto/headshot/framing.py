"""The limits that put a measured head where a template wants it. Sees no pixels."""

from __future__ import annotations

from typing import Final

from idphoto.face.measure import FaceGeometry
from idphoto.headshot.template import Framing
from idphoto.photo.framing.constraints import FrameConstraints, Limit

# Shares of the picture's height: the least gap above the hair, and the lowest place of the eyes.
HAIR_GAP: Final = 0.045
LOWEST_EYES: Final = 0.46
# The least that a bob drawn over cropped hair adds to the head, in head heights; higher hair
# stays.
BOB_LIFT: Final = 0.09


def head_limits(
    geometry: FaceGeometry, framing: Framing, height_px: int, *, bob: bool
) -> FrameConstraints:
    """Targets that never exclude each other: high hair lowers the eyes, then shrinks the head."""
    head = geometry.head_height_px
    eyes_to_crown = geometry.eyes_y - geometry.crown_y
    hair = geometry.eyes_y - geometry.top_y
    above = max(hair, eyes_to_crown + BOB_LIFT * head if bob else 0.0) / head
    unit = min(framing.face_height, (LOWEST_EYES - HAIR_GAP) / above)
    eyes = max(framing.eyes_top, above * unit + HAIR_GAP)
    return FrameConstraints(
        face_height=Limit(target=unit * height_px), eyes_top=Limit(target=eyes * height_px)
    )
