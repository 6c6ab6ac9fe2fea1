"""A drawn person whose measurements are known, and real people on a photo's grid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.api import default_setup
from idphoto.face.landmarks import Face
from idphoto.imaging.decode import open_source
from idphoto.models.segmenter import BodyPart
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.pipeline import STEPS
from idphoto.photo.request import PhotoRequest
from idphoto.photo.steps.draw import draw
from idphoto.photo.wardrobe.parts import Parts, separate
from idphoto.photo.wardrobe.seen import grid_wh, see
from idphoto.photo.wardrobe.shoulders import find_shoulders
from idphoto.runtime.engine import Engine

Colour = tuple[int, int, int]
SIZE_WH = (413, 626)
UNIT = 88.0  # between the eyes
EYES = (206.5, 250.0)
HEAD = 2.04 * 1.4 * UNIT
CHIN_Y = EYES[1] + 1.4 * UNIT
SKIN, HAIR, CLOTH, WALL = (205, 155, 130), (60, 42, 34), (40, 90, 60), (150, 180, 215)


@dataclass(frozen=True, slots=True)
class Figure:
    """A person on a photo's grid."""

    rgb: NDArray[np.uint8]
    alpha: NDArray[np.float32]
    mesh: NDArray[np.float64]
    head_height_px: float
    yaw_deg: float
    shoulders: NDArray[np.float64] | None
    seen: NDArray[np.float32]
    """What the segmenter sees of them; of a drawn person, what was drawn."""

    @property
    def parts(self) -> Parts:
        return separate(self.seen, self.rgb, self.alpha, self.mesh, self.head_height_px)


def drawn(
    draw_face: Callable[[float, float, float], Face],
    *,
    skin: Colour = SKIN,
    hair: Colour = HAIR,
    cloth: Colour = CLOTH,
    long_hair: bool = False,
    hand: bool = False,
    scarf: Colour | None = None,
    collar_y: float = CHIN_Y + 0.55 * HEAD,
) -> Figure:
    """Symmetric, from the front; the neck is ½ head wide, ``collar_y`` is where cloth begins."""
    face = draw_face(*EYES, UNIT)
    width, height = SIZE_WH
    middle = round(EYES[0])
    what = np.zeros((height, width), np.uint8)
    noise = np.random.default_rng(1).normal(0, 3, (height, width, 3))
    cv2.ellipse(what, (middle, 225), (115, 160), 0, 0, 360, 2, -1)
    if long_hair:
        for side in (-1, 1):
            x = middle + side * 95
            cv2.rectangle(what, (x - 28, 225), (x + 28, 560), 2, -1)
    half = round(0.25 * HEAD)
    cv2.rectangle(what, (middle - half, 300), (middle + half, round(collar_y) + 5), 1, -1)
    chest = [(middle - half, collar_y), (middle + half, collar_y), (width, 520), (width, height)]
    chest += [(0, height), (0, 520)]
    torso = np.zeros_like(what)
    cv2.fillPoly(torso, [np.round(chest).astype(np.int32)], 1)
    what[(torso > 0) & (what != 2)] = 3
    if hand:
        cv2.ellipse(what, (middle + 105, 370), (55, 70), 0, 0, 360, 1, -1)
    outline = face.points[:, :2]
    oval = np.zeros_like(what)
    cv2.fillConvexPoly(oval, cv2.convexHull(np.round(outline).astype(np.int32)), 1)
    if scarf:
        cv2.ellipse(what, (middle, 250), (125, 195), 0, 0, 360, 4, -1)
    what[oval > 0] = 1
    colours = np.array([WALL, skin, hair, cloth, scarf or WALL], np.float64)
    rgb = colours[what] + noise
    alpha = cv2.GaussianBlur((what > 0).astype(np.float32), (3, 3), 0)
    return Figure(
        np.clip(rgb, 0, 255).astype(np.uint8),
        np.asarray(alpha),
        face.points,
        HEAD,
        0.0,
        None,
        seen_as(what, oval > 0),
    )


def seen_as(what: NDArray[np.uint8], oval: NDArray[np.bool_]) -> NDArray[np.float32]:
    """What a segmenter without errors makes of a drawing: wall, skin, hair, cloth, scarf."""
    parts = np.array(
        [BodyPart.BACKGROUND, BodyPart.BODY_SKIN, BodyPart.HAIR, BodyPart.CLOTHES, BodyPart.OTHER]
    )[what]
    parts[oval] = BodyPart.FACE_SKIN
    sure = np.eye(len(BodyPart), dtype=np.float32)[parts]
    size_wh = grid_wh(what.shape, HEAD)
    return np.asarray(cv2.resize(sure, size_wh), np.float32)


def photographed(engine: Engine, data: bytes) -> Figure:
    """A real person, as the pipeline draws them on the photo's grid before retouching."""
    draft = PhotoDraft(default_setup(engine), open_source(data), PhotoRequest(size_wh=SIZE_WH))
    for step in STEPS[: STEPS.index(draw) + 1]:
        step(draft)
    shoulders = find_shoulders(engine, draft.picture.rgb, draft.face)
    mesh = draft.points
    head_px = draft.geometry.head_height_px * draft.frame.scale
    return Figure(
        draft.rgb,
        draft.alpha,
        mesh,
        head_px,
        draft.geometry.yaw_deg,
        None if shoulders is None else draft.placement.to_photo.apply(shoulders),
        see(engine, draft.rgb, draft.alpha, mesh, head_px),
    )
