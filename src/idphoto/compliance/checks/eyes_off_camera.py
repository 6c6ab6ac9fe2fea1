"""The eyes look at the camera. Only sideways looks are measured: up and down cannot be separated
from the shape of the lids."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits, not_assessed, passed
from idphoto.compliance.checks import eyes_closed, face_covered
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.gates import too_small, too_turned
from idphoto.compliance.regions import eyes_box
from idphoto.compliance.verdict import Verdict, at_most

# As in ``Expression``. People who look at the camera: at most 0.04 in two studios (244 photos),
# turned heads at most 0.05. All of 21 photos above 0.13 show people who look elsewhere.
LIMITS: Final = at_most(0.07, unsure_to=0.10)
_SAID: Final = {
    Verdict.PASS: "the eyes look at the camera",
    Verdict.UNSURE: "the eyes may look past the camera",
    Verdict.FAIL: "the eyes look past the camera",
}


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None:
        return None
    if not asked.requirements.looking_at_camera:
        return passed("the eyes may look elsewhere at this age")
    why = too_small(portrait) or too_turned(portrait) or face_covered.hides(portrait, "eye")
    if why or portrait.expression is None:
        return not_assessed(why or "the face cannot be read")
    seen = portrait.expression
    if eyes_closed.LIMITS.verdict(seen.lid_gap) is Verdict.FAIL:
        return not_assessed("an eye looks closed")
    off = abs(seen.gaze)
    return by_limits(
        off, LIMITS, _SAID[LIMITS.verdict(off)], eyes_box(portrait), "looking at the camera"
    )


CHECK: Final = ComplianceCheck(
    id="eyes_off_camera",
    title="Looking at the camera",
    subject="person",
    advice="look into the lens",
    judge=judge,
    unit="of the eye's width",
    asks=("looking_at_camera",),
)
