"""The matte of one person: whose alpha it is, what its parts are, and how reliable it is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.face.landmarks import Face
from idphoto.face.measure import VERTEX_RATIO
from idphoto.imaging.arrays import Alpha, Mask, Point
from idphoto.imaging.geometry import Box, Similarity
from idphoto.matting.fuse import fused, see_through, settled
from idphoto.matting.grid import softened
from idphoto.matting.look import look_at
from idphoto.matting.own import (
    contact,
    face_oval,
    other_heads,
    own_only,
    territory_of_others,
    whole_torso,
)
from idphoto.models.matting import MattingName, estimate_alpha
from idphoto.models.segmenter import BodyPart
from idphoto.runtime.engine import Engine

Quality = Literal["fast", "best"]
"""``fast``: the segmenter alone, refined along the picture's edges. ``best``: with a detail network
that draws single strands of hair."""

DETAIL_SIDE: Final = 640
# The grid on which a matte is judged. Contours become finer later, from the picture itself.
_GRID_PX: Final = 512
# A close look shows this much, in head heights from the eyes: to each side, upwards, downwards.
_CLOSE: Final = (1.1, 1.1, 1.3)


@dataclass(frozen=True, slots=True)
class Matte:
    """A person's matte, on the grid that ``to_matte`` maps picture pixels to.

    ``alpha``: float32 ``(h, w)``, 0–1. ``soft``: float32 ``(h, w)``, 0–1, where hair may let the
    background through. ``parts``: uint8 ``(h, w)``, what each pixel shows most
    probably (:class:`BodyPart`), other people's parts included. ``contact``: how long the border
    with other people is, above the chest, in head heights. ``glimpsed``: where other people's
    faces are partly seen, too little of them to be found as faces, in pixels of the picture.
    """

    alpha: Alpha
    soft: Mask
    parts: NDArray[np.uint8]
    to_matte: Similarity
    contact: float
    glimpsed: tuple[Point, ...] = ()

    def thinned(self, every: int) -> Matte:
        """The matte on a grid that has one of ``every`` rows and columns."""
        each = slice(None, None, every)
        # pixels have their middles at halves
        middle = (1.0 - 1.0 / every) / 2.0
        to_thin = Similarity(1.0 / every, 0.0, middle, middle)
        return Matte(
            self.alpha[each, each],
            self.soft[each, each],
            np.ascontiguousarray(self.parts[each, each]),
            to_thin.after(self.to_matte),
            self.contact,
            self.glimpsed,
        )

    def shows(self, *parts: BodyPart) -> NDArray[np.bool_]:
        """Where the person's own pixels are one of ``parts``: bool ``(h, w)``."""
        return np.isin(self.parts, parts) & (self.alpha > 0.5)


def matte_person(
    engine: Engine,
    rgb: NDArray[np.uint8],
    region: Box,
    face: Face | None,
    others: Sequence[Face],
    quality: Quality,
    network: MattingName = "isnet",
) -> Matte:
    """The person's matte over ``region`` of ``rgb``, uint8 ``(H, W, 3)``.

    ``face`` and the ``others`` in the picture, who are to be left out, are in pixels of ``rgb``.
    Without a face, everybody is kept. ``network`` draws the details in quality ``best``.
    """
    left, top = max(0, int(region.left)), max(0, int(region.top))
    rgb = rgb[top : math.ceil(region.bottom), left : math.ceil(region.right)]
    height, width = rgb.shape[:2]
    scale = min(1.0, _GRID_PX / max(height, width))
    size_wh = max(1, round(width * scale)), max(1, round(height * scale))
    to_matte = Similarity(scale, 0.0, -left * scale, -top * scale)

    def to_picture(at: Point) -> Point:
        x, y = to_matte.inverse().apply(np.array([at]))[0]
        return float(x), float(y)

    closer = None if face is None else _head_and_shoulders(face).shifted(-left, -top)
    look = look_at(engine, rgb, size_wh, closer)
    person = look.person
    alpha = person
    if quality == "best":
        drawn = estimate_alpha(engine, rgb, DETAIL_SIDE, network)
        detail = cv2.resize(drawn, size_wh, interpolation=cv2.INTER_LINEAR)
        alpha = fused(person, np.asarray(detail, np.float32))
    touched = 0.0
    glimpsed: tuple[Point, ...] = ()
    if face is not None:
        oval = face_oval(face, to_matte, person.shape)
        alpha = np.maximum(alpha, oval)
        heads = other_heads(face, others, look.parts == BodyPart.FACE_SKIN, to_matte)
        if heads:
            clothes = look.parts == BodyPart.CLOTHES
            theirs = territory_of_others(face, heads, clothes, to_matte)
            touched = contact(face, heads, alpha > 0.5, to_matte)
            alpha = alpha * (1.0 - softened(theirs, 2))
        glimpsed = tuple(to_picture(head.middle) for head in heads[len(others) :])
    soft = see_through(look.hair)
    alpha = settled(alpha, soft)
    if face is not None:
        alpha = whole_torso(alpha, soft, face, to_matte)
        alpha = own_only(alpha, oval, VERTEX_RATIO * face.eyes_to_chin_px * scale)
    return Matte(alpha, soft, look.parts, to_matte, touched, glimpsed)


def _head_and_shoulders(face: Face) -> Box:
    """What a close look shows, in pixels of the picture."""
    eyes = (face.right_eye + face.left_eye) / 2
    head = VERTEX_RATIO * face.eyes_to_chin_px
    beside, above, below = (share * head for share in _CLOSE)
    return Box(eyes[0] - beside, eyes[1] - above, eyes[0] + beside, eyes[1] + below)
