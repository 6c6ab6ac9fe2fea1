"""The face is not overexposed."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits, failed, not_assessed
from idphoto.compliance.evidence import Evidence, FaceLook
from idphoto.compliance.gates import too_small
from idphoto.compliance.tones import Tones
from idphoto.compliance.verdict import Verdict, at_most
from idphoto.imaging.arrays import Field, Points
from idphoto.models.face_landmarker import LEFT_IRIS, RIGHT_IRIS

# Portraits at 3.5 times their light fail unless they were dim, or their skin is so dark that it
# does not burn out. White face masks fail: their cheeks are white.
LIMITS: Final = at_most(86.0, unsure_to=89.0)
# The share of the face that is white.
WASHED_OUT: Final = at_most(0.015, unsure_to=0.04)
_EYE: Final = 0.4  # of the distance between the eyes
_WHITE: Final = 247.0  # OFIQ's (ISO/IEC 29794-5, over-exposure prevention)


def measure_lightness(tones: Tones) -> float:
    """L* of the darker cheek or of the white of the eye, whichever is darker, 0–100."""
    cheek = min(each[0] for each in tones.cheeks)
    return min(cheek, 100.0 if tones.white is None else tones.white[0])


def measure_washed_out(grey: Field, hull: NDArray[np.bool_], points: Points) -> float:
    """The share of the face, 0–1, that has no tones left.

    ``grey``: float32 ``(H, W)``, luma, 0–255. ``hull``: bool ``(H, W)``, where the face is.
    ``points``: float64 ``(478, 2)``. The eyes' surroundings do not count: glasses reflect there.
    """
    skin = hull.astype(np.uint8)
    eyes = points[[RIGHT_IRIS, LEFT_IRIS]]
    radius = round(_EYE * float(np.hypot(*(eyes[1] - eyes[0]))))
    for x, y in eyes.round().astype(int):
        cv2.circle(skin, (int(x), int(y)), radius, 0, -1)
    seen = grey[skin > 0]
    return float((seen >= _WHITE).mean()) if seen.size else 0.0


def is_washed_out(look: FaceLook) -> bool:
    """Whether too much of the face is pure white to show its edges and colours."""
    share = measure_washed_out(look.grey, look.hull, look.points)
    return WASHED_OUT.verdict(share) is Verdict.FAIL


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None:
        return None
    if why := too_small(portrait):
        return not_assessed(why)
    look = portrait.look
    lightness, share = (
        measure_lightness(look.tones),
        measure_washed_out(look.grey, look.hull, look.points),
    )
    where = portrait.face_box
    if (verdict := WASHED_OUT.verdict(share)) is Verdict.FAIL:
        said = f"the face is overexposed: {share:.0%} of it is white"
        return failed(said, allowed="at most 4 % of the face white", region=where)
    if LIMITS.verdict(lightness) is Verdict.PASS and verdict is Verdict.UNSURE:
        said = f"the face may be overexposed: {share:.1%} of it is white"
        return Judged(verdict, said, allowed="at most 1.5 % of the face white", region=where)
    said = {
        Verdict.PASS: "the face is not overexposed",
        Verdict.UNSURE: "the face may be overexposed",
        Verdict.FAIL: "the face is overexposed",
    }[LIMITS.verdict(lightness)]
    said = f"{said}: skin and white of the eye have L* {lightness:.0f} or more"
    return by_limits(lightness, LIMITS, said, where, "L* of at most 86")


CHECK: Final = ComplianceCheck(
    id="too_light",
    title="Face not overexposed",
    subject="light",
    advice="use less light, no flash nearby, or a shorter exposure",
    judge=judge,
    unit="L*",
    digits=0,
)
