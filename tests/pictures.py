"""Portraits with a fault, drawn from portraits without one."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.face.find import find_faces
from idphoto.models.face_mesh import LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS
from idphoto.runtime.engine import Engine


def with_closed_eyes(rgb: NDArray[np.uint8], engine: Engine) -> NDArray[np.uint8]:
    """The portrait with skin and lashes in place of its eyes: uint8 ``(H, W, 3)``."""
    (face,) = find_faces(engine, rgb)
    drawn = rgb.astype(np.float32)
    for corners in (LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS):
        one, other = sorted((face.points[each][:2] for each in corners), key=lambda point: point[0])
        across, middle = other - one, tuple(np.rint((one + other) / 2).astype(int).tolist())
        width, angle = float(np.hypot(*across)), float(np.degrees(np.arctan2(*across[::-1])))
        skin = np.roll(drawn, -round(0.62 * width), axis=0)
        lid, lash = np.zeros((2, *rgb.shape[:2]), np.float32)
        axes = round(0.68 * width), round(0.36 * width)
        cv2.ellipse(lid, middle, axes, angle, 0, 360, (1.0,), -1)
        line = round(0.5 * width), round(0.13 * width)
        cv2.ellipse(lash, middle, line, angle, 10, 170, (1.0,), max(2, round(width / 22)))
        for mask, colour, share in ((lid, skin, 1.0), (lash, np.float32(0), 0.75)):
            soft = share * cv2.GaussianBlur(mask, (0, 0), width / 16)[..., None]
            drawn = drawn * (1 - soft) + colour * soft
    closed: NDArray[np.uint8] = drawn.round().clip(0, 255).astype(np.uint8)
    return closed
