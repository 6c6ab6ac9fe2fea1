"""Where a garment sits: the neck, the notch at its base and the shoulders.

Each is measured where the photo shows it (the neck's skin, the shoulders' contour, BlazePose) and
held to what people's proportions allow; what hair, a collar or the photo's edge hides comes from
the proportions alone. Those are of the US Army's survey (ANSUR 1988), over the head's height
(menton to vertex; 23.2 cm for men, 21.8 for women).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.errors import CannotDress
from idphoto.face.landmarks import CHIN, FACE_OVAL
from idphoto.photo.wardrobe.body import Body
from idphoto.photo.wardrobe.parts import Mask, Parts

# A head turned further shows a neck and shoulders that no garment seen from the front fits.
MAX_YAW_DEG: Final = 25.0
# Skin beside the head, as a share of the face: ears and what is taken for skin in fair hair stay
# below, hands are a tenth of the face and more.
MAX_STRAY_SKIN: Final = 0.1

_GRID_HEAD_PX: Final = 110
# Half the neck's breadth: its girth (38.0 and 31.6 cm) is that of a circle of 0.26 and 0.23.
# Over half the jaw's width at the angles of the mouth, which the mesh measures well, 1.0.
_JAW: Final = (172, 397)
_NECK_TO_JAW: Final = 0.98
_NECK_RANGE: Final = (0.8, 1.2)
# The jaw's corners: the middle between them is over the neck's, wherever the chin points.
_GONIA: Final = (58, 288)
# The notch below the chin: stature − suprasternale height − head height, 9.4 and 9.0 cm.
_PIT: Final = 0.40
# Where the neck's side meets the shoulder: 3 to 6 cm below the chin.
_BASE: Final = 0.19
_BASE_RANGE: Final = (0.10, 0.28)
# Acromion below the chin: stature − acromial height − head height, 8.1 cm; half the biacromial
# breadth, 19.9 and 18.2 cm.
_TIP_DOWN: Final = 0.36
_TIP_OUT: Final = 0.85
_TIP_RANGE: Final = (0.74, 1.0)
# The shoulder line's slope, as depth over breadth, from the neck's side to the acromion.
_SLOPE_RANGE: Final = (0.12, 0.5)
# BlazePose marks the joints, which lie inwards of the acromia.
_JOINT_TO_TIP: Final = 1.36


@dataclass(frozen=True, slots=True)
class _Look:
    """The parts on a small grid, whose pixels are ``scale`` of the photo's, and lengths in it."""

    hair: Mask
    skin: Mask
    cloth: Mask
    head: float
    scale: NDArray[np.float64]
    chin: NDArray[np.float64]
    neck_x: float
    neck_half: float


def measure_body(
    parts: Parts,
    mesh: NDArray[np.float64],
    head_height_px: float,
    yaw_deg: float,
    shoulders: NDArray[np.float64] | None,
) -> Body:
    """Where a garment sits on this person.

    ``parts``: of the photo. ``mesh``: float64 ``(468, 2)`` or more columns, in the photo's pixels,
    levelled. ``head_height_px``: chin to crown. ``yaw_deg``: the head's turn. ``shoulders``:
    float64 ``(2, 2)``, BlazePose's shoulders in the photo's pixels, the person's right first;
    None where it is not to be trusted.

    Raises:
        CannotDress: the head is turned too far, or a hand is at the head.
    """
    if abs(yaw_deg) > MAX_YAW_DEG:
        raise CannotDress("the head's turn in degrees", abs(yaw_deg), MAX_YAW_DEG)
    look = _looked(parts, mesh[:, :2], head_height_px)
    stray = _stray_skin(look, mesh[:, :2] * look.scale)
    if stray > MAX_STRAY_SKIN:
        raise CannotDress(
            "the skin beside head and neck, as of a hand, in % of the face,",
            100 * stray,
            100 * MAX_STRAY_SKIN,
        )
    right, left = _neck_sides(look)
    middle = (right + left) / 2
    outs, down, line = _shoulders(look, shoulders, middle, (right, left))
    base = [
        _held(y, look.chin[1] + look.head * np.array(_BASE_RANGE))
        for y in (line[0] + line[1] * (middle - right), line[0] + line[1] * (left - middle))
    ]
    del down
    tips = []
    for side, neck_x, base_y, out in zip((-1, 1), (right, left), base, outs, strict=True):
        x = middle + side * out
        tips.append((x, base_y + line[1] * abs(x - neck_x)))
    back = 1.0 / look.scale
    pit = (middle, (base[0] + base[1]) / 2 + (_PIT - _BASE) * look.head)

    def point(xy: tuple[float, float]) -> tuple[float, float]:
        return float(xy[0] * back[0]), float(xy[1] * back[1])

    return Body(
        neck_right=point((right, base[0])),
        neck_left=point((left, base[1])),
        pit=point(pit),
        chin=point((float(look.chin[0]), float(look.chin[1]))),
        shoulder_right=point(tips[0]),
        shoulder_left=point(tips[1]),
        head_height_px=head_height_px,
        # a head is turned on shoulders that follow it half-way at most
        yaw_deg=yaw_deg / 2,
    )
