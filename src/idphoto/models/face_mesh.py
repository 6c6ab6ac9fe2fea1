"""FaceMesh (468 landmarks) and the iris network (MediaPipe; Kartynnik et al., 2019)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.geometry import Box, Similarity
from idphoto.imaging.warp import warp
from idphoto.runtime.engine import Engine

_MESH_SIDE: Final = 192
_IRIS_SIDE: Final = 64
# The networks were trained on crops this much larger than the face box, the eye's width.
_FACE_MARGIN: Final = 1.5
_EYE_MARGIN: Final = 2.3
# How often the face is framed anew by its landmarks. Under turning and scaling the chin then strays
# by 0.2 % of its distance from the eyes instead of 1.3 % (once: 0.5 %), at most by 1 % instead of
# 6 % (2.4 %).
_REFITS: Final = 2

# Indices in the canonical face model, named from the person's own side.
RIGHT_EYE_CORNERS: Final = (33, 133)
LEFT_EYE_CORNERS: Final = (263, 362)


@dataclass(frozen=True, slots=True)
class FaceMesh:
    """468 landmarks of one face.

    ``landmarks``: float64 ``(468, 3)``: x, y in pixels of the picture, z in the same unit, smaller
    is nearer, zero at the head's centre. ``score``: 0–1, that the crop showed a face at all.
    """

    landmarks: NDArray[np.float64]
    score: float


def crop_to(centre: tuple[float, float], side: float, angle_deg: float, out: int) -> Similarity:
    """The map from a square around ``centre``, turned by ``angle_deg``, onto ``out`` × ``out``."""
    turn = Similarity(out / side, -angle_deg)
    x, y = turn.apply(np.array([centre]))[0]
    return Similarity(turn.scale, turn.angle_deg, out / 2 - float(x), out / 2 - float(y))


def line_angle_deg(start: NDArray[np.float64], end: NDArray[np.float64]) -> float:
    """The angle of start → end, clockwise from the picture's rows."""
    return math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))


def find_mesh(engine: Engine, rgb: NDArray[np.uint8], face: Box, roll_deg: float) -> FaceMesh:
    """The landmarks of the face in ``face`` (a detector's box), turned by ``roll_deg``.

    The network runs three times: the landmarks frame the face for the next look. So the result
    hardly depends on the detector, and the same face gives the same landmarks in another picture.
    """
    mesh = _look(engine, rgb, face.centre, max(face.width, face.height), roll_deg)
    for _ in range(_REFITS):
        centre, side, angle_deg = _frame(mesh.landmarks[:, :2])
        mesh = _look(engine, rgb, centre, side, angle_deg)
    return mesh


def _frame(points: NDArray[np.float64]) -> tuple[tuple[float, float], float, float]:
    """Centre, side and angle (along the eyes, in degrees) of the square round landmarks."""
    right, left = points[list(RIGHT_EYE_CORNERS)], points[list(LEFT_EYE_CORNERS)]
    angle_deg = line_angle_deg(right.mean(axis=0), left.mean(axis=0))
    level = Similarity(angle_deg=-angle_deg)
    upright = level.apply(points)
    low, high = upright.min(axis=0), upright.max(axis=0)
    x, y = level.inverse().apply((low + high)[None] / 2)[0]
    return (float(x), float(y)), float((high - low).max()), angle_deg


def _look(
    engine: Engine,
    rgb: NDArray[np.uint8],
    centre: tuple[float, float],
    side: float,
    angle_deg: float,
) -> FaceMesh:
    """One run on the face of ``side`` pixels about ``centre``."""
    to_input = crop_to(centre, side * _FACE_MARGIN, angle_deg, _MESH_SIDE)
    x = warp(rgb, to_input, (_MESH_SIDE, _MESH_SIDE), "replicate").astype(np.float32) / 255.0
    outputs = engine.network("face_landmark")(x[None])
    raw = next(o for o in outputs if o.size == 1404).reshape(468, 3).astype(np.float64)
    logit = float(next(o for o in outputs if o.size == 1).reshape(-1)[0])
    back = to_input.inverse()
    landmarks = np.column_stack([back.apply(raw[:, :2]), raw[:, 2] * back.scale])
    return FaceMesh(landmarks, 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, logit)))))


def find_iris(
    engine: Engine, rgb: NDArray[np.uint8], mesh: FaceMesh, corners: tuple[int, int]
) -> NDArray[np.float64]:
    """One eye's iris: ``(5, 2)``, centre, then four points of its rim, in pixels of ``rgb``.

    ``corners``: outer and inner corner of the eye, ``RIGHT_EYE_CORNERS`` or ``LEFT_EYE_CORNERS``.
    """
    outer, inner = mesh.landmarks[corners[0], :2], mesh.landmarks[corners[1], :2]
    # The network knows eyes whose outer corner lies left: the person's left eye is mirrored.
    mirror = corners == LEFT_EYE_CORNERS
    angle = line_angle_deg(*((inner, outer) if mirror else (outer, inner)))
    centre = (outer + inner) / 2
    side = float(np.hypot(*(outer - inner))) * _EYE_MARGIN
    to_input = crop_to((float(centre[0]), float(centre[1])), side, angle, _IRIS_SIDE)
    crop = warp(rgb, to_input, (_IRIS_SIDE, _IRIS_SIDE), "replicate")
    if mirror:
        crop = crop[:, ::-1]
    x = crop.astype(np.float32) / 255.0
    outputs = engine.network("iris_landmark")(np.ascontiguousarray(x)[None])
    points = next(o for o in outputs if o.size == 15).reshape(5, 3)[:, :2].astype(np.float64)
    if mirror:
        points[:, 0] = _IRIS_SIDE - points[:, 0]
    return to_input.inverse().apply(points)
