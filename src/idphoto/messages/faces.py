"""Faces in a picture, found at once: for a camera's live view."""

from __future__ import annotations

from pydantic import Field

from idphoto.messages.message import Answer, Pair, Pixels


class Face(Answer):
    """A face, in pixels of the upright picture; angles in degrees."""

    left_eye: Pair = Field(description="The pupil at the left of the picture.")
    right_eye: Pair = Field(description="The pupil at the right of the picture.")
    chin: Pair
    forehead: Pair = Field(description="Where the hair begins, about.")
    width: float = Field(description="Across the cheekbones.")
    roll_deg: float = Field(description="Clockwise, from level eyes.")
    yaw_deg: float
    pitch_deg: float
    eyes_open: float = Field(description="0 closed – 1 open; the less open of the two.")
    brightness: float = Field(description="Of the face, 0 black – 1 white.")
    uneven: float = Field(
        description="How much brighter one half of the face is than the other, 0–1."
    )


class FaceList(Answer):
    """Every face, from the left."""

    px: Pixels
    faces: tuple[Face, ...]
