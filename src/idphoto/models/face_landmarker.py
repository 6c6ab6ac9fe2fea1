"""The face landmarks detector (MediaPipe): 478 points, with lids, lips and irises.

Its lids and lips follow the picture where FaceMesh's stay near to the average face, but its outline
is no better: FaceMesh frames the face for it, and measures the head.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.warp import warp
from idphoto.models.face_mesh import crop_to, square_around
from idphoto.runtime.engine import Engine

NETWORK: Final = "face_landmarks_detector"
_SIDE: Final = 256
# The network was trained on crops this many times as large as the square around the points.
_MARGIN: Final = 1.5

# The middles of the irises; right and left are the person's own. The first 468 points are those of
# the canonical face model, as FaceMesh has them.
RIGHT_IRIS, LEFT_IRIS = 468, 473


@dataclass(frozen=True, slots=True)
class FacePoints:
    """``points``: float64 ``(478, 2)``, pixels of the picture. ``score``: 0–1, that of a face."""

    points: NDArray[np.float64]
    score: float


def find_points(
    engine: Engine, rgb: NDArray[np.uint8], landmarks: NDArray[np.float64]
) -> FacePoints:
    """The 478 points of the face that has the ``landmarks``, ``(468, 2 or 3)``, of FaceMesh.

    ``rgb``: uint8 ``(H, W, 3)``; the landmarks are in its pixels.
    """
    centre, side, angle_deg = square_around(landmarks[:, :2])
    to_input = crop_to(centre, side * _MARGIN, angle_deg, _SIDE)
    x = warp(rgb, to_input, (_SIDE, _SIDE), "replicate").astype(np.float32) / 255.0
    points, logit, _ = engine.network(NETWORK)(x[None])
    found = to_input.inverse().apply(points.reshape(478, 3)[:, :2].astype(np.float64))
    return FacePoints(found, 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, float(logit.item()))))))
