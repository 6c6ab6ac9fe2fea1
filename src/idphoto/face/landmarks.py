"""One face's landmarks, and what follows from them: pose, eyes, chin, widths."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.geometry import Box
from idphoto.models.face_mesh import LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS, line_angle_deg

LandmarkPoint = NDArray[np.float64]

# Indices in MediaPipe's canonical face model. Right and left are the person's own.
FOREHEAD, CHIN = 10, 152
RIGHT_CHEEK, LEFT_CHEEK = 234, 454
RIGHT_LIDS, LEFT_LIDS = (159, 145), (386, 374)
INNER_LIPS = (13, 14)
FACE_OVAL: Final = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Face:
    """A face, in pixels of the picture that was searched.

    ``box`` and ``score`` (0–1) are the detector's. ``mesh``: float64 ``(468, 3)``. ``right_iris``
    and ``left_iris``: float64 ``(5, 2)``, the centre, then four points of the rim.
    """

    box: Box
    score: float
    mesh: NDArray[np.float64]
    right_iris: NDArray[np.float64]
    left_iris: NDArray[np.float64]

    def scaled(self, factor: float) -> Face:
        """The same face in a picture ``factor`` times as large."""
        return Face(
            self.box.scaled(factor),
            self.score,
            self.mesh * factor,
            self.right_iris * factor,
            self.left_iris * factor,
        )

    def shifted(self, dx: float, dy: float) -> Face:
        """The same face in a larger picture that contains this one at (``dx``, ``dy``)."""
        return Face(
            self.box.shifted(dx, dy),
            self.score,
            self.mesh + np.array((dx, dy, 0.0)),
            self.right_iris + np.array((dx, dy)),
            self.left_iris + np.array((dx, dy)),
        )

    def point(self, index: int) -> LandmarkPoint:
        """A landmark's x and y."""
        return self.mesh[index, :2]

    @property
    def right_eye(self) -> LandmarkPoint:
        """The pupil, or if the lids are closed the middle between the eye's corners."""
        return self._eye(self.right_iris, RIGHT_EYE_CORNERS, RIGHT_LIDS)

    @property
    def left_eye(self) -> LandmarkPoint:
        return self._eye(self.left_iris, LEFT_EYE_CORNERS, LEFT_LIDS)

    def _eye(
        self, iris: LandmarkPoint, corners: tuple[int, int], lids: tuple[int, int]
    ) -> LandmarkPoint:
        outer, inner = self.point(corners[0]), self.point(corners[1])
        middle, width = (outer + inner) / 2, float(np.hypot(*(outer - inner)))
        opening = float(np.hypot(*(self.point(lids[0]) - self.point(lids[1]))))
        # behind a lid or off the eye, the iris network guesses: use the corners instead
        open_eye = opening > 0.12 * width and float(np.hypot(*(iris[0] - middle))) < 0.4 * width
        return iris[0] if open_eye else middle

    @property
    def inter_eye_px(self) -> float:
        """The distance between the eye centres."""
        return float(np.hypot(*(self.left_eye - self.right_eye)))

    @property
    def roll_deg(self) -> float:
        """The eye line's angle to the picture's rows, clockwise."""
        return line_angle_deg(self.right_eye, self.left_eye)

    @property
    def yaw_deg(self) -> float:
        """The head's turn about its vertical axis; positive towards the picture's right."""
        across = self.mesh[LEFT_CHEEK] - self.mesh[RIGHT_CHEEK]
        return math.degrees(math.atan2(across[2], math.hypot(across[0], across[1])))

    @property
    def pitch_deg(self) -> float:
        """The head's pitch; positive when it looks up."""
        # in the canonical model, forehead and chin are at almost the same depth
        down = self.mesh[CHIN] - self.mesh[FOREHEAD]
        return -math.degrees(math.atan2(down[2], math.hypot(down[0], down[1])))

    @property
    def eyes_to_chin_px(self) -> float:
        """The distance from the middle of the eyes to the chin."""
        return float(np.hypot(*(self.point(CHIN) - (self.right_eye + self.left_eye) / 2)))

    @property
    def width_px(self) -> float:
        """The face's width across the cheekbones, ear to ear, along the eye line."""
        turn = math.radians(self.roll_deg)
        along = self.mesh[:, :2] @ (math.cos(turn), math.sin(turn))
        return float(along.max() - along.min())
