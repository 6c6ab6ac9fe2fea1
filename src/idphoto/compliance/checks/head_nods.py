"""The chin is level, as far as that can be measured."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, not_assessed, passed
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.gates import too_small
from idphoto.compliance.limits import by_angle
from idphoto.compliance.verdict import Verdict
from idphoto.specs.requirements import ANY_ANGLE_DEG

# Faces differ: the pitch of people who look straight ahead spreads by 3.3° in one studio, and that
# of photos taken anywhere by more. Authorities ask for 5°, which nobody can measure on one picture.
ERROR_DEG: Final = 10.0


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None:
        return None
    if why := too_small(portrait):
        return not_assessed(why)
    found = portrait.face.pose.pitch_deg
    most = asked.requirements.max_pitch_deg
    if most >= ANY_ANGLE_DEG:
        return passed("the head may be pitched at this age")
    way = "up" if found > 0 else "down"
    said = f"the head is pitched {abs(found):.0f}° {way}"
    judged = by_angle(found, most, ERROR_DEG, said, portrait.face_box)
    if judged.verdict is Verdict.UNSURE:
        return not_assessed(
            f"{judged.reason}, known to ±{ERROR_DEG:.0f}° only: check that the chin is level",
            portrait.face_box,
        )
    return judged


CHECK: Final = ComplianceCheck(
    id="head_nods",
    title="Chin level",
    subject="person",
    advice="hold the camera at eye height, keep the chin level",
    judge=judge,
    unit="degrees",
    asks=("max_pitch_deg",),
)
