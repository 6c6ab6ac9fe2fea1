"""What a face does, measured on the source: smile, lips, lids and gaze."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.face.landmarks import CHIN, LEFT_LIDS, RIGHT_LIDS, Face
from idphoto.imaging.arrays import Points
from idphoto.imaging.warp import warp
from idphoto.models.blendshapes import Blendshape, read_blendshapes
from idphoto.models.face_landmarker import LEFT_IRIS, RIGHT_IRIS
from idphoto.models.face_mesh import (
    LEFT_EYE_CORNERS,
    RIGHT_EYE_CORNERS,
    crop_to,
    line_angle_deg,
)
from idphoto.runtime.engine import Engine

LEAST_INTER_EYE_PX: Final = 40
"""With fewer pixels between the eyes, lids and irises are a guess."""

# Points that face each other across the opening of the mouth, and of each eye.
_ACROSS_LIPS: Final = ((13, 14), (82, 87), (312, 317), (81, 178), (311, 402), (80, 88), (310, 318))
_ACROSS_RIGHT: Final = (RIGHT_LIDS, (158, 153), (160, 144), (161, 163), (157, 154))
_ACROSS_LEFT: Final = (LEFT_LIDS, (385, 380), (387, 373), (388, 390), (384, 381))
# The lips' edges from right to left: the upper lip's outer and inner, the lower lip's likewise.
_UPPER_OUTER: Final = (40, 39, 37, 0, 267, 269, 270)
_UPPER_INNER: Final = (80, 81, 82, 13, 312, 311, 310)
_LOWER_INNER: Final = (88, 178, 87, 14, 317, 402, 318)
_LOWER_OUTER: Final = (91, 181, 84, 17, 314, 405, 321)
_MOUTH_CORNERS: Final = (61, 291)
_MOUTH_SIDE: Final = 160
_MOUTH_MARGIN: Final = 1.6
_COLUMNS: Final = 25
_ROWS: Final = 15
_BEYOND: Final = 0.004  # the points of closed lips lie this far from each other (of eyes to chin)
_INTO_LIP: Final = 0.4

# An eye that looks at the camera has its iris before the eyeball's centre, which lies some 8 mm
# behind the line between the corners, and these are some 30 mm apart. So when the head turns, the
# iris moves against the turn, by this share of the eye's width times the turn's tangent.
_EYEBALL_DEPTH: Final = 0.27


@dataclass(frozen=True, slots=True)
class Expression:
    """What a face does.

    ``smile``: 0–1, of the mouth's corner that is drawn up further. ``lip_gap``, ``lid_gap``: the
    widest opening of the mouth, and of the more closed eye, over the distance from the eyes to the
    chin. ``pallor``: how much less red (a* of CIE 1976) than the lips it is between them, where
    teeth may show; below 0 if it is redder. ``gaze``: how far the irises are from where they would
    be if they looked at the camera, over the eye's width; positive towards the picture's right.
    """

    smile: float
    lip_gap: float
    pallor: float
    lid_gap: float
    gaze: float


def measure_expression(engine: Engine, rgb: NDArray[np.uint8], face: Face) -> Expression | None:
    """The expression of ``face``; None if it is too small to be read.

    ``rgb``: uint8 ``(H, W, 3)``; the face is in its pixels. Takes some 10 ms.
    """
    if face.inter_eye_px < LEAST_INTER_EYE_PX:
        return None
    points = face.points[:, :2]
    moved = read_blendshapes(engine, points)
    return Expression(
        smile=float(max(moved[Blendshape.SMILE_LEFT], moved[Blendshape.SMILE_RIGHT])),
        lip_gap=lip_gap(points),
        pallor=pallor(rgb, points),
        lid_gap=lid_gap(points),
        gaze=gaze(points, face.pose.yaw_deg),
    )


def lip_gap(points: Points) -> float:
    """The widest gap between the inner lips, over the distance from the eyes to the chin."""
    return _widest(points, _ACROSS_LIPS) / _eyes_to_chin(points)


def lid_gap(points: Points) -> float:
    """The widest gap between the lids of the more closed eye, over the same distance."""
    gaps = (_widest(points, pairs) for pairs in (_ACROSS_RIGHT, _ACROSS_LEFT))
    return min(gaps) / _eyes_to_chin(points)


def gaze(points: Points, yaw_deg: float) -> float:
    """How far the irises are from where they would be if they looked at the camera.

    As a share of the eye's width, the mean of both eyes; positive towards the picture's right.
    ``yaw_deg``: the head's turn, positive towards the picture's right.
    """
    offsets = []
    for iris, (one, other) in (
        (RIGHT_IRIS, RIGHT_EYE_CORNERS),
        (LEFT_IRIS, LEFT_EYE_CORNERS[::-1]),
    ):
        along = points[other] - points[one]
        middle = (points[other] + points[one]) / 2
        offsets.append(float((points[iris] - middle) @ along) / float(along @ along))
    return sum(offsets) / 2 + _EYEBALL_DEPTH * math.tan(math.radians(yaw_deg))


def pallor(rgb: NDArray[np.uint8], points: Points) -> float:
    """How much less red (a*) it is between the lips than on the less red of them.

    Between closed lips there is nothing but lip; teeth are pale. In a grey picture it is 0.
    """
    right, left = points[list(_MOUTH_CORNERS)]
    middle = (points[13] + points[14]) / 2
    side = _MOUTH_MARGIN * float(np.hypot(*(left - right)))
    angle_deg = line_angle_deg(*_eyes(points))
    to_crop = crop_to((float(middle[0]), float(middle[1])), side, angle_deg, _MOUTH_SIDE)
    crop = warp(rgb, to_crop, (_MOUTH_SIDE, _MOUTH_SIDE), "replicate")
    lab = cv2.cvtColor(crop.astype(np.float32) / np.float32(255.0), cv2.COLOR_RGB2Lab)
    placed = to_crop.apply(points)
    x = np.linspace(placed[81, 0], placed[311, 0], _COLUMNS)

    def edge(indices: tuple[int, ...]) -> NDArray[np.float64]:
        line = placed[list(indices)]
        return np.interp(x, line[:, 0], line[:, 1])

    def seen(y: NDArray[np.float64]) -> NDArray[np.float32]:
        columns = np.broadcast_to(x, y.shape).astype(np.float32)
        return np.asarray(cv2.remap(lab, columns, y.astype(np.float32), cv2.INTER_LINEAR))

    above, below = edge(_UPPER_INNER), edge(_LOWER_INNER)
    into = [above + _INTO_LIP * (edge(_UPPER_OUTER) - above)]
    into += [below + _INTO_LIP * (edge(_LOWER_OUTER) - below)]
    lips = min(float(np.median(seen(line[None])[0, :, 1])) for line in into)
    beyond = _BEYOND * _eyes_to_chin(placed)
    down = np.linspace(0.0, 1.0, _ROWS)[:, None]
    between = seen(above - beyond + (below - above + 2 * beyond) * down)
    brightest = between[..., 0].argmax(axis=0)
    return lips - float(np.median(between[brightest, np.arange(_COLUMNS), 1]))


def _widest(points: Points, pairs: tuple[tuple[int, int], ...]) -> float:
    return max(float(np.hypot(*(points[one] - points[other]))) for one, other in pairs)


def _eyes(points: Points) -> tuple[Points, Points]:
    """The middles of the right and of the left eye's corners."""
    return points[list(RIGHT_EYE_CORNERS)].mean(axis=0), points[list(LEFT_EYE_CORNERS)].mean(axis=0)


def _eyes_to_chin(points: Points) -> float:
    right, left = _eyes(points)
    return float(np.hypot(*(points[CHIN] - (right + left) / 2)))
