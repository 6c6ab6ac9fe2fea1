"""Evidence without pictures or networks: drawn people, walls, and a photo that meets everything."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from idphoto.compliance.asked import Asked
from idphoto.compliance.evidence import Evidence, HandedIn, HeadOnPhoto, Making, Portrait, SeenWall
from idphoto.face.expression import Expression
from idphoto.face.landmarks import Face
from idphoto.imaging.geometry import Similarity
from idphoto.matting.matte import Matte
from idphoto.models.segmenter import BodyPart
from idphoto.specs import Range, Spec
from idphoto.specs.load_requirements import load_requirements

Patch = tuple[slice, slice, BodyPart]
"""Rows, columns, and what the segmenter sees there."""
SKIN: Final = (200, 150, 125)
NEUTRAL: Final = Expression(smile=0.1, lip_gap=0.01, pallor=0.0, lid_gap=0.07, gaze=0.0)

# 35 × 45 mm at 254 dpi: ten pixels to the millimetre
SPEC: Final = Spec(
    slug="xx-passport",
    title="Nowhere passport",
    category="Passport",
    country="XX",
    vendor_id=None,
    size_mm=(35, 45),
    size_px=(350, 450),
    dpi=254,
    backgrounds=("FFFFFF", "DCDCDC"),
    head_height_mm=Range(32, 36),
    eye_line_mm=Range(20, 26),
    top_margin_mm=Range(2, 6),
    file_bytes=Range(10_000, 50_000),
    file_format="jpeg",
    unverified=("all",),
)
HEAD: Final = HeadOnPhoto(
    eyes_top=215.0,
    chin_top=390.0,
    crown_top=50.0,
    head_top=30.0,
    centre_x=175.0,
    face_width=210.0,
    inter_eye=95.0,
)
PHOTO: Final = HandedIn(
    size_wh=(350, 450),
    dpi=254.0,
    file_format="jpeg",
    size_bytes=30_000,
    head=HEAD,
    px_per_mm=10.0,
)


def portrait(face: Face, expression: Expression | None = NEUTRAL, **changes: Any) -> Portrait:
    """``face`` on a grey picture, everything skin."""
    height, width = 400, 400
    matte = Matte(
        np.ones((height, width), np.float32),
        np.zeros((height, width), np.float32),
        np.full((height, width), BodyPart.FACE_SKIN, np.uint8),
        Similarity(),
        0.0,
    )
    rgb = np.full((height, width, 3), 128, np.uint8)
    return replace(Portrait(rgb, 1, face, matte, expression), **changes)


def asked(spec: Spec | None = None, **changes: Any) -> Asked:
    """What ICAO asks, with ``changes`` of its requirements."""
    requirements = load_requirements()
    return Asked(replace(requirements, **changes), spec)


def handed_in(making: Making | None = None, **changes: Any) -> Evidence:
    """The finished photo, with ``changes`` of it or of its head."""
    head = {name: changes.pop(name) for name in HeadOnPhoto.__slots__ if name in changes}
    return Evidence(photo=replace(PHOTO, head=replace(HEAD, **head), **changes), making=making)


def person(
    face: Face,
    *patches: Patch,
    around: BodyPart = BodyPart.FACE_SKIN,
    rgb: NDArray[np.uint8] | None = None,
    shrink: int = 1,
) -> Evidence:
    """A picture of 400 by 400 pixels that shows ``around`` everywhere but in ``patches``."""
    parts = np.full((400, 400), around, np.uint8)
    for rows, columns, part in patches:
        parts[rows, columns] = part
    alpha = (parts != BodyPart.BACKGROUND).astype(np.float32)
    matte = Matte(alpha, np.zeros_like(alpha), parts, Similarity(), 0.0)
    return Evidence(Portrait(plain() if rgb is None else rgb, shrink, face, matte, None))


def plain(colour: tuple[int, int, int] = SKIN) -> NDArray[np.uint8]:
    """A picture of one colour: uint8 ``(400, 400, 3)``."""
    return np.full((400, 400, 3), colour, np.uint8)


def wall(rgb: NDArray[np.uint8]) -> Evidence:
    """A head of 160 pixels in the middle of ``rgb``, uint8 ``(H, W, 3)``, before that wall."""
    height, width = rgb.shape[:2]
    alpha = np.zeros((height, width), np.float32)
    left, right = width // 2 - 80, width // 2 + 80
    alpha[height // 4 :, left:right] = 1.0
    return Evidence(ground=SeenWall(rgb, alpha, float(left), float(right)))
