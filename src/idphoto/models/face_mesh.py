"""FaceMesh: 468 landmarks, and whether a crop shows a face at all (Kartynnik et al., 2019)."""

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
# The network was trained on crops this many times as large as the face box.
_FACE_MARGIN: Final = 1.5
# How often the face is reframed by its landmarks. When a face is turned and scaled, the chin then
# moves by 0.2 % of its distance to the eyes instead of 1.3 % (with one refit: 0.5 %), and by at
# most 1 % instead of 6 % (2.4 %).
_REFITS: Final = 2

# Indices in the canonical face model. Right and left are the person's own.
RIGHT_EYE_CORNERS: Final = (33, 133)
LEFT_EYE_CORNERS: Final = (263, 362)


@dataclass(frozen=True, slots=True)
class FaceMesh:
    """The 468 landmarks of one face.

    ``landmarks``: float64 ``(468, 3)``. x and y are pixels of the picture; z has the same unit, is
    smaller nearer to the camera, and 0 at the head's centre. ``score``: 0–1, the confidence that
    the crop shows a face.
    """

    landmarks: NDArray[np.float64]
    score: float


def crop_to(centre: tuple[float, float], side: float, angle_deg: float, out: int) -> Similarity:
    """The map from a square around ``centre``, turned by ``angle_deg``, onto ``out`` × ``out``."""
    turn = Similarity(out / side, -angle_deg)
    x, y = turn.apply(np.array([centre]))[0]
    return Similarity(turn.scale, turn.angle_deg, out / 2 - float(x), out / 2 - float(y))


def line_angle_deg(start: NDArray[np.float64], end: NDArray[np.float64]) -> float:
    """The angle of the line from start to end, clockwise from the picture's rows."""
    return math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))


def find_mesh(engine: Engine, rgb: NDArray[np.uint8], face: Box, roll_deg: float) -> FaceMesh:
    """The landmarks of the face in the detector's box ``face``, turned by ``roll_deg``.

    The network runs three times, each time on a crop framed by the last landmarks. The result
    hardly depends on the detector, and one face gives the same landmarks in different pictures.
    """
    mesh = _run(engine, rgb, face.centre, max(face.width, face.height), roll_deg)
    for _ in range(_REFITS):
        centre, side, angle_deg = square_around(mesh.landmarks[:, :2])
        mesh = _run(engine, rgb, centre, side, angle_deg)
    return mesh


def square_around(points: NDArray[np.float64]) -> tuple[tuple[float, float], float, float]:
    """Centre, side and angle (along the eyes, in degrees) of the square around a face's points.

    ``points``: ``(468 or 478, 2)``.
    """
    right, left = points[list(RIGHT_EYE_CORNERS)], points[list(LEFT_EYE_CORNERS)]
    angle_deg = line_angle_deg(right.mean(axis=0), left.mean(axis=0))
    level = Similarity(angle_deg=-angle_deg)
    upright = level.apply(points)
    low, high = upright.min(axis=0), upright.max(axis=0)
    x, y = level.inverse().apply((low + high)[None] / 2)[0]
    return (float(x), float(y)), float((high - low).max()), angle_deg


def _run(
    engine: Engine,
    rgb: NDArray[np.uint8],
    centre: tuple[float, float],
    side: float,
    angle_deg: float,
) -> FaceMesh:
    """One run of the network on the face of ``side`` pixels around ``centre``."""
    to_input = crop_to(centre, side * _FACE_MARGIN, angle_deg, _MESH_SIDE)
    x = warp(rgb, to_input, (_MESH_SIDE, _MESH_SIDE), "replicate").astype(np.float32) / 255.0
    outputs = engine.network("face_landmark")(x[None])
    raw = next(o for o in outputs if o.size == 1404).reshape(468, 3).astype(np.float64)
    logit = float(next(o for o in outputs if o.size == 1).reshape(-1)[0])
    back = to_input.inverse()
    landmarks = np.column_stack([back.apply(raw[:, :2]), raw[:, 2] * back.scale])
    return FaceMesh(landmarks, 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, logit)))))
