"""No shadow lies on the wall behind the head."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits, not_assessed
from idphoto.compliance.evidence import Evidence, SeenWall
from idphoto.compliance.gates import is_wall_unseen
from idphoto.compliance.verdict import Limits, Verdict
from idphoto.matting.grid import distance_to

# Looked at with at most this many pixels across the head. In head widths from the person: where a
# shadow would lie, and where the wall is free of it.
_HEAD_PX: Final = 100.0
_NEAR: Final = (0.03, 0.18)
_FAR: Final = 0.35
_MOST_PERSON: Final = 0.02
_LEAST_PX: Final = 30

# Darker beside the head than further away. Even walls in studios measure down to -4, but light that
# falls off gives -8 and less without a shadow: the check cannot fail a photo by itself.
LIMITS: Final = Limits(pass_from=-7.0)


def shadow_beside(ground: SeenWall) -> float | None:
    """How much lighter (L*) the wall is beside the head than further away; negative: darker.

    Of the darker side. None if too little of the wall is seen.
    """
    head = ground.head_right_x - ground.head_left_x
    scale = min(1.0, _HEAD_PX / head)
    height, width = ground.alpha.shape
    size = max(1, round(width * scale)), max(1, round(height * scale))
    rgb = cv2.resize(ground.rgb, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    lightness = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)[..., 0]
    alpha = cv2.resize(ground.alpha, size, interpolation=cv2.INTER_AREA)
    away = distance_to(alpha > 0.5) / (head * scale)
    free = alpha <= _MOST_PERSON
    middle = scale * (ground.head_left_x + ground.head_right_x) / 2
    columns = np.arange(size[0])[None] + 0.5
    found = []
    for side in (columns < middle, columns >= middle):
        near = lightness[side & free & (away >= _NEAR[0]) & (away < _NEAR[1])]
        far = lightness[side & free & (away >= _FAR)]
        if min(near.size, far.size) >= _LEAST_PX:
            found.append(float(np.median(near) - np.median(far)))
    return min(found, default=None)


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    ground = evidence.ground
    if ground is None or is_wall_unseen(evidence, asked):
        return None
    if asked.requirements.background_shadow != "forbidden":
        return None
    found = shadow_beside(ground)
    if found is None:
        return not_assessed("too little of the background is seen: look for a shadow")
    said = "no shadow is seen behind the head"
    if LIMITS.verdict(found) is not Verdict.PASS:
        said = (
            f"the background is darker beside the head by {-found:.0f} in L*: look whether that is "
            "a shadow"
        )
    return by_limits(found, LIMITS, said, allowed="no shadow behind the head")


CHECK: Final = ComplianceCheck(
    id="background_shadow",
    title="No shadow behind the head",
    subject="background",
    advice="stand an arm's length away from the wall, and light it as well",
    judge=judge,
    unit="of L*",
    asks=("background_shadow",),
)
