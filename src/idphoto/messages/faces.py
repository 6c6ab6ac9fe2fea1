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
    width_px: float = Field(description="Across the cheekbones.")
    roll_deg: float = Field(description="Clockwise, from level eyes.")
    yaw_deg: float = Field(description="Positive towards the picture's right.")
    pitch_deg: float = Field(description="Positive upwards.")
    lid_gap: float = Field(
        description="The opening of the more closed eye, over the distance from the eyes to the "
        "chin: closed eyes have less than 0.03."
    )
    brightness: float = Field(description="CIE L* of the face, 0–100.")
    side_light: float | None = Field(
        None, description="How many times as much light the face's brighter half reflects."
    )


class FaceList(Answer):
    """Every face, from the left."""

    px: Pixels
    faces: tuple[Face, ...]
