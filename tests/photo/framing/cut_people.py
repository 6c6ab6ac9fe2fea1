"""Drawn people whom the borders of their picture cut."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from idphoto.face.measure import VERTEX_RATIO
from idphoto.imaging.geometry import Similarity
from idphoto.matting.matte import Matte
from idphoto.models.segmenter import BodyPart
from idphoto.photo.framing.borders import BorderCut, Borders, BorderSide

Box = tuple[int, int, int, int]
Parts = NDArray[np.uint8]

PICTURE_WH = (600, 800)
UNIT = 60.0
EYES = (300.0, 250.0)
CHIN_Y = EYES[1] + 1.4 * UNIT
HEAD_PX = VERTEX_RATIO * 1.4 * UNIT
ALL = (0, 0, *PICTURE_WH)


def seen(*areas: tuple[BodyPart, Box], to_matte: Similarity | None = None) -> Matte:
    """The matte of a picture in which the areas (part, (left, top, right, bottom)) are a person."""
    parts: Parts = np.full(PICTURE_WH[::-1], BodyPart.BACKGROUND, np.uint8)
    for part, (left, top, right, bottom) in areas:
        parts[top:bottom, left:right] = part
    alpha = (parts != BodyPart.BACKGROUND).astype(np.float32)
    nothing = np.zeros_like(alpha)
    return Matte(alpha, nothing, parts, to_matte or Similarity(), contact=0.0)


HAIR, SHIRT, SKIN = BodyPart.HAIR, BodyPart.CLOTHES, BodyPart.BODY_SKIN
WHOLE_HEAD = (HAIR, (220, 150, 380, 360))
TORSO = (SHIRT, (150, 360, 450, 700))


def cut(side: BorderSide, *, hidden: float = 0.0, clothes: float = 1.0) -> BorderCut:
    """A border that cuts hair if something is hidden, otherwise the body."""
    head = 40.0 if hidden else 0.0
    return BorderCut(side, head, hidden, 0.0 if hidden else 200.0, clothes)


def borders_of(*cuts: BorderCut) -> Borders:
    return Borders({each.side: each for each in cuts}, 800.0, 0.0, None, None)
