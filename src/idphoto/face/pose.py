"""How a head is turned, from its landmarks: they are fitted to a face of average shape."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from idphoto.imaging.arrays import Points
from idphoto.models.face_mesh import LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS

# Landmarks of the canonical face model (MediaPipe, Apache-2.0) in centimetres: x to the picture's
# right, y up, z towards the camera. Only points that neither lips nor cheeks move: the bridge, tip
# and wings of the nose, the corners of the eyes, and the face's sides above the ears. Of 24 people
# who look straight ahead in one studio, yaw then spreads by 2.4° and pitch by 3.3° (with all 33
# points that the model's authors fit by, 3.9°), and smiling changes it by half a degree.
_RIGID: Final[dict[int, tuple[float, float, float]]] = {
    168: (0.0, 3.271, 5.236),
    6: (0.0, 2.473, 5.789),
    197: (0.0, 1.728, 6.317),
    195: (0.0, 1.059, 6.775),
    5: (0.0, 0.366, 7.243),
    4: (0.0, -0.463, 7.587),
    1: (0.0, -1.127, 7.476),
    129: (-1.786, -0.978, 4.85),
    358: (1.786, -0.978, 4.85),
    33: (-4.446, 2.664, 3.173),
    133: (-1.856, 2.585, 3.758),
    362: (1.856, 2.585, 3.758),
    263: (4.446, 2.664, 3.173),
    127: (-7.743, 2.365, -2.005),
    356: (7.743, 2.365, -2.005),
}
_MODEL: Final = np.array(list(_RIGID.values())) * (1.0, -1.0, -1.0)
# How far away the camera is taken to be, in distances between the eyes: one metre. Half a metre
# changes the pitch by 1.1° and the yaw by 0.1°.
_FAR: Final = 16.0
_CAMERA: Final = np.array([[_FAR, 0.0, 0.0], [0.0, _FAR, 0.0], [0.0, 0.0, 1.0]])


@dataclass(frozen=True, slots=True)
class HeadPose:
    """In degrees. ``yaw_deg``: to the side, positive towards the picture's right. ``pitch_deg``:
    positive upwards.

    >>> import idphoto
    >>> [face] = idphoto.find_faces("me.jpg")
    >>> abs(face.pose.yaw_deg) < 5
    True
    """

    yaw_deg: float
    pitch_deg: float


def head_pose(points: Points) -> HeadPose:
    """How the head with the landmarks ``points`` is turned, as seen along the line to the face.

    ``points``: float64 ``(478, 2 or 3)``, in pixels; depth is not used. How far the head is tilted
    to a shoulder does not matter.

    The pose is that of the canonical face under perspective (``cv2.solvePnP``: Terzakis and
    Lourakis, A Consistently Fast and Globally Optimal Solution to the PnP Problem, 2020).
    """
    right, left = (
        points[list(corners), :2].mean(axis=0) for corners in (RIGHT_EYE_CORNERS, LEFT_EYE_CORNERS)
    )
    across = left - right
    size = max(float(np.hypot(*across)), 1e-6)
    along = across / size
    level = np.array([along, (-along[1], along[0])])
    seen = (points[list(_RIGID), :2] - (right + left) / 2) @ level.T / size
    _, turn, _ = cv2.solvePnP(_MODEL, seen, _CAMERA, None, flags=cv2.SOLVEPNP_SQPNP)
    x, y, z = -np.asarray(cv2.Rodrigues(turn)[0], np.float64)[:, 2]
    return HeadPose(
        yaw_deg=math.degrees(math.atan2(x, -z)),
        pitch_deg=math.degrees(math.atan2(-y, math.hypot(x, z))),
    )
