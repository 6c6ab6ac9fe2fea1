"""A painted portrait: skin, brows, white eyes with irises, in colour and sharp."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray
from tests.compliance.drawn import portrait

from idphoto.compliance.evidence import Portrait
from idphoto.face.landmarks import Face
from idphoto.models.face_landmarker import LEFT_IRIS, RIGHT_IRIS

# The lids' edges, all round, from the outer corner over the upper lid.
_LIDS: Final = (
    (33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7),
    (362, 398, 384, 385, 386, 387, 388, 466, 263, 249, 390, 373, 374, 380, 381, 382),
)
SKIN: Final = (200, 150, 130)
WHITE: Final = (205, 200, 198)


def with_lids(face: Face) -> Face:
    """``face`` with the edges of its lids all round, as ellipses."""
    points = face.points.copy()
    unit = float(np.hypot(*(face.left_eye - face.right_eye)))
    for lids, iris in zip(_LIDS, (RIGHT_IRIS, LEFT_IRIS), strict=True):
        around = np.pi + np.arange(16) * np.pi / 8
        points[list(lids), 0] = points[iris, 0] + 0.3 * unit * np.cos(around)
        points[list(lids), 1] = points[iris, 1] + 0.1 * unit * np.sin(around)
    return replace(face, points=points, mesh=points[:468])


def painted(
    face: Face,
    skin: tuple[int, int, int] = SKIN,
    white: tuple[int, int, int] = WHITE,
    pupil: tuple[int, int, int] = (20, 18, 16),
    **changes: Any,
) -> Portrait:
    """``face`` painted on a picture of 400 by 400 pixels; ``changes`` are the portrait's."""
    face = with_lids(face)
    unit = float(np.hypot(*(face.left_eye - face.right_eye)))
    rgb = np.full((400, 400, 3), (180, 190, 200), np.uint8)
    hull = cv2.convexHull(face.points[:, :2].astype(np.float32)).round().astype(np.int32)
    cv2.fillConvexPoly(rgb, hull, skin)
    mouth = _whole((face.point(13) + face.point(14)) / 2)
    cv2.ellipse(rgb, mouth, (round(0.4 * unit), round(0.1 * unit)), 0, 0, 360, (150, 70, 70), -1)
    for lids, iris in zip(_LIDS, (RIGHT_IRIS, LEFT_IRIS), strict=True):
        eye = face.points[list(lids), :2].round().astype(np.int32)
        cv2.fillPoly(rgb, [eye], white)
        x, y = _whole(face.points[iris, :2])
        cv2.circle(rgb, (x, y), round(0.1 * unit), (60, 40, 30), -1)
        cv2.circle(rgb, (x, y), max(2, round(0.05 * unit)), pupil, -1)
        cv2.polylines(rgb, [eye], True, (50, 35, 30), 2)
        brow = (
            (x - round(0.3 * unit), y - round(0.3 * unit)),
            (
                x + round(0.3 * unit),
                y - round(0.25 * unit),
            ),
        )
        cv2.rectangle(rgb, *brow, (60, 40, 30), -1)
    return replace(portrait(face), rgb=rgb, **changes)


def changed(seen: Portrait, rgb: NDArray[np.uint8]) -> Portrait:
    """``seen`` with other pixels."""
    return replace(seen, rgb=rgb)


def _whole(point: NDArray[np.float64]) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))
