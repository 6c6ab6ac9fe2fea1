"""One face's landmarks, and what follows from them: pose, eyes, chin, widths."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.face.pose import HeadPose, head_pose
from idphoto.imaging.geometry import Box, Similarity, box_around
from idphoto.models.face_landmarker import LEFT_IRIS, RIGHT_IRIS
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
    """A face, in pixels of the picture that was searched. Right and left are the person's own.

    ``box`` and ``score`` (0–1) are the detector's. ``points``: float64 ``(478, 3)``, the landmarks
    that everything is measured by; the last ten are the irises. ``mesh``: float64 ``(468, 3)``,
    FaceMesh's, which confirmed the face; embeddings that are compared are aligned by these.

    >>> import idphoto
    >>> [face] = idphoto.find_faces("me.jpg")
    >>> round(face.inter_eye_px), round(face.roll_deg), face.points.shape
    (43, 3, (478, 3))
    """

    box: Box
    score: float
    mesh: NDArray[np.float64] = field(repr=False)
    points: NDArray[np.float64] = field(repr=False)

    def scaled(self, factor: float) -> Face:
        """The same face in a picture ``factor`` times as large."""
        return Face(self.box.scaled(factor), self.score, self.mesh * factor, self.points * factor)

    def mapped(self, by: Similarity) -> Face:
        """The same face in another picture; ``by``: the map to its pixels."""
        box = self.box
        corners = np.array([(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)])
        around = box_around(by.apply(corners))
        mesh, points = (
            np.column_stack([by.apply(each[:, :2]), by.scale * each[:, 2]])
            for each in (self.mesh, self.points)
        )
        return Face(around, self.score, mesh, points)

    def shifted(self, dx: float, dy: float) -> Face:
        """The same face in a larger picture that contains this one at (``dx``, ``dy``)."""
        by = np.array((dx, dy, 0.0))
        return Face(self.box.shifted(dx, dy), self.score, self.mesh + by, self.points + by)

    def point(self, index: int) -> LandmarkPoint:
        """A landmark's x and y."""
        return self.points[index, :2]

    @property
    def right_eye(self) -> LandmarkPoint:
        """The pupil, or if the lids are closed the middle between the eye's corners."""
        return self._eye(RIGHT_IRIS, RIGHT_EYE_CORNERS, RIGHT_LIDS)

    @property
    def left_eye(self) -> LandmarkPoint:
        """As ``right_eye``."""
        return self._eye(LEFT_IRIS, LEFT_EYE_CORNERS, LEFT_LIDS)

    def _eye(self, iris: int, corners: tuple[int, int], lids: tuple[int, int]) -> LandmarkPoint:
        outer, inner = self.point(corners[0]), self.point(corners[1])
        middle, width = (outer + inner) / 2, float(np.hypot(*(outer - inner)))
        opening = float(np.hypot(*(self.point(lids[0]) - self.point(lids[1]))))
        pupil = self.point(iris)
        # behind a lid or off the eye, the iris is a guess: use the corners instead
        open_eye = opening > 0.12 * width and float(np.hypot(*(pupil - middle))) < 0.4 * width
        return pupil if open_eye else middle

    @property
    def inter_eye_px(self) -> float:
        """The distance between the eye centres."""
        return float(np.hypot(*(self.left_eye - self.right_eye)))

    @property
    def roll_deg(self) -> float:
        """The eye line's angle to the picture's rows, clockwise."""
        return line_angle_deg(self.right_eye, self.left_eye)

    @property
    def pose(self) -> HeadPose:
        """How the head is turned."""
        return head_pose(self.points)

    @property
    def eyes_to_chin_px(self) -> float:
        """The distance from the middle of the eyes to the chin."""
        return float(np.hypot(*(self.point(CHIN) - (self.right_eye + self.left_eye) / 2)))

    @property
    def width_px(self) -> float:
        """The face's width across the cheekbones, ear to ear, along the eye line."""
        turn = math.radians(self.roll_deg)
        along = self.points[:, :2] @ (math.cos(turn), math.sin(turn))
        return float(along.max() - along.min())
