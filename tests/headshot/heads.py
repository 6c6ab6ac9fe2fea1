"""A head drawn from a few shapes, whose parts are known: long hair, a face, a clothed body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.face.landmarks import FACE_OVAL
from idphoto.photo.wardrobe.parts import Parts

SIZE_WH: Final = (600, 800)
MIDDLE_X, CHIN_Y, HEAD_PX = 300.0, 480.0, 320.0
SKIN: Final = (205, 165, 140)
CLOTH: Final = (60, 90, 140)


@dataclass(frozen=True, slots=True)
class Head:
    """A photo of a drawn head, with the measurements that the product would take."""

    rgb: NDArray[np.uint8]
    alpha: NDArray[np.float32]
    oval: NDArray[np.float32]
    parts: Parts
    mesh: NDArray[np.float64]


def _px(u: float, v: float) -> tuple[int, int]:
    """Head heights from the chin, in pixels."""
    return round(MIDDLE_X + u * HEAD_PX), round(CHIN_Y + v * HEAD_PX)


def _mesh() -> NDArray[np.float64]:
    around = np.radians(np.arange(len(FACE_OVAL)) * 10.0)  # clockwise from the forehead
    mesh = np.zeros((468, 3))
    mesh[:, :2] = MIDDLE_X, CHIN_Y - 0.45 * HEAD_PX
    mesh[list(FACE_OVAL), 0] = MIDDLE_X + 0.335 * HEAD_PX * np.sin(around)
    mesh[list(FACE_OVAL), 1] = CHIN_Y - 0.45 * HEAD_PX - 0.45 * HEAD_PX * np.cos(around)
    mesh[[105, 334], 1] = CHIN_Y - 0.58 * HEAD_PX
    mesh[151, 1] = CHIN_Y - 0.72 * HEAD_PX
    return mesh


def drawn_head(hair: tuple[int, int, int]) -> Head:
    """The head, its hair down to the chest."""
    shape = SIZE_WH[1], SIZE_WH[0]
    mesh = _mesh()
    locks, skin, cloth = (np.zeros(shape, np.uint8) for _ in range(3))
    cv2.ellipse(
        locks, _px(0, -0.55), (round(0.44 * HEAD_PX), round(0.56 * HEAD_PX)), 0, 0, 360, 1, -1
    )
    cv2.rectangle(locks, _px(-0.46, -0.5), _px(0.46, 0.5), 1, -1)
    cv2.rectangle(skin, _px(-0.22, -0.2), _px(0.22, 0.3), 1, -1)
    cv2.fillPoly(skin, [np.round(mesh[list(FACE_OVAL), :2]).astype(np.int32)], 1)
    cv2.ellipse(cloth, _px(0, 1.1), (round(1.1 * HEAD_PX), round(0.85 * HEAD_PX)), 0, 0, 360, 1, -1)
    oval = np.zeros(shape, np.float32)
    cv2.fillPoly(oval, [np.round(mesh[list(FACE_OVAL), :2]).astype(np.int32)], 1.0)
    skin = np.where(skin > 0, 1, 0)
    locks = np.where(skin > 0, 0, locks)
    cloth = np.where((skin > 0) | (locks > 0), 0, cloth)
    rgb = np.full((*shape, 3), 220, np.uint8)
    for mask, colour in ((cloth, CLOTH), (locks, hair), (skin, SKIN)):
        rgb[mask > 0] = colour
    # hair varies from strand to strand
    strands = np.random.default_rng(3).normal(0.0, 0.12, shape[1])[None, :, None]
    rgb = np.where(locks[..., None] > 0, np.clip(rgb * (1 + strands), 0, 255), rgb).astype(np.uint8)
    own, bare, worn = (each.astype(np.float32) for each in (locks, skin, cloth))
    parts = Parts(own, bare, worn, oval)
    return Head(rgb, parts.hair + parts.skin + parts.cloth, oval, parts, mesh)
