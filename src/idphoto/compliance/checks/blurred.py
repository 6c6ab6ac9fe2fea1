"""The face is sharp."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits, not_assessed
from idphoto.compliance.checks import too_light
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.gates import too_small, too_turned
from idphoto.compliance.sharpness import measure_smaller
from idphoto.compliance.verdict import Verdict, at_least

# Smaller faces have no detail at the scales that are compared.
_LEAST_EYE_PX: Final = 60
# With 120 px between the eyes, blurs from 2 px on fail. One of 1 px is mostly unsure, for soft
# lenses look alike. Photos made here of sharp sources have 0.155 or more.
LIMITS: Final = at_least(0.155, unsure_from=0.13)
_SAID: Final = {
    Verdict.PASS: "the face is sharp",
    Verdict.UNSURE: "the face may not be sharp",
    Verdict.FAIL: "the face is blurred",
}


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None:
        return None
    if why := too_small(portrait, _LEAST_EYE_PX) or too_turned(portrait):
        return not_assessed(why)
    look = portrait.look
    if too_light.is_washed_out(look):
        return not_assessed("the face is overexposed: its edges are lost", portrait.face_box)
    shares = look.sharpness, measure_smaller(look.grey, look.hull)
    found = min((share for share in shares if share is not None), default=None)
    if found is None:
        return not_assessed("the face is hardly seen", portrait.face_box)
    return by_limits(
        found, LIMITS, _SAID[LIMITS.verdict(found)], portrait.face_box, "sharp edges at the eyes"
    )


CHECK: Final = ComplianceCheck(
    id="blurred",
    title="Sharp",
    subject="picture",
    advice="hold the camera still, let it focus on the eyes, clean the lens",
    judge=judge,
    unit="share of fine detail",
)
