"""The few points that a head is measured from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from idphoto.face.landmarks import CHIN, Face, LandmarkPoint
from idphoto.imaging.geometry import Similarity
from idphoto.models.face_mesh import line_angle_deg


@dataclass(frozen=True, slots=True, eq=False)
class HeadMarks:
    """Points of a head, x and y in pixels of the picture, as landmarks show them or as set by hand.

    Right and left are the person's own. ``crown``: the top of the skull; None is what eyes and chin
    suggest. ``turned_deg``: how far, clockwise, the head is to be turned from where the eyes are
    level.
    """

    right_eye: LandmarkPoint
    left_eye: LandmarkPoint
    chin: LandmarkPoint
    crown: LandmarkPoint | None = None
    turned_deg: float = 0.0

    @classmethod
    def of(cls, face: Face) -> Self:
        """The landmarks'."""
        return cls(face.right_eye, face.left_eye, face.point(CHIN))

    @property
    def roll_deg(self) -> float:
        """The turn, clockwise, that levelling undoes."""
        return line_angle_deg(self.right_eye, self.left_eye) - self.turned_deg

    @property
    def inter_eye_px(self) -> float:
        """The distance between the eyes."""
        return float(np.hypot(*(self.left_eye - self.right_eye)))

    @property
    def levelling(self) -> Similarity:
        """The map from picture pixels to levelled pixels."""
        return Similarity(angle_deg=-self.roll_deg)
